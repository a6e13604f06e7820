"""Who holds the class, and where."""

from __future__ import annotations

import re
from typing import Final

from caunoi.reader import lexicon
from caunoi.reader.layout import Page
from caunoi.reader.records import Found, Span
from caunoi.reader.text import LOWER, UPPER, folded

_HEAD: Final = re.compile(lexicon.ORG_HEAD)
_EVENT: Final = re.compile(lexicon.EVENT)
# Sentences beyond these tell what was said, not who holds the class.
_OPENING_SENTENCES: Final = 8

_ADVERB: Final = (
    r"(?i:đã|vừa|vừa qua|sẽ|cũng|cũng đã|chính thức|đồng|tiếp tục|long trọng|trang trọng|hôm nay|vừa mới|mới đây|mới|"
    r"chủ trì|đồng chủ trì|chủ trì,|liên tục|lại|đứng ra|trực tiếp|phối hợp|tiến hành|thống nhất)"
)
_VERB: Final = re.compile(
    rf"(?P<adverbs>(?:(?<!\w){_ADVERB},? )*)(?P<verb>(?<!\w)(?i:tổ chức|mở|khai mạc|khai giảng|bế giảng|bế mạc|"
    rf"chủ trì(?!,? (?:và )?phối hợp)|tiến hành|triển khai|tập huấn|bồi dưỡng))(?!\w)"
)
# After the verb comes what is held: "tổ chức (hội nghị triển khai,) lớp …", not "tổ chức thực hiện".
_OBJECT: Final = re.compile(rf"[ ,](?:[^.;:,\"()]{{0,45}}?[ ])??{lexicon.EVENT}")
_PLAN: Final = re.compile(r"(?i: (?:thực hiện|các hoạt động|đại hội|quán triệt))")
_PASSIVE: Final = re.compile(r"(?<!\w)(?i:do|được)(?= )")
_TOGETHER: Final = re.compile(
    r",?(?<!\w) ?(?i:(?:chủ trì,? )?(?:đã |vừa )?(?:có sự |với sự |sự )?(?:phối hợp(?: tổ chức| chặt chẽ)?(?: với|"
    r" cùng với| cùng| giữa| của)?|cùng phối hợp với|cùng với|kết hợp(?: với| cùng)?|liên kết(?: với)?|cùng)) "
)
_SEPARATOR: Final = re.compile(r"(?:,|;| và| cùng với| cùng| -|, và) (?:với )?")
# What may not lie inside an organisation's name; whatever follows belongs to the rest of the sentence.
_RIGHT_EDGE: Final = re.compile(
    r"\.(?!\w)|[;:\"]|,? (?i:tổ chức (?!chính trị|cơ sở|xã hội|phi)|mở|khai mạc|khai giảng|bế giảng|nhằm|để|cho|"
    r"trong|tại|vào ngày|ngày \d|đã|vừa|sẽ|về|theo|dưới|thực hiện|tiến hành|triển khai|với|được|từ ngày|hướng dẫn|"
    r"có)(?!\w)| \((?!\s?[A-ZĐ]{2,}\s?\))"
)
_TRAILING: Final = re.compile(rf"(?:[ ,-]+(?:{_ADVERB}|(?i:và|cùng|cùng với|với|do|được|là)))+[ ,-]*$|[ ,.;:-]+$")
# What stands before a head that is no holder: a place, an owner, an addressee.
_NOT_HOLDER: Final = re.compile(
    r"(?i:\b(?:tại|ở|của|cho|thuộc|về|từ|hội trường(?: lớn)?|trụ sở|phòng họp|nhà|theo|là|trực thuộc|với|đến|trong|"
    r"lãnh đạo|đại diện|chỉ đạo của|thường trực|"
    r"cán bộ|chủ tịch|bí thư|giám đốc|trưởng|phó|công chức|ở trung tâm)) $"
)
_BEFORE_HOLDER: Final = re.compile(
    r"(?:^|[,:)\-;] |\d(?:/\d+)? |(?i:vừa qua|mới đây|hôm nay|hôm qua|sáng nay|chiều nay|do|được|năm \d{4}|ngày|và|"
    r"cùng|tập huấn|sáng|chiều|phối hợp|việc|tối) )$"
)


def read_organizers(page: Page) -> tuple[Found, ...]:
    """Named units that hold or co-hold the class, as written; from the article, else from the headline."""
    found = _holders_in(page, page.sentences[:_OPENING_SENTENCES])
    if not found and page.headline:
        found = _holders_in(page, (page.headline,), 0.7)
    return tuple(found)


def _holders_in(page: Page, passages: tuple[Span, ...], confidence: float = 0.9) -> list[Found]:
    kept: dict[str, Found] = {}
    for sentence in passages:
        for span in _in_sentence(page.plain, sentence):
            name = span.of(page.text)
            key = folded(name)
            known = next((k for k in kept if _same(k, key)), None)
            if known is None:
                kept[key] = Found(name, (span,), confidence)
        if kept:
            # One sentence tells it; a later one only repeats it in shorter words.
            break
    return list(kept.values())


def _same(one: str, other: str) -> bool:
    return one == other or one in other or other in one


def _in_sentence(plain: str, sentence: Span) -> list[Span]:
    at = sentence.start
    while True:
        verb = _VERB.search(plain, at, sentence.end)
        if verb is None:
            return []
        at = verb.end()
        direct = verb["verb"].lower() in {"tập huấn", "bồi dưỡng"}
        if direct and _NOUN_PHRASE.search(plain[max(sentence.start, verb.start() - 20) : verb.start("verb")]):
            continue
        subject = Span(sentence.start, verb.start())
        passive = _passive_start(plain, subject)
        has_object = (
            not direct and _OBJECT.match(plain, verb.end(), sentence.end) and not _PLAN.match(plain, verb.end())
        )
        if passive is not None:
            spans = _list_from_left(plain, Span(passive, verb.start())) if not direct else []
        elif has_object or direct:
            spans = _list_before(plain, subject)
        else:
            continue
        if spans:
            return spans + _joined_after(plain, Span(verb.end(), sentence.end))


# "lớp tập huấn", "Trung tâm Bồi dưỡng": no verb there.
_NOUN_PHRASE: Final = re.compile(
    r"(?i:\b(?:lớp|khóa|hội nghị|đợt|chương trình|buổi|trung tâm|trường|công tác|được|về|và|đào tạo,?|cuộc|mở|tổ chức|"
    r"khai giảng|khai mạc|nội dung|tài liệu|kế hoạch|ban|dự|tham gia|học viện|việc) )$"
)


def _passive_start(plain: str, subject: Span) -> int | None:
    """Where the holder begins in "lớp … do | được …"; None in the active voice."""
    last = None
    for found in _PASSIVE.finditer(plain, subject.start, subject.end):
        if _EVENT.search(plain, subject.start, found.start()) and _HEAD.match(plain, found.end() + 1):
            last = found.end() + 1
    return last


def _list_before(plain: str, region: Span) -> list[Span]:
    """The organisations that end ``region``, right before the verb."""
    together = next(reversed(list(_TOGETHER.finditer(plain, region.start, region.end))), None)
    if together is not None and _HEAD.match(plain, together.end(), region.end):
        left = _tail(plain, Span(region.start, together.start()))
        right = _list_from_left(plain, Span(together.end(), region.end))
        return left + right if left else []
    return _tail(plain, region)


def _tail(plain: str, region: Span) -> list[Span]:
    """The list of organisations at the end of ``region``: from the first head that may be a holder."""
    for head in _HEAD.finditer(plain, region.start, region.end):
        before = plain[region.start : head.start()]
        if before and (_NOT_HOLDER.search(before) or not _BEFORE_HOLDER.search(before)):
            continue
        rest = Span(head.start(), region.end)
        if _RIGHT_EDGE.search(plain, rest.start, rest.end):
            continue
        return _list_from_left(plain, rest)
    return []


def _list_from_left(plain: str, region: Span) -> list[Span]:
    """Organisations listed from the start of ``region`` on; ends where the names end."""
    spans: list[Span] = []
    start = region.start
    for together in (*_TOGETHER.finditer(plain, region.start, region.end), None):
        stop = together.start() if together else region.end
        edge = _RIGHT_EDGE.search(plain, start, stop)
        spans += _split(plain, Span(start, edge.start() if edge else stop))
        if edge or together is None:
            break
        start = together.end()
    return spans


def _split(plain: str, region: Span) -> list[Span]:
    """Parts of a list: a comma or "và" parts only where an organisation's head follows."""
    pieces = []
    start = region.start
    for mark in _SEPARATOR.finditer(plain, region.start, region.end):
        if _HEAD.match(plain, mark.end(), region.end):
            pieces.append(Span(start, mark.start()))
            start = mark.end()
    pieces.append(Span(start, region.end))
    return [piece for piece in (_trimmed(plain, piece) for piece in pieces) if piece]


def _trimmed(plain: str, piece: Span) -> Span | None:
    if not _HEAD.match(plain, piece.start):
        return None
    name = plain[piece.start : piece.end]
    while True:
        shorter = _TRAILING.sub("", name).rstrip()
        if shorter == name:
            break
        name = shorter
    many_words = len(lexicon.WORD.findall(name)) > 25
    return None if many_words or len(name) < 2 else Span(piece.start, piece.start + len(name))


_JOINED: Final = re.compile(r"(?i:phối hợp (?:với|cùng|của|giữa)(?: với)?) ")


def _joined_after(plain: str, rest: Span) -> list[Span]:
    """Who is named behind the verb, as in "tổ chức lớp …, phối hợp với X"."""
    joined = _JOINED.search(plain, rest.start, rest.end)
    return _list_from_left(plain, Span(joined.end(), rest.end)) if joined and _HEAD.match(plain, joined.end()) else []


# --- where ------------------------------------------------------------------------------------------------------------

_VENUE: Final = (
    r"(?:(?i:(?:hội trường|nhà văn hóa|trung tâm|trụ sở|nhà khách|khách sạn|phòng họp|nhà hàng|nhà đa năng|"
    r"nhà thi đấu|nhà sinh hoạt|nhà rông|nhà truyền thống|nhà làm việc|"
    r"trường|học viện|sân vận động|ubnd|ủy ban|văn phòng|thư viện|cung|rạp|công viên|trạm|đồn|doanh trại|điểm cầu|"
    r"thành phố|tp\.?|thị xã|huyện|tỉnh|quận|phường|xã|thị trấn|thủ đô|thôn|ấp|tổ dân phố|khu)(?!\w))"
    rf"|[{UPPER}][{LOWER}]*)"
)
_AT: Final = re.compile(rf"(?<!\w)(?i:tại)(?: địa điểm)? (?P<place>{_VENUE})")
_VAGUE: Final = re.compile(
    r"(?i:(?:hội nghị|lớp|buổi|đây|khu dân cư|cơ sở|địa phương|địa bàn|các|trung tâm cấp|thôn, |xã, |huyện, |khu|"
    r"trường học|chỗ|hội thảo|đại hội|điều|việt nam))(?!\w)"
)
_PLACE_EDGE: Final = re.compile(
    rf"(?<!TP)(?<!Tp)(?<!tp)(?<!TX)\.(?!\w)|[;:\"()]|, (?!(?i:{lexicon.UNIT}|số \d))| - (?=[{LOWER}])|,? (?i:đã|vừa|"
    rf"sẽ|cho|với|nhằm|về|do|trong|từ ngày|vào|ngày \d+|theo|để|có|được|diễn ra|khai mạc|khai giảng|tổ chức|mở|là|"
    rf"bế mạc|tham gia|nơi|sáng|chiều|khoảng|gồm)(?!\w)"
)
_HELD_THERE: Final = re.compile(rf"{lexicon.HOLD}|(?i:\b(?:diễn ra|được tổ chức|tập trung)\b)")
_LONGEST_PLACE: Final = 110


def read_place(page: Page, organizers: tuple[Found, ...]) -> Found | None:
    """The venue or town said to be where the class is held; never an organiser's own seat."""
    return _said_place(page, organizers) or _dateline(page)


# "Đà Nẵng - Ngày 20/4, …", "Hà Nội, ngày 5/6: …": the town before the first day.
_DATELINE: Final = re.compile(
    rf"\(?(?P<place>(?:(?:TP|Tp|"
    rf"Thành phố)\.? ?)?[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+){{1,3}})\)? ?[-,:] ?(?i:vào |trong )?(?i:sáng|"
    rf"chiều|tối|ngày|từ|trong|hôm)(?: ngày)? (?:\d|hai|nay)"
)


def _dateline(page: Page) -> Found | None:
    if not page.paragraphs:
        return None
    line = _DATELINE.match(page.plain, page.paragraphs[0].start, page.paragraphs[0].end)
    if line is None or _HEAD.match(line["place"]):
        return None
    span = Span(*line.span("place"))
    return Found(span.of(page.text), (span,), 0.6)


def _said_place(page: Page, organizers: tuple[Found, ...]) -> Found | None:
    for position, sentence in enumerate(page.sentences[:_OPENING_SENTENCES]):
        if not _EVENT.search(page.plain, sentence.start, sentence.end) or not _HELD_THERE.search(
            page.plain, sentence.start, sentence.end
        ):
            continue
        for at in _AT.finditer(page.plain, sentence.start, sentence.end):
            start = at.start("place")
            if _VAGUE.match(page.plain, start):
                continue
            span = _place_span(page.plain, start, sentence.end, organizers)
            if span:
                return Found(span.of(page.text), (span,), 0.85 if position < 2 else 0.65)
    return None


def _place_span(plain: str, start: int, limit: int, organizers: tuple[Found, ...]) -> Span | None:
    end = min(limit, start + _LONGEST_PLACE)
    edge = _PLACE_EDGE.search(plain, start, end)
    end = edge.start() if edge else end
    for organizer in organizers:
        # "tại hội trường UBND xã Ủy ban MTTQ xã tổ chức": the holder follows without a comma.
        first = organizer.spans[0].start
        if start < first < end:
            end = first
        if start == first:
            return None
    name = plain[start:end].rstrip(" ,-")
    return Span(start, start + len(name)) if len(name) > 2 and re.search(rf"[{UPPER}]", name) else None
