"""The fields that each kind of template may use, explained for the people who edit templates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldDoc:
    """A field: its name in a template, what it holds, and its own fields.

    A list is walked with {% for %}; a group is read with a point (`nguoi_ky.ho_ten`). A required
    field must stand in every template of the kind.
    """

    name: str
    meaning: str
    is_list: bool = False
    required: bool = False
    fields: tuple[FieldDoc, ...] = ()


def lines(name: str, meaning: str) -> FieldDoc:
    """A list of texts."""
    return FieldDoc(name, meaning, is_list=True)


def signer(name: str, meaning: str, *, required: bool = False) -> FieldDoc:
    """Somebody who signs."""
    return FieldDoc(
        name,
        meaning,
        required=required,
        fields=(
            lines("quyen_han", "Các dòng quyền hạn, ví dụ “TM. ỦY BAN NHÂN DÂN”, “KT. CHỦ TỊCH”"),
            FieldDoc("chuc_danh", "Chức danh người ký"),
            FieldDoc("ho_ten", "Họ và tên người ký"),
        ),
    )


HEADING = (
    lines("co_quan_chu_quan", "Các dòng tên cơ quan chủ quản cấp trên; có thể để trống"),
    FieldDoc("co_quan_ban_hanh", "Các dòng tên cơ quan ban hành văn bản", is_list=True, required=True),
    FieldDoc("so_ky_hieu", "Số và ký hiệu; số để trống khi văn thư chưa cấp"),
    FieldDoc("dia_danh_ngay_thang", "Địa danh và ngày, tháng, năm; ngày để trống khi chưa ký"),
)

COUNTS = (
    ("chi_tieu", "Chỉ tiêu"),
    ("duoc_cu", "Số được cử"),
    ("co_mat", "Số có mặt"),
    ("vang_co_phep", "Số vắng có phép"),
    ("vang_khong_phep", "Số vắng không phép"),
)


def annex(name: str, meaning: str, rows: tuple[FieldDoc, ...], *more: FieldDoc) -> FieldDoc:
    """An annex with a table; `more` are fields beside its rows."""
    return FieldDoc(
        name,
        meaning,
        fields=(
            FieldDoc("ten", "Tên phụ lục, ví dụ “Phụ lục II”"),
            FieldDoc("dong", "Các dòng của bảng; trống khi không có phụ lục này", True, fields=rows),
            *more,
        ),
    )
