"""Days: how they are written, which of them the class was held on, when the report was published."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Final

from caunoi.reader import lexicon
from caunoi.reader.layout import DATE, TIME, Kind, Line, Page
from caunoi.reader.records import DateRange, Found, Span

# --- how days are written ---------------------------------------------------------------------------------------------

_D: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_M: Final = r"(?:0?[1-9]|1[0-2])"
_Y: Final = r"(?:19|20)\d\d"
# 27 | 27/8 | 27-8-2019 | 27 tháng 8 | 27 tháng 8 năm 2019 | 27 tháng 8/2019
_ATOM: Final = rf"(?<!\d)(?<!\d[/.,-])(?P<d{{0}}>{_D})(?: ?[/.-] ?(?P<m{{0}}>{_M})(?!\d)(?: ?[/.-] ?(?P<y{{0}}>{_Y}))?| tháng (?P<n{{0}}>{_M})(?!\d)(?:(?:,? năm |/|-| - )(?P<z{{0}}>{_Y}))?)?(?!\d)"
_PART: Final = r"(?:ngày|sáng|chiều|tối|hết|và|,| )"
_RANGE: Final = rf" ?(?:-|đến|tới|->) ?(?:{_PART}+)?"
_AND: Final = rf" ?(?:,|và|&|;) ?(?:(?:bế mạc|bế giảng|kết thúc|tổng kết) )?(?:vào )?(?:{_PART}+)?"
_JOIN: Final = re.compile(rf"(?i:(?P<range>{_RANGE})|(?P<list>{_AND}))(?=\d)")
# "25 - 27/5": the first number is a day, not day and month.
_SHORT_RANGE: Final = re.compile(
    rf"(?<!\d)(?<!\d[/.,-])(?P<first>{_D}) ?- ?(?P<last>{_D}) ?(?:[/.]|-(?=\d{{1,2}}[/-]\d)| tháng ) ?(?P<m>{_M})(?!\d)(?:(?: ?[/.-] ?|,? năm )(?P<y>{_Y}))?(?!\d)"
)
_ONE: Final = re.compile(_ATOM.format(""))
# What has to stand before a day without a year, so that "5/10 xã" is no date.
_CUE: Final = re.compile(
    r"(?i:\b(?:ngày|sáng|chiều|trưa|tối|đêm|hôm|từ|đến|nay|qua|vào|hai|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\b(?: ngày)?[ ,]*\(?(?:ngày )?|\()$"
)
_OPENING_AND_CLOSING: Final = re.compile(r"(?i:bế mạc|bế giảng|kết thúc|tổng kết)")


@dataclass(frozen=True)
class Day:
    """A day as written; the year may be missing."""

    day: int
    month: int
    year: int | None

    def on(self, year: int | None = None) -> datetime.date | None:
        """The date, in ``year`` where none is written; None where there is no such day."""
        try:
            return datetime.date(self.year or year or 0, self.month, self.day)
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
    found = []
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


def _goes_on(plain: str, at: int, limit: int) -> bool:
    """Whether the number at ``at`` belongs to the days: a bare one does only if a month follows later ("19, 20 và 21/7")."""
    while True:
        if not _PLAIN_NUMBER.match(plain, at, limit):
            return True
        number = _PLAIN_NUMBER.match(plain, at, limit)
        join = _JOIN.match(plain, number.end() if number else at, limit)
        if join is None:
            return False
        at = join.end()


def _complete(parsed: list[_Parsed]) -> None:
    """Month and year written once, at the end, hold for the days before."""
    for earlier, later in zip(reversed(parsed[:-1]), reversed(parsed[1:]), strict=True):
        if earlier.month is None:
            earlier.month = later.month
        if earlier.year is None and later.year is not None and earlier.month is not None and later.month is not None:
            earlier.year = later.year - (earlier.month > later.month)


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


def _full_date(text: str) -> datetime.date | None:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    return Day(*numbers).on()


# --- the days of the class --------------------------------------------------------------------------------------------

_EVENT: Final = re.compile(lexicon.EVENT)
_LEARNERS: Final = re.compile(r"(?i:\b(?:học viên|người (?:học|dự)|đại biểu|chương trình học|thời gian học)\b)")
_HOLD: Final = re.compile(lexicon.HOLD)
_ELSEWHERE: Final = re.compile(
    rf"(?i:(?:{lexicon.DOCUMENT}|số \S+|truyền thống|thành lập|kỷ niệm|ngày sinh|ban hành|có hiệu lực|thông qua|\d+ ?-[^ ]+/[^ ]+)"
    rf"[^.;]{{0,60}}(?:ngày|từ) ?)$|(?i:(?:sinh|năm|trước|hạn|hết) ngày )$|"
    r"(?i:(?:thành lập|truyền thống|kỷ niệm|ngày hội)[^.;,]{0,40})$"
)
_LASTS: Final = re.compile(
    r"(?i:(?:trong|kéo dài|diễn ra|thời gian|thời lượng|học|gồm|lớp học|lớp|hội nghị)(?: trong)?(?: vòng| thời gian)?:? (?P<n>\d{1,2}|½|nửa|một|hai|ba|bốn|năm|sáu|bảy)"
    r"(?P<half>[,.]5| rưỡi)? ngày\b)"
)
_CLOSING: Final = re.compile(r"(?i:bế giảng|bế mạc|kết thúc|vừa hoàn thành)")
_OPENING: Final = re.compile(r"(?i:khai giảng|khai mạc|mở lớp)")
_TODAY: Final = re.compile(r"(?i:\b(?P<word>hôm nay|sáng nay|chiều nay|tối nay|hôm qua|sáng qua|chiều qua))(?!\w)")
_LONGEST_CLASS: Final = datetime.timedelta(days=120)
_LATEST_ANNOUNCED: Final = datetime.timedelta(days=40)


@dataclass(frozen=True)
class _Candidate:
    mention: Mention
    sentence: Span
    position: int
    score: float


def read_held(page: Page, published: Found | None) -> Found | None:
    """The days on which the class was held; None without a year that the report itself gives."""
    candidates = _candidates(page)
    publication: datetime.date | None = published.value if published else None
    if not candidates:
        return _relative(page, publication)
    best = max(candidates, key=lambda c: (c.score, -c.position))
    year = _year(page, candidates, best, publication)
    days = [day.on(year) for day in best.mention.days]
    if any(day is None for day in days):
        return None
    real = [day for day in days if day is not None]
    if year is not None and publication and any(day.year is None for day in best.mention.days):
        real = [_not_long_after(day, publication) for day in real]
    spans = [best.mention.span]
    confidence = 0.95 if all(day.year for day in best.mention.days) else 0.85
    if best.mention.is_range:
        start, end = real[0], real[-1]
        if not start <= end <= start + _LONGEST_CLASS:
            return None
        return Found(DateRange(start, end) if start < end else [start], tuple(spans), confidence)
    if len(real) == 1:
        lasting = _duration(page, best)
        if lasting:
            length, span = lasting
            more = datetime.timedelta(days=length - 1)
            closing = _CLOSING.search(page.plain, best.sentence.start, best.sentence.end) and not _OPENING.search(
                page.plain, best.sentence.start, best.sentence.end
            )
            start, end = (real[0] - more, real[0]) if closing else (real[0], real[0] + more)
            return Found(DateRange(start, end), (*spans, span), confidence - 0.1)
        return Found(real, tuple(spans), confidence)
    real = sorted(set(real))
    if (real[-1] - real[0]).days == len(real) - 1 and len(real) > 1:
        return Found(DateRange(real[0], real[-1]), tuple(spans), confidence)
    return Found(real, tuple(spans), confidence)


def _not_long_after(day: datetime.date, publication: datetime.date) -> datetime.date:
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


def _relative(page: Page, publication: datetime.date | None) -> Found | None:
    if publication is None:
        return None
    for sentence in page.sentences[:2]:
        word = _TODAY.search(page.plain, sentence.start, sentence.end)
        if word and _EVENT.search(page.plain, sentence.start, sentence.end):
            back = 1 if word["word"].lower().endswith("qua") else 0
            return Found([publication - datetime.timedelta(days=back)], (Span(*word.span()),), 0.75)
    return None


def _duration(page: Page, chosen: _Candidate) -> tuple[int, Span] | None:
    """Whole days that the class is said to last, two or more, and where that is said."""
    numbers = {**lexicon.NUMBER_WORDS, "½": 0, "nửa": 0}
    for sentence in sorted(page.sentences, key=lambda s: s != chosen.sentence):
        if not _EVENT.search(page.plain, sentence.start, sentence.end):
            continue
        lasts = _LASTS.search(page.plain, sentence.start, sentence.end)
        if lasts:
            word = lasts["n"].lower()
            length = (int(word) if word.isdigit() else numbers[word]) + bool(lasts["half"])
            return (length, Span(*lasts.span())) if length > 1 else None
    return None


# "lớp tập huấn … năm 2019": the year of this very class, not of a plan, a law, a term or a congress.
_CLASS_YEAR: Final = re.compile(
    rf"{lexicon.EVENT}(?P<between>[^.;:\"()]{{0,140}}?)\b(?i:năm(?: học)?) (?P<year>{_Y})(?! ?[-/] ?\d)(?!\d)"
)
_OTHER_YEAR: Final = re.compile(
    rf"(?i:{lexicon.DOCUMENT}|giai đoạn|nhiệm kỳ|đến$|đến năm|tổng kết|luật|đại hội|từ năm|sau năm|trước năm|cuối năm|so với)"
)
_HEADLINE_YEAR: Final = re.compile(rf"(?i:năm |[/-] ?|\b)(?P<year>{_Y})(?! ?[-/–] ?\d)(?!\d)")


def _year(page: Page, candidates: list[_Candidate], best: _Candidate, publication: datetime.date | None) -> int | None:
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
