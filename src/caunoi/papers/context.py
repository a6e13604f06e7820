"""A paper as the plain values that a template sees: texts, truth values, lists and dicts.

No object with methods or attributes goes into a template. Names are Vietnamese without marks,
because the people who edit templates in Word read them; `fields` explains each.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from caunoi.papers import report_text
from caunoi.papers.facts import Count, ParticipantFacts, SittingFacts
from caunoi.papers.heading import Heading, Parent, Signature
from caunoi.papers.kinds import ClassReportPaper, Paper, ParticipantListPaper, SignInSheetPaper
from caunoi.papers.wording import (
    clock_span,
    listing,
    number,
    one_line,
    paragraphs,
    roman,
)

Value = str | bool | Sequence["Value"] | dict[str, "Value"]
Context = dict[str, Value]

# Narrower columns leave no room to sign on an A4 sheet in landscape.
SITTINGS_A_TABLE = 6


def context(paper: Paper) -> Context:
    """The values for the paper's kind of template."""
    if isinstance(paper, ClassReportPaper):
        return _class_report(paper)
    if isinstance(paper, SignInSheetPaper):
        return _sign_in_sheet(paper)
    return _participant_list(paper)


def _texts(values: Iterable[str]) -> list[Value]:
    return [text for value in values if (text := one_line(value))]


def _heading(heading: Heading) -> Context:
    return {
        "co_quan_chu_quan": _texts(heading.superior),
        "co_quan_ban_hanh": _texts(heading.issuer),
        "so_ky_hieu": heading.number_line,
        "dia_danh_ngay_thang": heading.date_line,
    }


def _signature(signature: Signature) -> Context:
    return {
        "quyen_han": _texts(signature.authority),
        "chuc_danh": one_line(signature.title),
        "ho_ten": one_line(signature.name),
    }


def _count(count: Count | None) -> str:
    return "" if count is None else count.text


def _class_report(paper: ClassReportPaper) -> Context:
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
        **_heading(paper.heading),
        "nguoi_ky": _signature(paper.signature),
        "noi_nhan": _texts(paper.recipients),
        "ten_lop": one_line(paper.title),
        "trich_yeu": f"Kết quả tổ chức {report_text.class_phrase(paper.title)}",
        "co_quan_bao_cao": one_line(paper.office),
        "can_cu": _texts(report_text.bases(paper)),
        "mo_dau": report_text.opening(paper),
        "cac_phan": [
            {
                "tieu_de": section.title,
                "cac_muc": [{"tieu_de": part.title, "cac_doan": list(part.lines)} for part in section.parts],
            }
            for section in report_text.sections(paper, annexes)
        ],
        "ket_thuc": report_text.closing(paper),
        "chu_tri": listing(map(one_line, paper.hosts)),
        "phoi_hop": listing(map(one_line, paper.co_organisers)),
        "thoi_gian": report_text.when(paper.days, paper.when),
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
        "khach_moi": _texts(guest.text for guest in paper.guests),
        "so_chi_tieu": _count(counts.quota),
        "so_duoc_cu": _count(counts.nominated),
        "so_co_mat": _count(counts.present),
        "so_vang_co_phep": _count(counts.absent_with_leave),
        "so_vang_khong_phep": _count(counts.absent_without_leave),
        "so_du_thay": _count(counts.substitutes),
        "so_khach_moi": _count(counts.guests),
        "so_luot_nguoi": _count(counts.attendances),
        "uu_diem": list(paragraphs(paper.strong_points)),
        "han_che": list(paragraphs(paper.weak_points)),
        "nguyen_nhan": list(paragraphs(paper.causes)),
        "kien_nghi": list(paragraphs(paper.proposals)),
        "dong_kem_theo": own.line(paper.heading.layout),
        "phu_luc_chuong_trinh": _programme(paper, annexes),
        "phu_luc_don_vi": _by_unit(paper, annexes),
        "phu_luc_tham_du": _by_sitting(paper, annexes),
        "phu_luc_cau_hoi": _questions(paper, annexes),
    }


def _annex_names(paper: ClassReportPaper) -> dict[str, str]:
    present = [
        key
        for key, rows in (
            ("programme", any(sitting.agenda for sitting in paper.sittings)),
            ("units", paper.by_unit),
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
            "chi_tieu": _count(row.quota),
            "duoc_cu": _count(row.nominated),
            "co_mat": _count(row.present),
            "vang_co_phep": _count(row.absent_with_leave),
            "vang_khong_phep": _count(row.absent_without_leave),
        }
        for place, row in enumerate(paper.by_unit, start=1)
    ]
    annex = _annex(annexes, "units", rows)
    annex["tong"] = {
        "chi_tieu": _total(row.quota for row in paper.by_unit),
        "duoc_cu": _total(row.nominated for row in paper.by_unit),
        "co_mat": _total(row.present for row in paper.by_unit),
        "vang_co_phep": _total(row.absent_with_leave for row in paper.by_unit),
        "vang_khong_phep": _total(row.absent_without_leave for row in paper.by_unit),
    }
    return annex


def _total(counts: Iterable[Count | None]) -> str:
    """The sum, or nothing where one of the counts is unknown or not exact."""
    values = [count.value if count is not None and count.is_exact else None for count in counts]
    known = [value for value in values if value is not None]
    return number(sum(known)) if len(known) == len(values) else ""


def _by_sitting(paper: ClassReportPaper, annexes: dict[str, str]) -> Context:
    rows: list[Value] = [
        {
            "stt": str(place),
            "buoi": row.sitting.label,
            "co_mat": _count(row.present),
            "vang_co_phep": _count(row.absent_with_leave),
            "vang_khong_phep": _count(row.absent_without_leave),
            "du_thay": _count(row.substitutes),
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


def _rows(participants: tuple[ParticipantFacts, ...]) -> list[Value]:
    return [
        {
            "stt": str(place),
            "ho_ten": one_line(row.name),
            "chuc_vu": one_line(row.post),
            "don_vi": one_line(row.unit),
            "ghi_chu": one_line(row.note),
        }
        for place, row in enumerate(participants, start=1)
    ]


def _list_frame(paper: ParticipantListPaper | SignInSheetPaper) -> Context:
    return {
        **_heading(paper.heading),
        "dong_kem_theo": paper.parent.line(paper.heading.layout) if paper.parent else "",
        "ten_lop": one_line(paper.title),
        "trich_yeu": report_text.class_phrase(paper.title),
        "thoi_gian": report_text.when(paper.days, paper.when),
        "dia_diem": one_line(paper.place),
        "tong_so": number(len(paper.participants)),
        "nguoi_lap": _signature(paper.prepared_by),
        "nguoi_phu_trach": _signature(paper.in_charge),
    }


def _participant_list(paper: ParticipantListPaper) -> Context:
    return {**_list_frame(paper), "hoc_vien": _rows(paper.participants)}


def _sign_in_sheet(paper: SignInSheetPaper) -> Context:
    rows = _rows(paper.participants)
    blocks: list[Value] = []
    first = 0
    for size in block_sizes(len(paper.sittings)):
        sittings = [
            _signed_sitting(str(place), sitting)
            for place, sitting in enumerate(paper.sittings[first : first + size], start=first + 1)
        ] or [_signed_sitting("", SittingFacts())]
        title = f"Buổi {first + 1}" if size == 1 else f"Buổi {first + 1} đến buổi {first + size}"
        blocks.append({"tieu_de": title, "buoi": sittings, "hoc_vien": rows})
        first += size
    return {
        **_list_frame(paper),
        "so_buoi": number(len(paper.sittings)),
        "chia_khoi": len(blocks) > 1,
        "cac_khoi": blocks,
    }


def _signed_sitting(place: str, sitting: SittingFacts) -> Context:
    return {
        "so": place,
        "ten": sitting.label,
        "phan": sitting.part_word,
        "ngay": f"{sitting.day:%d/%m}" if sitting.day else "",
    }


def block_sizes(sittings: int) -> list[int]:
    """How many signature columns each table gets: as few tables as fit, evenly filled."""
    tables = max(1, math.ceil(sittings / SITTINGS_A_TABLE))
    base, more = divmod(sittings, tables)
    return [base + 1] * more + [base] * (tables - more)
