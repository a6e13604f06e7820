"""Text as the reader sees it: one normal form, and a twin of equal length that rules are matched against."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


class _Cleaner(dict[int, int | None]):
    """Translation table filled as characters are met.

    Format characters (zero-width, soft hyphen, direction marks, byte order mark) vanish, other control
    characters become a space, lone surrogates become U+FFFD.
    """

    def __missing__(self, code: int) -> int | None:
        category = unicodedata.category(chr(code))
        result: int | None = code
        if category == "Cf":
            result = None
        elif category == "Cs":
            result = 0xFFFD
        elif category == "Cc" and chr(code) not in "\n\t":
            result = 0x20
        self[code] = result
        return result


_CLEANER: Final = _Cleaner()


def normalise(text: str) -> str:
    """NFC, line ends as a line feed, no invisible characters. Applying it twice changes nothing."""
    cleaned = _LINE_ENDS.sub("\n", text).translate(_CLEANER)
    return unicodedata.normalize("NFC", cleaned)


def _letters() -> tuple[str, str]:
    """Latin capital and small letters, Vietnamese ones included, as the inside of character classes."""
    latin = [chr(c) for c in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)) if chr(c).isalpha()]
    return "".join(c for c in latin if c.isupper()), "".join(c for c in latin if c.islower())


UPPER, LOWER = _letters()

_ONE_FOR_ONE: Final = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("“”„‟«»″〝〞＂", '"'),
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys(
            "\n\t\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
        ),
        "Ð": "Đ",  # Icelandic eth, typed for Đ by old keyboards
        "：": ":",
        "；": ";",
    }
)

# "hoà", "khoẻ", "Uỷ": the newer habit writes the tone on the last vowel. Both habits occur in one page.
_NEW_STYLE: Final = re.compile(r"(?<![qQ])(?:[oO][àáảãạèéẻẽẹ]|O[ÀÁẢÃẠÈÉẺẼẸ]|[uU][ỳýỷỹỵ]|U[ỲÝỶỸỴ])(?!\w)")


def _move_tone(match: re.Match[str]) -> str:
    pair = unicodedata.normalize("NFD", match.group())
    first, last, tone = pair[0], pair[1], pair[2]
    return unicodedata.normalize("NFC", first + tone) + last


def match_form(text: str) -> str:
    """The same text for matching: plain spaces, hyphens and quotes, tones where the older habit puts them.

    Has exactly the length of ``text``, so that offsets found here are offsets there. Letter case is kept.
    """
    return _NEW_STYLE.sub(_move_tone, text.translate(_ONE_FOR_ONE))


_SPACES: Final = re.compile(r"\s+")


def squeeze(text: str) -> str:
    """``text`` on one line with single spaces."""
    return _SPACES.sub(" ", text).strip()


def folded(text: str) -> str:
    """For comparing two strings: case, tone habits, quotes and spaces no longer matter."""
    return squeeze(match_form(unicodedata.normalize("NFC", text))).casefold()
