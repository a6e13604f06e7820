"""Cuts a page into headline, lines about the page, paragraphs, captions, byline and what a website left behind."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from caunoi.reader import lexicon
from caunoi.reader.records import Span
from caunoi.reader.signature import author_in
from caunoi.reader.text import LOWER, UPPER, match_form

# A report has a few thousand characters. What lies beyond this stays in ``Record.text`` and is not searched.
SEARCHED: Final = 100_000


class Kind(Enum):
    """What a line is."""

    BLANK = auto()
    HEADLINE = auto()
    META = auto()
    BODY = auto()
    CAPTION = auto()
    SIGNATURE = auto()
    FURNITURE = auto()


@dataclass
class Line:
    """One line without the space around it."""

    start: int
    end: int
    kind: Kind
    text: str  # in match form


@dataclass(frozen=True)
class Page:
    """A report in parts. ``plain`` is the match form of ``text``, of equal length; all spans fit both."""

    text: str
    plain: str
    lines: tuple[Line, ...]
    headline: Span | None
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    captions: tuple[Span, ...]
    truncated: bool

    def lines_of(self, *kinds: Kind) -> list[Line]:
        """Lines of these kinds, in order."""
        return [line for line in self.lines if line.kind in kinds]

    def sentences_from(self, start: int, end: int) -> tuple[Span, ...]:
        """Sentences that touch the range."""
        first = bisect.bisect_right(self.sentences, start, key=lambda s: s.end)
        last = bisect.bisect_left(self.sentences, end, key=lambda s: s.start)
        return self.sentences[first:last]

    @property
    def passages(self) -> tuple[Span, ...]:
        """Sentences, then captions: where persons may stand."""
        return self.sentences + self.captions


# --- single lines -----------------------------------------------------------------------------------------------------

# Where the article ends and the website goes on: nothing after such a line belongs to the report.
_TAIL: Final = re.compile(
    r"(?i:(?:ý kiến (?:bạn đọc|của bạn)|bình luận|xem thêm bình luận|viết bình luận|gửi bình luận|phản hồi|"
    r"đánh giá *:|lượt đánh giá|please enter|"
    r"(?:các )?(?:tin|bài)(?: viết)?,?(?: bài)? (?:liên quan|khác|cùng chuyên mục|mới hơn|cũ hơn|cũ|đã đưa|mới nhất|"
    r"nổi bật|xem nhiều|đọc nhiều)|"
    r"(?:các )?tin (?:cùng|đã)|có thể bạn quan tâm|cùng chuyên mục|mã xác (?:thực|nhận)|liên kết web|thống kê|"
    r"lượt truy cập|tổng (?:số )?(?:lượt )?truy cập|"
    r"số (?:lượt|người) truy cập|đang (?:truy cập|online|trực tuyến)|online *:|bản đồ |truyền hình$|từ khóa *:|"
    r"tags? *:|thăm dò ý kiến|"
    r"họ (?:và )?tên *[:*]|copyright|bản quyền|©|leave a|you must|post comment|reply|related|share this|nhập mã|"
    r"nội dung bình luận|tên của bạn|"
    r"email *[:*(]|chưa có bình luận|\d+ bình luận|bình chọn|tòa soạn|giấy phép số|trưởng ban biên tập|"
    r"chịu trách nhiệm))"
)
_FURNITURE: Final = re.compile(
    r"(?i:(?:xuất bản thông tin|chuyển tới|quay lại|trang chủ|về đầu trang|in (?:trang|bài|tin)|gửi (?:bài|email|"
    r"tin|cho)|chia sẻ(?: |$)|tweet|facebook|zalo|"
    r"print|email$|share|like|cỡ chữ|a[-+] *a|nghe (?:bài|đọc)|đọc bài|xem ảnh|tải về|bấm|click|theo dõi|lưu bài|"
    r"google news|skip to|menu|tìm kiếm|"
    r"đăng nhập|english|hotline|rss|liên hệ|sơ đồ|maxlength|javascript|\[[^\]]*\]$|loading|đang tải|xem với cỡ|"
    r"màu chữ|tương phản|phóng to|thu nhỏ|file đính kèm|"
    r"bookmark|lượt thích|\d+ (?:thích|chia sẻ)|(?:tốt|rất tốt|xấu|bình thường|kém)$|[\W\d_]*$))"
)
CREDIT: Final = re.compile(
    r"(?i:(?:^|[(.|,;\"] ?|- )(?:ảnh|nguồn(?: ảnh| tin)?|photo|ảnh minh họa|đồ họa|clip|video) ?:)|"
    r"^(?i:\(?theo )[^,;]{0,40}$"
)
DATE: Final = re.compile(
    r"\b\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:19|20)\d\d\b|\b(?i:ngày) \d{1,2} (?i:tháng) \d{1,2},? (?i:năm) \d{4}"
)
TIME: Final = re.compile(r"\b\d{1,2}(?::|h|g)\d{2}\b(?::\d{2})?")
_PUBLISHING: Final = re.compile(
    r"(?i:\b(?:cập nhật|ngày (?:đăng|cập nhật|xuất bản|viết|tạo)|đăng (?:ngày|lúc|bởi|vào)|được đăng|viết bởi|"
    r"xuất bản|thời gian|posted|ngày ?:|"
    r"thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])\b|chủ nhật\b|lượt xem|lượt đọc|đã xem|số lần xem|xem ?:|views?\b|tác giả|"
    r"người đăng|gmt))"
)
_ENDED: Final = re.compile(r"""[.!?…:;][")'\]/]*$|\./\.$|\.\.\.$""")
_LEAD: Final = re.compile(
    r"(?i:(?:(?:vào )?(?:sáng|chiều|tối|trưa)|ngày|(?:từ|trong|vào|hôm|các) (?:ngày|hai|ba|\d)|vừa qua|mới đây|"
    r"thực hiện|nhằm|để|hôm nay|sáng nay|trong|vào)\b)|\("
)
_LIST_ITEM: Final = re.compile(
    r"(?:[-+*•●▪◦·>]|\d{1,2}[.)/](?!\d)|[a-zđ]\)|(?i:chuyên đề|bài|nội dung) (?:\d{1,2}|[IVX]+|thứ \w+) ?[:.-]) ?"
)
_HEADLINE_WORD: Final = re.compile(
    r"(?i:\b(?:tập huấn|bồi dưỡng|lớp|hội nghị|khai giảng|khai mạc|bế giảng|bế mạc|khóa|nghiệp vụ|kỹ năng|kiến thức|"
    r"học viên|đại biểu|tổ chức|triển khai|dân vận|công tác)\b)"
)


def is_list_item(line: str) -> bool:
    """Whether the line (in match form) begins with a bullet, a number or "Chuyên đề 1:"."""
    return _LIST_ITEM.match(line) is not None


def item_mark(line: str) -> int:
    """Length of the bullet or number at the line's start, 0 without one."""
    found = _LIST_ITEM.match(line)
    return found.end() if found else 0


def _is_meta(line: str) -> bool:
    """A line about the page: its date, clock, counter or author, and little else."""
    if len(line) > _META_LONGEST or not (DATE.search(line) or TIME.search(line) or _PUBLISHING.search(line)):
        return False
    rest = _PUBLISHING.sub(" ", TIME.sub(" ", DATE.sub(" ", line)))
    if _EVENT.search(rest):
        return False
    return len(_LETTERS.findall(rest)) <= (_META_WORDS_LABELLED if _PUBLISHING.match(line) else _META_WORDS)


_EVENT: Final = re.compile(lexicon.EVENT)
_LETTERS: Final = re.compile(rf"[{UPPER}{LOWER}]{{2,}}")
_META_LONGEST: Final = 130
_META_WORDS: Final = 5
_META_WORDS_LABELLED: Final = 9
_FURNITURE_LONGEST: Final = 140


def _cut_lines(text: str, plain: str) -> list[Line]:
    """Lines with their first kind, judged alone; blank ones stay, for they part paragraphs."""
    lines = []
    start = 0
    for raw in text.split("\n"):
        stripped = raw.strip(" \t\xa0\u3000|")
        begin = start + (raw.index(stripped) if stripped else 0)
        shown = plain[begin : begin + len(stripped)]
        kind = Kind.BODY
        if not stripped:
            kind = Kind.BLANK
        elif _is_meta(shown):
            kind = Kind.META
        elif len(shown) <= _FURNITURE_LONGEST and _FURNITURE.match(shown):
            kind = Kind.FURNITURE
        lines.append(Line(begin, begin + len(stripped), kind, shown))
        start += len(raw) + 1
    return lines


# --- the page ---------------------------------------------------------------------------------------------------------

_DAY: Final = re.compile(r"\d{1,2} ?[/.-] ?\d{1,2}\b|(?i:ngày \d)")
# No sentence of a report comes near these; they keep the time for anything else bounded.
_SENTENCE_LONGEST: Final = 2_500
_PARAGRAPH_LONGEST: Final = 8_000
_HEADLINE_LONGEST: Final = 220
_CAPTION_LONGEST: Final = 170
_PROSE: Final = 120
_WRAPPED_SHORTEST: Final = 45
_WRAPPED_LONGEST: Final = 150


def lay_out(text: str) -> Page:
    """The parts of ``text``, which must be normalised."""
    searched = text[:SEARCHED]
    plain = match_form(searched)
    lines = list(_unglued(_cut_lines(searched, plain)))
    _drop_tail(lines)
    _split_glued_headline(lines)
    _mark_credits(lines)
    _mark_signature(lines)
    headline = _mark_headline(lines)
    _mark_captions(lines)
    paragraphs = [piece for paragraph in _paragraphs(lines) for piece in _bounded(plain, paragraph, _PARAGRAPH_LONGEST)]
    sentences = tuple(
        piece
        for paragraph in paragraphs
        for sentence in split_sentences(plain, paragraph)
        for piece in _bounded(plain, sentence, _SENTENCE_LONGEST)
    )
    body = [line for line in lines if line.kind is not Kind.BLANK]
    return Page(
        text=text,
        plain=plain,
        lines=tuple(lines),
        headline=headline,
        paragraphs=tuple(paragraphs),
        sentences=sentences,
        captions=tuple(Span(line.start, line.end) for line in lines if line.kind is Kind.CAPTION),
        truncated=bool(body) and body[-1].kind is Kind.BODY and not _ENDED.search(body[-1].text),
    )


def _is_prose(line: Line) -> bool:
    return line.kind is Kind.BODY and len(line.text) >= _PROSE


def _drop_tail(lines: list[Line]) -> None:
    """Everything from the comment form or the related news on is furniture, once prose has been seen."""
    seen = tail = False
    for line in lines:
        if line.kind is Kind.BLANK:
            continue
        if seen and len(line.text) <= _FURNITURE_LONGEST and _TAIL.match(line.text):
            tail = True
        if tail:
            # The page's own counter and date may stand below the comments.
            if line.kind is not Kind.META:
                line.kind = Kind.FURNITURE
        elif (
            not seen
            and len(line.text) <= _FURNITURE_LONGEST
            and _TAIL.match(line.text)
            and not _EVENT.search(line.text)
        ):
            line.kind = Kind.FURNITURE
        seen = seen or _is_prose(line)


# "… năm 2018 Sáng 19/4, Ủy ban …": the article begins in mid-line, with nothing but a space before it.
_GLUE: Final = re.compile(
    r"(?<=[\w\")]) +(?=(?:(?:Sáng|Chiều|Tối|Ngày|Sáng ngày|Chiều ngày|Từ|Từ ngày|Vào ngày) \d|Trong (?:hai|ba|bốn|"
    r"các|\d+) ngày|Vừa qua|Hôm nay|"
    r"\([^()]{2,40}\) ?-))"
)


# "Văn ThửÝ kiến bạn đọc": the site's words stuck to the article's last.
_TAIL_GLUE: Final = re.compile(
    rf"(?<=[{LOWER}.!…])(?=(?:Ý kiến bạn đọc|Bình luận|BÌNH LUẬN|Tin liên quan|Các tin|Tin khác|Lượt xem|Chia sẻ|"
    rf"Đánh giá|Từ khóa)(?!\w))"
)


def _unglued(lines: list[Line]) -> Iterator[Line]:
    for line in lines:
        glue = _TAIL_GLUE.search(line.text)
        if glue is None or line.kind is Kind.BLANK:
            yield line
            continue
        cut = glue.start()
        yield Line(line.start, line.start + cut, Kind.BODY, line.text[:cut])
        rest = line.text[cut:]
        yield Line(line.start + cut, line.end, Kind.META if _is_meta(rest) else Kind.FURNITURE, rest)


def _split_glued_headline(lines: list[Line]) -> None:
    for index, line in enumerate(lines):
        if line.kind is not Kind.BODY:
            continue
        glue = _GLUE.search(line.text, 0, _HEADLINE_LONGEST)
        if (
            glue
            and _HEADLINE_WORD.search(line.text, 0, glue.start())
            and not re.search(r"[.;:,]$|\. ", line.text[: glue.start()])
        ):
            cut, go_on = line.start + glue.start(), line.start + glue.end()
            head = Line(line.start, cut, Kind.BODY, line.text[: glue.start()])
            rest = Line(go_on, line.end, Kind.BODY, line.text[glue.end() :])
            lines[index : index + 1] = [head, Line(cut, cut, Kind.BLANK, ""), rest]
        return


def _mark_signature(lines: list[Line]) -> None:
    """The author's line at the article's end; lines below the article may follow."""
    seen_body = False
    for line in reversed(lines):
        if line.kind is not Kind.BODY:
            continue
        if author_in(line.text):
            line.kind = Kind.SIGNATURE
        elif _is_prose(line):
            break
        else:
            seen_body = True
    if seen_body and not any(_is_prose(line) for line in lines):
        for line in lines[: max(len(lines) // 2, 1)]:
            if line.kind is Kind.SIGNATURE:
                line.kind = Kind.BODY


def _mark_headline(lines: list[Line]) -> Span | None:
    """The best line above the first prose: one that speaks of a class, rather than a section's name."""
    best: tuple[int, int] | None = None
    chosen: Span | None = None
    above: list[Line] = []
    for line in lines:
        if line.kind in {Kind.BLANK, Kind.META, Kind.FURNITURE, Kind.CAPTION}:
            continue
        if line.kind is not Kind.BODY or not _may_be_headline(line):
            break
        above.append(line)
    else:
        return None  # no prose below
    for index, line in enumerate(above):
        end = line.end
        words = len(lexicon.WORD.findall(line.text))
        follower = above[index + 1] if index + 1 < len(above) else None
        if follower and follower.start - line.end <= 2 and follower.text[0].islower():
            end = follower.end
            words += len(lexicon.WORD.findall(follower.text))
        score = (5 if _HEADLINE_WORD.search(line.text) else 0) + min(words, 12)
        if words >= 4 and not line.text.isdigit() and (best is None or score > best[0]):
            best, chosen = (score, index), Span(line.start, end)
    for line in above:
        inside = chosen is not None and chosen.start <= line.start < chosen.end
        below = chosen is not None and line.start >= chosen.end
        line.kind = Kind.HEADLINE if inside else Kind.CAPTION if below else Kind.FURNITURE
        if below and author_in(line.text):
            line.kind = Kind.SIGNATURE
    return chosen


def _may_be_headline(line: Line) -> bool:
    text = line.text
    if len(text) > _HEADLINE_LONGEST or re.search(r"[.;:,…]$", text) or "; " in text:
        return False
    opens = _LEAD.match(text) and (len(text) >= _PROSE or _DAY.search(text))
    return not opens and not is_list_item(text)


_SCENE: Final = re.compile(r"(?i:(?:quang|toàn|khung) cảnh|hình ảnh|một góc|ảnh)\b")
_ENDED_PLAINLY: Final = re.compile(r"[:;,]$")


def _mark_credits(lines: list[Line]) -> None:
    """Captions that say so: "Ảnh: …", "Quang cảnh …"."""
    for line in lines:
        said = CREDIT.search(line.text) or _SCENE.match(line.text)
        if (
            line.kind is Kind.BODY
            and said
            and not author_in(line.text)
            and not _ENDED_PLAINLY.search(line.text)
            and not _is_prose(line)
        ):
            line.kind = Kind.CAPTION


def _mark_captions(lines: list[Line]) -> None:
    """Short lines among the prose that are no sentences and that the next line does not carry on."""
    shown = [line for line in lines if line.kind is Kind.BODY]
    for index, line in enumerate(shown):
        if (
            len(line.text) > _CAPTION_LONGEST
            or _ENDED.search(line.text)
            or is_list_item(line.text)
            or line.text[0].islower()
        ):
            continue
        follower = shown[index + 1] if index + 1 < len(shown) else None
        carried_on = follower is not None and (
            follower.text[0].islower() or _wrapped(line, follower) or _number_follows(line, follower)
        )
        before = shown[index - 1] if index else None
        carries_on = before is not None and before.kind is Kind.BODY and _wrapped(before, line)
        if not carried_on and not carries_on:
            line.kind = Kind.CAPTION


def _wrapped(line: Line, follower: Line) -> bool:
    """Whether ``follower`` is the rest of a line that was broken at a fixed width."""
    adjacent = follower.start - line.end <= 3
    even = _WRAPPED_SHORTEST <= len(line.text) <= _WRAPPED_LONGEST and len(follower.text) <= min(
        _WRAPPED_LONGEST, 1.4 * len(line.text)
    )
    return adjacent and even and not _ENDED.search(line.text) and not is_list_item(follower.text)


def _carries_on(line: Line, follower: Line) -> bool:
    if is_list_item(follower.text):
        return False
    broken = follower.text[0].islower() or follower.text[0] in ",;.)"
    return broken or _wrapped(line, follower) or _number_follows(line, follower)


def _number_follows(line: Line, follower: Line) -> bool:
    """Whether a count stands at the break: "… Tổng cộng" on one line, "120 đại biểu" on the next."""
    return follower.start - line.end == 1 and follower.text[0].isdigit()


def _paragraphs(lines: list[Line]) -> list[Span]:
    """Body lines, joined where a sentence was broken over lines."""
    joined: list[Span] = []
    last: Line | None = None
    for line in lines:
        if line.kind is not Kind.BODY:
            if line.kind is not Kind.BLANK and line.kind is not Kind.CAPTION:
                last = None
            continue
        open_end = last is not None and (
            not _ENDED.search(last.text) or (last.text[-1] == ";" and line.text[0].islower())
        )
        if joined and last is not None and open_end and _carries_on(last, line):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(Span(line.start, line.end))
        last = line
    return joined


def _bounded(plain: str, span: Span, longest: int) -> Iterator[Span]:
    """``span`` in pieces of at most ``longest`` characters, cut at spaces: rules look back and forth within a piece."""
    start = span.start
    while span.end - start > longest:
        cut = plain.rfind(" ", start + 1, start + longest)
        cut = cut if cut > 0 else start + longest
        yield Span(start, cut)
        start = cut + 1 if plain[cut] == " " else cut
    if start < span.end:
        yield Span(start, span.end)


# --- sentences --------------------------------------------------------------------------------------------------------

_STOP: Final = re.compile(
    rf"""(?<=[{LOWER}]{{3}})\.(?=[{UPPER}][{LOWER}])|(?:\./\.|\.\.\.|[.!?…])["')\]]*(?= +["'(\[]*[{UPPER}\d-])"""
)
_ABBREVIATED: Final = re.compile(
    rf"(?:\b(?:TS|ThS|Th\.S|PGS|GS|BS|KS|LS|CN|TP|Tp|TX|Tx|TT|P|Q|H|T|tp|tx|tt|đ|Đ|đc|Đ/c|UVT|ĐH|St|No|vv|NXB|Ths)|"
    rf"\b[{UPPER}])$"
)


def split_sentences(plain: str, within: Span) -> list[Span]:
    """Sentences of ``plain`` inside ``within``. Abbreviations such as "TS." and "TP." end none."""
    pieces = []
    start = within.start
    for stop in _STOP.finditer(plain, within.start, within.end):
        if stop.group()[0] == "." and len(stop.group()) == 1:
            before = plain[max(start, stop.start() - 6) : stop.start()]
            if _ABBREVIATED.search(before) or before.strip().isdigit():
                continue
        pieces.append(Span(start, stop.end()))
        start = stop.end()
        while start < within.end and plain[start] == " ":
            start += 1
    if start < within.end:
        pieces.append(Span(start, within.end))
    return pieces
