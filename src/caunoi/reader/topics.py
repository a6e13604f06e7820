"""Titles of what was taught.

A list opens with a cue ("gồm 4 chuyên đề:", "các chuyên đề về", a quoted title after "chuyên đề", "học viên tìm hiểu"),
goes on to the end of its sentence or over numbered lines, and is split at semicolons. Cues that say "chuyên đề" are
believed before those that say "nội dung", and these before mere verbs: the weaker often tell what a topic contains.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from caunoi.reader import lexicon
from caunoi.reader.counts import number
from caunoi.reader.layout import Kind, Page, item_mark
from caunoi.reader.quotes import quoted_regions
from caunoi.reader.records import Found, Span
from caunoi.reader.text import LOWER, UPPER, folded

LINES: Final = 4
NAMED: Final = 3
SAID: Final = 2
VERB: Final = 1
LOOSE: Final = 0
_CONFIDENCE: Final = {LINES: 0.95, NAMED: 0.9, SAID: 0.8, VERB: 0.55, LOOSE: 0.4}


@dataclass(frozen=True)
class _List:
    items: tuple[Span, ...]
    strength: int


def read_topics(page: Page) -> tuple[Found, ...]:
    """Titles as written, without the quotes around them."""
    lists = list(_from_lines(page))
    for paragraph in page.paragraphs:
        lists += _in_paragraph(page, paragraph)
    strongest = max((found.strength for found in lists), default=0)
    kept: dict[str, Found] = {}
    for item in (item for found in lists if found.strength == strongest for item in found.items):
        title = item.of(page.text)
        key = folded(title)
        known = next((k for k in kept if key in k or k in key or _alike(k, key)), None)
        if known is None:
            kept[key] = Found(title, (item,), _CONFIDENCE[strongest])
        else:
            kept[known] = Found(kept[known].value, (*kept[known].spans, item), kept[known].confidence)
    return tuple(kept.values())


def _alike(one: str, other: str) -> bool:
    """The same title in slightly other words."""
    a, b = set(one.split()), set(other.split())
    return len(a & b) > 0.75 * len(a | b)


# --- numbered and bulleted lines --------------------------------------------------------------------------------------

_ANNOUNCES_LINES: Final = re.compile(
    r"(?i:chuyên đề|nội dung|chủ đề|bài|kiến thức|kỹ năng|chương trình)[^.;]{0,120}[:.]? ?$|:$"
)
_EXPLICIT: Final = re.compile(r"(?i:(?:chuyên đề|bài) (?:\d{1,2}|[IVX]+|thứ \w+) ?[:.-] ?)")
_PEOPLE_LISTED: Final = re.compile(r"(?i:đồng chí|đại biểu|thành phần|tham dự|ban tổ chức)[^.;]{0,40}:$")


def _from_lines(page: Page) -> Iterator[_List]:
    """Blocks of lines that begin with a bullet, a number or "Chuyên đề 1:", below a line that announces them."""
    items: list[Span] = []
    announced = False
    for line in (*page.lines_of(Kind.BODY, Kind.CAPTION), None):
        mark = item_mark(line.text) if line else 0
        if line and mark and (announced or _EXPLICIT.match(line.text)):
            item = _clean(page, Span(line.start + mark, line.end))
            items += [item] if item else []
            continue
        if items:
            yield _List(tuple(items), LINES)
            items = []
        announced = bool(line and _ANNOUNCES_LINES.search(line.text) and not _PEOPLE_LISTED.search(line.text))


# --- cues inside a paragraph ------------------------------------------------------------------------------------------

_NOUN: Final = r"(?P<noun>chuyên đề|nội dung|chủ đề|bài giảng|bài học|bài)(?!\w)"
_COUNT: Final = r"(?:(?P<count>\d{1,2}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) )?"
_LINK: Final = (
    r"(?:về(?: các| những)?(?: (?:chuyên đề|nội dung|vấn đề)(?: về)?)?|xoay quanh|bao gồm|gồm(?: có)?|đề cập(?: đến|"
    r" tới)?|tập trung(?: vào| chủ yếu vào)?|"
    r"liên quan(?: đến| tới)|chủ yếu (?:là|về)|như(?! sau)|là|cụ thể(?: là)?|với (?:chủ đề|nội dung|tiêu đề|"
    r"tên gọi))(?!\w)"
)
# Cue: "gồm 4 chuyên đề chính:", "Nội dung được truyền đạt gồm:", "những nội dung cơ bản của chuyên đề:"
_COLON: Final = re.compile(rf"(?i:\b{_COUNT}{_NOUN}(?P<between>[^.;:\"]{{0,110}}?) ?:(?!\d))")
# Cue: a quoted title, as in 'chuyên đề "A"', 'hai chuyên đề chính: "A" và "B"', 'lớp tập huấn "A"'
_QUOTED: Final = re.compile(
    rf"(?i:\b{_COUNT}(?:{_NOUN}|(?P<class>tập huấn|bồi dưỡng|hội thảo|với chủ đề))(?!\w)"
    r"(?P<between>(?:,? (?:chính|sau|sau đây|gồm|về|là|với|chủ đề|tiêu đề|tên|như|trọng tâm|có|nội dung|"
    r"mang tên))*) ?:? ?(?=\"))"
)
# As in "các chuyên đề về …", "Nội dung xoay quanh …"
_LINKED: Final = re.compile(rf"(?i:\b{_COUNT}{_NOUN}(?P<between>[^.;:\",]{{0,60}}?) {_LINK}(?: các nội dung)?:? )")
# As in "trình bày các chuyên đề Giới thiệu Luật …": a capital begins the title
_CAPITAL: Final = re.compile(
    r"(?i:(?:trình bày|giới thiệu|truyền đạt|trao đổi|giảng|nghe|học tập|học|báo cáo|triển khai|quán triệt|"
    r"thông tin|phổ biến)(?: về)? "
    rf"(?:các |những )?{_COUNT}(?P<noun>chuyên đề)(?P<between>)) (?=[{UPPER}][{LOWER}])"
)
# Cue: parts of a course, as in "chia làm ba phần: A; B; C"
_PARTS: Final = re.compile(
    rf"(?i:(?<!thành )\b{_COUNT}(?P<noun>phần|nhóm vấn đề|nhóm nội dung|học phần|"
    rf"mảng)(?P<between>[^.;:\"]{{0,40}}?) ?:(?!\d))"
)
_NOUN_CUES: Final = (_COLON, _QUOTED, _LINKED, _CAPITAL)

_VERBS: Final = (
    r"(?:trang bị|truyền đạt|tập huấn|hướng dẫn|giới thiệu|bồi dưỡng|phổ biến|quán triệt|thông tin|tìm hiểu|"
    r"nghiên cứu|tiếp thu|trao đổi|trình bày|nghe|học tập|học(?! viên)|"
    r"tiếp cận|cập nhật|cung cấp|tuyên truyền|triển khai)"
)
_WHO: Final = (
    r"(?:học viên|đại biểu|người (?:học|dự|tham gia|tham dự)|cán bộ|hội viên|hòa giải viên|thành viên|"
    r"tuyên truyền viên|bà con|người dân|nhân dân|đoàn viên|nông dân|đảng viên|lớp(?: học)?|hội nghị|báo cáo viên|"
    r"giảng viên|khóa học|đồng chí)"
)
# Cue: a learner and a verb, as in "Học viên tìm hiểu A; B", "đại biểu được nghe báo cáo viên giới thiệu về: A; B"
_TAUGHT: Final = re.compile(
    rf"(?i:\b{_WHO}(?!\w)(?P<between>[^.;:\"]{{0,110}}?)\b{_VERBS}(?:(?:,|"
    rf" và) {_VERBS})*(?!\w)(?P<by>[^.;:\"]{{0,90}}? (?:trình bày|giới thiệu|truyền đạt|phổ biến|hướng dẫn))?"
    r"(?: (?:những |các )?(?:kiến thức|kỹ năng|vấn đề)(?: cơ bản| cần thiết| mới)*(?= về|"
    r":))?(?: về)?(?P<gloss>[^.;:\"]{0,110}?(?:gồm|như|bao gồm|như sau|cụ thể|sau|là))? ?:?(?!\d) )"
)
# "Phần sau của chương trình dành cho A; B"
_PROGRAMME: Final = re.compile(
    r"(?i:(?<!thành )\b(?:chương trình|phần|thời gian|buổi|ngày)\b(?P<between>[^.;:\"]{0,50}?) (?:dành cho|gồm có|"
    r"gồm|bao gồm|có|về) ?:? ?)"
)
_VERB_CUES: Final = (_TAUGHT, _PROGRAMME, _PARTS)
# Cue: one thing presented, as in "trình bày về những điểm mới của Luật Đất đai"; the last resort
_TELLS: Final = rf"(?:{lexicon.TEACHER}|nghe|đồng chí|đ/c|ông|bà|luật gia|luật sư|lãnh đạo|đại diện)"
_PRESENTED: Final = re.compile(
    rf"(?i:\b{_TELLS}(?!\w)(?P<between>[^.;:\"]{{0,160}}?)\b(?:giới thiệu|truyền đạt|trình bày|phổ biến|trao đổi) về )"
)

# What before a cue tells that goals, questions or documents follow, no topics.
_NOT_A_CUE: Final = re.compile(
    r"(?i:(?:nhằm|mục đích|mục tiêu|mong|hy vọng|kỳ vọng|ý nghĩa|giải đáp|câu hỏi|để (?!(?:tìm hiểu|học|nghe|"
    r"nghiên cứu|tiếp thu))|đề nghị|yêu cầu|cần |phải |"
    r"thực hiện tốt|triển khai thực hiện|vận dụng|thành phần|góp phần|tiếp thu (?:đầy đủ|tốt)|bài thu hoạch|"
    r"ban hành|giúp)[^.;:]{0,70})$"
)
_NOT_BETWEEN: Final = re.compile(
    r"(?i:thành phần|câu hỏi|nhằm|mục tiêu|mục đích|mong|đề nghị|yêu cầu|giúp|đóng góp|(?:thảo luận|học viên|ý kiến|"
    r"đồng chí|đại biểu)(?: là| gồm| về)?$|\d{1,2}/\d|gồm các nội dung)"
)


def _in_paragraph(page: Page, paragraph: Span) -> list[_List]:
    lists = [*_quoted_before(page, paragraph)]
    for pattern in _NOUN_CUES:
        for cue in _cues(page, pattern, paragraph):
            items = _list_after(page, paragraph, cue, pattern)
            if items:
                named = "chuyên đề" in page.plain[cue.start() : cue.end()].lower()
                lists.append(_List(tuple(items), NAMED if named else SAID))
    for pattern in _VERB_CUES:
        for cue in _cues(page, pattern, paragraph):
            items = _list_after(page, paragraph, cue, pattern)
            # One loose item is a sentence, not a list.
            if len(items) > 1 or (items and cue.group().rstrip().endswith("về:")):
                lists.append(_List(tuple(items), VERB))
    if not lists:
        lists += _presented(page, paragraph)
    return lists


# Learners exchange these among themselves.
_DISCUSSED: Final = re.compile(
    r"(?i:(?:các |những |nhiều |một số )?(?:khó khăn|vướng mắc|thuận lợi|kinh nghiệm|ý kiến|cách làm|tình huống|"
    r"câu hỏi))"
)


def _presented(page: Page, paragraph: Span) -> Iterator[_List]:
    for cue in _cues(page, _PRESENTED, paragraph):
        items = _list_after(page, paragraph, cue, _PRESENTED)
        if len(items) == 1 and not _DISCUSSED.match(page.plain, items[0].start):
            yield _List(tuple(items), LOOSE)


# A paragraph has one cue or two; more is no prose.
_MOST_CUES: Final = 20


def _cues(page: Page, pattern: re.Pattern[str], paragraph: Span) -> Iterator[re.Match[str]]:
    for cue in itertools.islice(pattern.finditer(page.plain, paragraph.start, paragraph.end), _MOST_CUES):
        before = re.split(r"[.;] ", page.plain[max(paragraph.start, cue.start() - 110) : cue.start()])[-1]
        if _NOT_A_CUE.search(before) or _NOT_BETWEEN.search(cue["between"]) or _TOPIC_CONTENT.match(cue.group()):
            continue
        yield cue


# "Nội dung chính của chuyên đề tập trung …" tells what one topic contains.
_TOPIC_CONTENT: Final = re.compile(r"(?i:(?:các )?nội dung[^.:]*chuyên đề[^:]*$)")
_NAMED_BEHIND: Final = re.compile(r" (?:là|được|thuộc)[^.;\"]{0,40}(?i:chuyên đề)")
_BETWEEN_QUOTES: Final = re.compile(
    r"(?i:[ ,;]*(?:và|cùng|với|cùng với)?[ ,;]*(?:(?:\d |hai |các )?(?:chuyên đề|nội dung|bài|về)(?: về)?)?[ :]*)"
)


def _quoted_before(page: Page, paragraph: Span) -> Iterator[_List]:
    """'"A" và "B" là hai chuyên đề …'."""
    regions = quoted_regions(page.text, paragraph)
    for index, region in enumerate(regions):
        if _NAMED_BEHIND.match(page.plain, region.end, paragraph.end):
            first = index
            while first and _BETWEEN_QUOTES.fullmatch(page.plain, regions[first - 1].end, regions[first].start):
                first -= 1
            items = [_clean(page, quoted) for quoted in regions[first : index + 1]]
            yield _List(tuple(item for item in items if item), NAMED)


# --- the list behind a cue --------------------------------------------------------------------------------------------


def _list_after(page: Page, paragraph: Span, cue: re.Match[str], pattern: re.Pattern[str]) -> list[Span]:
    start = cue.end()
    while start < paragraph.end and page.plain[start] == " ":
        start += 1
    end, complete = _list_end(page, paragraph, start, over_sentences=cue.group().rstrip().endswith(":"))
    region = Span(start, end)
    quoted = _quoted_items(page, region)
    if quoted or pattern is _QUOTED:
        return quoted
    pieces = _split(page, region, cue)
    if (
        pattern in _VERB_CUES
        and not cue.group().rstrip().endswith("về:")
        and not any(page.plain[piece.end : piece.end + 1] == ";" for piece in pieces)
    ):
        return []
    if not complete and len(pieces) > 1:
        pieces = pieces[:-1]
    items = [_clean(page, piece) for piece in pieces]
    return [item for item in items if item]


_PREDICATE: Final = re.compile(
    r"(?i:\b(?:đã|sẽ|được|nhằm|giúp|cho biết|phát biểu|nhấn mạnh|học viên|đại biểu|hội nghị|lớp học|ban tổ chức|"
    r"đồng chí|ngoài ra|bên cạnh|đồng thời|đây là|cuối (?:khóa|lớp|buổi))\b)"
)
_STARTS_ANEW: Final = re.compile(
    r"(?i:(?:các |những )?(?:nội dung|chuyên đề|qua|sau|tại|trong|trên|theo|với|để|từ|đến|nhờ|lớp|buổi|phần|"
    r"phát biểu|thông qua|do|vì|ngày)(?!\w))"
)


def _list_end(page: Page, paragraph: Span, start: int, *, over_sentences: bool) -> tuple[int, bool]:
    """Where the list ends, and whether it ends there of itself rather than because the text breaks off."""
    sentences = page.sentences_from(start, paragraph.end)
    if not sentences:
        return paragraph.end, True
    end = sentences[0].end
    if over_sentences:
        # Titles may be parted by full stops too; a semicolon further on shows that they are.
        going_on = False
        titles = list(itertools.takewhile(lambda s: _is_title(page.plain, s), sentences[1:]))
        for index, sentence in enumerate(titles):
            going_on = going_on or any(";" in page.plain[later.start : later.end] for later in titles[index:])
            if not going_on:
                break
            end = sentence.end
    return end, not (page.truncated and end >= page.paragraphs[-1].end)


def _is_title(plain: str, sentence: Span) -> bool:
    text = plain[sentence.start : sentence.end]
    return not _PREDICATE.search(text) and not _STARTS_ANEW.match(text)


def _quoted_items(page: Page, region: Span) -> list[Span]:
    """Adjacent quoted titles at the start of ``region``; none where the quote only begins a longer title."""
    regions = quoted_regions(page.text, region)
    items: list[Span] = []
    at = region.start
    for quoted in regions:
        if not _BETWEEN_QUOTES.fullmatch(page.plain, at, quoted.start):
            break
        item = _clean(page, quoted)
        items += [item] if item else []
        at = quoted.end
    if len(items) == 1 and _GOES_ON.match(page.plain, at, region.end):
        return []
    return items


_GOES_ON: Final = re.compile(
    r" (?!(?:do|của|và|cho|với|được|đã|bởi|tại|trong đó|nhằm|dành|ở|từ|vào|nhân|ngày)(?!\w))[^\W\d_]|;"
)


def _split(page: Page, region: Span, cue: re.Match[str]) -> list[Span]:
    pieces = _cut(page, region, r";")
    whole_sentences = r"(?<=[\w)\"])\. +(?=[\"(]?[A-ZĐÂĂÔƠƯÊÁÀẢÃẠÝỨỪỦ])"
    if len(pieces) > 1 or len(_cut(page, region, whole_sentences)) > 1:
        return [title for piece in pieces for title in _cut(page, piece, whole_sentences)]
    numbered = _numbered(page.plain, region)
    if numbered:
        return numbered
    stated = cue.groupdict().get("count")
    expected = number(stated.lower()) if stated else None
    if expected and expected > 1:
        # "hai chuyên đề: A và B": the count tells which mark parts the titles.
        for mark in (r",? và (?=[A-ZĐ])|, (?=[A-ZĐ])", r",? và |, "):
            parts = _cut(page, region, mark)
            if len(parts) == expected and all(len(page.plain[p.start : p.end].split()) >= 3 for p in parts):
                return parts
    return [region]


def _numbered(plain: str, region: Span) -> list[Span]:
    """Items of "(1) A, (2) B" and "1. A 2. B"."""
    marks = list(re.finditer(r"(?<!\w)\(?(?P<n>\d{1,2})[).] ?(?=[^\W\d_])", plain[region.start : region.end]))
    if len(marks) < 2 or [int(m["n"]) for m in marks] != list(range(1, len(marks) + 1)):
        return []
    edges = [m.start() for m in marks[1:]] + [region.end - region.start]
    return [Span(region.start + m.end(), region.start + edge) for m, edge in zip(marks, edges, strict=True)]


def _cut(page: Page, region: Span, mark: str) -> list[Span]:
    """``region`` cut at ``mark``, not inside quotes or brackets."""
    inside = page.plain[region.start : region.end]
    covered = [(q.start - region.start, q.end - region.start) for q in quoted_regions(page.text, region)]
    covered += [m.span() for m in re.finditer(r"\([^()]*\)", inside)]
    pieces = []
    start = 0
    for found in re.finditer(mark, inside):
        if not any(a < found.start() < b - 1 for a, b in covered):
            pieces.append(Span(region.start + start, region.start + found.start()))
            start = found.end()
    pieces.append(Span(region.start + start, region.end))
    return [piece for piece in pieces if page.plain[piece.start : piece.end].strip(" .…")]


# --- one title --------------------------------------------------------------------------------------------------------

# What follows a title and is none of it: its purpose, its occasion, who taught it, "and others".
_TAIL: Final = re.compile(
    r"(?i:,? (?:nhằm|nhân (?:dịp|kỷ niệm|\d+)|qua đó|từ đó|góp phần|giúp (?:các|cho|học|cán|người|đại)|"
    r"do (?:đồng chí|ông|bà|báo cáo viên|giảng viên|các|tiến sĩ|thạc sĩ|ts|ths|pgs|đ/c|lãnh đạo)|"
    r"để (?:các|học|cán|áp|từ đó)|(?:cho|tới|đến) (?:các |toàn thể )?(?:học viên|đại biểu))(?!\w).*$|"
    r",? (?:và |cùng )?(?:một số|nhiều|những|các) (?:nội dung|vấn đề|chuyên đề|kiến thức|văn bản|"
    r"kỹ năng)(?: quan trọng| có| cần thiết)* (?:khác|liên quan|có liên quan).*$|,? v\.?v\.*$)"
)
_BULLET: Final = re.compile(
    r"(?i:(?:[-+*•●▪>] ?|\(?\d{1,2}[.)](?!\d) ?|(?:chuyên đề|bài|nội dung)(?: (?:\d{1,2}|[ivx]+|thứ \w+))? ?[:.-] ?|"
    r"(?:chuyên đề|bài|nội dung) (?:\d{1,2}|thứ \w+) |"
    r"(?:các |những )?(?:nội dung|chuyên đề) về |(?:các |những )nội dung (?:cơ bản |chính |chủ yếu |mới )*(?:của|"
    r"trong) (?=luật|bộ luật|nghị|thông tư|quyết định|chỉ thị|pháp lệnh|điều lệ)|: ?|về ))"
)
_CONJUNCTION: Final = re.compile(r"(?i:(?:và|cùng với|cùng) )")
_NO_TITLE: Final = re.compile(
    r"(?i:(?:nhằm|giúp|đồng thời|qua đó|từ đó|bên cạnh|ngoài ra|trong đó|sau đó|kết thúc|học viên|các học viên|"
    r"đại biểu|các đại biểu|đồng chí|báo cáo viên|(?:một số|nhiều|những|các) nội dung|"
    r"được|đã|sẽ|trên|này|nêu trên|quan trọng|thiết thực|sau đây|như|đề ra|khác|đi vào|bám|đều)(?!\w))"
)
_SHORTEST: Final = 2
_LONGEST: Final = 70
_LONGEST_IN_CHARACTERS: Final = 1_000
# "- Chuyên đề 1: "…";" is bullet, number, quotes and final mark.
_MOST_LAYERS: Final = 8


def _clean(page: Page, piece: Span) -> Span | None:
    """``piece`` without bullets, enclosing quotes, purpose and final marks; None if no title is left."""
    plain = page.plain
    title = piece
    if title.end - title.start > _LONGEST_IN_CHARACTERS:
        return None
    for _ in range(_MOST_LAYERS):
        peeled = _without_wrapping(page, _without_edges(plain, title))
        if peeled == title:
            break
        title = peeled
    start, end = title.start, title.end
    if start < end and plain[start] == '"' and plain.count('"', start, end) == 1:
        start += 1
    words = len(lexicon.WORD.findall(plain, start, end))
    if not _SHORTEST <= words <= _LONGEST or _NO_TITLE.match(plain, start, end):
        return None
    return Span(start, end)


def _without_edges(plain: str, title: Span) -> Span:
    """Without marks, bullets and conjunctions at both ends."""
    start, end = title.start, title.end
    while start < end and plain[start] in " ,;:.-…":
        start += 1
    for lead in (_BULLET, _CONJUNCTION):
        found = lead.match(plain, start, end)
        start = found.end() if found else start
    while start < end and plain[end - 1] in " ,;:…-/." and not plain.endswith("T.Ư.", start, end):
        end -= 1
    return Span(start, end)


def _without_wrapping(page: Page, title: Span) -> Span:
    """Without the words that follow a title, or without the quotes around it."""
    quoted = quoted_regions(page.text, title)
    tail = _TAIL.search(page.plain, title.start, title.end)
    if tail and not any(q.start < tail.start() < q.end for q in quoted):
        return Span(title.start, tail.start())
    if quoted == [title]:
        return Span(title.start + 1, title.end - 1)
    return title
