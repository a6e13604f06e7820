"""The fields of the class report's template, and the template that is shipped."""

from __future__ import annotations

from docx.document import Document as DocumentType
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

from caunoi.papers import sections
from caunoi.papers.building.frames import add_heading, add_report_signature, add_title, begin_annex, end_annex
from caunoi.papers.building.parts import (
    BASE,
    BODY,
    CELL,
    CELL_CENTER,
    CENTER,
    COMMAND,
    PORTRAIT_WIDTH,
    Holder,
    Style,
    add_grid,
    fill,
    keep_row_whole,
    loop_rows,
    new_document,
    write,
)
from caunoi.papers.fields import COUNTS, HEADING, FieldDoc, annex, lines, signer
from caunoi.papers.heading import Layout

FIELDS = (
    *HEADING[:2],
    FieldDoc("so_ky_hieu", HEADING[2].meaning, required=True),
    FieldDoc("dia_danh_ngay_thang", HEADING[3].meaning, required=True),
    FieldDoc("trich_yeu", "Trích yếu: “Kết quả tổ chức lớp …”", required=True),
    FieldDoc("ten_lop", "Tên lớp đúng như đã đặt"),
    FieldDoc("co_quan_bao_cao", "Tên cơ quan báo cáo trong câu văn"),
    lines("can_cu", "Các dòng “Căn cứ …”; trống khi căn cứ đã nằm trong câu mở đầu"),
    FieldDoc("mo_dau", "Câu mở đầu: “Thực hiện …, … báo cáo kết quả … như sau:”"),
    sections.FIELD,
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
    lines("khach_moi", "Lãnh đạo dự, khách mời kèm chức vụ khi đó"),
    *(
        FieldDoc(f"so_{name}", f"{meaning} của cả lớp; trống khi chưa rõ, giữ chữ “hơn”, “gần”")
        for name, meaning in (
            *COUNTS,
            ("du_thay", "Số dự thay"),
            ("khach_moi", "Số khách mời"),
            ("luot_nguoi", "Tổng số lượt người"),
        )
    ),
    lines("uu_diem", "Các đoạn về ưu điểm"),
    lines("han_che", "Các đoạn về tồn tại, hạn chế"),
    lines("nguyen_nhan", "Các đoạn về nguyên nhân"),
    lines("kien_nghi", "Các đoạn về kiến nghị, đề xuất"),
    signer("nguoi_ky", "Người ký báo cáo", required=True),
    lines("noi_nhan", "Các dòng nơi nhận"),
    FieldDoc("dong_kem_theo", "Dòng “(Kèm theo Báo cáo số …)” đặt dưới tên phụ lục"),
    annex(
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
    annex(
        "phu_luc_don_vi",
        "Phụ lục số lượng theo đơn vị",
        (
            FieldDoc("stt", "Số thứ tự"),
            FieldDoc("don_vi", "Tên đơn vị"),
            *(FieldDoc(name, meaning) for name, meaning in COUNTS),
        ),
        FieldDoc(
            "tong",
            "Dòng cộng; trống ở cột có số chưa rõ",
            fields=tuple(FieldDoc(name, meaning) for name, meaning in COUNTS),
        ),
    ),
    annex(
        "phu_luc_diem_cau",
        "Phụ lục số lượng theo điểm cầu",
        (
            FieldDoc("stt", "Số thứ tự"),
            FieldDoc("diem_cau", "Tên điểm cầu"),
            *(FieldDoc(name, meaning) for name, meaning in COUNTS[1:]),
            FieldDoc("luot_nguoi", "Tổng số lượt người"),
        ),
    ),
    annex(
        "phu_luc_tham_du",
        "Phụ lục tham dự theo từng buổi",
        (
            FieldDoc("stt", "Số thứ tự"),
            FieldDoc("buoi", "Buổi và ngày"),
            *(FieldDoc(name, meaning) for name, meaning in COUNTS[2:]),
            FieldDoc("du_thay", "Số dự thay"),
        ),
    ),
    annex(
        "phu_luc_cau_hoi",
        "Phụ lục câu hỏi và trả lời",
        (
            FieldDoc("stt", "Số thứ tự"),
            FieldDoc("cau_hoi", "Câu hỏi, vướng mắc"),
            FieldDoc("chuyen_de", "Chuyên đề liên quan"),
            lines("tra_loi", "Các đoạn trả lời"),
            FieldDoc("nguoi_tra_loi", "Người trả lời kèm chức vụ"),
        ),
    ),
)


COUNT_HEADS = ("Chỉ tiêu", "Được cử", "Có mặt", "Vắng có phép", "Vắng không phép")
COUNT_FIELDS = ("chi_tieu", "duoc_cu", "co_mat", "vang_co_phep", "vang_khong_phep")


def add_annexes(document: DocumentType) -> None:
    """Programme, counts by unit, attendance by sitting, questions."""
    begin_annex(document, "phu_luc_chuong_trinh", "CHƯƠNG TRÌNH")
    table = add_grid(document, [("Thời gian", 38), ("Nội dung", 80), ("Người thực hiện", 47)], rows=6)
    write(
        table.cell(1, 0).paragraphs[0],
        "{%tr for buoi in phu_luc_chuong_trinh.dong %}",
        COMMAND,
    )
    merged = table.cell(2, 0).merge(table.cell(2, 2))
    write(
        merged.paragraphs[0],
        "{{ buoi.buoi }}",
        Style(size=12, bold=True, before=2, after=2, keep=True),
    )
    keep_row_whole(table.rows[2])
    loop_rows(
        table,
        3,
        "muc in buoi.muc",
        [
            ("{{ muc.gio }}", CELL_CENTER),
            ("{{ muc.noi_dung }}", CELL),
            ("{{ muc.nguoi_thuc_hien }}", CELL),
        ],
    )
    write(table.cell(6, 0).paragraphs[0], "{%tr endfor %}", COMMAND)
    end_annex(document)

    begin_annex(document, "phu_luc_don_vi", "SỐ LƯỢNG HỌC VIÊN THEO ĐƠN VỊ")
    heads = [("STT", 12.0), ("Đơn vị", 58.0), *((head, 19.0) for head in COUNT_HEADS)]
    table = add_grid(document, heads, rows=4)
    loop_rows(
        table,
        1,
        "dong in phu_luc_don_vi.dong",
        [("{{ dong.stt }}", CELL_CENTER), ("{{ dong.don_vi }}", CELL)]
        + [(f"{{{{ dong.{field} }}}}", CELL_CENTER) for field in COUNT_FIELDS],
    )
    total = Style(size=12, bold=True, before=1, after=1)
    total_center = Style(size=12, bold=True, align=CENTER, before=1, after=1)
    fill(
        table.rows[4],
        [("", total), ("Cộng", total)]
        + [(f"{{{{ phu_luc_don_vi.tong.{field} }}}}", total_center) for field in COUNT_FIELDS],
    )
    end_annex(document)

    begin_annex(document, "phu_luc_diem_cau", "SỐ LƯỢNG HỌC VIÊN THEO ĐIỂM CẦU")
    heads = [("STT", 12.0), ("Điểm cầu", 58.0)]
    heads += [(head, 19.0) for head in (*COUNT_HEADS[1:], "Lượt người")]
    table = add_grid(document, heads, rows=3)
    loop_rows(
        table,
        1,
        "dong in phu_luc_diem_cau.dong",
        [("{{ dong.stt }}", CELL_CENTER), ("{{ dong.diem_cau }}", CELL)]
        + [(f"{{{{ dong.{field} }}}}", CELL_CENTER) for field in (*COUNT_FIELDS[1:], "luot_nguoi")],
    )
    end_annex(document)

    begin_annex(document, "phu_luc_tham_du", "SỐ LƯỢNG THAM DỰ TỪNG BUỔI")
    heads = [("STT", 12.0), ("Buổi", 61.0)]
    heads += [(head, 23.0) for head in (*COUNT_HEADS[2:], "Dự thay")]
    table = add_grid(document, heads, rows=3)
    loop_rows(
        table,
        1,
        "dong in phu_luc_tham_du.dong",
        [("{{ dong.stt }}", CELL_CENTER), ("{{ dong.buoi }}", CELL)]
        + [(f"{{{{ dong.{field} }}}}", CELL_CENTER) for field in (*COUNT_FIELDS[2:], "du_thay")],
    )
    end_annex(document)

    begin_annex(document, "phu_luc_cau_hoi", "CÂU HỎI, VƯỚNG MẮC VÀ TRẢ LỜI")
    table = add_grid(document, [("STT", 12), ("Câu hỏi, vướng mắc", 68), ("Trả lời", 85)], rows=3)
    write(table.cell(1, 0).paragraphs[0], "{%tr for dong in phu_luc_cau_hoi.dong %}", COMMAND)
    row = table.rows[2]
    write(row.cells[0].paragraphs[0], "{{ dong.stt }}", CELL_CENTER)
    question, answer = Holder(row.cells[1]), Holder(row.cells[2])
    question.add("{{ dong.cau_hoi }}", CELL)
    question.add("{%p if dong.chuyen_de %}", COMMAND)
    question.add("(Chuyên đề: {{ dong.chuyen_de }})", Style(size=12, italic=True, after=1))
    question.add("{%p endif %}", COMMAND)
    answer.each("doan in dong.tra_loi", "{{ doan }}", CELL)
    answer.add("{%p if dong.nguoi_tra_loi %}", COMMAND)
    answer.add("({{ dong.nguoi_tra_loi }})", Style(size=12, italic=True, after=1))
    answer.add("{%p endif %}", COMMAND)
    keep_row_whole(row)
    for cell in row.cells:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    write(table.cell(3, 0).paragraphs[0], "{%tr endfor %}", COMMAND)
    end_annex(document)


def build(layout: Layout) -> DocumentType:
    """The class report with its annexes."""
    document = new_document()
    add_heading(document, layout, PORTRAIT_WIDTH, dated=True)
    title = Style(size=16 if layout is Layout.PARTY else 14, bold=True, align=CENTER, before=18)
    add_title(
        document,
        [("BÁO CÁO", title), ("{{ trich_yeu }}", Style(bold=True, align=CENTER))],
        PORTRAIT_WIDTH,
    )
    holder = Holder(document)
    holder.each("dong in can_cu", "{{ dong }}", BODY if layout is Layout.PARTY else BASE)
    holder.add("{{ mo_dau }}", BODY)
    sections.add_sections(holder)
    closing = holder.add("{{ ket_thuc }}", BODY)
    closing.paragraph_format.keep_with_next = True
    holder.add("", Style(size=6, keep=True))
    add_report_signature(document, layout)
    add_annexes(document)
    return document
