"""What somebody named in a report did there: attended, opened, directed, closed; several at once where it says so."""

from __future__ import annotations

import re
from typing import Final

from caunoi.reader.records import Span

ACTS: Final = ("attends", "opens", "directs", "closes")
# "Dự lễ khai mạc" is attending, and so is being there when others opened.
_OCCASION: Final = re.compile(
    r"(?i:\b(?:(?:tại|trong|sau|dự|của|chương trình|lễ|buổi|phiên) )+"
    r"(?:khai mạc|khai giảng|bế mạc|bế giảng)(?! (?:và|,)? ?phát biểu))"
)
_ATTENDS: Final = re.compile(r"(?i:(?<!đại )(?<!\w)dự(?! (?:án|toán|kiến|thảo|báo|phòng|bị|nguồn))(?!\w))")
_SPEAKS: Final = re.compile(r"(?i:\bphát biểu\b(?P<what>[^.;:\"]{0,60}))")
_EVENT: Final = r"(?= (?:lớp|hội nghị|khóa|đợt|buổi|chương trình|,|và|\.|$)|[,.;]|$)"
_DONE: Final = {
    "opens": re.compile(r"(?i:(?:\bkhai mạc|\bkhai giảng)(?!\w))"),
    "directs": re.compile(r"(?i:\bchỉ đạo(?!\w))"),
    "closes": re.compile(r"(?i:(?:\bbế mạc|\bbế giảng)(?!\w))"),
}
_BY_ITSELF: Final = {
    "opens": re.compile(rf"(?i:(?:\bkhai mạc|\bkhai giảng|\bđọc (?:lời|diễn văn) khai mạc){_EVENT})"),
    "closes": re.compile(rf"(?i:(?:\bbế mạc|\bbế giảng){_EVENT})"),
}
# What leads to the people: "Dự và phát biểu khai mạc có …", "… gồm các đồng chí: …", "… , đồng chí …".
_LEADS: Final = re.compile(r"(?i:\b(?:có|gồm|là)\b[^.;]{0,60}$|: ?$|,? $)")
_AHEAD: Final = 110
_BEHIND: Final = 160


def acts_of(plain: str, passage: Span, *, first: int, end: int, following: int) -> tuple[str, ...]:
    """Return what the person of a passage did, by the words after name and post, else by those before the first name.

    ``first`` is where the first person of the passage begins, ``end`` where name and post end, ``following`` where the
    next person begins.
    """
    told = _told(plain[end : min(following, end + _AHEAD, passage.end)])
    lead = plain[max(passage.start, first - _BEHIND) : first]
    if _LEADS.search(lead):
        told |= _told(lead)
    return tuple(act for act in ACTS if act in told)


def _told(words: str) -> set[str]:
    found = {"attends"} if _ATTENDS.search(words) else set()
    rest = _OCCASION.sub(" ", words)
    for speech in _SPEAKS.finditer(rest):
        found |= {act for act, pattern in _DONE.items() if pattern.search(speech["what"])}
    return found | {act for act, pattern in _BY_ITSELF.items() if pattern.search(rest)}
