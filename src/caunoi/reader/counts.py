"""How many took part, and how often the page was read."""

from __future__ import annotations

import re
from typing import Final

from caunoi.reader import lexicon
from caunoi.reader.layout import Kind, Line, Page
from caunoi.reader.records import Found, Span

_DIGITS: Final = r"\d{1,3}(?:[.,]\d{3})+|\d+"
_UNIT_WORD: Final = r"(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|lăm|mốt|tư)"
# "một trăm", "hai trăm năm mươi", "một trăm linh năm", "ba mươi", "một nghìn hai trăm"
_IN_WORDS: Final = rf"{_UNIT_WORD}(?: (?:{_UNIT_WORD}|mươi|trăm|nghìn|ngàn|linh|lẻ|rưỡi)){{1,8}}"
_QUALIFIER: Final = r"(?P<qualifier>hơn|trên|gần|khoảng|chừng|ngót|quá)"
_PERSONS: Final = (
    r"(?:(?:các |vị |lượt )?(?:đại biểu|học viên|cán bộ|người|đồng chí|đ/c|ông, bà|ông bà|thành viên|hội viên|"
    r"tuyên truyền viên|cộng tác viên|"
    r"hòa giải viên|đoàn viên|đảng viên|công chức|viên chức|chiến sĩ|chiến sỹ|giáo viên|cốt cán|nòng cốt|"
    r"tình nguyện viên|công nhân|nhân viên|"
    r"lao động|sĩ quan|trưởng (?:thôn|ban|khu|ấp|bản)|bí thư|chủ tịch|lãnh đạo|nữ|hội thẩm|người dân|bà con|"
    r"học sinh|sinh viên|cử tri|kiểm sát viên|"
    r"thanh niên|phụ nữ|vị|nông dân|cựu chiến binh|già làng|báo cáo viên|người có uy tín))(?!\w)"
)
_COUNT: Final = re.compile(
    rf"(?i:(?:\b{_QUALIFIER} )?(?<![\w/.,-])(?P<number>{_DIGITS}|"
    rf"{_IN_WORDS})(?P<of>/\d+)?(?: ?\+)? (?=(?:tổng số )?{_PERSONS}))"
)
_WITH_TOTAL: Final = re.compile(
    rf"(?i:(?:tổng số|tổng cộng|số lượng|sĩ số)(?: (?:học viên|đại biểu|người|lớp|tham dự|tham gia|dự|là|có|"
    rf"gồm))*:? (?:{_QUALIFIER} )?(?P<number>{_DIGITS})(?P<of>/\d+)?)"
)
_QUALIFIERS: Final = {
    "hơn": "over",
    "trên": "over",
    "quá": "over",
    "gần": "nearly",
    "ngót": "nearly",
    "khoảng": "about",
    "chừng": "about",
}
# A part of the whole, another occasion, or persons who did not come to learn.
_PART_BEFORE: Final = re.compile(
    r"(?i:(?:mỗi|từng) [^.;]{0,40}$|trong (?:đó|số)[^.;]{0,60}$|\b(?:bình quân|trung bình|đã có|chỉ tiêu|tặng|"
    r"khen thưởng|biểu dương|kết nạp|hỗ trợ|phục vụ cho|"
    r"cấp phát|đại diện cho|toàn tỉnh có|toàn huyện có|toàn xã có|hiện có|phấn đấu|năm 20\d\d)\b[^.;]{0,60}$|"
    r"khách mời[^.;,]{0,20}$)"
)
_PART_AFTER: Final = re.compile(
    r"(?i:[^.;,]{0,40}?(?:/(?:lớp|xã|điểm|buổi|đợt)|mỗi (?:lớp|xã|điểm))|(?:(?!cùng|và|với)\w+ ){0,4}(?:khách mời|"
    r"lượt)\b)"
)
_LUOT: Final = re.compile(r"(?i:lượt )")
_EVENT: Final = re.compile(lexicon.EVENT)
_ATTEND: Final = re.compile(
    r"(?i:tham dự|tham gia|đến dự|dự\b|thu hút|sự có mặt|cho |dành cho|theo học|học viên|đại biểu|có |gồm|với )"
)
_ATTEND_AFTER: Final = re.compile(
    r"(?i:[^.;]{0,200}?(?:tham dự|tham gia|đến dự|dự|được|đã|tìm hiểu|theo học|đến học|về dự)(?!\w))"
)
_FEWEST: Final = 5


def number(text: str) -> int | None:
    """The integer written in digits (dots part thousands) or in Vietnamese words."""
    if text[0].isdigit():
        return int(re.sub(r"[.,]", "", text))
    total = part = 0
    for word in text.lower().split():
        if word == "trăm":
            part = (part or 1) * 100
        elif word == "mươi":
            tens = part % 100 or 1
            part = part - part % 100 + tens * 10
        elif word in {"nghìn", "ngàn"}:
            total, part = total + (part or 1) * 1000, 0
        elif word == "rưỡi":
            part += part // 2 if part == 0 else (50 if part >= 100 else 5)
        elif word == "mốt":
            part += 1
        elif word not in {"linh", "lẻ"}:
            part += lexicon.NUMBER_WORDS.get(word, 0)
    return total + part or None


def read_participants(page: Page) -> tuple[Found | None, Found | None]:
    """The count of learners at the whole event and its qualifier. The body wins over the headline."""
    best: tuple[float, Found, Found] | None = None
    for position, sentence in enumerate(page.sentences):
        for pattern in (_COUNT, _WITH_TOTAL):
            for found in pattern.finditer(page.plain, sentence.start, sentence.end):
                score = _score(page, sentence, found, position)
                if score > 0 and (best is None or score > best[0]):
                    best = score, *_as_found(found, 0.9 if score > 2 else 0.7)
    if best is None and page.headline:
        found_there = _COUNT.search(page.plain, page.headline.start, page.headline.end)
        if found_there and not _LUOT.match(page.plain, found_there.end()):
            return _as_found(found_there, 0.7)
    return (best[1], best[2]) if best else (None, None)


def _score(page: Page, sentence: Span, found: re.Match[str], position: int) -> float:
    value = number(found["number"])
    before = page.plain[max(sentence.start, found.start() - 90) : found.start()]
    if value is None or value < _FEWEST or _PART_BEFORE.search(before) or _LUOT.match(page.plain, found.end()):
        return 0
    if _PART_AFTER.match(page.plain[found.end() : min(found.end() + 60, sentence.end)]):
        return 0
    event = bool(_EVENT.search(page.plain, sentence.start, sentence.end))
    attends = bool(_ATTEND.search(before) or _ATTEND_AFTER.match(page.plain, found.end(), sentence.end))
    if position > 0 and not event and not attends:
        return 0
    return 1.0 + event + 2 * attends + max(0.0, 1 - position / 5)


def _as_found(found: re.Match[str], confidence: float) -> tuple[Found, Found]:
    word = found["qualifier"]
    where = Span(*found.span("number"))
    if word:
        return Found(number(found["number"]), (where,), confidence), Found(
            _QUALIFIERS[word.lower()], (Span(*found.span("qualifier")),), confidence
        )
    return Found(number(found["number"]), (where,), confidence), Found("exact", (where,), confidence)


# --- views ------------------------------------------------------------------------------------------------------------

_VIEWS: Final = re.compile(
    rf"(?i:(?:lượt (?:xem|đọc|truy cập bài)|số (?:lượt|lần) (?:xem|đọc)|đã (?:xem|đọc)|xem|views?|đọc) ?(?:bài viết|"
    rf"bài|tin)? ?[:(-]? ?(?P<after>{_DIGITS})(?!\d|[/:h])|"
    rf"(?<![\d/.:-])(?P<before>{_DIGITS}) (?:lượt (?:xem|đọc)|views?|người (?:xem|đọc)|lần xem)\b)"
)
# "05-06-2021 140": a bare number that ends the date line under the headline.
_BARE: Final = re.compile(r"(?:(?:19|20)\d\d|\d:\d\d)[ |-]+(?P<bare>\d{1,3}(?:\.\d{3})+|\d{1,6})$")


def read_views(page: Page) -> Found | None:
    """The counter of this article; a site's counters of visitors are none."""
    for line in page.lines:
        if line.kind is Kind.FURNITURE and line.text.isdecimal() and _under_headline(page, line):
            return Found(int(line.text), (Span(line.start, line.end),), 0.6)
        if line.kind is Kind.BODY and len(line.text) > 120:
            continue
        found = _VIEWS.search(line.text)
        if found:
            group = "after" if found["after"] else "before"
            return _view(line.start, found, group, 0.95)
        bare = _BARE.search(line.text) if line.kind is Kind.META else None
        if bare:
            return _view(line.start, bare, "bare", 0.7)
    return None


def _under_headline(page: Page, line: Line) -> bool:
    """Between headline and article, where a bare number is the page's counter."""
    if page.headline is None or not page.paragraphs:
        return False
    return page.headline.end <= line.start < page.paragraphs[0].start


def _view(offset: int, found: re.Match[str], group: str, confidence: float) -> Found:
    return Found(number(found[group]), (Span(offset + found.start(group), offset + found.end(group)),), confidence)
