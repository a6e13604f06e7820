"""Titles of what was taught.

A list opens with a cue ("gồm 4 chuyên đề:", "các chuyên đề về", a quoted title after "chuyên đề"), goes on to the end of
its sentence or over numbered lines, and is split at semicolons. Cues that speak of "chuyên đề" are believed before those
that speak of "nội dung"; the latter often tell what a topic contains.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from caunoi.reader import lexicon
from caunoi.reader.counts import number
from caunoi.reader.layout import Kind, Page, item_mark
from caunoi.reader.records import Found, Span
from caunoi.reader.text import folded

_NOUN: Final = r"(?:chuyên đề|nội dung|chủ đề|bài giảng|bài học|bài)"
_COUNT: Final = r"(?:(?P<count>\d{1,2}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) )?"
_LINK: Final = (
    r"(?:về(?: các| những)?(?: (?:chuyên đề|nội dung|vấn đề)(?: về)?)?|xoay quanh|bao gồm|gồm(?: có)?|đề cập(?: đến| tới)?|tập trung(?: vào| chủ yếu vào)?|liên quan(?: đến| tới)|"
    r"chủ yếu (?:là|về)|như(?! sau)|là|cụ thể(?: là)?|với (?:chủ đề|nội dung|tiêu đề|tên gọi))"
)
# "gồm 4 chuyên đề chính:", "Nội dung được truyền đạt gồm:", "chuyên đề 1:"
_COLON: Final = re.compile(rf"(?i:\b{_COUNT}(?P<noun>{_NOUN})(?!\w)(?P<between>[^.;:\"]{{0,110}}?) ?:(?!\d))")
# "các chuyên đề về …", "Nội dung xoay quanh …"
_LINKED: Final = re.compile(rf"(?i:\b{_COUNT}(?P<noun>{_NOUN})(?!\w)(?P<between>[^.;:\",]{{0,60}}?) (?P<link>{_LINK})(?!\w)(?: các nội dung)?:? )")
# 'chuyên đề "A"', 'chuyên đề "A" và "B"'
_QUOTED: Final = re.compile(rf"(?i:\b{_COUNT}(?P<noun>{_NOUN}|tập huấn|bồi dưỡng|với chủ đề)(?!\w)(?P<between>[^.;:\"]{{0,40}}?) ?:? ?(?=\"))")
# 'chuyên đề Công tác dân vận …' with a capital after the noun
_CAPITAL: Final = re.compile(rf"(?i:(?P<verb>trình bày|giới thiệu|truyền đạt|trao đổi|giảng|nghe|học tập|báo cáo|triển khai|quán triệt|thông tin)(?: về)? (?:các )?{_COUNT}(?P<noun>chuyên đề)(?P<between>)(?: về)?) (?=[A-ZĐ])")
# "trang bị kiến thức cơ bản …, gồm: …": taught, though no word for a topic is said
_TAUGHT: Final = re.compile(
    r"(?i:\b(?:được|trang bị|truyền đạt|tập huấn|hướng dẫn|giới thiệu|bồi dưỡng|phổ biến|quán triệt|thông tin|tìm hiểu|nghiên cứu|tiếp thu)(?P<between>[^.;\"]{0,160}?)"
    r"(?P<link>gồm|như|bao gồm|như sau|cụ thể|về|sau|là|vấn đề) ?:(?!\d))"
)
_TAUGHT_ABOUT: Final = re.compile(
    r"(?i:\b(?:được (?:các )?(?:[^.;:\"]{0,70}?)?(?:nghe|truyền đạt|quán triệt|phổ biến|giới thiệu|học tập|học|trang bị|nghiên cứu|tiếp thu|bồi dưỡng|tập huấn|hướng dẫn|cung cấp|thông tin)|"
    r"(?:trình bày|giới thiệu|truyền đạt|phổ biến|tập trung (?:nghiên cứu|tìm hiểu)|thông tin|tiếp cận))(?P<between>[^.;:\"]{0,100}?) ?(?P<link>về|kiến thức|kỹ năng|:) )"
)
_NOT_A_CUE: Final = re.compile(
    r"(?i:(?:nhằm|mục đích|mục tiêu|mong|hy vọng|kỳ vọng|ý nghĩa|giải đáp|câu hỏi|để |thảo luận|đề nghị|yêu cầu|cần |phải |trong đó có|thực hiện tốt|triển khai thực hiện|"
    r"vận dụng|thành phần|mỗi|góp phần|tiếp thu (?:đầy đủ|tốt)|bài thu hoạch|ban hành|nghị quyết|kế hoạch)[^.;:]{0,70})$"
)
_NOT_BETWEEN: Final = re.compile(r"(?i:học viên|thành phần|đại biểu(?! được| nghe| đã| sẽ)|câu hỏi|nhằm|thảo luận|ý kiến|gồm các nội dung|mục tiêu|mục đích|đồng chí|\d{1,2}/\d)")


@dataclass(frozen=True)
class _List:
    items: tuple[Span, ...]
    strength: int


def read_topics(page: Page) -> tuple[Found, ...]:
    """Titles as written, without the quotes around them."""
    lists = _from_lines(page)
    for paragraph in page.paragraphs:
        lists += _in_paragraph(page, paragraph)
    lists = [found for found in lists if found.items]
    if not lists:
        return ()
    strongest = max(found.strength for found in lists)
    kept: dict[str, Found] = {}
    for found in lists:
        if found.strength < strongest:
            continue
        for item in found.items:
            title = item.of(page.text)
            key = folded(title)
            known = next((k for k in kept if key in k or k in key or _alike(k, key)), None)
            if known is None:
                kept[key] = Found(title, (item,), {4: 0.95, 3: 0.9, 2: 0.8, 1: 0.6}[strongest])
            else:
                kept[known] = Found(kept[known].value, (*kept[known].spans, item), kept[known].confidence)
    return tuple(kept.values())


def _alike(one: str, other: str) -> bool:
    a, b = set(one.split()), set(other.split())
    return len(a & b) / max(len(a | b), 1) > 0.75


# --- numbered and bulleted lines --------------------------------------------------------------------------------------

_ANNOUNCES_LINES: Final = re.compile(r"(?i:chuyên đề|nội dung|chủ đề|bài|kiến thức|kỹ năng|chương trình)[^.;]{0,120}[:.]? ?$|:$")
_EXPLICIT: Final = re.compile(r"(?i:(?:chuyên đề|bài) (?:\d{1,2}|[IVX]+|thứ \w+) ?[:.-] ?)")


def _from_lines(page: Page) -> list[_List]:
    """A block of lines that begin with a bullet, a number or "Chuyên đề 1:", after a line that announces it."""
    lists = []
    items: list[Span] = []
    announced = False
    explicit = False
    for line in (*page.lines_of(Kind.BODY, Kind.CAPTION), None):
        mark = item_mark(line.text) if line else 0
        if line and mark and (announced or _EXPLICIT.match(line.text)):
            explicit = explicit or bool(_EXPLICIT.match(line.text))
            item = _clean(page.plain, Span(line.start + mark, line.end))
            if item:
                items.append(item)
            continue
        if items:
            lists.append(_List(tuple(items), 4 if explicit or len(items) > 1 else 2))
            items, explicit = [], False
        announced = bool(line and _ANNOUNCES_LINES.search(line.text) and not _NOT_A_CUE.search(line.text[-120:]))
    return lists


# --- lists inside a paragraph -----------------------------------------------------------------------------------------


def _in_paragraph(page: Page, paragraph: Span) -> list[_List]:
    plain = page.plain
    lists: list[_List] = []
    taken = paragraph.start
    for pattern, strength in ((_COLON, 0), (_QUOTED, 0), (_LINKED, 0), (_CAPITAL, 0), (_TAUGHT, 1), (_TAUGHT_ABOUT, 1)):
        at = paragraph.start
        while True:
            cue = pattern.search(plain, at, paragraph.end)
            if cue is None:
                break
            at = cue.end()
            if not _is_cue(plain, paragraph, cue):
                continue
            found = _list_after(page, paragraph, cue, pattern)
            if not found:
                continue
            if strength == 1:
                if len(found) < 2:
                    continue
                lists.append(_List(tuple(found), 1))
            else:
                lists.append(_List(tuple(found), _strength(cue, found)))
            at = max(at, found[-1].end)
            taken = max(taken, at)
    return lists + _quoted_before(page, paragraph)


def _strength(cue: re.Match[str], items: list[Span]) -> int:
    return 3 if cue["noun"].lower() == "chuyên đề" else 2 if len(items) > 1 or cue["noun"] else 1


def _is_cue(plain: str, paragraph: Span, cue: re.Match[str]) -> bool:
    before = plain[max(paragraph.start, cue.start() - 110) : cue.start()]
    before = re.split(r"[.;] ", before)[-1]
    return not _NOT_A_CUE.search(before) and not _NOT_BETWEEN.search(cue["between"])


# 'Hai chuyên đề "A" và "B" do … trình bày' is found forwards; '"A", "B" là hai chuyên đề' backwards.
_QUOTES_BEFORE: Final = re.compile(r"(?P<quotes>\"[^\"]{8,200}\"(?:(?:,|;| và) \"[^\"]{8,200}\")*) (?:là|được)[^.;\"]{0,40}(?i:chuyên đề)")


def _quoted_before(page: Page, paragraph: Span) -> list[_List]:
    found = _QUOTES_BEFORE.search(page.plain, paragraph.start, paragraph.end)
    if not found:
        return []
    items = [_clean(page.plain, Span(found.start("quotes") + q.start(), found.start("quotes") + q.end())) for q in re.finditer(r"\"[^\"]+\"", found["quotes"])]
    return [_List(tuple(item for item in items if item), 3)]


_SENTENCE_END: Final = re.compile(r"""(?:\.\.\.|[.…!?])["')\]]*(?= +[^\W\d_]| +["(]|$)|/\.$|\n""")


def _list_after(page: Page, paragraph: Span, cue: re.Match[str], pattern: re.Pattern[str]) -> list[Span]:
    plain = page.plain
    start = cue.end()
    while start < paragraph.end and plain[start] == " ":
        start += 1
    end, complete = _list_end(page, paragraph, start, over_sentences=pattern in (_COLON, _TAUGHT))
    if pattern is _QUOTED or plain[start : start + 1] == '"':
        quoted = _quoted_items(plain, Span(start, end))
        if quoted:
            return quoted
        if pattern is _QUOTED:
            return []
    pieces = _split(plain, Span(start, end), cue)
    if not complete and len(pieces) > 1:
        pieces = pieces[:-1]
    if pattern is _CAPITAL:
        pieces = pieces[:3]
    items = [_clean(plain, piece) for piece in pieces]
    return [item for item in items if item]


def _list_end(page: Page, paragraph: Span, start: int, *, over_sentences: bool) -> tuple[int, bool]:
    """Where the list ends, and whether it ends there of itself rather than because the text breaks off."""
    plain = page.plain
    sentences = [s for s in page.sentences if s.end > start and s.start < paragraph.end]
    if not sentences:
        return paragraph.end, True
    end = sentences[0].end
    if over_sentences and ";" in plain[start:end]:
        for sentence in sentences[1:]:
            # A list with full stops among its semicolons: what follows is still listed if it is no sentence of its own.
            if ";" not in plain[sentence.start : sentence.end] and not _only_title(plain, sentence, sentences):
                break
            end = sentence.end
    broken_off = page.truncated and end >= page.paragraphs[-1].end
    return end, not broken_off


_PREDICATE: Final = re.compile(r"(?i:\b(?:đã|sẽ|được|là|nhằm|giúp|cho biết|phát biểu|qua|sau|tại|trong|các học viên|học viên|đại biểu|lớp|hội nghị|ban tổ chức|đồng chí|cuối|ngoài ra|bên cạnh)\b)")


def _only_title(plain: str, sentence: Span, sentences: list[Span]) -> bool:
    later = [s for s in sentences if s.start >= sentence.end]
    listed_later = bool(later) and ";" in plain[later[0].start : later[0].end]
    return listed_later and not _PREDICATE.search(plain[sentence.start : sentence.end])


def _quoted_items(plain: str, region: Span) -> list[Span]:
    """Adjacent quoted titles at the start of ``region``."""
    items = []
    at = region.start
    while True:
        quote = re.compile(r" ?(?:,|;|và|cùng|, và|; và)? ?(?:(?:chuyên đề|nội dung|bài|về) )?\"(?P<title>[^\"]{6,260})\"").match(plain, at, region.end)
        if not quote:
            break
        item = _clean(plain, Span(*quote.span("title")))
        if item:
            items.append(item)
        at = quote.end()
    # A quote that only begins a longer title: '"Dân vận khéo" trong giai đoạn mới'
    rest = plain[at : region.end]
    if len(items) == 1 and re.match(r" (?!do |của |và |cho |với |được |đã |bởi |tại |trong đó|nhằm |-)[^\W\d_]", rest):
        return []
    return items


def _split(plain: str, region: Span, cue: re.Match[str]) -> list[Span]:
    cuts = _marks(plain, region, ";")
    if len(cuts) > 1:
        return _also_at_full_stops(plain, cuts)
    numbered = _numbered(plain, region)
    if numbered:
        return numbered
    stated = cue.groupdict().get("count")
    expected = number(stated) if stated and stated.isdigit() else lexicon.NUMBER_WORDS.get(stated.lower()) if stated else None
    if expected and expected > 1:
        for mark in (", và| và|,", r" và (?=[A-ZĐ])|, (?=[A-ZĐ])|\. ", r"\. "):
            parts = _marks(plain, region, mark)
            if len(parts) == expected:
                return parts
    return [region]


def _numbered(plain: str, region: Span) -> list[Span]:
    """"(1) A, (2) B" or "1. A 2. B"."""
    marks = list(re.finditer(r"(?<!\w)\(?(?P<n>\d{1,2})[).] ?(?=[^\W\d_])", plain[region.start : region.end]))
    if len(marks) < 2 or [int(m["n"]) for m in marks] != list(range(1, len(marks) + 1)):
        return []
    edges = [m.start() for m in marks[1:]] + [region.end - region.start]
    return [Span(region.start + m.end(), region.start + edge) for m, edge in zip(marks, edges, strict=True)]


def _marks(plain: str, region: Span, mark: str) -> list[Span]:
    """``region`` cut at ``mark``, not inside quotes or brackets."""
    pieces = []
    start = region.start
    inside = plain[region.start : region.end]
    covered = [m.span() for m in re.finditer(r"\"[^\"]*\"|\([^)]*\)", inside)]
    for found in re.finditer(mark, inside):
        if any(a < found.start() < b for a, b in covered):
            continue
        pieces.append(Span(start, region.start + found.start()))
        start = region.start + found.end()
    pieces.append(Span(start, region.end))
    return [piece for piece in pieces if plain[piece.start : piece.end].strip(" .…")]


def _also_at_full_stops(plain: str, pieces: list[Span]) -> list[Span]:
    result = []
    for piece in pieces:
        result += _marks(plain, piece, r"(?<=[\w)])\. (?=[A-ZĐÔÂÊƯƠ])")
    return result


# What follows a title and is none of it: its purpose, its occasion, who taught it.
_TAIL: Final = re.compile(
    r"(?i:,? (?:nhằm|nhân (?:dịp|kỷ niệm|\d)|qua đó|từ đó|góp phần|giúp (?:các|cho|học|cán|người|đại)|do (?:đồng chí|ông|bà|báo cáo viên|giảng viên|các|tiến sĩ|thạc sĩ|ts|ths|pgs|đ/c|lãnh đạo)|để (?:các|học|cán|áp)|"
    r"cho các học viên|tới các đại biểu|đến các đại biểu|cho các đại biểu)(?!\w).*$|"
    r",? (?:và |cùng )?(?:một số|nhiều|những|các) (?:nội dung|vấn đề|chuyên đề|kiến thức|văn bản)(?: quan trọng| có| liên quan| cần thiết)* (?:khác|liên quan|có liên quan).*$|,? v\.?v\.*$)"
)
_HEAD: Final = re.compile(r"(?i:(?:[-+*•●▪>] ?|\(?\d{1,2}[.)](?!\d) ?|và |cùng (?:với )?|chuyên đề(?: (?:\d{1,2}|thứ \w+))? ?[:.-] ?|(?:chuyên đề|bài|nội dung) (?:\d{1,2}|thứ \w+) ?[:.-]? ?|(?:các )?(?:nội dung|vấn đề|chuyên đề) (?:về )?|: ?|về ))")
_NO_TITLE: Final = re.compile(
    r"(?i:(?:nhằm|giúp|đồng thời|qua đó|từ đó|bên cạnh|ngoài ra|trong đó|sau|kết thúc|lớp|hội nghị|học viên|các học viên|đại biểu|các đại biểu|đồng chí|báo cáo viên|một số nội dung|nhiều nội dung|"
    r"những nội dung|các nội dung|nội dung|theo|được|đã|sẽ|có|do|trên|này|nêu trên|cơ bản|quan trọng|thiết thực|sau đây|như)(?!\w))"
)
_SHORTEST: Final = 2
_LONGEST: Final = 70


def _clean(plain: str, piece: Span) -> Span | None:
    """``piece`` without bullets, enclosing quotes, purpose and final marks; None if no title is left."""
    text = plain[piece.start : piece.end]
    start, end = 0, len(text)
    while True:
        begun = (start, end)
        while start < end and text[start] in " ,;:.-":
            start += 1
        head = _HEAD.match(text, start, end)
        if head:
            start = head.end()
        tail = _TAIL.search(text, start, end)
        if tail and not _inside_quotes(text, start, tail.start()):
            end = tail.start()
        while start < end and (text[end - 1] in " ,;:…-/" or (text[end - 1] == "." and not text[start:end].endswith("T.Ư."))):
            end -= 1
        if start < end and text[start] == '"' and text[end - 1] == '"' and text.count('"', start, end) == 2:
            start, end = start + 1, end - 1
        if text.count('"', start, end) == 1 and text[start:end].startswith('"'):
            start += 1
        if (start, end) == begun:
            break
    title = text[start:end]
    words = len(lexicon.WORD.findall(title))
    if not _SHORTEST <= words <= _LONGEST or _NO_TITLE.match(title):
        return None
    return Span(piece.start + start, piece.start + end)


def _inside_quotes(text: str, start: int, at: int) -> bool:
    return text.count('"', start, at) % 2 == 1
