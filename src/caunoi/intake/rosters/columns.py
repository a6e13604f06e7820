"""Which row is the head, which column is what, and which columns are never kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from caunoi.core.text import fold
from caunoi.intake.rosters.files import Table
from caunoi.intake.rosters.values import is_unit, looks_like

FULL_NAME = "full_name"
FAMILY_NAME = "family_name"
GIVEN_NAME = "given_name"
POST = "post"
UNIT = "unit_text"
BIRTH = "birth_year"
PHONE = "phone"
NOTE = "note"
VENUE = "venue"
NUMBER = "number"
FIELDS = (FULL_NAME, FAMILY_NAME, GIVEN_NAME, POST, UNIT, BIRTH, PHONE, VENUE, NOTE)

# Folded heads, longest match first within a column. A head may say more: "Họ và tên học viên", "Số điện thoại (Zalo)".
_HEADS: dict[str, tuple[str, ...]] = {
    NUMBER: ("stt", "tt", "so tt", "so thu tu", "thu tu", "no"),
    FULL_NAME: ("ho va ten", "ho ten", "ho va ten dem va ten", "ten hoc vien", "hoc vien", "full name"),
    FAMILY_NAME: ("ho va ten dem", "ho dem", "ho va dem", "ho va chu dem", "ho lot", "ho"),
    GIVEN_NAME: ("ten",),
    POST: ("chuc vu", "chuc danh", "chuc danh cong tac", "chuc vu cong tac", "nhiem vu", "vi tri", "cong viec"),
    UNIT: (
        "don vi",
        "don vi cong tac",
        "noi cong tac",
        "co quan",
        "co quan don vi",
        "dia ban",
        "to dan pho",
        "thon",
        "tdp",
        "phuong",
        "xa",
        "phuong xa",
        "xa phuong",
        "don vi cu",
        "to thon bo phan",
        "bo phan",
        "phong ban",
    ),
    BIRTH: ("nam sinh", "ngay sinh", "ngay thang nam sinh", "sinh nam", "sinh ngay", "ns"),
    PHONE: ("dien thoai", "so dien thoai", "sdt", "dt", "so dt", "di dong", "dtdd", "zalo", "so dien thoai lien he"),
    VENUE: ("diem cau", "diem hop", "dia diem hoc"),
    NOTE: ("ghi chu", "chu thich", "note"),
}
_BY_HEAD = {head: kind for kind, heads in _HEADS.items() for head in heads}
# A head that goes on after one of these is still that column.
_PREFIXES = sorted(
    ((head, kind) for head, kind in _BY_HEAD.items() if len(head) > 3 and kind != GIVEN_NAME),
    key=lambda pair: -len(pair[0]),
)
_HALVES = {"nam", "nu"}

# What a head must not say: belief, ethnicity, membership, health, origin, family. Such a column is never kept.
_NEVER = re.compile(
    r"\b(dan toc|ton giao|tin nguong|dang vien|vao dang|ket nap|chuyen dang chinh thuc|the dang|tuoi dang|dang tich"
    r"|ngay chinh thuc|doan vien|vao doan|hoi vien hoi|thanh phan|xuat than|suc khoe|benh|khuyet tat|nhom mau|hon nhan"
    r"|tinh trang gia dinh|chuc sac|chuc viec|phap danh|ten thanh|thanh danh|doi tuong chinh sach|ho ngheo|chinh kien"
    r"|quan diem|tien an|lich su chinh tri)\b"
)
_NEVER_WHOLE = {"dang", "doan", "dv", "dang doan", "dt tg", "tg", "dao", "doi tuong", "dien", "ngay vd"}
# Not needed to hold a class, and harmful when it leaks.
_NOT_NEEDED = re.compile(r"\b(cccd|cmnd|cmt|can cuoc|chung minh|ho chieu|so tai khoan|tai khoan|ngan hang|bhxh|bhyt)\b")
# A list without a head may still hold such a column: it is known by its values alone.
_NAMES_OF_GROUPS = (
    "kinh|tay|thai|hoa|khmer|muong|nung|hmong|h'mong|mong|dao|gia rai|ede|e de|e-de|ba na|xo dang|san chay|co ho|cham"
    "|san diu|hre|mnong|m'nong|ra glai|raglay|xtieng|bru van kieu|bru - van kieu|tho|giay|co tu|gie trieng|ma|kho mu|co"
    "|ta oi|cho ro|khang|xinh mun|ha nhi|chu ru|lao|la chi|la ha|phu la|la hu|lu|lo lo|chut|mang|pa then|co lao|cong"
    "|bo y|si la|pu peo|brau|o du|ro mam|phat giao|dao phat|cong giao|thien chua giao|dao thien chua|tin lanh"
    "|dao tin lanh|cao dai|hoa hao|phat giao hoa hao|hoi giao|khong ton giao|dang vien|dang vien chinh thuc"
    "|dang vien du bi|quan chung"
)
_VALUES = frozenset(_NAMES_OF_GROUPS.split("|"))
# Of these, the ones that mean nothing else wherever they stand: such a cell is emptied in any column but name and unit.
_CELL = re.compile(
    r"^(dang vien( chinh thuc| du bi)?|(dao )?(phat giao|cong giao|thien chua giao|tin lanh|cao dai)|phat giao hoa hao"
    r"|(dan toc|ton giao|theo dao|ngay vao dang|vao dang)\b.*|khong ton giao)$"
)
_SEARCHED = 30


@dataclass(frozen=True, kw_only=True)
class Head:
    """The head of a table: the last of its rows counted from 0 (-1 without one), and the words above each column."""

    row: int
    words: tuple[str, ...]


def kind_of(head: str) -> str:
    """Return the field that a head's words name; "" for none that is known."""
    words = _plain(head)
    if words in _BY_HEAD:
        return _BY_HEAD[words]
    return next((kind for prefix, kind in _PREFIXES if re.match(rf"{re.escape(prefix)}\b", words)), "")


def is_never_kept(head: str) -> bool:
    """Say whether a column under this head is dropped unseen.

    "Chức vụ Đảng, chính quyền" is a post and "Đơn vị (Ban Dân tộc)" a unit: a head that begins as one is kept, unless
    it is a post within a religion.
    """
    words = _plain(head)
    if not words:
        return False
    if words in _NEVER_WHOLE or _NOT_NEEDED.search(words):
        return True
    if kind_of(head) in {POST, UNIT} and not re.search(r"\b(dang vien|ket nap|vao dang)\b", words):
        return bool(re.search(r"\bton giao\b", words)) and kind_of(head) == POST
    return bool(_NEVER.search(words))


def find_head(table: Table) -> Head:
    """Return the head of a table: the row among the first thirty that names most columns, at least two or a name."""
    best, best_score = -1, 0
    for index, row in enumerate(table.rows[:_SEARCHED]):
        filled = [cell for cell in row if cell]
        kinds = {kind_of(cell) for cell in filled} - {""}
        score = len(kinds) + sum(1 for cell in filled if len(cell) <= 60 and is_never_kept(cell))
        names = bool(kinds & {FULL_NAME, FAMILY_NAME})
        if (score >= 2 or (names and len(filled) <= 2)) and score > best_score:
            best, best_score = index, score
    return head_at(table, best)


def head_at(table: Table, row: int) -> Head:
    """Return the head that ends at ``row``, with the halves below and the group above it ("Năm sinh": Nam | Nữ)."""
    if not 0 <= row < len(table.rows):
        return Head(row=-1, words=("",) * _width(table))
    words = list(table.rows[row])
    below = table.rows[row + 1] if row + 1 < len(table.rows) else []
    if _HALVES & {_plain(cell) for cell in below} and not _HALVES & {_plain(cell) for cell in words}:
        row += 1
        words, upper = list(below), words
    else:
        upper = table.rows[row - 1] if row else []
    group = ""
    for place, word in enumerate(words):
        above = upper[place] if place < len(upper) else ""
        group = above or group
        if _plain(word) in _HALVES | {"ngay", "thang", "nam"} and kind_of(group) == BIRTH:
            words[place] = f"{group}: {word}"
        elif not word:
            words[place] = above if kind_of(above) or is_never_kept(above) else ""
        elif above and above != word and is_never_kept(above):
            words[place] = f"{above}: {word}"
    return Head(row=row, words=tuple(words))


def _width(table: Table) -> int:
    return max((len(row) for row in table.rows), default=0)


def never_kept_columns(table: Table) -> dict[int, str]:
    """Return the columns of a table that are dropped unseen, with the words that say so.

    Every row that looks like a head counts, not only the one that was chosen, and a column is also known by values
    that are nothing else: whoever chooses another head later finds none of them.
    """
    found: dict[int, str] = {}
    chosen = find_head(table)
    candidates = {index for index, row in enumerate(table.rows[:_SEARCHED]) if _is_like_head(row)} | {chosen.row}
    for index in sorted(candidates - {-1}):
        words = head_at(table, index).words
        last = ""
        for place, word in enumerate(words):
            above = table.rows[index - 1][place] if index else ""
            last = above or last
            for text in (word, table.rows[index][place]):
                if len(text) <= 120 and is_never_kept(text):
                    found.setdefault(place, text)
            # A cell merged over several columns stands in the first of them only.
            if not above and word and not kind_of(word) and is_never_kept(last) and len(last) <= 60:
                found.setdefault(place, last)
    for place in range(_width(table)):
        if place in found or kind_of(chosen.words[place]):
            continue
        values = [fold(row[place]) for row in table.rows[chosen.row + 1 :] if row[place]]
        hits = sum(1 for value in values if value in _VALUES)
        if hits >= 2 and hits * 10 >= len(values) * 6:
            found[place] = chosen.words[place]
    return found


def _is_like_head(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    named = sum(1 for cell in filled if kind_of(cell))
    never = sum(1 for cell in filled if len(cell) <= 60 and is_never_kept(cell))
    return named > 0 and never > 0 and (named + never) * 2 >= len(filled)


def guess_columns(table: Table, head: Head) -> dict[int, str]:
    """Return column -> field from the head's words, and from what the cells look like where there is no head."""
    columns: dict[int, str] = {}
    if head.row >= 0:
        for place, word in enumerate(head.words):
            kind = kind_of(word)
            if kind and kind != NUMBER and (kind == BIRTH or kind not in columns.values()):
                columns[place] = kind
        if FULL_NAME in columns.values():
            columns = {place: kind for place, kind in columns.items() if kind not in {FAMILY_NAME, GIVEN_NAME}}
        elif FAMILY_NAME in columns.values() and GIVEN_NAME not in columns.values():
            _name_of_two(columns, head)
        elif GIVEN_NAME in columns.values() and FAMILY_NAME not in columns.values():
            columns = {place: FULL_NAME if kind == GIVEN_NAME else kind for place, kind in columns.items()}
    if not {FULL_NAME, FAMILY_NAME} & set(columns.values()):
        columns |= _by_look(table, head.row + 1, columns)
    return columns


def _name_of_two(columns: dict[int, str], head: Head) -> None:
    """Take "Họ và tên" merged over two columns, family name and given name, as the two it is."""
    place = next(place for place, kind in columns.items() if kind == FAMILY_NAME)
    if place + 1 < len(head.words) and not head.words[place + 1]:
        columns[place + 1] = GIVEN_NAME
    else:
        columns[place] = FULL_NAME


def _by_look(table: Table, start: int, known: dict[int, str]) -> dict[int, str]:
    rows = table.rows[start : start + 200]
    found: dict[int, str] = {}
    free = [place for place in range(_width(table)) if place not in known]
    for kind in (PHONE, BIRTH, FULL_NAME):
        for place in free:
            values = [row[place] for row in rows if row[place]]
            hits = sum(1 for value in values if looks_like(kind, value))
            if values and hits * 2 > len(values) and place not in found and kind not in found.values():
                found[place] = kind
    texts = [
        place
        for place in free
        if place not in found and any(len(row[place]) > 2 and not row[place].isdigit() for row in rows)
    ]
    if UNIT not in known.values():
        for place in texts:
            values = [row[place] for row in rows if row[place]]
            if sum(1 for value in values if is_unit(value)) * 2 > len(values):
                found[place] = UNIT
                texts.remove(place)
                break
    for kind in (POST, UNIT, NOTE):
        if kind in found.values():
            continue
        if texts and kind not in known.values():
            found[texts.pop(0)] = kind
    return found


def _plain(text: str) -> str:
    return re.sub(r"[\s_*:;,./()\-]+", " ", fold(text)).strip()


def says_never_kept(cell: str) -> bool:
    """Say whether a cell is nothing but a belief, an ethnicity or a membership."""
    return bool(_CELL.match(_plain(cell)))
