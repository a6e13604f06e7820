"""Cells of a plan's table: numbers with words, quarters, amounts; what can't be read is a fault, never a guess."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from caunoi.core.text import fold

_WHOLE = re.compile(r"^0*(\d{1,3}(?:[.\s]\d{3})+|\d{1,7})\s*(?:lop|nguoi|hoc vien|hv|buoi|dai bieu|can bo|/\s*lop)?$")
_DAYS = re.compile(r"^0*(\d{1,2}(?:[.,]5)?)\s*ngay$")
_QUARTER = re.compile(r"\b(?:quy|q)\s*(iv|iii|ii|i|[1-4])\b")
_BARE_QUARTER = re.compile(r"^(iv|iii|ii|i|[1-4])$")
_MONTH = re.compile(r"\b(?:thang|t)\s*0?(1[0-2]|[1-9])\b")
_BARE_MONTH = re.compile(r"^0?(1[0-2]|[1-9])/(?:19|20)\d\d$")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_AMOUNT = re.compile(r"^(\d[\d.,\s]*)\s*(ty|trieu|tr|nghin|ngan)?\s*(?:dong|d|vnd)?$")
_TIMES = {"ty": 10**9, "trieu": 10**6, "tr": 10**6, "nghin": 10**3, "ngan": 10**3}


class Odd(ValueError):
    """The cell says something that is not what its column holds."""


def whole(text: str) -> int | None:
    """Return a count: "02 lớp", "1.200 người"; None for an empty cell; raises :class:`Odd`."""
    folded = fold(text)
    if not folded or folded in {"-", "–"}:
        return None
    match = _WHOLE.match(folded)
    if not match:
        raise Odd(text)
    return int(re.sub(r"\D", "", match[1]))


def sittings(text: str) -> int | None:
    """Return half-days: "4 buổi", "02 ngày" are four; raises :class:`Odd`."""
    match = _DAYS.match(fold(text))
    return int(Decimal(match[1].replace(",", ".")) * 2) if match else whole(text)


def quarter(text: str) -> int | None:
    """Return the one quarter that a time lies in: "Quý II", "tháng 5/2026"; None where it names none or several."""
    folded = fold(text)
    found = {_ROMAN.get(one) or int(one) for one in _QUARTER.findall(folded)}
    found |= {(int(month) + 2) // 3 for month in _MONTH.findall(folded)}
    bare = _BARE_QUARTER.match(folded)
    if bare:
        found.add(_ROMAN.get(bare[1]) or int(bare[1]))
    if month := _BARE_MONTH.match(folded):
        found.add((int(month[1]) + 2) // 3)
    # "Quý II - III" and "tháng 5-8" name the second one without its word.
    if re.search(r"(?:quy|thang)\s*\w+\s*(?:-|–|,|va|den)\s*(?:quy|thang)?\s*(?:iv|iii|ii|i|\d{1,2})\b(?!/)", folded):
        return None if len(found) != 1 or not _one_quarter(folded) else found.pop()
    return found.pop() if len(found) == 1 else None


def _one_quarter(folded: str) -> bool:
    """Say whether months that are named together lie in one quarter."""
    match = re.search(r"thang\s*(\d{1,2})\s*(?:-|–|,|va|den)\s*(?:thang)?\s*(\d{1,2})", folded)
    return match is not None and (int(match[1]) + 2) // 3 == (int(match[2]) + 2) // 3


def amount(text: str, unit: int = 1) -> int | None:
    """Return đồng: "120.000.000", "120 triệu đồng", "1,5 tỷ", or multiples of ``unit``; raises :class:`Odd`."""
    folded = fold(text)
    if not folded or folded in {"-", "–"}:
        return None
    match = _AMOUNT.match(folded)
    if not match:
        raise Odd(text)
    digits = re.sub(r"\s", "", match[1])
    times = _TIMES.get(match[2] or "", unit)
    try:
        value = Decimal(_plain(digits)) * times
    except InvalidOperation:
        raise Odd(text) from None
    if value != int(value):
        raise Odd(text)
    return int(value)


def _plain(digits: str) -> str:
    """Return a number in Vietnamese writing as Python reads it: points between thousands, a comma before fractions."""
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", digits):
        return digits.replace(".", "").replace(",", ".")
    if re.fullmatch(r"\d{1,3}(,\d{3}){2,}", digits):
        return digits.replace(",", "")
    return digits.replace(",", ".")
