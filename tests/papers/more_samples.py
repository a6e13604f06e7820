"""Made-up papers of every kind: plain, bare, and with very long content."""

from __future__ import annotations

import datetime as dt

from caunoi.papers import Layout, PaperKind, Parent, PersonAtPost, Signature, TopicFacts
from caunoi.papers.facts import (
    AgendaLine,
    Count,
    DayPart,
    DirectiveFacts,
    HeadCounts,
    PointCounts,
    SittingFacts,
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
from caunoi.papers.outline import ClassOutline
from tests.papers.payment_samples import cost_statement, participant_payments, speaker_payments
from tests.papers.samples import (
    bare_report,
    combined_list,
    full_report,
    heading,
    participant_list,
    people,
    sign_in_sheet,
    transcript,
)

OFFICE = "UBND phường Hòa Khánh"
DAYS = (dt.date(2026, 11, 12), dt.date(2026, 11, 13))
SIGNED = Signature(authority=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), title="PHÓ CHỦ TỊCH", name="Nguyễn Văn Mẫu")
DIRECTIVE = DirectiveFacts(
    kind="Kế hoạch", number="12/KH-UBND", date=dt.date(2026, 2, 5), issuer=OFFICE, title="về tập huấn năm 2026"
)
SPEAKER = PersonAtPost(name="Trần Thị Thử", post="Phó Trưởng phòng Tư pháp")
GUESTS = (
    PersonAtPost(name="Lê Văn Ví Dụ", post="Phó Chủ tịch UBND phường", role="opens"),
    PersonAtPost(name="Phạm Thị Giả Định", post="Trưởng ban Công tác Mặt trận", role="attends"),
)
AGENDA = (
    AgendaLine(title="Đón tiếp đại biểu", starts=dt.time(7), ends=dt.time(7, 30), kind="other"),
    AgendaLine(title="Khai mạc", starts=dt.time(7, 30), ends=dt.time(8), kind="opening"),
    AgendaLine(title="Kỹ năng hòa giải", starts=dt.time(8), ends=dt.time(10), kind="topic", people=(SPEAKER,)),
    AgendaLine(title="Giải lao", starts=dt.time(10), kind="break"),
    AgendaLine(title="Trao đổi, giải đáp", starts=dt.time(10, 15), kind="discussion"),
    AgendaLine(title="Kiểm tra cuối khóa", kind="test"),
    AgendaLine(title="Bế mạc", kind="closing"),
)


def outline(**changes):
    values = {
        "title": "Tập huấn công tác hòa giải ở cơ sở",
        "audience": "hòa giải viên các tổ dân phố",
        "days": DAYS,
        "starts": dt.time(7, 30),
        "venue_points": (VenuePointFacts(name="Hội trường UBND phường", address="12 đường Mẫu, phường Hòa Khánh"),),
        "seats": 300,
        "sittings": tuple(
            SittingFacts(day=day, part=part, agenda=AGENDA if part is DayPart.MORNING else ())
            for day in DAYS
            for part in (DayPart.MORNING, DayPart.AFTERNOON)
        ),
        "topics": (TopicFacts(title="Kỹ năng hòa giải", periods=4, speakers=(SPEAKER,)),),
    }
    return ClassOutline(**{**values, **changes})


PRESENT = Count(270)


def held(place, present=PRESENT):
    return HeldClass(
        title=f"Tập huấn hòa giải đợt {place}",
        code=f"lop{place}",
        days=DAYS,
        place="Hội trường UBND phường",
        counts=HeadCounts(quota=Count(300), nominated=Count(286), present=present, attendances=Count(1058)),
        questions=5,
        answered=3,
    )


def _official(layout, letters):
    return {
        "heading": heading(layout, suffix=letters),
        "office": OFFICE,
        "signature": SIGNED,
        "recipients": ("Như Điều 3;", "Lưu: VT."),
        "directives": (DIRECTIVE,),
    }


PERIOD = {
    "year": 2026,
    "classes": (held(1), held(2, Count(30)), held(3, None)),
    "items": (
        PlannedItem(title="Hòa giải ở cơ sở", planned=4, held=3),
        PlannedItem(title="Dân vận", planned=2, held=0),
    ),
    "units": (UnitAttendance(unit="Tổ dân phố số 1", nominated=5, present=4),),
    "persons": Count(280),
    "not_closed": ("Tập huấn dân vận khéo",),
    "strong_points": "Tổ chức nghiêm túc.",
}


def points(name="Hội trường UBND xã Thử"):
    """The counts of two venue points, one of them online."""
    counts = dict.fromkeys(("absent_with_leave", "absent_without_leave"), Count(3))
    return tuple(
        PointCounts(name=each, nominated=Count(143), present=Count(137), attendances=Count(529), **counts)
        for each in (name, "Trực tuyến")
    )


def full(kind, layout=Layout.STATE):
    """A paper of the kind with plain content."""
    bare = {"heading": heading(layout)}
    official = _official(layout, "QĐ-UBND")
    made = {
        PaperKind.CLASS_REPORT: lambda: full_report(layout, by_point=points()),
        PaperKind.PARTICIPANT_LIST: lambda: participant_list(people(20), layout, point="Điểm cầu Thử"),
        PaperKind.COMBINED_LIST: lambda: combined_list(people(20), (outline(), outline()), layout, persons=18),
        PaperKind.SIGN_IN_SHEET: lambda: sign_in_sheet(people(20), 7, layout, point="Điểm cầu Thử"),
        PaperKind.PLAN: lambda: PlanPaper(
            **official,
            title="Tập huấn, bồi dưỡng năm 2026",
            year=2026,
            purpose="Nâng cao kiến thức.\nThiết thực, tiết kiệm.",
            lines=(
                PlanLine(
                    title="Hòa giải ở cơ sở",
                    audience="hòa giải viên",
                    classes=3,
                    seats=100,
                    sittings=4,
                    quarter=2,
                    place="Hội trường UBND phường",
                    topic="Kỹ năng hòa giải",
                    cost=60_000_000,
                ),
                PlanLine(
                    title="Dân vận khéo", audience="bí thư chi bộ", seats=80, sittings=2, quarter=4, cost=25_000_000
                ),
            ),
            funding="Ngân sách phường",
            tasks=("Văn phòng chủ trì tham mưu.", "Các tổ dân phố cử người tham dự đúng thành phần."),
        ),
        PaperKind.PROPOSAL: lambda: ProposalPaper(
            **official,
            classes=(outline(),),
            addressees=("Chủ tịch UBND phường Hòa Khánh",),
            purpose="Nâng cao kỹ năng hòa giải.",
            cost=85_000_000,
            funding="ngân sách phường",
        ),
        PaperKind.COST_ESTIMATE: lambda: CostEstimatePaper(
            **bare,
            classes=(outline(),),
            lines=(
                CostLine(what="Thù lao báo cáo viên", unit="buổi", quantity=4, price=1_000_000, basis="Mức thử"),
                CostLine(what="Nước uống", unit="người", quantity=300, price=20_000, basis="Mức thử"),
                CostLine(what="In tài liệu", amount=4_500_000),
            ),
            funding="ngân sách phường",
            parent=Parent(kind="Tờ trình", suffix="TTr-UBND", issuer=OFFICE),
        ),
        PaperKind.DECISION: lambda: DecisionPaper(
            **official,
            classes=(outline(), outline(title="Tập huấn hòa giải đợt 2", seats=100)),
            subject="Hòa giải ở cơ sở",
            proposed_by="Trưởng phòng Văn hóa - Xã hội",
            funding="ngân sách phường",
            responsible=("Chánh Văn phòng", "Trưởng phòng Văn hóa - Xã hội"),
        ),
        PaperKind.SENDING_LETTER: lambda: SendingLetterPaper(
            **official,
            outline=outline(),
            quotas=tuple(QuotaLine(unit=f"Tổ dân phố số {place}", seats=5 + place) for place in range(1, 6)),
            until=dt.date(2026, 11, 5),
            contact="Bà Trần Thị Thử, điện thoại 0900 000 000",
            link="https://can-bo.example/moi/abcdef",
        ),
        PaperKind.INVITATION: lambda: InvitationPaper(
            **official,
            outline=outline(),
            invitees=(
                Invitee(name="Lê Văn Ví Dụ", post="Phó Chủ tịch UBND phường", task="phát biểu khai mạc"),
                Invitee(name="Phạm Thị Giả Định", post="Tổ trưởng tổ dân phố số 3"),
            ),
            note="Mang theo giấy này.",
            link="https://hop.example/lop-thu",
        ),
        PaperKind.PROGRAMME: lambda: ProgrammePaper(
            **bare, outline=outline(), signature=SIGNED, recipients=("Lưu: VT.",), parent=Parent(kind="Kế hoạch")
        ),
        PaperKind.SCRIPT: lambda: ScriptPaper(**bare, outline=outline(), office=OFFICE, guests=GUESTS),
        PaperKind.NAME_PLATES: lambda: NamePlatesPaper(**bare, people=(*GUESTS, SPEAKER), title="Tập huấn hòa giải"),
        PaperKind.DISCUSSION_MINUTES: lambda: DiscussionMinutesPaper(
            **bare, outline=outline(), groups=("Tổ 1", "Tổ 2"), questions=("Kỹ năng hòa giải",)
        ),
        PaperKind.CERTIFICATE_REGISTER: lambda: CertificateRegisterPaper(
            **bare,
            outline=outline(),
            rows=(
                CertificateRow(
                    serial="A 001", entry="1/2026", name="Nguyễn Văn Mẫu", unit="Tổ 1", issued_on=DAYS[1], note="-"
                ),
            ),
            spoiled=(SpoiledBlank(serial="A 002", reason="In sai tên"),),
        ),
        PaperKind.FILE_COVER: lambda: FileCoverPaper(**bare, outline=outline(), code="abcd2345", year=2026),
        PaperKind.FILE_INDEX: lambda: FileIndexPaper(
            **bare,
            outline=outline(),
            rows=(
                FiledPaper(about="Quyết định mở lớp", number="45/QĐ-UBND", signed_on=DAYS[0], issuer=OFFICE),
                FiledPaper(about="Danh sách học viên", note="chưa có số", place="07", sheets="12 trang"),
            ),
            missing=("Chương trình: chưa có bản ký",),
        ),
        PaperKind.COMBINED_REPORT: lambda: CombinedReportPaper(
            **official,
            subject="Hòa giải ở cơ sở",
            audience="hòa giải viên",
            planned=4,
            classes=(held(1), held(2)),
            topics=("Kỹ năng hòa giải",),
            strong_points="Nghiêm túc.",
            weak_points="Hội trường chật.",
            proposals="Tiếp tục hỗ trợ.",
        ),
        PaperKind.QUARTER_REPORT: lambda: QuarterReportPaper(**official, **PERIOD, quarter=4),
        PaperKind.YEAR_REPORT: lambda: YearReportPaper(**official, **PERIOD),
        PaperKind.SPEAKER_PAYMENTS: lambda: speaker_payments(layout),
        PaperKind.PARTICIPANT_PAYMENTS: lambda: participant_payments(layout),
        PaperKind.COST_STATEMENT: lambda: cost_statement(layout, advance=3_000_000),
        PaperKind.TRANSCRIPT: lambda: transcript(layout),
    }
    return made[kind]()


def bare(kind, layout=Layout.STATE):
    """A paper of the kind from facts of which next to nothing is known."""
    frame = {"heading": heading(layout, place="", month=None, year=None)}
    official = {**frame, "office": OFFICE}
    empty = ClassOutline(title="Tập huấn dân vận")
    made = {
        PaperKind.CLASS_REPORT: lambda: bare_report(layout),
        PaperKind.PARTICIPANT_LIST: lambda: participant_list((), layout),
        PaperKind.COMBINED_LIST: lambda: combined_list((), (outline(),), layout),
        PaperKind.SIGN_IN_SHEET: lambda: sign_in_sheet(people(1), 0, layout),
        PaperKind.PLAN: lambda: PlanPaper(**official, title="Tập huấn năm 2026", year=2026),
        PaperKind.PROPOSAL: lambda: ProposalPaper(**official, classes=(empty,)),
        PaperKind.COST_ESTIMATE: lambda: CostEstimatePaper(**frame, classes=(empty,), lines=()),
        PaperKind.DECISION: lambda: DecisionPaper(**official, classes=(empty,)),
        PaperKind.SENDING_LETTER: lambda: SendingLetterPaper(**official, outline=empty),
        PaperKind.INVITATION: lambda: InvitationPaper(**official, outline=empty),
        PaperKind.PROGRAMME: lambda: ProgrammePaper(**frame, outline=empty),
        PaperKind.SCRIPT: lambda: ScriptPaper(**frame, outline=empty),
        PaperKind.NAME_PLATES: lambda: NamePlatesPaper(**frame, people=()),
        PaperKind.DISCUSSION_MINUTES: lambda: DiscussionMinutesPaper(**frame, outline=empty),
        PaperKind.CERTIFICATE_REGISTER: lambda: CertificateRegisterPaper(**frame, outline=empty),
        PaperKind.FILE_COVER: lambda: FileCoverPaper(**frame, outline=empty),
        PaperKind.FILE_INDEX: lambda: FileIndexPaper(**frame, outline=empty),
        PaperKind.COMBINED_REPORT: lambda: CombinedReportPaper(**official, subject="Dân vận"),
        PaperKind.QUARTER_REPORT: lambda: QuarterReportPaper(**official, year=2026, quarter=1, classes=()),
        PaperKind.YEAR_REPORT: lambda: YearReportPaper(**official, year=2026, classes=()),
        PaperKind.SPEAKER_PAYMENTS: lambda: speaker_payments(layout, 0),
        PaperKind.PARTICIPANT_PAYMENTS: lambda: participant_payments(layout, 0),
        PaperKind.COST_STATEMENT: lambda: cost_statement(layout, 0),
        PaperKind.TRANSCRIPT: lambda: transcript(layout, 0),
    }
    return made[kind]()
