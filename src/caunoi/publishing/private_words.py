"""Phone numbers, numbers of papers, e-mail and street addresses in what somebody is about to make public.

The writer is shown what was found and sends it covered, or writes it otherwise: rather too much is found than too
little.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Kind(models.TextChoices):
    """What was found."""

    PHONE = "phone", gettext_lazy("phone number")
    PAPER = "paper", gettext_lazy("number of a paper or account")
    EMAIL = "email", gettext_lazy("e-mail address")
    ADDRESS = "address", gettext_lazy("street address")


@dataclass(frozen=True, kw_only=True)
class Found:
    """One thing that was found: where it stands in the text, and how it is written."""

    kind: Kind
    start: int
    end: int
    text: str


_EMAIL = re.compile(r"[\w.+-]+(?:@|\s?\(at\)\s?|\s?\[at\]\s?)[\w-]+(?:\.[\w-]+)+")
# Digits as people part them; what is a sum of money, a day or a span of years is told apart below.
_NUMBER = re.compile(r"(?<![\w/])\+?\(?\d(?:[ .\-()]{0,2}\d){7,}(?![\w/])")
_MONEY = re.compile(r"\d{1,3}(?:[. ]\d{3})+")
_DAY = re.compile(r"\d{1,2}[-.]\d{1,2}[-.]\d{4}|\d{4} ?[-–] ?\d{4}|\d{4}-\d{1,2}-\d{1,2}")
# Over folded text of the same length. The house first, or the lane; then the words of its street.
_HOUSE = r"(?:so nha|nha so|so|k|kiet|hem|ngo|ngach|lo|can ho|phong)\s?\d+[a-z]?(?:[/.-]\d+[a-z]?)*"
_STREET = r"(?:duong|pho|kiet|hem|ngo|ngach|to dan pho|khu pho|thon|ap|xom)"
_WORDS = r"(?:\s+[^\s,.;:!?()]+){1,4}"
_ADDRESS = re.compile(
    rf"\b(?:{_HOUSE}\s*,?\s*{_STREET}{_WORDS}|\d+[a-z]?(?:/\d+[a-z]?)*\s*,?\s*(?:duong|pho){_WORDS}"
    r"|(?:so nha|nha so)\s?\d+[a-z]?(?:[/.-]\d+[a-z]?)*|(?:kiet|hem|ngo|ngach|k)\s?\d+(?:/\d+)+)"
)


def find(text: str) -> list[Found]:
    """Return what was found in ``text`` (NFC), in its order; nothing overlaps."""
    found: list[Found] = []
    flat = _flat(text)

    def add(kind: Kind, start: int, end: int) -> None:
        if all(end <= one.start or start >= one.end for one in found):
            found.append(Found(kind=kind, start=start, end=end, text=text[start:end]))

    for each in _EMAIL.finditer(text):
        add(Kind.EMAIL, *each.span())
    for each in _ADDRESS.finditer(flat):
        add(Kind.ADDRESS, *each.span())
    for each in _NUMBER.finditer(text):
        if kind := _kind_of(each.group(), text[each.end() : each.end() + 12]):
            add(kind, *each.span())
    return sorted(found, key=lambda one: one.start)


def covered(text: str) -> str:
    """Return ``text`` with a word in brackets wherever something was found."""
    return _mapped(text, lambda one: "[" + _("covered: %(what)s") % {"what": one.kind.label} + "]")


def parts(text: str) -> list[tuple[str, str]]:
    """Return ``text`` cut at what was found: pairs of what it is ("" for nothing) and the words themselves."""
    pieces, last = [], 0
    for one in find(text):
        pieces += [("", text[last : one.start]), (str(one.kind.label), one.text)]
        last = one.end
    return [(what, words) for what, words in [*pieces, ("", text[last:])] if words]


def _mapped(text: str, put: Callable[[Found], str]) -> str:
    for one in reversed(find(text)):
        text = text[: one.start] + put(one) + text[one.end :]
    return text


def _kind_of(written: str, after: str) -> Kind | None:
    digits = re.sub(r"\D", "", written)
    if _DAY.fullmatch(written.strip()):
        return None
    if _MONEY.fullmatch(written) and re.match(r"\s*(?:đ|vn|tri|tỷ|usd|người|lượt|m2)", after.casefold()):
        return None
    local = digits.removeprefix("84") if written.lstrip("(").startswith("+") or len(digits) > 10 else digits
    if len(digits) in {10, 11} and (digits.startswith("0") or local != digits):
        return Kind.PHONE
    if written.startswith("+"):
        return Kind.PHONE
    return Kind.PAPER


def _flat(text: str) -> str:
    """Return ``text`` in small letters without marks, letter for letter: places in it are places in ``text``."""
    return "".join(_letter(one) for one in text)


def _letter(one: str) -> str:
    small = unicodedata.normalize("NFD", one)[0].lower()
    return "d" if small == "đ" else small[0]
