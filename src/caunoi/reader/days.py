"""How days are written: "27/8", "từ ngày 14-16/8/2019", "trong hai ngày 08 và 09/10/2015"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from caunoi.reader.records import Span

_D: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_M: Final = r"(?:0?[1-9]|1[0-2])"
_Y: Final = r"(?:19|20)\d\d"
# 27 | 27/8 | 27-8-2019 | 27 tháng 8 | 27 tháng 8 năm 2019 | 27 tháng 8/2019
_ONE: Final = re.compile(
    rf"(?<!\d)(?<!\d[/.,-])(?P<d>{_D})"
    rf"(?: ?[/.-] ?(?P<m>{_M})(?!\d)(?: ?[/.-] ?(?P<y>{_Y}))?"
    rf"| tháng (?P<n>{_M})(?!\d)(?:(?:,? năm |/|-| - )(?P<z>{_Y}))?)?(?!\d)"
)
_PART: Final = r"(?:ngày|sáng|chiều|tối|hết|và|,| )"
_RANGE: Final = rf" ?(?:-|đến|tới|->) ?(?:{_PART}+)?"
_AND: Final = rf" ?(?:,|và|&|;) ?(?:(?:bế mạc|bế giảng|kết thúc|tổng kết) )?(?:vào )?(?:{_PART}+)?"
_JOIN: Final = re.compile(rf"(?i:(?P<range>{_RANGE})|(?P<list>{_AND}))(?=\d)")
# "25 - 27/5": the first number is a day, not day and month.
_SHORT_RANGE: Final = re.compile(
    rf"(?<!\d)(?<!\d[/.,-])(?P<first>{_D}) ?- ?(?P<last>{_D}) ?(?:[/.]|-(?=\d{{1,2}}[/-]\d)|"
    rf" tháng ) ?(?P<m>{_M})(?!\d)(?:(?: ?[/.-] ?|,? năm )(?P<y>{_Y}))?(?!\d)"
)
# What has to stand before a day without a year, so that "5/10 xã" is no date.
_CUE: Final = re.compile(
    r"(?i:\b(?:ngày|sáng|chiều|trưa|tối|đêm|hôm|từ|đến|nay|qua|vào|hai|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|"
    r"chủ nhật)\b(?: ngày)?[ ,]*\(?(?:ngày )?|\()$"
)
_OPENING_AND_CLOSING: Final = re.compile(r"(?i:bế mạc|bế giảng|kết thúc|tổng kết)")


@dataclass(frozen=True)
class Day:
    """A day as written; the year may be missing."""

    day: int
    month: int
    year: int | None

    def on(self, year: int | None = None) -> dt.date | None:
        """The date, in ``year`` where none is written; None where there is no such day."""
        try:
            return dt.date(self.year or year or 0, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True)
class Mention:
    """Days named together: one, several, or the first and last of a range."""

    span: Span
    days: tuple[Day, ...]
    is_range: bool


@dataclass
class _Parsed:
    day: int
    month: int | None
    year: int | None


def mentions(plain: str, within: Span) -> list[Mention]:
    """Every day or group of days written in ``plain`` (match form) inside ``within``."""
    found: list[Mention] = []
    at = within.start
    while True:
        first = _ONE.search(plain, at, within.end)
        if first is None:
            return found
        mention = _mention_at(plain, first, within.end)
        if mention and (
            any(day.year for day in mention.days)
            or _CUE.search(plain[max(within.start, first.start() - 30) : first.start()])
        ):
            found.append(mention)
            at = mention.span.end
        else:
            at = first.end()


def _mention_at(plain: str, first: re.Match[str], limit: int) -> Mention | None:
    parsed: list[_Parsed] = []
    is_range = False
    start = end = first.start()
    while True:
        short = _SHORT_RANGE.match(plain, end, limit)
        if short:
            month, year = int(short["m"]), int(short["y"]) if short["y"] else None
            parsed += [_Parsed(int(short["first"]), month, year), _Parsed(int(short["last"]), month, year)]
            is_range, end = True, short.end()
        else:
            one = _ONE.match(plain, end, limit)
            if one is None:
                break
            month_text, year_text = one["m"] or one["n"], one["y"] or one["z"]
            parsed.append(
                _Parsed(int(one["d"]), int(month_text) if month_text else None, int(year_text) if year_text else None)
            )
            end = one.end()
        join = _JOIN.match(plain, end, limit)
        if join is None or not (_ONE.match(plain, join.end(), limit) and _goes_on(plain, join.end(), limit)):
            break
        is_range = is_range or bool(join["range"]) or bool(_OPENING_AND_CLOSING.search(join.group()))
        end = join.end()
    end = max(end, start)
    _complete(parsed)
    days = tuple(Day(p.day, p.month, p.year) for p in parsed if p.month)
    if not days or len(days) < len(parsed):
        return None
    return Mention(Span(start, end), days, is_range and len(days) > 1)


_PLAIN_NUMBER: Final = re.compile(rf"(?:{_D})(?! ?[/.-] ?\d| tháng \d)(?!\d)")


# Nobody lists more days than this in one breath.
_MOST_DAYS: Final = 15


def _goes_on(plain: str, at: int, limit: int) -> bool:
    """Whether the number at ``at`` is a day: a bare one is only if a month follows later ("19, 20 và 21/7")."""
    for _ in range(_MOST_DAYS):
        bare = _PLAIN_NUMBER.match(plain, at, limit)
        if bare is None:
            return True
        join = _JOIN.match(plain, bare.end(), limit)
        if join is None:
            return False
        at = join.end()
    return False


def _complete(parsed: list[_Parsed]) -> None:
    """Month and year written once, at the end, hold for the days before."""
    for earlier, later in zip(reversed(parsed[:-1]), reversed(parsed[1:]), strict=True):
        if earlier.month is None:
            earlier.month = later.month
        if earlier.year is None and later.year is not None and earlier.month is not None and later.month is not None:
            earlier.year = later.year - (earlier.month > later.month)


YEAR: Final = _Y
