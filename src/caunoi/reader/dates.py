"""Which days the class was held on, and when the report was published."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from caunoi.reader import lexicon
from caunoi.reader.days import YEAR, Day, Mention, mentions
from caunoi.reader.layout import DATE, TIME, Kind, Line, Page
from caunoi.reader.records import DateRange, Found, Span

# --- publication ------------------------------------------------------------------------------------------------------

_PUBLICATION_LABEL: Final = re.compile(r"(?i:đăng|cập nhật|xuất bản|posted|ngày viết|ngày tạo)")
_UPDATED: Final = re.compile(r"(?i:cập nhật)")
_CLOCK_WITH_SECONDS: Final = re.compile(r"\b\d{1,2}:\d{2}:\d{2}\b")


def read_published(page: Page) -> Found | None:
    """The stated day of publication, else of the last update.

    A day above the headline without label or time is the header's "today" and does not count.
    """
    best: tuple[int, Found] | None = None
    for line in page.lines_of(Kind.META):
        for found in DATE.finditer(line.text):
            day = _full_date(found.group())
            rank = _publication_rank(page, line, line.text[: found.start()])
            if day is None or rank == 0 or (best and best[0] >= rank):
                continue
            span = Span(line.start + found.start(), line.start + found.end())
            best = rank, Found(day, (span,), 0.95 if rank > 1 else 0.8)
    return best[1] if best else None


def _publication_rank(page: Page, line: Line, before: str) -> int:
    """0 for a day that does not count; a day of publication before an update, either before a bare day."""
    above = page.headline is not None and line.end <= page.headline.start
    labels = _PUBLICATION_LABEL.findall(before)
    timed = bool(TIME.search(line.text)) and not _CLOCK_WITH_SECONDS.search(line.text)
    if labels:
        return 2 if _UPDATED.match(labels[-1]) else 3
    if above and not timed:
        return 0
    return 1


def _full_date(text: str) -> dt.date | None:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    return Day(*numbers).on()


# --- the days of the class --------------------------------------------------------------------------------------------

_EVENT: Final = re.compile(lexicon.EVENT)
_LEARNERS: Final = re.compile(r"(?i:\b(?:học viên|người (?:học|dự)|đại biểu|chương trình học|thời gian học)\b)")
_HOLD: Final = re.compile(lexicon.HOLD)
_ELSEWHERE: Final = re.compile(
    rf"(?i:(?:{lexicon.DOCUMENT}|số \S+|truyền thống|thành lập|kỷ niệm|ngày sinh|ban hành|có hiệu lực|thông qua|"
    rf"\d+ ?-[^ ]+/[^ ]+)"
    rf"[^.;,]{{0,60}}(?:ngày|từ) ?|-[^ ,]+, ngày )$|(?i:(?:sinh|năm|trước|hạn|hết) ngày )$|"
    r"(?i:(?:thành lập|truyền thống|kỷ niệm|ngày hội)[^.;,]{0,40})$"
)
_LASTS: Final = re.compile(
    r"(?i:(?:trong|kéo dài|diễn ra|thời gian|thời lượng|học|gồm|lớp học|lớp|hội nghị)(?: trong)?(?: vòng|"
    r" thời gian)?:? (?P<n>\d{1,2}|½|nửa|một|hai|ba|bốn|năm|sáu|bảy)"
    r"(?P<half>[,.]5| rưỡi)? ngày\b|\bsau (?P<after>\d{1,2}|một|hai|ba|bốn|năm|sáu|bảy) ngày (?:học|tập huấn|"
    r"bồi dưỡng|làm việc|diễn ra))"
)
_CLOSING: Final = re.compile(r"(?i:bế giảng|bế mạc|kết thúc|vừa hoàn thành)")
_OPENING: Final = re.compile(r"(?i:khai giảng|khai mạc|mở lớp)")
_TODAY: Final = re.compile(r"(?i:\b(?P<word>hôm nay|sáng nay|chiều nay|tối nay|hôm qua|sáng qua|chiều qua))(?!\w)")
_LONGEST_CLASS: Final = dt.timedelta(days=120)
_LATEST_ANNOUNCED: Final = dt.timedelta(days=40)


@dataclass(frozen=True)
class _Candidate:
    mention: Mention
    sentence: Span
    position: int
    score: float


def read_held(page: Page, published: Found | None) -> Found | None:
    """The days on which the class was held; None without a year that the report itself gives."""
    publication: dt.date | None = published.value if published else None
    candidates = sorted(_candidates(page), key=lambda c: (-c.score, c.position))
    for candidate in candidates:
        days = _dated(page, candidates, candidate, publication)
        found = _as_held(page, candidate, days) if days else None
        if found:
            return found
        if not days:
            # The class's days are known, their year is not: a lesser candidate would only be wrong.
            return None
    return _relative(page, publication)


def _dated(page: Page, candidates: list[_Candidate], chosen: _Candidate, publication: dt.date | None) -> list[dt.date]:
    """The chosen days as dates; empty where the year is unknown or there is no such day."""
    written = chosen.mention.days
    year = _year(page, candidates, chosen, publication)
    days = [day.on(year) for day in written]
    real = [day for day in days if day is not None]
    if len(real) < len(days):
        return []
    if publication and any(day.year is None for day in written):
        real = [_not_long_after(day, publication) for day in real]
    return real


def _as_held(page: Page, chosen: _Candidate, days: list[dt.date]) -> Found | None:
    span = chosen.mention.span
    confidence = 0.95 if all(day.year for day in chosen.mention.days) else 0.85
    if chosen.mention.is_range:
        start, end = days[0], days[-1]
        if not start <= end <= start + _LONGEST_CLASS:
            return None
        return Found(DateRange(start, end) if start < end else [start], (span,), confidence)
    lasting = _duration(page, chosen) if len(days) == 1 else None
    if lasting:
        length, where = lasting
        more = dt.timedelta(days=length - 1)
        sentence = (chosen.sentence.start, chosen.sentence.end)
        closing = _CLOSING.search(page.plain, *sentence) and not _OPENING.search(page.plain, *sentence)
        start, end = (days[0] - more, days[0]) if closing else (days[0], days[0] + more)
        return Found(DateRange(start, end), (span, where), confidence - 0.1)
    days = sorted(set(days))
    consecutive = len(days) > 1 and (days[-1] - days[0]).days == len(days) - 1
    return Found(DateRange(days[0], days[-1]) if consecutive else days, (span,), confidence)


def _not_long_after(day: dt.date, publication: dt.date) -> dt.date:
    """A class of December reported in January was held in the year before."""
    if day - publication > _LATEST_ANNOUNCED:
        return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day
    return day


def _candidates(page: Page) -> list[_Candidate]:
    found = []
    for position, sentence in enumerate(page.sentences):
        event = _EVENT.search(page.plain, sentence.start, sentence.end) or _LEARNERS.search(
            page.plain, sentence.start, sentence.end
        )
        for mention in mentions(page.plain, sentence):
            before = page.plain[max(sentence.start, mention.span.start - 90) : mention.span.start]
            if _ELSEWHERE.search(before) or (position > 0 and not event):
                continue
            score = 3.0 if position == 0 else 2.0 if _HOLD.search(page.plain, sentence.start, sentence.end) else 1.0
            if event is None:
                score -= 1.5
            if len(mention.days) > 1:
                score += 2.5
            found.append(_Candidate(mention, sentence, position, score))
    return found


def _relative(page: Page, publication: dt.date | None) -> Found | None:
    if publication is None:
        return None
    for sentence in page.sentences[:2]:
        word = _TODAY.search(page.plain, sentence.start, sentence.end)
        if word and _EVENT.search(page.plain, sentence.start, sentence.end):
            back = 1 if word["word"].lower().endswith("qua") else 0
            return Found([publication - dt.timedelta(days=back)], (Span(*word.span()),), 0.75)
    return None


def _duration(page: Page, chosen: _Candidate) -> tuple[int, Span] | None:
    """Whole days that the class is said to last, two or more, and where that is said."""
    numbers = {**lexicon.NUMBER_WORDS, "½": 0, "nửa": 0}
    for sentence in sorted(page.sentences, key=lambda s: s != chosen.sentence):
        if not _EVENT.search(page.plain, sentence.start, sentence.end) and not _LEARNERS.search(
            page.plain, sentence.start, sentence.end
        ):
            continue
        lasts = _LASTS.search(page.plain, sentence.start, sentence.end)
        if lasts:
            word = (lasts["n"] or lasts["after"]).lower()
            length = (int(word) if word.isdecimal() else numbers[word]) + bool(lasts["half"])
            return (length, Span(*lasts.span())) if length > 1 else None
    return None


# "lớp tập huấn … năm 2019": the year of this very class, not of a plan, a law, a term or a congress.
_CLASS_YEAR: Final = re.compile(
    rf"{lexicon.EVENT}(?P<between>[^.;:\"()]{{0,140}}?)\b(?i:năm(?: học)?) (?P<year>{YEAR})(?! ?[-/] ?\d)(?!\d)"
)
_OTHER_YEAR: Final = re.compile(
    rf"(?i:{lexicon.DOCUMENT}|giai đoạn|nhiệm kỳ|đến$|đến năm|tổng kết|luật|đại hội|từ năm|sau năm|trước năm|"
    rf"cuối năm|so với)"
)
_HEADLINE_YEAR: Final = re.compile(rf"(?i:năm |[/-] ?|\b)(?P<year>{YEAR})(?! ?[-/–] ?\d)(?!\d)")


def _year(page: Page, candidates: list[_Candidate], best: _Candidate, publication: dt.date | None) -> int | None:
    stated = next((day.year for day in best.mention.days if day.year), None)
    if stated:
        return stated
    if publication:
        return publication.year
    for text in ([page.headline] if page.headline else []) + list(page.sentences):
        for said in _CLASS_YEAR.finditer(page.plain, text.start, text.end):
            if not _OTHER_YEAR.search(said["between"]):
                return int(said["year"])
    if page.headline:
        headline = page.plain[page.headline.start : page.headline.end]
        said_there = _HEADLINE_YEAR.search(headline)
        if said_there and not _OTHER_YEAR.search(headline[: said_there.start()]):
            return int(said_there["year"])
    elsewhere = {day.year for candidate in candidates for day in candidate.mention.days if day.year}
    return elsewhere.pop() if len(elsewhere) == 1 else None
