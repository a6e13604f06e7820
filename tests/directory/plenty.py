"""A person of whom everything is held that can be held, beside a namesake of another office and other people."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from types import SimpleNamespace

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.utils import timezone

from caunoi.core import outbox
from caunoi.core.models import OutboxMessage
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import AccountSession, Consent, PageLink, Person
from caunoi.directory.services import merging, passes, people
from caunoi.intake.models import ReportCandidate
from caunoi.intake.services.roster import start_from_text
from caunoi.questionnaires.enums import ItemKind
from caunoi.questionnaires.services.responses import submit
from caunoi.questionnaires.shape.bodies import Draft
from caunoi.training.enums import ClassState, Mark, Part, QuizMoment
from caunoi.training.models import (
    ClassExpense,
    ClassReport,
    Enrolment,
    FollowUpRefusal,
    Nomination,
    ParticipantPay,
    PayeeAccount,
    SpeakerAway,
    SpeakerFee,
    SpeakerGrade,
    SpeakerProfile,
    TrainingClass,
)
from caunoi.training.queries.counting import attendance_counts
from caunoi.training.services import attendance, classes, closing, programme, questions, roster, venues
from caunoi.training.services.appearances import Appearance
from caunoi.training.services.awards.issuing import issue_class_awards, replace_class_award
from caunoi.training.services.learning.quizzes import attach_quiz, open_quiz
from caunoi.training.services.learning.taking import begin_quiz
from caunoi.training.services.plans import items, making, steps
from tests.factories import OrganisationFactory, UserFactory
from tests.intake.factories import CandidateFactory
from tests.questionnaires.makers import make_quiz

NAME, OLD_NAME = "Trịnh Thị Ngọc Huyền Mẫu", "Trịnh Thị Ngọc Huyền Mậu"
PHONE, OTHER_PHONE = "0905 731 846", "+84 916 472 853"
MAIL, ACCOUNT_MAIL = "mau.rieng@hop-thu-kin.vn", "huyen.mau@co-quan-kin.vn"
POST = "Trưởng ban Công tác Mặt trận khu phố Zxqvung"
USERNAME = "huyenmau.zxq"
BANK_ACCOUNT, TAX_CODE = "97041511223344", "8099887766"
SECRETS = [NAME, OLD_NAME, PHONE, OTHER_PHONE, MAIL, ACCOUNT_MAIL, USERNAME, BANK_ACCOUNT, TAX_CODE]
OTHERS = ["Lê Văn Khác Người", "Võ Thị Người Kia"]
TITLE = "Lớp bồi dưỡng người có uy tín Wkbjang"


def person_with_everything() -> SimpleNamespace:
    """Two entries of one person, merged: enrolled, speaker, guest; frozen, mailed, named in words; with an account."""
    top = OrganisationFactory(name="Tỉnh ủy Bao Trùm")
    office = OrganisationFactory(name="Đảng ủy phường Thử", parent=top)
    chief = UserFactory.with_role(top, RoleKind.ADMINISTRATOR, name="Trần Chủ Quản")
    boss = UserFactory.with_role(office, RoleKind.ADMINISTRATOR, name="Phạm Quản Trị")
    person = people.add_person(
        actor=boss, organisation=office, full_name=OLD_NAME, birth_year=1961, phone=PHONE, email=MAIL
    )
    person = people.change_person(actor=boss, person=person, full_name=NAME, birth_year=1961, phone=PHONE, email=MAIL)
    people.add_post(actor=boss, person=person, title=POST, organisation=office)
    twin = people.add_person(actor=boss, organisation=office, full_name=NAME.upper(), phone=OTHER_PHONE)
    account = UserFactory.with_role(
        office, RoleKind.EDITOR, name=NAME, person=person, email=ACCOUNT_MAIL, username=USERNAME
    )
    held = _closed_class(boss, office, person, twin)
    _named_and_teaching(office, person)
    _signed_plan(boss, office)
    merging.merge_persons(actor=boss, kept=person, merged=twin)
    _account_traces(account, boss)
    _mails(office)
    Consent.objects.create(
        person=person, purpose="named_photo", form="paper", given_on=dt.date(2026, 3, 1), recorded_by=boss
    )
    PageLink.objects.create(person=person, digest="0" * 64, expires_at=timezone.now())
    draft = start_from_text(
        actor=boss,
        training_class=_open_class(boss, office),
        text=f"Họ và tên\tĐơn vị\tSĐT\n{NAME}\tTổ 1\t{PHONE}\n{OTHERS[0]}\tTổ 2\t",
    )
    text = f"Tin: Bà {NAME}, Trưởng ban, phát biểu.\nSau đó ông {OTHERS[0]} trao đổi với bà {NAME}."
    candidate = CandidateFactory(organisation=office, source=f"Tin ve {NAME}.txt", text=text)
    ReportCandidate.objects.filter(pk=candidate.pk).update(title=f"Bà {NAME} phát biểu", folded_title="x")
    return SimpleNamespace(
        top=top, office=office, chief=chief, boss=boss, person=Person.objects.get(pk=person.pk), twin=twin,
        account=account, held=held, draft=draft, candidate=candidate, text=text,
    )  # fmt: skip


def _named_and_teaching(office, person) -> None:
    made = TrainingClass.objects.get(keeper=office)
    Nomination.objects.create(
        training_class=made, person=person, post=POST, note=f"Gọi {PHONE}", state="withdrawn", place=1, source="desk"
    )
    profile = SpeakerProfile.objects.create(owner=office, person=person, academic_title="Thạc sĩ", note=f"Bà {NAME}")
    _paid(made, person)
    SpeakerAway.objects.create(profile=profile, first_day=dt.date(2026, 5, 1), last_day=dt.date(2026, 5, 2))


def _signed_plan(boss, office) -> None:
    plan = making.make_plan(actor=boss, owner=office, year=2026, purpose=f"Giao bà {NAME} chủ trì")
    items.save_item(actor=boss, plan=plan, values=items.ItemValues(title="Nội dung", note=f"Bà {NAME} dạy"))
    plan.refresh_from_db()
    steps.submit_plan(actor=boss, plan=plan, revision=plan.revision)
    plan.refresh_from_db()
    steps.approve_plan(actor=boss, plan=plan, revision=plan.revision, signing=steps.Signing(signer=NAME))


def _paid(made, person) -> None:
    SpeakerFee.objects.create(
        training_class=made, person=person, worked_out=5, amount=7, net=7, reason=f"Bà {NAME} dạy thay"
    )
    SpeakerGrade.objects.create(
        owner=made.keeper, person=person, post_rank="Cấp xã", from_day=dt.date(2026, 1, 1), evidence=f"QĐ của {NAME}"
    )
    enrolment = made.enrolments.get(person=person)
    ParticipantPay.objects.create(enrolment=enrolment, days=1, meals=3, amount=3, reason=f"Bà {NAME} ở xa")
    ClassExpense.objects.create(training_class=made, words="Thuê xe", payee=f"Bà {NAME}", amount=9)
    PayeeAccount.objects.create(
        owner=made.keeper, person=person, account=BANK_ACCOUNT, bank="Ngân hàng Thử", tax_code=TAX_CODE
    )


def _open_class(boss, office) -> TrainingClass:
    return classes.create_class(actor=boss, keeper=office, title="Lớp đang mở")


def _closed_class(boss, office, person, twin) -> TrainingClass:
    day = dt.date(2026, 3, 2)
    made = classes.create_class(actor=boss, keeper=office, title=TITLE, place="Hội trường", starts_on=day, ends_on=day)
    sitting = programme.add_sitting(actor=boss, training_class=made, date=day, part=Part.MORNING)
    programme.save_agenda_item(
        actor=boss, training_class=made, sitting=sitting, title="Chuyên đề", speakers=[Appearance(person=person)]
    )
    venues.save_venue(actor=boss, training_class=made, name="Điểm cầu 1", in_charge=f"Bà {NAME}, ĐT {PHONE}")
    programme.save_guest(actor=boss, training_class=made, appearance=Appearance(person=person, post=POST))
    first = roster.enrol(actor=boss, training_class=made, person=person, unit_text="Tổ 1", post=POST,
                         note_text=f"Gọi {PHONE}")  # fmt: skip
    second = roster.enrol(actor=boss, training_class=made, person=twin, unit_text="Tổ 2")
    third = roster.enrol(actor=boss, training_class=made, full_name=OTHERS[0], unit_text="Tổ 1",
                         note_text=f"đi cùng {NAME}")  # fmt: skip
    substitute = roster.substitute(actor=boss, enrolment=third, full_name=OTHERS[1])
    FollowUpRefusal.objects.create(person=person)
    _quiz(boss, office, made, first)
    asked = questions.add_question(actor=boss, training_class=made, text="Hỏi?")
    questions.answer_question(actor=boss, question=asked, answer="Đáp", answered_by=f"Bà {NAME}")
    made = TrainingClass.objects.get(pk=made.pk)
    made = classes.move_on(actor=boss, training_class=made, state=ClassState.HELD, revision=made.revision)
    attendance.mark(
        actor=boss,
        training_class=made,
        cells=[
            attendance.CellMark(enrolment_id=each.pk, sitting_id=sitting.pk, mark=mark)
            for each, mark in ((first, Mark.PRESENT), (second, Mark.LATE), (third, Mark.EXCUSED))
        ],
    )
    attendance.mark(
        actor=boss,
        training_class=made,
        cells=[attendance.CellMark(enrolment_id=substitute.pk, sitting_id=sitting.pk, mark=Mark.PRESENT)],
    )
    made = TrainingClass.objects.get(pk=made.pk)
    closing.close_class(actor=boss, training_class=made, revision=made.revision)
    made = TrainingClass.objects.get(pk=made.pk)
    made = closing.reopen_class(actor=boss, training_class=made, reason=f"Sửa theo lời bà {NAME}")
    attendance.mark(
        actor=boss,
        training_class=made,
        reason=f"Bà {NAME} báo nhầm",
        cells=[attendance.CellMark(enrolment_id=second.pk, sitting_id=sitting.pk, mark=Mark.PRESENT)],
    )
    closing.close_class(actor=boss, training_class=made, revision=TrainingClass.objects.get(pk=made.pk).revision)
    made = TrainingClass.objects.get(pk=made.pk)
    given = issue_class_awards(actor=boss, training_class=made, version=2)
    own = next(each for each in given if each.person_id == person.pk)
    replace_class_award(actor=boss, training_class=made, award=own, name=NAME, reason=f"Bà {NAME} báo sai tên")
    return TrainingClass.objects.get(pk=made.pk)


def _quiz(boss, office, made, enrolment) -> None:
    asked = Draft(kind=ItemKind.TEXT, text="Gặp khó thì hỏi ai?", body={"right": []})
    version = make_quiz(boss, office, [asked])
    put = attach_quiz(actor=boss, training_class=made, questionnaire=version.questionnaire, moment=QuizMoment.PRE)
    response = begin_quiz(quiz=open_quiz(actor=boss, quiz=put), enrolment=enrolment)
    key = str(version.items.get().key)
    submit(response=response, answers={key: f"Hỏi bà {NAME}, {PHONE}"}, revision=0)


def _account_traces(account, boss) -> None:
    EmailAddress.objects.create(user=account, email=ACCOUNT_MAIL, verified=True, primary=True)
    Authenticator.objects.create(user=account, type="totp", data={"secret": "BI-MAT-TOTP-KHONG-RA"})
    AccessAttempt.objects.create(username=USERNAME, ip_address="192.0.2.7", attempt_time=timezone.now(),
                                 failures_since_start=1)  # fmt: skip
    AccountSession.objects.create(
        session_key="khoa-phien-kin-0123456789", session_data="x", user=account, device="Chrome, Windows",
        expire_date=timezone.now() + dt.timedelta(days=1), started_at=timezone.now(),
    )  # fmt: skip
    passes.hand_over_code(actor=boss, user=account)


def _mails(office) -> None:
    outbox.enqueue(
        recipient=ACCOUNT_MAIL, template="password_reset", context={"sealed": "BI-MAT-DAT-LAI"},
        organisation_id=office.pk,
    )  # fmt: skip
    other = outbox.enqueue(
        recipient="nguoi.khac@vi-du.vn", template="article_submitted", context={"to": OTHERS[0], "author": NAME},
        organisation_id=office.pk,
    )  # fmt: skip
    OutboxMessage.objects.filter(pk=other.pk).update(error=f"No mailbox for {MAIL}")


def counts() -> dict[str, object]:
    """Everything that is counted of classes, and every frozen number."""
    return {
        "enrolled": Enrolment.objects.count(),
        "reports": [
            (str(report.pk), {key: value for key, value in report.facts.items() if isinstance(value, dict | int)},
             [(row["person_id"], row["unit"], row["marks"]) for row in report.participants])
            for report in ClassReport.objects.order_by("pk")
        ],
        "units": [str(report.facts["units"]) for report in ClassReport.objects.order_by("pk")],
        "sheets": [_sheet(one) for one in TrainingClass.objects.order_by("pk")],
    }  # fmt: skip


def _sheet(training_class) -> list[str]:
    """Return what a sheet comes to; an erased row may stand at another place of it."""
    read = asdict(attendance_counts(training_class))
    return [
        f"{name}: {sorted(map(str, value.items() if isinstance(value, dict) else value))}"
        if isinstance(value, dict | tuple)
        else f"{name}: {value}"
        for name, value in read.items()
    ]
