"""Cells -> values: names, years of birth, phones; what is wrong is told by a code, not in words."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from caunoi.core.text import clean, fold, sign_in_no_name

_DATE = re.compile(r"^(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?$")
_MONTH = re.compile(r"^(\d{1,2})\s*[/.\-]\s*(\d{4})$")
_YEAR = re.compile(r"^(?:(?:sinh(?: năm)?|năm|ns|sn)[\s:.]*)?(\d{4})(?:\.0)?$", re.IGNORECASE)
_WORDS_DATE = re.compile(r"^(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})$", re.IGNORECASE)
_SERIAL = re.compile(r"^\d{5}$")
_NUMBERING = re.compile(r"^\s*(?:\d{1,5}\s*[.)\]:/\-–]\s*|[-–—•*+]\s+)")
_TITLES = re.compile(r"^(?:đ/c|đồng chí|ông|bà|anh|chị)[\s.:]+(?=\S)", re.IGNORECASE)
# Letters that only fonts of the time before Unicode put into Vietnamese names.
_OLD_FONT = re.compile(r"[¸µ¶·¹¨¾»¼½©®ª«¬§¤¥¦¢£]")
_ROMAN = re.compile(r"^[IVXLC]{1,6}$")
_DAY_ZERO = dt.date(1899, 12, 30)
# Two digits of a year: up to here they belong to this century.
_CENTURY = 15


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with the cell of ``field``; ``words.fault_words`` puts it into a sentence."""

    field: str
    code: str
    value: str = ""


def read_name(text: str) -> tuple[str, str]:
    """Return the name, without numbering and form of address, and the code of what is wrong ("" for nothing)."""
    name = clean(_NUMBERING.sub("", clean(text)))
    shorter = _TITLES.sub("", name)
    # "Ông" is also a family name: "Ông Ích Mẫu" stays, "Ông Nguyễn Văn Mẫu" loses the address.
    if shorter != name and (len(shorter.split()) >= 3 or not name.casefold().startswith(("ông ", "anh "))):
        name = shorter
    if not name:
        return "", "name_missing"
    if _OLD_FONT.search(name):
        return name, "old_font"
    if any(c.isdigit() for c in name):
        return name, "name_digits"
    if sign_in_no_name(name):
        return name, "name_signs"
    if len(name) > 120:
        return name, "name_long"
    if name.isupper() and " " in name:
        name = " ".join(word.capitalize() for word in name.split())
    return name, ""


def read_birth(text: str, *, today: dt.date) -> tuple[int | None, str]:
    """Return the year of birth and the code of what is wrong. Of a date only the year is ever kept."""
    text = clean(text).rstrip(".")
    if not text:
        return None, ""
    try:
        year = _year(text)
    except ValueError:
        return None, "not_in_calendar"
    if year is None:
        return None, "not_a_date"
    if not 1900 <= year <= today.year:
        return None, "year_odd"
    return year, ""


def _year(text: str) -> int | None:
    if found := _YEAR.match(text):
        return int(found[1])
    if found := _DATE.match(text) or _WORDS_DATE.match(text):
        year = int(found[3])
        if len(found[3]) == 2:
            year += 2000 if year <= _CENTURY else 1900
        return dt.date(year, int(found[2]), int(found[1])).year
    if found := _ISO.match(text):
        return dt.date(int(found[1]), int(found[2]), int(found[3])).year
    if found := _MONTH.match(text):
        return dt.date(int(found[2]), int(found[1]), 1).year
    if _SERIAL.match(text):
        return (_DAY_ZERO + dt.timedelta(days=int(text))).year
    return None


def read_phone(text: str) -> tuple[str, str]:
    """Return the first phone number of a cell, with the zero a spreadsheet ate, and the code of what is wrong."""
    text = clean(text)
    if not text:
        return "", ""
    first = re.split(r"[,;/]|\s-\s|\shoặc\s", text)[0]
    digits = re.sub(r"[\s.\-()]", "", first)
    if digits.startswith("+84"):
        digits = "0" + digits[3:]
    elif digits.startswith("84") and len(digits) >= 11:
        digits = "0" + digits[2:]
    if not (digits.isascii() and digits.isdecimal()):
        return text[:40], "not_a_phone"
    if len(digits) == 9 and digits[0] != "0":
        digits = "0" + digits
    if not (9 <= len(digits) <= 11 and digits[0] == "0"):
        return text[:40], "not_a_phone"
    return digits, ""


def looks_like(field: str, value: str) -> bool:
    """Say whether a cell looks like one of ``field``: how columns without a head are told apart."""
    if field == "phone":
        return not read_phone(value)[1] and sum(c.isdigit() for c in value) >= 9
    if field == "birth_year":
        return bool(_YEAR.match(value) or _DATE.match(value) or _ISO.match(value) or _WORDS_DATE.match(value))
    words = [word for word in _NUMBERING.sub("", value).split() if word.strip(".,")]
    return 2 <= len(words) <= 7 and all(word[0].isupper() and word.isalpha() for word in words)


def is_list_number(text: str) -> bool:
    """Say whether a cell numbers a person: "12", "12.", not "II"."""
    return bool(re.fullmatch(r"\d{1,5}[.)]?", text))


def is_group_number(text: str) -> bool:
    """Say whether a cell numbers a group: "II", "A"."""
    return bool(_ROMAN.match(text.rstrip(".")) or re.fullmatch(r"[A-Z][.)]?", text))


_FRAME = re.compile(
    r"^(danh sach|kinh gui|tong so|tong cong|cong:|nguoi lap|lap bieu|thu truong|thu ky|noi nhan|t/m|tm\.|kt\.|tl\."
    r"|xac nhan|ky ten|chu tich|pho chu tich|bi thu|.*, ngay .* thang .* nam)"
)


def is_frame(text: str) -> bool:
    """Say whether a lone cell stands around a list: its title, totals, place and day, signature."""
    return bool(_FRAME.match(fold(text)))


# What a unit's name begins with. "Tổ trưởng", "Thôn đội trưởng", "Công an viên" begin so, too, and are posts.
_UNIT = re.compile(
    r"^(?:tổ dân phố|tdp|tổ nhân dân|tổ|thôn|ấp|khu phố|khu dân cư|khu vực|kp|khu|khối phố|khối|khóm|xóm|bản|buôn|làng"
    r"|phum|sóc|phường|xã|đặc khu|thị trấn|chi bộ|đảng bộ|chi hội|chi đoàn|đơn vị|ubnd|ủy ban|ubmttq|mttq|trường"
    r"|trạm y tế|trung tâm|công an|hội|đoàn|hợp tác xã|htx|công ty)"
    r"(?:\s*[\d.:]+\w*$|\s+(?!(?:(?:tự quản|dân phố|đội|ủy)\s+)?(?:trưởng|phó|viên|đội|trực)(?!\w))\S)"
)
# The same without marks, where a number leaves no doubt.
_UNIT_FOLDED = re.compile(
    r"^(?:to dan pho|tdp|to|thon|ap|khu pho|kp|khu|khoi pho|khoi|khom|xom|ban|buon|phuong|chi bo)\s*\d+\w*$"
)


def is_unit(text: str) -> bool:
    """Say whether a text names a unit ("Tổ 9", "Thôn Mỹ Thử", "Chi bộ 3") rather than a post ("Tổ trưởng tổ 9")."""
    words = clean(text).casefold().replace("uỷ", "ủy")
    return bool(_UNIT.match(words) or _UNIT_FOLDED.match(fold(words)))


_CUT = re.compile(r"\s+[–—-]+\s+|\s*[;|\t]\s*|,\s+|\s+[–—]|[–—]\s+|\s*[()]\s*")
_BORN = re.compile(r"^(?:sinh(?: năm)?|sn|ns|năm sinh)?[\s:.]*((?:\d{1,2}[/.\-]){0,2}\d{4})$", re.IGNORECASE)
_PHONE_WORD = re.compile(r"^(?:sđt|đt|điện thoại|tel|zalo)[\s:.]*", re.IGNORECASE)


def split_line(line: str) -> tuple[str, str, str, str, str]:
    """Return name, post, unit, year and phone of a line as people write it in a message.

    "1. Nguyễn Văn Mẫu – Tổ trưởng TDP 3, 0905 123 456" has a post and a phone; a third part is the unit.
    A part that names a unit is the unit wherever it stands: "Lê Văn Thử, Tổ 9" says no post.
    """
    parts = [part for part in _CUT.split(_NUMBERING.sub("", clean(line))) if part.strip(" :,")]
    rest: list[str] = []
    year = phone = ""
    for part in parts[1:]:
        number = _PHONE_WORD.sub("", part.strip())
        if not year and (found := _BORN.match(part.strip())):
            year = found[1]
        elif not phone and not read_phone(number)[1] and sum(c.isdigit() for c in number) >= 9:
            phone = number
        else:
            rest.append(part.strip())
    post = next((part for part in rest if not is_unit(part)), "")
    if post:
        rest.remove(post)
    return (parts[0].strip() if parts else "", post, ", ".join(rest), year, phone)
