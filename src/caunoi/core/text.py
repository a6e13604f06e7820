"""Folding of Vietnamese text: what people type without marks finds what was written with them."""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_WORD = re.compile(r"\w+")
# A cell that begins so is run as a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"\d+")
# Signs of formulas, tags and addresses; they stand in no person's name.
_NOT_IN_NAMES = re.compile(r"[=<>{}\[\]@\\|~^+]|^[-–—]")


def clean(text: str) -> str:
    """Return ``text`` as it is stored: NFC, control and zero-width characters gone, white space single."""
    return _SPACE.sub(" ", _CONTROL.sub("", unicodedata.normalize("NFC", text))).strip()


def defused(text: str) -> str:
    """Return a text as a cell of CSV that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def clean_lines(text: str) -> str:
    """Return several lines as they are stored: each cleaned like :func:`clean`, at most one blank line between."""
    lines = [clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def fold(text: str) -> str:
    """Return ``text`` for comparison: lower case, đ as d, without marks, single spaces.

    "Đà Nẵng", "đà nẵng" and the same in NFD all fold to "da nang". SQLite's and PostgreSQL's own folding
    leaves đ alone, which is why this stands here.
    """
    decomposed = unicodedata.normalize("NFD", clean(text).casefold().replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d")


def fold_words(text: str) -> list[str]:
    """Return the folded words of ``text`` in order."""
    return _WORD.findall(fold(text))


def natural_key(text: str) -> str:
    """Return the folded key by which lists with numbers are sorted: "Tổ 2" before "Tổ 10"."""
    return _NUMBER.sub(lambda number: number.group().zfill(5), fold(text))


def sign_in_no_name(text: str) -> str:
    """Return the first sign of ``text`` that stands in no person's name (a tag, a formula, an address); "" for none."""
    found = _NOT_IN_NAMES.search(clean(text))
    return found.group() if found else ""


def given_name_first(full_name: str) -> str:
    """Return the folded key by which Vietnamese lists are sorted: given name, then family and middle names.

    The given name is the last word: "Nguyễn Văn An" sorts under "an".  Marks break ties only after the letters.
    """
    words = fold(full_name).split()
    return " ".join([*words[-1:], *words[:-1]])
