"""The demonstration office as a whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from caunoi import intake
from caunoi.directory.enums import OrganisationKind, RoleKind, System
from caunoi.directory.models import Organisation, Unit, User
from caunoi.directory.queries.units import find_units
from caunoi.directory.services.accounts import open_account, open_first_account
from caunoi.directory.services.directives import add_directive
from caunoi.directory.services.organisations import add_organisation, found_organisation
from caunoi.intake.models import ReportCandidate
from caunoi.intake.services.outcome import accept_candidate
from caunoi.intake.services.review import accept_confident
from caunoi.intake.services.uploads import SentFile, add_candidates
from caunoi.publishing.services import finding
from caunoi.publishing.services.articles import draft_from_report
from caunoi.publishing.services.photos import add_photo
from caunoi.publishing.services.publication import approve
from caunoi.publishing.services.sites import open_site
from caunoi.training.enums import ClassState
from caunoi.training.models import ClassReport, TrainingClass
from caunoi.web.demo import (
    classes,
    money,
    news,
    parts,
    pictures,
    plans,
    quizzes,
    rooms,
    seating,
    shelf,
    speakers,
    voices,
)

# Its presence tells a demonstration from an office: config.safety refuses a home that holds it.
ACCOUNTS = "accounts.txt"
ACCEPTED = ("2021-hoa-giai-co-so-an-khe.txt", "2023-giam-sat-cong-dong-hoi-an.txt")
TEXTS = Path(intake.__file__).resolve().parent / "demo"


@dataclass(frozen=True)
class Account:
    """One account of the demonstration and the password made for it."""

    username: str
    password: str
    name: str
    does: str


def exists() -> bool:
    """Say whether this database holds an office already."""
    return Organisation.objects.exists()


@transaction.atomic
def build(*, accounts_file: Path) -> list[Account]:
    """Build the office, all or nothing, and write its accounts with fresh passwords to ``accounts_file`` (mode 0600).

    The file is written before the transaction ends: an office whose passwords nobody knows can't be. Raises
    RuntimeError under the settings of a real office.
    """
    if not settings.DEMO:
        raise RuntimeError("Accounts of the demonstration can't exist in an office.")
    party = found_organisation(
        name="Đảng ủy phường Hòa Khánh",
        kind=OrganisationKind.PARTY_COMMITTEE,
        system=System.PARTY,
        unit=_unit("Phường Hòa Khánh, Đà Nẵng"),
        superior_line="THÀNH ỦY ĐÀ NẴNG",
        paper_suffix="BC/ĐU",
        paper_place="Hòa Khánh",
        paper_authority="T/M BAN THƯỜNG VỤ",
        paper_signer_title="PHÓ BÍ THƯ",
        paper_signer_name="Phạm Quang Làm Mẫu",
        paper_recipients="Ban Thường vụ Thành ủy (để báo cáo);\nCác chi bộ trực thuộc;\nLưu: Văn phòng Đảng ủy.",
    )
    administrator, password = open_first_account(organisation=party, name="Nguyễn Thị Quản Trị", username="quantri")
    found = [Account("quantri", password, administrator.name, "quản trị: mọi việc của phường Hòa Khánh")]
    front, committee = _offices_below(administrator, party)
    for username, name, kind, does in (
        ("tochuc", "Trần Văn Tổ Chức", RoleKind.ORGANISER, "tổ chức lớp, nhập báo cáo cũ"),
        ("bientap", "Lê Thị Biên Tập", RoleKind.EDITOR, "viết và duyệt tin bài"),
        ("kiemtra", "Võ Minh Kiểm Tra", RoleKind.AUDITOR, "xem, không sửa"),
        ("ketoan", "Đinh Thị Kế Toán", RoleKind.ACCOUNTANT, "kinh phí lớp, mức chi, tài khoản người nhận"),
    ):
        user, secret = open_account(actor=administrator, organisation=party, name=name, kind=kind, username=username)
        found.append(Account(username, secret, name, does))
        accountant = user  # the last of them
    found.append(_neighbour())
    _fill(administrator, party=party, front=front, committee=committee)
    money.trial_rates(actor=accountant, owner=party, year=timezone.localdate().year)
    money.money_of_class(
        actor=accountant, training_class=TrainingClass.objects.get(keeper=committee, state=ClassState.HELD)
    )
    _write(accounts_file, found)
    return found


def _offices_below(actor: User, party: Organisation) -> tuple[Organisation, Organisation]:
    front = add_organisation(
        actor=actor,
        parent=party,
        name="Ủy ban MTTQ Việt Nam phường Hòa Khánh",
        kind=OrganisationKind.FRONT_COMMITTEE,
        system=System.FRONT,
        unit=party.unit,
        superior_line="ỦY BAN MTTQ VIỆT NAM THÀNH PHỐ ĐÀ NẴNG",
        paper_suffix="BC-MTTQ-BTT",
        paper_place="Hòa Khánh",
        paper_authority="TM. BAN THƯỜNG TRỰC",
        paper_signer_title="CHỦ TỊCH",
        paper_signer_name="Huỳnh Thị Nêu Tên",
    )
    committee = add_organisation(
        actor=actor,
        parent=party,
        name="Ủy ban nhân dân phường Hòa Khánh",
        kind=OrganisationKind.PEOPLES_COMMITTEE,
        system=System.STATE,
        unit=party.unit,
        paper_suffix="BC-UBND",
        paper_place="Hòa Khánh",
        paper_authority="TM. ỦY BAN NHÂN DÂN",
        paper_signer_title="CHỦ TỊCH",
        paper_signer_name="Đặng Hữu Phỏng Theo",
    )
    return front, committee


def _neighbour() -> Account:
    other = found_organisation(
        name="Ủy ban nhân dân xã Bà Nà",
        kind=OrganisationKind.PEOPLES_COMMITTEE,
        system=System.STATE,
        unit=_unit("Xã Bà Nà, Đà Nẵng"),
    )
    user, password = open_first_account(organisation=other, name="Hồ Văn Láng Giềng", username="bana")
    classes.preparing_class(actor=user, keeper=other, title="Tập huấn kỹ năng số cho tổ công nghệ số cộng đồng")
    return Account("bana", password, user.name, "cơ quan khác: không thấy gì của phường Hòa Khánh")


def _fill(actor: User, *, party: Organisation, front: Organisation, committee: Organisation) -> None:
    today = timezone.localdate()
    directive = add_directive(
        actor=actor,
        owner=party,
        number="12-KH/ĐU",
        kind="Kế hoạch",
        issuer=party.name,
        issued_on=dt.date(today.year, 2, 10),
        title="tập huấn cho cán bộ cơ sở năm " + str(today.year),
    )
    report = classes.closed_class(
        actor=actor,
        keeper=front,
        partners=[committee],
        directive=directive,
        day=today - dt.timedelta(days=21),
        seed=3,
    )
    running = classes.class_of_today(actor=actor, keeper=committee, day=today)
    quiz = quizzes.quiz_of(actor=actor, keeper=committee)
    quizzes.open_before(actor=actor, training_class=running, questionnaire=quiz)
    coming = classes.gathering_class(actor=actor, keeper=front, day=today + dt.timedelta(days=16))
    held = [report.training_class, running, coming]
    plans.approved_plan(actor=actor, owner=party, directive=directive, year=today.year, held=held)
    draft = plans.draft_plan(actor=actor, owner=front, year=today.year + 1)
    hall = {"Hội trường phường Hòa Khánh": 120, "Nhà văn hóa khu dân cư số 3": 25}
    places = seating.rooms_of(actor=actor, owner=party, found=hall)
    seating.rooms_of(actor=actor, owner=front, found={"Phòng họp Mặt trận phường": 60, "Nhà văn hóa Hòa Khánh": 80})
    seating.at_many_points(actor=actor, training_class=running, places=places)
    seating.sister_class(actor=actor, of=running, day=today + dt.timedelta(days=7))
    seating.unit_links(actor=actor, training_class=coming)
    seating.numbered_papers(actor=actor, closed=report.training_class, several=running)
    seating.proposed_schedule(actor=actor, plan=draft)
    classes.preparing_class(actor=actor, keeper=party, title="Bồi dưỡng nghiệp vụ công tác dân vận quý tới")
    speakers.speakers_and_topics(actor=actor, keeper=front, day=today)
    rooms.rooms_in_use(actor=actor, keeper=front, coming=coming, day=today + dt.timedelta(days=16))
    portal = open_site(
        actor=actor,
        organisation=front,
        name="Mặt trận phường Hòa Khánh",
        slug="hoa-khanh",
        about="Tin tức và lớp tập huấn của Ủy ban MTTQ Việt Nam phường Hòa Khánh, thành phố Đà Nẵng. Trang mẫu.",
    )
    told = news.news_of(actor=actor, site=portal)
    _read_old_reports(actor, front)
    # The newest stands first, with its picture.
    _publish(actor, report, with_photo=True)
    shelf.library_of(actor=actor, site=portal)
    shelf.calendar_of(actor=actor, site=portal, coming=coming)
    parts.parts_of(actor=actor, site=portal)
    voices.voices_on(actor=actor, articles=told)
    # Articles were given days of the past: what readers find goes by them.
    finding.rebuild()


def _publish(actor: User, report: ClassReport, *, with_photo: bool) -> None:
    article = draft_from_report(actor=actor, report=report)
    if with_photo:
        add_photo(
            actor=actor,
            article=article,
            content=pictures.hall(),
            name="hoi-truong.jpg",
            alternative="Hình vẽ hội trường nhìn từ cuối phòng: sân khấu, bảng và các hàng ghế",
            caption="Quang cảnh lớp tập huấn (hình vẽ minh họa)",
        )
        article.refresh_from_db()
    approve(actor=actor, article=article)


def _read_old_reports(actor: User, keeper: Organisation) -> None:
    files = [SentFile(name=path.name, content=path.read_bytes()) for path in sorted(TEXTS.glob("*.txt"))]
    add_candidates(actor=actor, organisation=keeper, files=files)
    # Two are accepted, so that past years are not empty; the others wait for the newcomer's own hand.
    for candidate in ReportCandidate.objects.filter(organisation=keeper).filter(source__in=ACCEPTED).order_by("source"):
        reviewed = accept_confident(actor=actor, candidate=candidate, threshold=0)
        made = accept_candidate(actor=actor, candidate=reviewed, revision=reviewed.revision)
        _publish(actor, made.reports.latest("version"), with_photo=False)


def _unit(address: str) -> Unit | None:
    matches = [match.unit for match in find_units(address) if match.exact and not match.former]
    return matches[0] if len(matches) == 1 else None


def _write(path: Path, accounts: list[Account]) -> None:
    lines = [f"  {account.username:9} {account.password}   {account.does}" for account in accounts]
    text = "\n".join(
        ["Portal   {address}", "Desk     {address}viec/", "", "User name, password, what the account does:", *lines, ""]
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text, encoding="utf-8")
