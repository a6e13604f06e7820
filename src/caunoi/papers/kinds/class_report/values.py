"""What the template of a class report sees."""

from __future__ import annotations

from caunoi.papers.heading import Parent
from caunoi.papers.kinds.class_report import text
from caunoi.papers.kinds.class_report.paper import ClassReportPaper
from caunoi.papers.sections import section_values
from caunoi.papers.values import Context, Value, count_text, heading_values, signature_values, texts, total
from caunoi.papers.wording import clock_span, listing, number, one_line, paragraphs, roman


def report_values(paper: ClassReportPaper) -> Context:
    """What the template sees."""
    annexes = _annex_names(paper)
    counts = paper.counts
    own = Parent(
        kind="Báo cáo",
        number=paper.heading.number,
        suffix=paper.heading.suffix,
        date=paper.heading.date,
        month=paper.heading.month,
        year=paper.heading.year,
        issuer=paper.office,
    )
    return {
        **heading_values(paper.heading),
        "nguoi_ky": signature_values(paper.signature),
        "noi_nhan": texts(paper.recipients),
        "ten_lop": one_line(paper.title),
        "trich_yeu": f"Kết quả tổ chức {text.class_phrase(paper.title)}",
        "co_quan_bao_cao": one_line(paper.office),
        "can_cu": texts(text.bases(paper)),
        "mo_dau": text.opening(paper),
        "cac_phan": section_values(text.sections(paper, annexes)),
        "ket_thuc": text.closing(paper),
        "chu_tri": listing(map(one_line, paper.hosts)),
        "phoi_hop": listing(map(one_line, paper.co_organisers)),
        "thoi_gian": text.when(paper.days, paper.when),
        "doi_tuong": one_line(paper.audience),
        "dia_diem": [
            {
                "ten": one_line(point.name),
                "dia_chi": one_line(point.address),
                "phu_trach": one_line(point.in_charge),
            }
            for point in paper.venue_points
        ],
        "chuyen_de": [
            {
                "ten": one_line(topic.title),
                "so_tiet": "" if topic.periods is None else number(topic.periods),
                "bao_cao_vien": "; ".join(one_line(speaker.text) for speaker in topic.speakers),
            }
            for topic in paper.topics
        ],
        "khach_moi": texts(guest.text for guest in paper.guests),
        "so_chi_tieu": count_text(counts.quota),
        "so_duoc_cu": count_text(counts.nominated),
        "so_co_mat": count_text(counts.present),
        "so_vang_co_phep": count_text(counts.absent_with_leave),
        "so_vang_khong_phep": count_text(counts.absent_without_leave),
        "so_du_thay": count_text(counts.substitutes),
        "so_khach_moi": count_text(counts.guests),
        "so_luot_nguoi": count_text(counts.attendances),
        "uu_diem": list(paragraphs(paper.strong_points)),
        "han_che": list(paragraphs(paper.weak_points)),
        "nguyen_nhan": list(paragraphs(paper.causes)),
        "kien_nghi": list(paragraphs(paper.proposals)),
        "dong_kem_theo": own.line(paper.heading.layout),
        "phu_luc_chuong_trinh": _programme(paper, annexes),
        "phu_luc_don_vi": _by_unit(paper, annexes),
        "phu_luc_diem_cau": _by_point(paper, annexes),
        "phu_luc_tham_du": _by_sitting(paper, annexes),
        "phu_luc_cau_hoi": _questions(paper, annexes),
    }


def _annex_names(paper: ClassReportPaper) -> dict[str, str]:
    present = [
        key
        for key, rows in (
            ("programme", any(sitting.agenda for sitting in paper.sittings)),
            ("units", paper.by_unit),
            ("points", paper.by_point),
            ("attendance", paper.by_sitting),
            ("questions", paper.questions),
        )
        if rows
    ]
    if len(present) == 1:
        return {present[0]: "Phụ lục kèm theo"}
    return {key: f"Phụ lục {roman(place)}" for place, key in enumerate(present, start=1)}


def _annex(annexes: dict[str, str], key: str, rows: list[Value]) -> Context:
    name = annexes.get(key, "")
    return {"ten": name.removesuffix(" kèm theo"), "dong": rows if name else []}


def _programme(paper: ClassReportPaper, annexes: dict[str, str]) -> Context:
    rows: list[Value] = [
        {
            "buoi": sitting.label,
            "muc": [
                {
                    "gio": clock_span(line.starts, line.ends),
                    "noi_dung": one_line(line.title),
                    "nguoi_thuc_hien": one_line(line.in_charge),
                }
                for line in sitting.agenda
            ],
        }
        for sitting in paper.sittings
        if sitting.agenda
    ]
    return _annex(annexes, "programme", rows)


def _by_unit(paper: ClassReportPaper, annexes: dict[str, str]) -> Context:
    rows: list[Value] = [
        {
            "stt": str(place),
            "don_vi": one_line(row.unit),
            "chi_tieu": count_text(row.quota),
            "duoc_cu": count_text(row.nominated),
            "co_mat": count_text(row.present),
            "vang_co_phep": count_text(row.absent_with_leave),
            "vang_khong_phep": count_text(row.absent_without_leave),
        }
        for place, row in enumerate(paper.by_unit, start=1)
    ]
    annex = _annex(annexes, "units", rows)
    annex["tong"] = {
        "chi_tieu": total(row.quota for row in paper.by_unit),
        "duoc_cu": total(row.nominated for row in paper.by_unit),
        "co_mat": total(row.present for row in paper.by_unit),
        "vang_co_phep": total(row.absent_with_leave for row in paper.by_unit),
        "vang_khong_phep": total(row.absent_without_leave for row in paper.by_unit),
    }
    return annex


def _by_point(paper: ClassReportPaper, annexes: dict[str, str]) -> Context:
    rows: list[Value] = [
        {
            "stt": str(place),
            "diem_cau": one_line(row.name),
            "duoc_cu": row.nominated.text,
            "co_mat": row.present.text,
            "vang_co_phep": row.absent_with_leave.text,
            "vang_khong_phep": row.absent_without_leave.text,
            "luot_nguoi": row.attendances.text,
        }
        for place, row in enumerate(paper.by_point, start=1)
    ]
    return _annex(annexes, "points", rows)


def _by_sitting(paper: ClassReportPaper, annexes: dict[str, str]) -> Context:
    rows: list[Value] = [
        {
            "stt": str(place),
            "buoi": row.sitting.label,
            "co_mat": count_text(row.present),
            "vang_co_phep": count_text(row.absent_with_leave),
            "vang_khong_phep": count_text(row.absent_without_leave),
            "du_thay": count_text(row.substitutes),
        }
        for place, row in enumerate(paper.by_sitting, start=1)
    ]
    return _annex(annexes, "attendance", rows)


def _questions(paper: ClassReportPaper, annexes: dict[str, str]) -> Context:
    rows: list[Value] = [
        {
            "stt": str(place),
            "cau_hoi": one_line(row.question),
            "chuyen_de": one_line(row.topic),
            "tra_loi": list(paragraphs(row.answer)) or ["Chưa trả lời."],
            "nguoi_tra_loi": one_line(row.answered_by),
        }
        for place, row in enumerate(paper.questions, start=1)
    ]
    return _annex(annexes, "questions", rows)
