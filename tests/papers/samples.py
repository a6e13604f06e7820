"""Made-up facts and small templates for the tests of papers."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

from docx import Document

from caunoi.papers import (
    AgendaLine,
    ClassReportPaper,
    Count,
    DayPart,
    DirectiveFacts,
    EvaluationFacts,
    HeadCounts,
    Heading,
    Layout,
    MoneyFacts,
    Parent,
    ParticipantFacts,
    ParticipantListPaper,
    PersonAtPost,
    QuestionFacts,
    QuizFacts,
    Signature,
    SignInSheetPaper,
    SittingCounts,
    SittingFacts,
    TopicFacts,
    TranscriptClass,
    TranscriptPaper,
    TranscriptPost,
    UnitCounts,
    VenuePointFacts,
)
from caunoi.papers.kinds.combined_list import CombinedListPaper

FIRST_DAY = dt.date(2026, 11, 12)


def heading(layout=Layout.STATE, **changes):
    values = {
        Layout.STATE: {"issuer": ("ỦY BAN NHÂN DÂN", "PHƯỜNG HÒA KHÁNH"), "suffix": "BC-UBND"},
        Layout.PARTY: {
            "superior": ("ĐẢNG BỘ THÀNH PHỐ ĐÀ NẴNG",),
            "issuer": ("ĐẢNG ỦY PHƯỜNG HÒA KHÁNH",),
            "suffix": "BC/ĐU",
        },
        Layout.FRONT: {"issuer": ("ỦY BAN MTTQ VIỆT NAM", "PHƯỜNG HÒA KHÁNH"), "suffix": "BC-MTTQ-BTT"},
    }[layout]
    return Heading(**{"layout": layout, "place": "Hòa Khánh", "month": 11, "year": 2026, **values, **changes})


def sittings(number):
    return tuple(
        SittingFacts(
            day=FIRST_DAY + dt.timedelta(days=place // 2),
            part=DayPart.AFTERNOON if place % 2 else DayPart.MORNING,
            agenda=(AgendaLine(title="Khai mạc", starts=dt.time(7, 30), ends=dt.time(8)),),
        )
        for place in range(number)
    )


def bare_report(layout=Layout.STATE, **facts):
    base = {
        "heading": heading(layout),
        "signature": Signature(),
        "title": "Tập huấn công tác hòa giải ở cơ sở",
        "office": "UBND phường Hòa Khánh",
    }
    return ClassReportPaper(**{**base, **facts})


def full_report(layout=Layout.STATE, **facts):
    base = {
        "signature": Signature(
            authority=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), title="PHÓ CHỦ TỊCH", name="Nguyễn Văn Mẫu"
        ),
        "recipients": ("UBND thành phố (b/c);", "Lưu: VT."),
        "hosts": ("UBND phường Hòa Khánh",),
        "co_organisers": ("Ủy ban MTTQ Việt Nam phường", "Phòng Tư pháp"),
        "directives": (
            DirectiveFacts(kind="Kế hoạch", number="12/KH-UBND", date=dt.date(2026, 2, 5), issuer="UBND phường"),
        ),
        "days": (FIRST_DAY, FIRST_DAY + dt.timedelta(days=1)),
        "audience": "hòa giải viên",
        "venue_points": (VenuePointFacts(name="Hội trường UBND phường", in_charge="Trần Thị Thử"),),
        "sittings": sittings(4),
        "topics": (
            TopicFacts(
                title="Kỹ năng hòa giải",
                periods=4,
                speakers=(PersonAtPost(name="Trần Thị Thử", post="Phó Trưởng phòng Tư pháp"),),
            ),
        ),
        "guests": (PersonAtPost(name="Lê Văn Ví Dụ", post="Phó Chủ tịch UBND phường"),),
        "counts": HeadCounts(
            quota=Count(1300),
            nominated=Count(286),
            present=Count(270),
            absent_with_leave=Count(10),
            absent_without_leave=Count(6),
            substitutes=Count(2),
            guests=Count(12),
            attendances=Count(1058),
        ),
        "by_unit": (
            UnitCounts(unit="Tổ dân phố số 1", nominated=Count(5), present=Count(4)),
            UnitCounts(unit="Tổ dân phố số 2", nominated=Count(6)),
        ),
        "by_sitting": (SittingCounts(sitting=sittings(1)[0], present=Count(265)),),
        "questions": (
            QuestionFacts(question="Một bên vắng mặt thì sao?", answer="Hẹn lần hai.\nLập biên bản."),
            QuestionFacts(question="Ai ký biên bản?"),
        ),
        "quizzes": (QuizFacts(name="Bài cuối khóa", taken=Count(248), average=Decimal("8.1"), out_of=Decimal(10)),),
        "evaluations": (EvaluationFacts(question="Nội dung", answers=(("Hữu ích", 240), ("Chưa", 8))),),
        "awards": Count(262),
        "money": MoneyFacts(source="ngân sách phường", planned=85_000_000, spent=79_450_000),
        "strong_points": "Nghiêm túc.\nSát thực tế.",
        "proposals": "Tiếp tục hỗ trợ báo cáo viên.",
    }
    return bare_report(layout, **{**base, **facts})


def people(number):
    return tuple(
        ParticipantFacts(name=f"Nguyễn Văn Mẫu {place}", post="Tổ trưởng", unit=f"Tổ dân phố số {place}")
        for place in range(1, number + 1)
    )


def participant_list(participants, layout=Layout.STATE, **facts):
    base = {"heading": heading(layout), "title": "Tập huấn hòa giải", "participants": participants}
    return ParticipantListPaper(**{**base, **facts})


def combined_list(participants, classes, layout=Layout.STATE, **facts):
    """Every second row is of the first class, the others of the second."""
    base = {"heading": heading(layout), "title": "Tập huấn hòa giải", "participants": participants, "classes": classes}
    places = tuple(place % 2 + 1 for place in range(len(participants)))
    return CombinedListPaper(**{**base, "places": places, "persons": len(participants), **facts})


def sign_in_sheet(participants, number_of_sittings, layout=Layout.STATE, **facts):
    base = {
        "heading": heading(layout),
        "title": "Tập huấn hòa giải",
        "participants": participants,
        "sittings": sittings(number_of_sittings),
        "parent": Parent(kind="Quyết định", suffix="QĐ-UBND", issuer="UBND phường Hòa Khánh"),
    }
    return SignInSheetPaper(**{**base, **facts})


def opened(data):
    return Document(io.BytesIO(data))


def lines(data):
    """The text of the body's own paragraphs that show something."""
    return [paragraph.text for paragraph in opened(data).paragraphs if paragraph.text.strip()]


def grid(table):
    return [[cell.text.strip() for cell in row.cells] for row in table.rows]


REQUIRED = (
    "{{ co_quan_ban_hanh|join }} {{ so_ky_hieu }} {{ dia_danh_ngay_thang }} {{ trich_yeu }} {{ nguoi_ky.ho_ten }}"
)


def word_file(*paragraphs):
    """A Word file whose paragraphs are the texts given."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def report_template(*paragraphs):
    """A template of a class report with all required fields, and the texts given."""
    return word_file(REQUIRED, *paragraphs)


def transcript(layout=Layout.STATE, rows=2, long=False):
    office = (
        "Trung tâm Bồi dưỡng chính trị và Ban Tuyên giáo, Dân vận Đảng ủy phường Hòa Khánh" if long else "UBND phường"
    )
    return TranscriptPaper(
        heading=heading(layout, suffix=""),
        name="Công Tằng Tôn Nữ Thị Nguyễn Trần Minh Họa" if long else "Trần Thị Mẫu",
        birth_year=1970,
        posts=tuple(
            TranscriptPost(
                when=f"01/{2000 + place}", title="Tổ trưởng tổ hòa giải", office=office, now="UBND phường mới"
            )
            for place in range(rows)
        ),
        classes=tuple(
            TranscriptClass(
                code=f"ABC{place:03d}", when="12–13/11/2026", office=office, role="học viên", attended="3/4"
            )
            for place in range(rows)
        ),
        attended=rows,
        signature=Signature(authority=("TM. ỦY BAN NHÂN DÂN",), title="CHỦ TỊCH", name="Lê Văn Ký"),
    )
