"""A paper of every kind with more than fits well: titles of four lines, names of sixty signs, three hundred rows."""

from __future__ import annotations

import datetime as dt

from caunoi.papers import Layout, PaperKind, ParticipantFacts, PersonAtPost, Signature, TopicFacts
from caunoi.papers.facts import (
    AgendaLine,
    Count,
    DayPart,
    EvaluationFacts,
    QuestionFacts,
    SittingCounts,
    SittingFacts,
    UnitCounts,
    VenuePointFacts,
)
from caunoi.papers.kinds.certificate_register import CertificateRegisterPaper, CertificateRow, SpoiledBlank
from caunoi.papers.kinds.class_file import FileCoverPaper, FiledPaper, FileIndexPaper
from caunoi.papers.kinds.class_table import HeldClass
from caunoi.papers.kinds.combined_report import CombinedReportPaper
from caunoi.papers.kinds.cost_estimate import CostEstimatePaper, CostLine
from caunoi.papers.kinds.decision import DecisionPaper
from caunoi.papers.kinds.discussion_minutes import DiscussionMinutesPaper
from caunoi.papers.kinds.invitation import InvitationPaper, Invitee
from caunoi.papers.kinds.name_plates import NamePlatesPaper
from caunoi.papers.kinds.period_report import PlannedItem, QuarterReportPaper, UnitAttendance, YearReportPaper
from caunoi.papers.kinds.plan import PlanLine, PlanPaper
from caunoi.papers.kinds.programme import ProgrammePaper
from caunoi.papers.kinds.proposal import ProposalPaper
from caunoi.papers.kinds.script import ScriptPaper
from caunoi.papers.kinds.sending_letter import QuotaLine, SendingLetterPaper
from tests.papers.more_samples import DAYS, DIRECTIVE, OFFICE, held, outline
from tests.papers.payment_samples import cost_statement, participant_payments, speaker_payments
from tests.papers.samples import (
    combined_list,
    full_report,
    heading,
    participant_list,
    sign_in_sheet,
    sittings,
    transcript,
)

TITLE = (
    "Tập huấn nghiệp vụ công tác hòa giải ở cơ sở, kỹ năng vận động Nhân dân và giám sát đầu tư của cộng đồng cho cán "
    "bộ, hòa giải viên, thành viên Ban Thanh tra nhân dân và người đứng đầu các đoàn thể ở thôn, tổ dân phố trên "
    "địa bàn phường năm 2026"
)
NAME = "Công Tằng Tôn Nữ Hoàng Ngọc Phương Khánh Linh Thị Minh Họa Mẫu"
POST = "Trưởng ban Công tác Mặt trận phụ trách tuyên truyền, vận động Nhân dân xây dựng đời sống văn hóa"
UNIT = "Ủy ban Mặt trận Tổ quốc Việt Nam và các đoàn thể chính trị - xã hội phường Hòa Khánh Bắc, thành phố Đà Nẵng số"
TEXT = f"{TITLE}, bảo đảm thiết thực, tiết kiệm, đúng thành phần và đúng thời gian quy định."
SPEAKER = PersonAtPost(name=NAME, post=POST, role="directs")
SIGNED = Signature(
    authority=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"),
    title="PHÓ CHỦ TỊCH THƯỜNG TRỰC KIÊM TRƯỞNG BAN TỔ CHỨC LỚP TẬP HUẤN",
    name=NAME,
)
AGENDA = (
    AgendaLine(title="Đón tiếp đại biểu", starts=dt.time(7), ends=dt.time(7, 30), kind="other", in_charge=UNIT),
    AgendaLine(title="Khai mạc", starts=dt.time(7, 30), ends=dt.time(8), kind="opening"),
    AgendaLine(title=TITLE, starts=dt.time(8), ends=dt.time(9, 45), kind="topic", people=(SPEAKER,) * 3),
    AgendaLine(title="Giải lao", starts=dt.time(9, 45), kind="break"),
    AgendaLine(title=TITLE, starts=dt.time(10), ends=dt.time(11, 15), kind="topic", people=(SPEAKER,)),
    AgendaLine(title="Trao đổi, giải đáp", starts=dt.time(11, 15), kind="discussion"),
)
PERIOD = {"year": 2026, "persons": Count(12_345), "strong_points": f"{TEXT}\n" * 4, "proposals": f"{TEXT}\n" * 3}


def long_heading(layout, **changes):
    """Names of offices that take several lines, with number and date."""
    names = {
        Layout.STATE: {
            "superior": ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ ĐÀ NẴNG"),
            "issuer": ("TRUNG TÂM BỒI DƯỠNG CHÍNH TRỊ VÀ PHÁT TRIỂN CỘNG ĐỒNG", "PHƯỜNG HÒA KHÁNH"),
            "suffix": "QĐ-TTBDCTPTCĐ",
        },
        Layout.PARTY: {
            "superior": ("ĐẢNG BỘ THÀNH PHỐ ĐÀ NẴNG", "ĐẢNG ỦY PHƯỜNG HÒA KHÁNH"),
            "issuer": ("BAN TUYÊN GIÁO, DÂN VẬN VÀ TRUNG TÂM BỒI DƯỠNG CHÍNH TRỊ",),
            "suffix": "QĐ/BTGDVTTBDCT",
        },
        Layout.FRONT: {
            "superior": ("ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM", "THÀNH PHỐ ĐÀ NẴNG"),
            "issuer": ("ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM", "PHƯỜNG HÒA KHÁNH BẮC MỞ RỘNG"),
            "suffix": "QĐ-MTTQ-BTT",
        },
    }[layout]
    return heading(layout, **{**names, "number": "1234", "date": dt.date(2026, 2, 5), **changes})


def far_outline():
    """A class at five places over six days."""
    days = tuple(dt.date(2026, 11, 12) + dt.timedelta(days=place) for place in range(6))
    return outline(
        title=TITLE,
        audience=f"{POST}; {UNIT}",
        days=days,
        venue_points=tuple(VenuePointFacts(name=f"Điểm cầu số {n}", address=UNIT) for n in range(1, 6)),
        seats=12_345,
        sittings=tuple(
            SittingFacts(day=day, part=part, agenda=AGENDA)
            for day in days
            for part in (DayPart.MORNING, DayPart.AFTERNOON)
        ),
        topics=(TopicFacts(title=TITLE, periods=4, speakers=(SPEAKER,) * 2),) * 12,
    )


def long_people(number):
    """Every third row has all that is long."""
    return tuple(
        ParticipantFacts(name=f"{NAME} {n}", post=POST, unit=f"{UNIT} {n}", note="Dự thay người được cử")
        if n % 3 == 0
        else ParticipantFacts(name=f"Nguyễn Văn Mẫu {n}", post="Tổ trưởng", unit=f"Tổ dân phố số {n}")
        for n in range(1, number + 1)
    )


def _held(place):
    return HeldClass(
        title=f"{TITLE} đợt {place}",
        code=f"lop{place}",
        days=DAYS,
        place=UNIT,
        counts=held(place).counts,
        questions=50,
        answered=30,
    )


def _report(layout):
    return full_report(
        layout,
        heading=long_heading(layout),
        signature=SIGNED,
        title=TITLE,
        recipients=tuple(f"{UNIT} {n};" for n in range(1, 9)),
        directives=(DIRECTIVE,) * 5,
        venue_points=tuple(VenuePointFacts(name=f"Điểm cầu số {n}", address=UNIT, in_charge=NAME) for n in range(1, 6)),
        sittings=tuple(SittingFacts(day=each.day, part=each.part, agenda=AGENDA) for each in sittings(6)),
        topics=(TopicFacts(title=TITLE, periods=4, speakers=(SPEAKER,) * 2),) * 12,
        guests=(SPEAKER,) * 10,
        by_unit=tuple(
            UnitCounts(unit=f"{UNIT} {n}", quota=Count(12), nominated=Count(10), present=Count(9)) for n in range(1, 61)
        ),
        by_sitting=tuple(SittingCounts(sitting=each, present=Count(12_345)) for each in sittings(12)),
        questions=tuple(
            QuestionFacts(question=f"{TITLE} thì làm thế nào?", topic=TITLE, answer=f"{TEXT}\n" * 3, answered_by=POST)
            for _ in range(12)
        ),
        evaluations=(EvaluationFacts(question=TITLE, answers=((POST, 240), (UNIT, 8))),) * 3,
        strong_points=f"{TEXT}\n" * 6,
        weak_points=f"{TEXT}\n" * 3,
        proposals=f"{TEXT}\n" * 4,
    )


def long(kind, layout=Layout.STATE):
    """A paper of the kind that is hard to lay out."""
    frame = {"heading": long_heading(layout)}
    official = {
        **frame,
        "office": f"{OFFICE}, thành phố Đà Nẵng",
        "signature": SIGNED,
        "recipients": tuple(f"{UNIT} {place};" for place in range(1, 13)),
        "directives": (DIRECTIVE,) * 5,
    }
    far = far_outline()
    crowd = (PersonAtPost(name=NAME, post=POST), PersonAtPost(name="Lê Thử", post="Bí thư"))
    made = {
        PaperKind.CLASS_REPORT: lambda: _report(layout),
        PaperKind.PARTICIPANT_LIST: lambda: participant_list(
            long_people(300), layout, **frame, title=TITLE, days=far.days, place=UNIT, point=UNIT
        ),
        PaperKind.COMBINED_LIST: lambda: combined_list(
            long_people(300), (far, far), layout, **frame, title=TITLE, persons=290
        ),
        PaperKind.SIGN_IN_SHEET: lambda: sign_in_sheet(
            long_people(300), 12, layout, **frame, title=TITLE, days=far.days, place=UNIT, point=UNIT
        ),
        PaperKind.PLAN: lambda: PlanPaper(
            **official,
            title=TITLE,
            year=2026,
            purpose=f"{TEXT}\n" * 4,
            lines=tuple(
                PlanLine(
                    title=f"{TITLE} {place}",
                    audience=POST,
                    seats=1100,
                    classes=12,
                    sittings=4,
                    quarter=1 + place % 4,
                    place=UNIT,
                    topic=TITLE,
                    cost=1_234_567_890,
                    note=POST,
                )
                for place in range(1, 31)
            ),
            funding=TEXT,
            tasks=(TEXT,) * 5,
        ),
        PaperKind.PROPOSAL: lambda: ProposalPaper(
            **official,
            classes=(far,) * 3,
            subject=TITLE,
            addressees=(UNIT,) * 3,
            purpose=f"{TEXT}\n" * 3,
            cost=1_234_567_890,
            funding=TITLE,
        ),
        PaperKind.COST_ESTIMATE: lambda: CostEstimatePaper(
            **frame,
            classes=(far,),
            lines=tuple(
                CostLine(what=POST, unit="người/buổi", quantity=1200, price=1_234_000, basis=POST) for _ in range(40)
            ),
            funding=TITLE,
        ),
        PaperKind.DECISION: lambda: DecisionPaper(
            **official, classes=(far,) * 12, subject=TITLE, proposed_by=POST, funding=TITLE, responsible=(POST, UNIT)
        ),
        PaperKind.SENDING_LETTER: lambda: SendingLetterPaper(
            **official,
            outline=far,
            quotas=tuple(QuotaLine(unit=f"{UNIT} {n}", seats=5, note=POST) for n in range(1, 61)),
            until=dt.date(2026, 11, 5),
            contact=f"{NAME}, {POST}, điện thoại 0900 000 000",
            link="https://can-bo.example/moi/" + "abcdef" * 12,
        ),
        PaperKind.INVITATION: lambda: InvitationPaper(
            **official,
            outline=far,
            invitees=tuple(Invitee(name=p.name, post=p.post, task=TITLE) for p in crowd),
            note=TEXT,
        ),
        PaperKind.PROGRAMME: lambda: ProgrammePaper(
            **frame, outline=far, signature=SIGNED, recipients=official["recipients"]
        ),
        PaperKind.SCRIPT: lambda: ScriptPaper(**frame, outline=far, office=OFFICE, guests=(SPEAKER, *crowd * 10)),
        PaperKind.NAME_PLATES: lambda: NamePlatesPaper(**frame, people=crowd),
        PaperKind.DISCUSSION_MINUTES: lambda: DiscussionMinutesPaper(
            **frame, outline=far, groups=("Tổ 1", UNIT), questions=(TITLE,) * 5
        ),
        PaperKind.CERTIFICATE_REGISTER: lambda: CertificateRegisterPaper(
            **frame,
            outline=far,
            rows=tuple(
                CertificateRow(
                    serial=f"TTBDCT A {n:06}", entry=f"{n}/2026/GCN", name=NAME, unit=UNIT, issued_on=DAYS[1], note=POST
                )
                for n in range(60)
            ),
            spoiled=tuple(SpoiledBlank(serial=f"TTBDCT A {n:06}", reason=TITLE) for n in range(100, 105)),
        ),
        PaperKind.FILE_COVER: lambda: FileCoverPaper(**frame, outline=far, code="abcd2345", year=2026),
        PaperKind.FILE_INDEX: lambda: FileIndexPaper(
            **frame,
            outline=far,
            rows=tuple(
                FiledPaper(about=POST, number="1234/QĐ-TTBDCTPTCĐ", signed_on=DAYS[0], issuer=UNIT, note="Bản chính")
                for _ in range(40)
            ),
            missing=(TITLE,) * 12,
        ),
        PaperKind.COMBINED_REPORT: lambda: CombinedReportPaper(
            **official,
            subject=TITLE,
            audience=UNIT,
            planned=40,
            classes=tuple(_held(n) for n in range(1, 40)),
            topics=(TITLE,) * 9,
            strong_points=f"{TEXT}\n" * 5,
        ),
        PaperKind.QUARTER_REPORT: lambda: QuarterReportPaper(
            **official, **PERIOD, classes=tuple(_held(n) for n in range(1, 60)), not_closed=(TITLE,) * 3, quarter=4
        ),
        PaperKind.YEAR_REPORT: lambda: YearReportPaper(
            **official,
            **PERIOD,
            classes=tuple(_held(n) for n in range(1, 4)),
            items=tuple(PlannedItem(title=TITLE, planned=5, held=4, note=POST) for _ in range(20)),
            units=tuple(UnitAttendance(unit=f"{UNIT} {n}", nominated=1500, present=1400) for n in range(60)),
        ),
        PaperKind.SPEAKER_PAYMENTS: lambda: speaker_payments(layout, 60, TITLE, NAME, **frame, place=UNIT, basis=TITLE),
        PaperKind.PARTICIPANT_PAYMENTS: lambda: participant_payments(
            layout, 300, TITLE, NAME, **frame, place=UNIT, basis=TITLE
        ),
        PaperKind.COST_STATEMENT: lambda: cost_statement(
            layout, 60, TITLE, POST, 100_000_000, **frame, place=UNIT, basis=TITLE
        ),
        PaperKind.TRANSCRIPT: lambda: transcript(layout, 60, long=True),
    }
    return made[kind]()
