"""How dates, times and numbers are written on Vietnamese office papers."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal

DAY_GAP = "\N{NO-BREAK SPACE}" * 6
YEAR_GAP = "\N{NO-BREAK SPACE}" * 8
LAST_PADDED_MONTH = 2
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")

# XML 1.0 has no place for these; Word refuses a file that holds one.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANKS = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")


def one_line(text: str) -> str:
    """The text in NFC, on one line, without characters that a Word file cannot hold."""
    return _BLANKS.sub(" ", _NOT_IN_XML.sub("", unicodedata.normalize("NFC", text))).strip()


def capital(text: str) -> str:
    """The text with a capital first letter, as a title or a line begins."""
    return text[:1].upper() + text[1:]


def paragraphs(text: str) -> list[str]:
    """The non-empty lines of a free text, each cleaned as by `one_line`."""
    return [line for raw in text.splitlines() if (line := one_line(raw))]


def number(value: int | Decimal) -> str:
    """Thousands by point, decimals by comma: 1.179 and 7,5."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def percent(part: int, whole: int) -> str:
    """A share with at most one decimal: 95,3%."""
    tenths = (2000 * part + whole) // (2 * whole)
    units, rest = divmod(tenths, 10)
    return f"{number(units)},{rest}%" if rest else f"{number(units)}%"


def money(amount: int) -> str:
    """An amount in đồng: 1.205.000 đồng."""
    return f"{number(amount)} đồng"


def day(value: dt.date) -> str:
    """22/11/2026."""
    return f"{value:%d/%m/%Y}"


def day_with_weekday(value: dt.date) -> str:
    """Chủ nhật, 22/11/2026."""
    return f"{WEEKDAYS[value.weekday()]}, {day(value)}"


def clock(value: dt.time) -> str:
    """7 giờ 30, and 8 giờ on the hour."""
    return f"{value.hour} giờ {value.minute:02d}" if value.minute else f"{value.hour} giờ"


def clock_span(starts: dt.time | None, ends: dt.time | None) -> str:
    """7 giờ 30 - 8 giờ, or the one end that is known, or nothing; a narrow column breaks it at the dash alone."""
    known = [clock(each).replace(" ", "\N{NO-BREAK SPACE}") for each in (starts, ends) if each is not None]
    return "\N{NO-BREAK SPACE}- ".join(known)


def dotted_date(value: dt.date | None, *, month: int | None = None, year: int | None = None) -> str:
    """The date in words as papers are dated; what is not known yet is a gap to write in.

    Decree 30/2020 wants a zero before days under ten and before months one and two, so that
    nobody can add a digit.
    """
    if value is not None:
        month, year = value.month, value.year
    written_day = f"{value.day:02d}" if value else DAY_GAP
    padded = month is not None and month <= LAST_PADDED_MONTH
    written_month = DAY_GAP if month is None else f"{month:02d}" if padded else str(month)
    return f"ngày {written_day} tháng {written_month} năm {year or YEAR_GAP}"


def days(values: Sequence[dt.date]) -> str:
    """Days of a class: "22/11/2026", "từ ngày 12/11/2026 đến ngày 13/11/2026", or a list."""
    ordered = sorted(set(values))
    if not ordered:
        return ""
    if len(ordered) == 1:
        return f"ngày {day(ordered[0])}"
    gaps = {(later - earlier).days for earlier, later in itertools.pairwise(ordered)}
    if gaps == {1}:
        return f"từ ngày {day(ordered[0])} đến ngày {day(ordered[-1])}"
    return f"các ngày {listing(day(each) for each in ordered)}"


def listing(parts: Iterable[str]) -> str:
    """Parts joined by commas, the last by "và"."""
    known = [part for part in parts if part]
    if len(known) < 2:
        return "".join(known)
    return f"{', '.join(known[:-1])} và {known[-1]}"


def roman(value: int) -> str:
    """Roman numerals up to 39, enough for sections and annexes."""
    return "X" * (value // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[value % 10]
