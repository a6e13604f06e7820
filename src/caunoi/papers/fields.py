"""The fields that each kind of template may use, explained for the people who edit templates."""

from __future__ import annotations

from dataclasses import dataclass

from caunoi.papers.kinds import PaperKind


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


def describe_template(kind: PaperKind) -> list[FieldDoc]:
    """The fields of a kind of template in the order in which they stand on paper."""
    return list(_FIELDS[PaperKind(kind)])


def _lines(name: str, meaning: str) -> FieldDoc:
    return FieldDoc(name, meaning, is_list=True)


def _signer(name: str, meaning: str, *, required: bool = False) -> FieldDoc:
    return FieldDoc(
        name,
        meaning,
        required=required,
        fields=(
            _lines("quyen_han", "Các dòng quyền hạn, ví dụ “TM. ỦY BAN NHÂN DÂN”, “KT. CHỦ TỊCH”"),
            FieldDoc("chuc_danh", "Chức danh người ký"),
            FieldDoc("ho_ten", "Họ và tên người ký"),
        ),
    )


_HEADING = (
    _lines("co_quan_chu_quan", "Các dòng tên cơ quan chủ quản cấp trên; có thể để trống"),
    FieldDoc("co_quan_ban_hanh", "Các dòng tên cơ quan ban hành văn bản", is_list=True, required=True),
    FieldDoc("so_ky_hieu", "Số và ký hiệu; số để trống khi văn thư chưa cấp"),
    FieldDoc("dia_danh_ngay_thang", "Địa danh và ngày, tháng, năm; ngày để trống khi chưa ký"),
)

_COUNTS = (
    ("chi_tieu", "Chỉ tiêu"),
    ("duoc_cu", "Số được cử"),
    ("co_mat", "Số có mặt"),
    ("vang_co_phep", "Số vắng có phép"),
    ("vang_khong_phep", "Số vắng không phép"),
)


def _annex(name: str, meaning: str, rows: tuple[FieldDoc, ...], *more: FieldDoc) -> FieldDoc:
    return FieldDoc(
        name,
        meaning,
        fields=(
            FieldDoc("ten", "Tên phụ lục, ví dụ “Phụ lục II”"),
            FieldDoc("dong", "Các dòng của bảng; trống khi không có phụ lục này", True, fields=rows),
            *more,
        ),
    )


_CLASS_REPORT = (
    *_HEADING[:2],
    FieldDoc("so_ky_hieu", _HEADING[2].meaning, required=True),
    FieldDoc("dia_danh_ngay_thang", _HEADING[3].meaning, required=True),
    FieldDoc("trich_yeu", "Trích yếu: “Kết quả tổ chức lớp …”", required=True),
    FieldDoc("ten_lop", "Tên lớp đúng như đã đặt"),
    FieldDoc("co_quan_bao_cao", "Tên cơ quan báo cáo trong câu văn"),
    _lines("can_cu", "Các dòng “Căn cứ …”; trống khi căn cứ đã nằm trong câu mở đầu"),
    FieldDoc("mo_dau", "Câu mở đầu: “Thực hiện …, … báo cáo kết quả … như sau:”"),
    FieldDoc(
        "cac_phan",
        "Nội dung báo cáo đã soạn sẵn, chia phần I, II, III, IV; phần không có số liệu được lược bỏ",
        is_list=True,
        fields=(
            FieldDoc("tieu_de", "Số La Mã và tên phần"),
            FieldDoc(
                "cac_muc",
                "Các mục của phần",
                is_list=True,
                fields=(
                    FieldDoc("tieu_de", "Số và tên mục; có thể để trống"),
                    _lines("cac_doan", "Các đoạn văn của mục"),
                ),
            ),
        ),
    ),
    FieldDoc("ket_thuc", "Câu kết thúc, có dấu “./.”"),
    FieldDoc("chu_tri", "Cơ quan chủ trì"),
    FieldDoc("phoi_hop", "Cơ quan phối hợp"),
    FieldDoc("thoi_gian", "Ngày tổ chức lớp, ví dụ “từ ngày 12/11/2026 đến ngày 13/11/2026”"),
    FieldDoc("doi_tuong", "Đối tượng tham dự"),
    FieldDoc(
        "dia_diem",
        "Địa điểm hoặc các điểm cầu",
        is_list=True,
        fields=(
            FieldDoc("ten", "Tên địa điểm"),
            FieldDoc("dia_chi", "Địa chỉ"),
            FieldDoc("phu_trach", "Người phụ trách điểm cầu"),
        ),
    ),
    FieldDoc(
        "chuyen_de",
        "Các chuyên đề",
        is_list=True,
        fields=(
            FieldDoc("ten", "Tên chuyên đề"),
            FieldDoc("so_tiet", "Số tiết"),
            FieldDoc("bao_cao_vien", "Báo cáo viên kèm chức vụ khi đó"),
        ),
    ),
    _lines("khach_moi", "Lãnh đạo dự, khách mời kèm chức vụ khi đó"),
    *(
        FieldDoc(f"so_{name}", f"{meaning} của cả lớp; trống khi chưa rõ, giữ chữ “hơn”, “gần”")
        for name, meaning in (
            *_COUNTS,
            ("du_thay", "Số dự thay"),
            ("khach_moi", "Số khách mời"),
            ("luot_nguoi", "Tổng số lượt người"),
        )
    ),
    _lines("uu_diem", "Các đoạn về ưu điểm"),
    _lines("han_che", "Các đoạn về tồn tại, hạn chế"),
    _lines("nguyen_nhan", "Các đoạn về nguyên nhân"),
    _lines("kien_nghi", "Các đoạn về kiến nghị, đề xuất"),
    _signer("nguoi_ky", "Người ký báo cáo", required=True),
    _lines("noi_nhan", "Các dòng nơi nhận"),
    FieldDoc("dong_kem_theo", "Dòng “(Kèm theo Báo cáo số …)” đặt dưới tên phụ lục"),
    _annex(
        "phu_luc_chuong_trinh",
        "Phụ lục chương trình lớp",
        (
            FieldDoc("buoi", "Buổi và ngày"),
            FieldDoc(
                "muc",
                "Các mục chương trình của buổi",
                is_list=True,
                fields=(
                    FieldDoc("gio", "Giờ, ví dụ “7 giờ 30 - 8 giờ”"),
                    FieldDoc("noi_dung", "Nội dung"),
                    FieldDoc("nguoi_thuc_hien", "Người thực hiện"),
                ),
            ),
        ),
    ),
    _annex(
        "phu_luc_don_vi",
        "Phụ lục số lượng theo đơn vị",
        (
            FieldDoc("stt", "Số thứ tự"),
            FieldDoc("don_vi", "Tên đơn vị"),
            *(FieldDoc(name, meaning) for name, meaning in _COUNTS),
        ),
        FieldDoc(
            "tong",
            "Dòng cộng; trống ở cột có số chưa rõ",
            fields=tuple(FieldDoc(name, meaning) for name, meaning in _COUNTS),
        ),
    ),
    _annex(
        "phu_luc_tham_du",
        "Phụ lục tham dự theo từng buổi",
        (
            FieldDoc("stt", "Số thứ tự"),
            FieldDoc("buoi", "Buổi và ngày"),
            *(FieldDoc(name, meaning) for name, meaning in _COUNTS[2:]),
            FieldDoc("du_thay", "Số dự thay"),
        ),
    ),
    _annex(
        "phu_luc_cau_hoi",
        "Phụ lục câu hỏi và trả lời",
        (
            FieldDoc("stt", "Số thứ tự"),
            FieldDoc("cau_hoi", "Câu hỏi, vướng mắc"),
            FieldDoc("chuyen_de", "Chuyên đề liên quan"),
            _lines("tra_loi", "Các đoạn trả lời"),
            FieldDoc("nguoi_tra_loi", "Người trả lời kèm chức vụ"),
        ),
    ),
)

_LIST_FRAME = (
    *_HEADING,
    FieldDoc("ten_lop", "Tên lớp đúng như đã đặt"),
    FieldDoc("trich_yeu", "Tên lớp trong câu: “lớp tập huấn …”"),
    FieldDoc("dong_kem_theo", "Dòng “(Kèm theo Quyết định số …)”; trống khi không kèm văn bản"),
    FieldDoc("thoi_gian", "Ngày tổ chức lớp"),
    FieldDoc("dia_diem", "Địa điểm"),
    FieldDoc("tong_so", "Tổng số người trong danh sách"),
    _signer("nguoi_lap", "Người lập danh sách"),
    _signer("nguoi_phu_trach", "Người phụ trách"),
)

_PARTICIPANTS = FieldDoc(
    "hoc_vien",
    "Các học viên, mỗi người một dòng",
    is_list=True,
    required=True,
    fields=(
        FieldDoc("stt", "Số thứ tự"),
        FieldDoc("ho_ten", "Họ và tên", required=True),
        FieldDoc("chuc_vu", "Chức vụ"),
        FieldDoc("don_vi", "Đơn vị"),
        FieldDoc("ghi_chu", "Ghi chú"),
    ),
)

_SIGN_IN_SHEET = (
    *_LIST_FRAME,
    FieldDoc("so_buoi", "Số buổi của lớp"),
    FieldDoc("chia_khoi", "Đúng khi các buổi phải chia thành nhiều bảng"),
    FieldDoc(
        "cac_khoi",
        "Các bảng ký tên; mỗi bảng tối đa 6 buổi và đủ mọi học viên",
        is_list=True,
        required=True,
        fields=(
            FieldDoc("tieu_de", "“Buổi 1 đến buổi 6”"),
            FieldDoc(
                "buoi",
                "Các buổi của bảng, mỗi buổi một cột ký tên",
                is_list=True,
                required=True,
                fields=(
                    FieldDoc("so", "Thứ tự buổi"),
                    FieldDoc("ten", "Buổi và ngày đầy đủ"),
                    FieldDoc("phan", "“Sáng”, “Chiều” hoặc “Tối”"),
                    FieldDoc("ngay", "Ngày và tháng, ví dụ “22/11”"),
                ),
            ),
            _PARTICIPANTS,
        ),
    ),
)

_FIELDS = {
    PaperKind.CLASS_REPORT: _CLASS_REPORT,
    PaperKind.PARTICIPANT_LIST: (*_LIST_FRAME, _PARTICIPANTS),
    PaperKind.SIGN_IN_SHEET: _SIGN_IN_SHEET,
}
