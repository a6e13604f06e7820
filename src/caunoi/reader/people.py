"""Persons named in the report: who taught, who else took part. Learners are left out.

Only name and post are read. Nothing is concluded about anyone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from caunoi.reader import lexicon
from caunoi.reader.acts import ACTS, acts_of
from caunoi.reader.layout import CREDIT, Page
from caunoi.reader.records import Found, Official, Span, Speaker
from caunoi.reader.text import LOWER, UPPER, folded

_NAME: Final = re.compile(lexicon.NAME)
_POST: Final = re.compile(lexicon.POST_HEAD)
_POST_INSIDE: Final = re.compile(
    r" (?=(?:Phó|Bí thư|Chủ tịch|Chủ nhiệm|Trưởng|Giám đốc|Ủy viên|Nguyên|Cục trưởng|Vụ trưởng|Viện trưởng|"
    r"Hiệu trưởng|Tổng|Thường trực|Thường vụ|Chánh|Ban|Đại biểu|Chuyên viên|UV|Hội|Sở|Phòng|Trung tâm|Học viện|"
    r"Huyện ủy|Tỉnh ủy|Thành ủy|Đảng)\b)"
)
_CALLED: Final = rf"(?:(?:{lexicon.ADDRESS}|{lexicon.RANK}|{lexicon.TEACHER})(?:\.(?=\w)|\. ?|,? |: ?)(?:là )?)"
_TITLES: Final = re.compile(rf"(?<!\w)(?P<titles>{_CALLED}+)")
_OFFICE: Final = re.compile(lexicon.ORG_HEAD)
_SURNAME: Final = re.compile(lexicon.SURNAME)
_PLACE_BEFORE: Final = re.compile(
    rf"(?<!\w){lexicon.UNIT} $|(?i:mang tên|trường|đường|phố|mẫu giáo|tiểu học|thpt|thcs|tư tưởng|phong cách|"
    rf"chủ tịch|bác) $"
)
# Persons of history and authors who are cited did not come.
_CITED: Final = re.compile(
    r"(?i:(?:tư tưởng|đạo đức|phong cách|tấm gương|tác phẩm|cuốn sách|sách|bài viết|lời dạy|di chúc|quan điểm|"
    r"chủ nghĩa|trường|đường|giải thưởng|quỹ|học bổng|mang tên|ngày sinh)"
    r"(?: [^.,;:\"]{0,40})? ?)$"
)
_HISTORIC: Final = re.compile(r"(?i:hồ chí minh|bác hồ|tôn đức thắng|lê duẩn|võ nguyên giáp|lê nin|các mác)")
_LEARNER_BEFORE: Final = re.compile(
    r"(?i:\b(?:học viên|lớp trưởng|người học)(?: (?:lớp|của lớp|tiêu biểu|đến từ|thôn|xã)[^.;:,\"]{0,40})?,? ?|"
    r"một trong (?:số )?(?:những |các )?(?:học viên|đại biểu)[^.;:\"]{0,40})$"
)
_LEARNER_AFTER: Final = re.compile(
    r"(?i:[^.;]{0,110}?(?:học viên(?! (?:tham|cần|phải|nắm|tập|nghiêm|tích|sẽ|được|lớp sẽ|nghe|hiểu|"
    r"của lớp phải))(?=[ ,]+(?:lớp|đến từ|tham gia|chia sẻ|cho biết|của lớp|bày tỏ))|tham gia lớp (?:học|"
    r"tập huấn),? (?:chia sẻ|cho biết|bày tỏ)|"
    r"(?:chia sẻ|bày tỏ|tâm sự|phấn khởi|cho biết|nói|\w) ?: ?\"?(?:qua (?:lớp|đợt|buổi)|tham gia lớp|được (?:tham gia|"
    r"học|tập huấn)|sau (?:khi|lớp|buổi|2|hai|ba|3)|lớp (?:tập huấn|học) (?:rất|đã)? ?(?:giúp|bổ ích)|tôi (?:rất|"
    r"thấy|đã|được|cảm|học|hiểu))))"
)
_TEACH: Final = re.compile(
    r"(?i:\b(?:trình bày|giới thiệu|truyền đạt|giảng(?: dạy| bài)?|thuyết trình|báo cáo(?! viên| kết quả| tổng kết|"
    r" tình hình| tóm tắt)|phổ biến|quán triệt|hướng dẫn|trao đổi|thông tin|triển khai|truyền tải|chia sẻ|tập huấn|"
    r"lên lớp|đứng lớp|phân tích|làm rõ))(?!\w)"
)
# These need no object to mean teaching.
_LECTURES: Final = re.compile(r"(?i:giảng|thuyết trình|truyền đạt|lên lớp|đứng lớp)")
_TEACHING_POST: Final = re.compile(lexicon.TEACHER)
_LESSON: Final = re.compile(
    r"(?i:[^.;]{0,60}?(?:chuyên đề|nội dung|bài(?: giảng| học)?\b|kiến thức|kỹ năng|những vấn đề|các vấn đề|"
    r"nghiệp vụ|quy trình|kinh nghiệm|luật|nghị định|thông tư|tại (?:lớp|hội nghị|buổi)|về|\"))"
)
_LISTENED: Final = re.compile(
    r"(?i:\b(?:nghe|do|được|mời|báo cáo viên|giảng viên|diễn giả)(?: (?:các|là|pháp luật|cao cấp|chính|gồm|của lớp|"
    r"lớp học))* ?:? ?)$"
)
_OPENS: Final = re.compile(
    r"(?i:\b(?:phát biểu|khai mạc|khai giảng|bế giảng|bế mạc|chỉ đạo|chủ trì|đến dự|tới dự|tham dự|\bdự\b|nhấn mạnh|"
    r"cho biết|khẳng định|đề nghị|yêu cầu|lưu ý|trao|tặng|kết luận|đánh giá|nêu rõ|cho rằng|mong muốn|ghi nhận|"
    r"chúc mừng|quán triệt))(?!\w)"
)
# Ends of a post written after the name.
_POST_END: Final = re.compile(
    rf"\.(?!\w)|[;:\")]|,? (?:{lexicon.ADDRESS}|(?i:và|cùng|cùng với) (?:các )?(?:{lexicon.ADDRESS}|{lexicon.RANK})|"
    rf"(?i:(?:đã|sẽ|vừa|cũng|trực tiếp|lần lượt|là|về|đến|tới|tham|dự|tại|cho|nêu|nói|phát|nhấn|trình|truyền đạt|"
    rf"truyền tải|tuyên truyền|giới thiệu|giảng(?! viên)|trao|thông tin (?=về|tình hình|chuyên đề|nội dung|một số)|"
    rf"báo cáo(?! viên)|chủ trì|khai|bế|kết luận|chia sẻ|lưu ý|phổ biến|triển khai|hướng dẫn|quán triệt|"
    rf"cùng|đề nghị|yêu cầu|khẳng|đánh|mong|làm báo|có|với|thay mặt|trong|để|qua|nhằm|chỉ đạo|ghi nhận|tặng|"
    rf"phân tích|bày tỏ|điều hành|thuyết|tập huấn|lên lớp|gợi|giải đáp|và (?:các|đại diện|lãnh đạo|hơn|gần|trên|"
    rf"khoảng|toàn|\d+)|, (?:các|đại diện|lãnh đạo|hơn|gần|trên|khoảng)))(?!\w))"
)
_LONGEST_POST: Final = 160
_AFTER_NAME: Final = re.compile(r",? ?(?:[-,(:]|(?=là )) ?(?:là )?")


@dataclass(frozen=True)
class _Seen:
    span: Span
    post: Span | None
    sentence: Span
    teaches: bool
    sure: float
    acts: tuple[str, ...] = ()


def read_people(page: Page) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    """Speakers, and all other named persons who attend, open, close, direct or are quoted."""
    seen: list[_Seen] = []
    for passage in page.passages:
        seen += _in_passage(page.plain, passage)
    merged: dict[str, list[_Seen]] = {}
    for person in seen:
        key = folded(person.span.of(page.text))
        # "Văn Thử" after "Nguyễn Văn Thử" is the same person.
        known = next((k for k in merged if k == key or k.endswith(" " + key)), None)
        merged.setdefault(known or key, []).append(person)
    speakers: list[Found] = []
    officials: list[Found] = []
    for times in merged.values():
        name = times[0].span.of(page.text)
        post = next((t.post for t in times if t.post), None)
        position = post.of(page.text) if post else None
        spans = tuple(t.span for t in times)
        confidence = min(0.97, max(t.sure for t in times) + 0.03 * (len(times) - 1))
        if any(t.teaches for t in times):
            speakers.append(Found(Speaker(name, position), spans, confidence))
        else:
            acts = tuple(act for act in ACTS if any(act in t.acts for t in times))
            officials.append(Found(Official(name, position, acts), spans, confidence))
    return tuple(speakers), tuple(officials)


def _in_passage(plain: str, passage: Span) -> list[_Seen]:
    spans: dict[int, tuple[Span, Span | None, float]] = {}
    for name in _addressed(plain, passage):
        spans[name.start] = (name, _post_after(plain, name, passage) or _post_before(plain, name, passage), 0.9)
    for name, post_before in _by_post(plain, passage):
        if not any(s.start <= name.start < s.end for s, _, _ in spans.values()):
            spans[name.start] = (name, _post_after(plain, name, passage) or post_before, 0.75)
    for name in _listed(plain, passage):
        if not any(s.start <= name.start < s.end for s, _, _ in spans.values()):
            spans[name.start] = (name, _post_after(plain, name, passage), 0.8)
    found = []
    starts = sorted(spans)
    for start, following in zip(starts, [*starts[1:], passage.end], strict=False):
        name, post, sure = spans[start]
        if post and post.start < following < post.end:
            post = Span(post.start, _rstrip(plain, post.start, following))
        if _is_someone(plain, name, post, passage):
            end = post.end if post and post.start > name.start else name.end
            before = spans[starts[0]][1]
            first = before.start if before and before.start < starts[0] else starts[0]
            acts = acts_of(plain, passage, first=first, end=end, following=following)
            found.append(_Seen(name, post, passage, _teaches(plain, name, post, passage), sure, acts))
    return found


def _cut(plain: str, start: int, end: int) -> Span | None:
    """The name in a run of capitalised syllables; a post or office that follows without a comma is cut off."""
    inside = _POST_INSIDE.search(plain, start, end)
    # A post is longer than the run may be: look a little further than the run.
    if inside is None:
        ahead = _POST_INSIDE.search(plain, start, min(len(plain), end + 12))
        inside = ahead if ahead and ahead.start() < end else None
    end = inside.start() if inside else end
    name = plain[start:end].rstrip()
    syllables = name.split()
    if not 2 <= len(syllables) <= 5 or (_OFFICE.match(plain, start) and not _SURNAME.match(plain, start)):
        return None
    return Span(start, start + len(name))


def _addressed(plain: str, passage: Span) -> list[Span]:
    """Names after "đồng chí", "ông", "TS." and the like."""
    names = []
    for titles in _TITLES.finditer(plain, passage.start, passage.end):
        name = _NAME.match(plain, titles.end(), passage.end)
        cut = _cut(plain, name.start(), name.end()) if name else None
        if cut:
            names.append(cut)
    return names


_NO_NAME_AFTER: Final = re.compile(
    r"[.;:\"()]|(?<!\w)(?i:đã|là|cho|về|phát biểu|khai mạc|và (?!Truyền)|tại|có|nhấn mạnh|cùng|được|do|tổ chức|với|"
    r"tham dự|dự|trong)(?!\w)"
)
_POST_TO_NAME: Final = 130


def _by_post(plain: str, passage: Span) -> list[tuple[Span, Span]]:
    """Names right after a post: "Chủ tịch Ủy ban MTTQ huyện Trần Thị Thử". A known family name is asked for."""
    names: list[tuple[Span, Span]] = []
    at = passage.start
    while True:
        post = _POST.search(plain, at, passage.end)
        if post is None:
            return names
        at = post.end()
        limit = min(passage.end, post.end() + _POST_TO_NAME)
        stop = _NO_NAME_AFTER.search(plain, post.end(), limit)
        limit = stop.start() if stop else limit
        name = _family_name(plain, post.end(), limit)
        if name:
            names.append((name, Span(post.start(), _rstrip(plain, post.start(), name.start))))
            at = name.end


_NAME_FOLLOWED: Final = re.compile(rf" ?(?:[,.;:(\")-]|$)| [{LOWER}]")


_CAPITAL: Final = re.compile(rf"(?<!\w)[{UPPER}]")


def _family_name(plain: str, start: int, limit: int) -> Span | None:
    """The first run of capitalised syllables from a family name on that is a person's rather than a place's."""
    at = start
    while word := _CAPITAL.search(plain, at, limit):
        begin = word.start()
        at = begin + 1
        if not _SURNAME.match(plain, begin, limit):
            continue
        if not _person_behind_place(plain, begin):
            run = _NAME.match(plain, begin)
            at = run.end() if run else at
            continue
        comma = plain.rfind(",", start, begin)
        # After a comma only a further post may lead to the name.
        if comma >= 0 and not _POST.match(plain, comma + 2) and plain[comma + 1 : begin].strip():
            return None
        name = _NAME.match(plain, begin, min(limit + 1, len(plain)))
        cut = _cut(plain, name.start(), name.end()) if name else None
        if cut is None or plain[cut.start : cut.end] in lexicon.PROVINCES or not _NAME_FOLLOWED.match(plain, cut.end):
            continue
        # Two syllables after a capitalised word are the rest of an office's or a place's name.
        if len(plain[cut.start : cut.end].split()) > 2 or comma >= 0 or plain[begin - 2 : begin - 1].islower():
            return cut
    return None


_COMMON: Final = re.compile(lexicon.COMMON_SURNAME)
_UNRESOLVED: Final = re.compile(r"(?<!\w)(?i:tỉnh|thành phố|huyện|quận|thị xã) $")


def _person_behind_place(plain: str, begin: int) -> bool:
    """After "huyện" a name may still be a person's ("Chủ tịch Mặt trận huyện Trần Thị Thử"), after "xã" hardly."""
    before = plain[max(0, begin - 16) : begin]
    if not _PLACE_BEFORE.search(before):
        return True
    name = _NAME.match(plain, begin)
    if name is None or len(name.group().split()) < 3:
        return False
    if _UNRESOLVED.search(before):
        return _COMMON.match(plain, begin) is not None
    return re.match(r"\w+ Thị ", name.group()) is not None


_LIST_START: Final = re.compile(
    r"(?i:(?:các )?(?:đồng chí|ông bà|ông, bà|ông|bà|đ/c|đại biểu|báo cáo viên|giảng viên)(?: [^.;:]{0,60})?: ?)|"
    r"(?:(?i:các đồng chí|các ông|các bà|các đ/c) (?=[A-ZĐ]))"
)
_LIST_GO_ON: Final = re.compile(
    rf"(?:;|,| và) (?:và )?(?:{_CALLED})?(?={lexicon.NAME} ?(?:[,(-]|;|\.|$|và |[{LOWER}]))"
)


def _listed(plain: str, passage: Span) -> list[Span]:
    """Names in "Các đồng chí: A, chức vụ; B, chức vụ" and "các đồng chí A, B và C"."""
    names: list[Span] = []
    for start in _LIST_START.finditer(plain, passage.start, passage.end):
        name = _NAME.match(plain, start.end(), passage.end)
        cut = _cut(plain, name.start(), name.end()) if name else None
        if cut is None:
            continue
        names.append(cut)
        for item in _LIST_GO_ON.finditer(plain, cut.end, passage.end):
            following = _NAME.match(plain, item.end(), passage.end)
            cut = _cut(plain, following.start(), following.end()) if following else None
            if (
                cut
                and _SURNAME.match(plain, cut.start)
                and not _POST.match(plain, cut.start)
                and plain[cut.start : cut.end] not in lexicon.PROVINCES
            ):
                names.append(cut)
    return names


def _post_after(plain: str, name: Span, passage: Span) -> Span | None:
    sep = _AFTER_NAME.match(plain, name.end, passage.end)
    start = sep.end() if sep else name.end + 1
    if not _POST.match(plain, start, passage.end) and not re.match(r"(?i:nguyên|quyền) ", plain[start : start + 8]):
        return None
    limit = min(passage.end, start + _LONGEST_POST)
    end = limit
    for edge in _POST_END.finditer(plain, start, limit):
        # "Ủy viên Ban Thường vụ, Trưởng Ban": a verb-like word inside a post is capitalised or follows no space.
        end = edge.start()
        break
    end = _rstrip(plain, start, end)
    return Span(start, end) if end > start else None


def _post_before(plain: str, name: Span, passage: Span) -> Span | None:
    """The post between address and name: "đồng chí Phó Bí thư Huyện ủy Trần Văn Mẫu" is found by post instead."""
    window = plain[max(passage.start, name.start - 100) : name.start]
    titled = re.search(rf"(?P<post>{lexicon.POST_HEAD}[^.;:,\"]{{0,80}}?) (?:{_CALLED})+$", window)
    if not titled or titled["post"].endswith(" là"):
        return None
    start = name.start - len(window) + titled.start("post")
    return Span(start, name.start - len(window) + titled.end("post"))


def _rstrip(plain: str, start: int, end: int) -> int:
    return start + len(plain[start:end].rstrip(" ,-(:;"))


def _is_someone(plain: str, name: Span, post: Span | None, passage: Span) -> bool:
    text = plain[name.start : name.end]
    before = plain[max(passage.start, name.start - 80) : name.start]
    if _HISTORIC.search(text) or text in lexicon.PROVINCES or _CITED.search(_without_titles(before)):
        return False
    if CREDIT.search(before[-12:]) or re.search(r"(?i:ảnh|theo|nguồn) ?:? ?$", before):
        return False
    after = plain[(post.end if post else name.end) : passage.end]
    return not (_LEARNER_BEFORE.search(_without_titles(before)) or _LEARNER_AFTER.match(after[:260]))


def _without_titles(before: str) -> str:
    return re.sub(rf"(?:{_CALLED}|(?i:tổng bí thư|chủ tịch nước|thủ tướng|chủ tịch) )+$", "", before)


_TEACHING_WINDOW: Final = 140


def _teaches(plain: str, name: Span, post: Span | None, passage: Span) -> bool:
    before = plain[max(passage.start, name.start - 60) : name.start]
    if re.search(rf"{lexicon.TEACHER}[^.;,\"]{{0,40}}$", _without_titles(before) + " "):
        return True
    if post and _TEACHING_POST.match(plain, post.start):
        return True
    after_at = post.end if post and post.start > name.start else name.end
    after = plain[after_at : min(passage.end, after_at + _TEACHING_WINDOW)]
    teach = _TEACH.search(after)
    if teach is None:
        return False
    opens = _OPENS.search(after, 0, teach.start())
    if opens:
        return False
    if _LECTURES.match(teach.group()):
        return True
    listened = (
        _LISTENED.search(_without_titles(before)) is not None
        or re.search(r"(?i:\b(?:nghe|do)\b[^.;]{0,60})$", before) is not None
    )
    return listened or _LESSON.match(after, teach.end()) is not None
