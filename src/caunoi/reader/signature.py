"""What an author's line looks like: "Trần Mẫu", "T.M", "Tin, ảnh: Văn Thử - Thị Mẫu", "VĂN THỬ (Đài huyện)"."""

from __future__ import annotations

import re
from typing import Final

from caunoi.reader import lexicon
from caunoi.reader.text import LOWER, UPPER

# "Tin, ảnh:", "Bài và ảnh:", "Tác giả:", "Thực hiện:". A bare "Ảnh:" credits a photographer and is no byline.
_LABEL: Final = re.compile(
    r"(?i:(?:(?:tin|bài|tin bài|bài viết)(?: ?(?:,|-|/|và|&) ?(?:ảnh|hình|bài|clip|video))*|tin ảnh|bài ảnh|"
    r"tác giả(?: bài viết)?|người viết|thực hiện|"
    r"viết bởi|đăng bởi|người đăng|phóng viên|pv|ctv|cộng tác viên|biên tập) ?(?:bài)? ?[:.] ?|(?:tin|bài)(?:,|"
    r" và) ảnh )"
)
_INITIALS: Final = (
    rf"[{UPPER}](?:\.[ ]?[{UPPER}][{UPPER}{LOWER}]*)+\.?(?!\w)|(?:[{UPPER}][{LOWER}]+\.)[{UPPER}][{LOWER}]*"
)
_AUTHOR: Final = rf"(?:{_INITIALS}|{lexicon.NAME})"
_JOIN: Final = r" ?(?:-|,|&|/|;|và) ?"
_AUTHORS: Final = re.compile(rf"{_AUTHOR}(?:{_JOIN}{_AUTHOR})*")
_PEN_NAME: Final = re.compile(rf"[{UPPER}][{LOWER}]+|[{UPPER}]{{2,4}}")
_RANKED: Final = re.compile(rf"(?:{lexicon.RANK}\.? ?)+")
_ORGANISATION: Final = re.compile(lexicon.ORG_HEAD)
# Behind the name: nothing, brackets, a day, or the office where the author works.
_REST: Final = re.compile(
    rf" *(?:\)?$|[|./]*$|[(\[].*|\d.*|[-,] ?(?:{lexicon.ORG_HEAD}.*|[{UPPER}]{{2,}}\b.*|\w+(?: \w+){{0,3}}$))"
)
_NOT_A_NAME: Final = re.compile(
    r"(?i:trang chủ|tin tức|sự kiện|hoạt động|thông báo|văn bản|liên hệ|giới thiệu|video|hình ảnh|bạn đọc|"
    r"ban biên tập|theo|ảnh|nguồn|nơi nhận|"
    r"kính|tải|đọc|in|gửi|chủ nhật|thứ \w+|truyền hình|bình luận|xem|quảng cáo|hôm nay|tháng|tổng)(?!\w)"
)
_LONGEST: Final = 90


def author_in(line: str) -> tuple[int, int] | None:
    """Where authors stand in ``line`` (match form), without label and affiliation; None if it is no author's line."""
    if len(line) > _LONGEST:
        return None
    at = len(line) - len(line.lstrip(" ("))
    label = _LABEL.match(line, at)
    if label:
        at = label.end()
    elif line[at : at + 1].islower() or _NOT_A_NAME.match(line, at):
        return None
    ranked = _RANKED.match(line, at)
    if ranked:
        at = ranked.end()
    if _ORGANISATION.match(line, at):
        return None
    end = _authors_end(line, at)
    if end is None and label:
        pen = _PEN_NAME.match(line, at)
        end = pen.end() if pen else None
    if end is None or not _REST.match(line, end) or line[at:end] in lexicon.PROVINCES:
        return None
    return at, end


def _authors_end(line: str, at: int) -> int | None:
    found = _AUTHORS.match(line, at)
    if not found:
        return None
    end = found.end()
    # "Văn Thử - Đài huyện": what follows the join may be where he works, which is dropped.
    for join in re.finditer(_JOIN, line[at:end]):
        if _ORGANISATION.match(line, at + join.end()) or line[at + join.end() : end] in lexicon.PROVINCES:
            return at + join.start()
    return end
