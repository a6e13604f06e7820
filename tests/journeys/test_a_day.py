"""A day of a class: quiz before, door, quiz after, evaluation, certificate, and the stranger who checks it.

All of it at 360 px but the desk; one participant goes the whole way, her neighbours follow through the same services.
"""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from caunoi.credentials.models import Award
from caunoi.directory.enums import RoleKind
from caunoi.questionnaires.services.responses import submit
from caunoi.training.enums import AgendaKind, ClassState, Mark, QuizMoment
from caunoi.training.models import AgendaItem, Attendance, ClassQuiz, Survey, SurveySheet, Ticket
from caunoi.training.queries.learning.results import learning_of
from caunoi.training.queries.tickets import page_token
from caunoi.training.services.learning.quizzes import attach_quiz
from caunoi.training.services.learning.taking import begin_quiz
from caunoi.training.services.surveys.sheets import hand_in, take_sheet
from tests.factories import OrganisationFactory, TrainingClassFactory, UserFactory
from tests.journeys.axe import assert_accessible, assert_fits
from tests.journeys.conftest import NARROW
from tests.journeys.door import Device, Times, codes_of, link_of, people_of, running, scan, sitting_at, until
from tests.journeys.steps import confirm, expect_message, press, press_tab, refusing, word
from tests.questionnaires.makers import choice, make_quiz

BEGINS = dt.datetime(2026, 12, 8, 0, 30, tzinfo=dt.UTC)
PHONE = {"size": NARROW, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
QUESTIONS = ("Ai tiến hành hòa giải ở cơ sở?", "Tổ hòa giải có ít nhất mấy người?", "Hòa giải có mất tiền không?")
SUBJECT = "Nghe và hỏi trong một buổi hòa giải"


@pytest.fixture
def times(monkeypatch):
    """The true time: the day of the class, a quarter of an hour before it begins."""
    found = Times()
    found.at(BEGINS - dt.timedelta(minutes=15))
    monkeypatch.setattr("django.utils.timezone.now", found.now)
    return found


@pytest.fixture
def held(times, transactional_db):
    """A class with one sitting and seven people, its quiz put before and after."""
    office = OrganisationFactory(name="Đảng ủy phường Hòa Khánh")
    training_class = TrainingClassFactory(
        keeper=office,
        state=ClassState.HELD,
        title="Tập huấn công tác hòa giải ở cơ sở năm 2026",
        starts_on=BEGINS.date(),
        ends_on=BEGINS.date(),
        strong_points="Đông đủ.",
    )
    sitting = sitting_at(training_class, BEGINS)
    AgendaItem.objects.create(
        training_class=training_class, sitting=sitting, title=SUBJECT, kind=AgendaKind.TOPIC, periods=4
    )
    training_class.organiser = UserFactory.with_role(office, RoleKind.ORGANISER)
    asked = make_quiz(
        training_class.organiser, office, [choice(text) for text in QUESTIONS], title="Hòa giải cơ sở"
    ).questionnaire
    for moment in (QuizMoment.PRE, QuizMoment.POST):
        attach_quiz(actor=training_class.organiser, training_class=training_class, questionnaire=asked, moment=moment)
    return training_class


def seen(page: Page) -> None:
    """Check that a page fits, and that axe finds nothing in it."""
    assert_fits(page)
    assert_accessible(page)


def test_a_day_from_the_quiz_before_to_a_stranger_who_checks_the_certificate(  # noqa: PLR0917 - the fixtures
    held, times, playwright, live_server, open_page, sign_in, run_jobs, tmp_path
):
    people = people_of(held, 7)
    own, *others = people[:6]
    ticket = Ticket.objects.get(enrolment=own)
    desk = sign_in(held.organiser)
    phone = open_page(**PHONE)

    opens_quiz(desk, held, QuizMoment.PRE)
    takes_quiz(phone, ticket, "Quiz before the class", right=1)
    neighbours_take(held, others, QuizMoment.PRE, right=1)
    comes_in(held, Device(playwright, live_server.url, tmp_path / "door", times), people[:6])
    times.true += 4 * 3600
    opens_quiz(desk, held, QuizMoment.POST)
    takes_quiz(phone, ticket, "Quiz after the class", right=3)
    neighbours_take(held, others, QuizMoment.POST, right=2)
    gain = learning_of(held).gain
    assert (gain.pairs, gain.only_before, gain.only_after) == (6, 0, 0)
    evaluates(desk, phone, held, ticket, others)
    gets_certificates(desk, held, run_jobs)
    award = Award.objects.get(person_id=own.person_id)
    assert Award.objects.count() == 6
    file = takes_certificate(phone, ticket, tmp_path)
    is_checked_by_a_stranger(open_page, award, own, file)
    is_revoked(desk, open_page, award, held)


def opens_quiz(desk: Page, held, moment: QuizMoment) -> None:
    desk.goto(reverse("desk:class_quizzes", args=[held.code]))
    heading = desk.get_by_role("heading", name=re.compile(str(moment.label), re.IGNORECASE))
    card = desk.locator("section.cn-card", has=heading)
    card.get_by_role("button", name=word("Open now")).click()
    expect(card.get_by_role("button", name=word("Close the quiz"))).to_be_visible()


def takes_quiz(phone: Page, ticket, title: str, *, right: int) -> None:
    """With the keyboard alone; the first answers are kept on the way."""
    phone.goto(reverse("hall:pocket", args=[page_token(ticket)]))
    seen(phone)
    phone.get_by_role("link", name=word(title)).press("Enter")
    begin = phone.get_by_role("button", name=word("Begin"))
    begin.wait_for()
    seen(phone)
    begin.press("Enter")
    for number, text in enumerate(QUESTIONS):
        group = phone.get_by_role("group", name=re.compile(re.escape(text)))
        group.get_by_role("radio", name="Đúng" if number < right else "Sai").press("Space")
    seen(phone)
    phone.get_by_role("button", name=word("Hand in")).press("Enter")
    expect(phone.locator("main")).to_contain_text(f"{right}/3")
    seen(phone)


def neighbours_take(held, others, moment: QuizMoment, *, right: int) -> None:
    quiz = ClassQuiz.objects.get(training_class=held, moment=moment)
    for number, enrolment in enumerate(others):
        response = begin_quiz(quiz=quiz, enrolment=enrolment)
        keys = response.version.items.order_by("position").values_list("key", flat=True)
        count = right + (number % 2)
        answers = {str(key): "a" if place < count else "b" for place, key in enumerate(keys)}
        submit(response=response, answers=answers, revision=0)


def comes_in(held, device, people) -> None:
    """Six of seven are scanned at the door, the network away in the middle."""
    codes = codes_of(held)
    with running(device):
        page = device.pair(link_of(held.organiser, held, "Cửa chính"))
        for number, enrolment in enumerate(people):
            device.context.set_offline(2 <= number < 5)
            scan(page, codes[enrolment.pk])
            expect(page.get_by_test_id("inside")).to_have_text(str(number + 1))
        seen(page)
        until(lambda: device.waiting() == 0, what="all is sent by itself")
    marks = dict(Attendance.objects.values_list("enrolment_id", "mark"))
    assert marks == dict.fromkeys((one.pk for one in people), Mark.PRESENT)


def evaluates(desk: Page, phone: Page, held, ticket, others) -> None:
    """Six sheets that nobody can join to anybody; at closing they can be read, as counts."""
    desk.goto(reverse("desk:class_surveys", args=[held.code]))
    press(desk, word("Open the evaluation"))
    survey = Survey.objects.get(training_class=held)
    phone.goto(reverse("hall:pocket", args=[page_token(ticket)]))
    phone.get_by_role("link", name=word("Evaluate the class")).press("Enter")
    with phone.expect_navigation():
        phone.get_by_role("button", name=word("Take my sheet")).press("Enter")
    seen(phone)
    phone.locator(".cq-step").nth(4).click()
    phone.get_by_role("button", name=word("Hand in the sheet")).press("Enter")
    expect(phone.locator("h1")).to_have_text(word("Thank you"))
    for enrolment in others:
        slip = take_sheet(survey=survey, enrolment=enrolment)
        hand_in(slip=slip, answers={"to-chuc": 4})
    desk.goto(reverse("desk:class_surveys", args=[held.code]))
    seen(desk)
    press(desk, word("Close and count"))
    confirm(desk)
    expect(desk.locator("main")).to_contain_text("6 phiếu")
    assert SurveySheet.objects.count() == 6


def gets_certificates(desk: Page, held, run_jobs) -> None:
    """The class is closed; six earned one, the seventh was not there, and the list says so."""
    desk.goto(reverse("desk:class_results", args=[held.code]))
    desk.get_by_label(re.compile("tính là vắng không phép")).check()
    press(desk, word("Close the class"))
    confirm(desk)
    expect(desk.locator(".cn-head")).to_contain_text(word("closed"))
    with desk.expect_navigation():
        press_tab(desk, word("Certificates"))
    seen(desk)
    expect(desk.locator("main")).to_contain_text(word("at one sitting at least"))
    desk.get_by_role("button", name=re.compile("Cấp 6")).click()
    confirm(desk)
    expect(desk.locator(".cn-messages")).to_be_visible()
    run_jobs()
    desk.reload()
    seen(desk)


def takes_certificate(phone: Page, ticket, tmp_path) -> bytes:
    phone.goto(reverse("hall:pocket", args=[page_token(ticket)]))
    seen(phone)
    with phone.expect_download() as download:
        phone.get_by_role("link", name=re.compile(word("Certificate"))).first.click()
    path = tmp_path / "giay.pdf"
    download.value.save_as(path)
    assert path.read_bytes().startswith(b"%PDF")
    return path.read_bytes()


def is_checked_by_a_stranger(open_page, award, own, file: bytes) -> None:
    """By the code on the paper, by the file; a changed file is found out, a guessed code tells nothing."""
    stranger = open_page(**PHONE)
    stranger.goto(reverse("portal:certificate", args=[award.code]))
    expect(stranger.locator("main")).to_contain_text(word("The certificate is genuine and holds."))
    for fact in (own.person.full_name, award.number_text, "08/12/2026"):
        expect(stranger.locator("main")).to_contain_text(fact)
    seen(stranger)
    stranger.goto(reverse("portal:certificate_check"))
    seen(stranger)
    for content, outcome in (
        (file, "The file is exactly the one that was issued."),
        (file + b"\n%", "The file was changed after it was issued."),
    ):
        stranger.set_input_files("#cn-file", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": content})
        stranger.get_by_role("button", name=word("Check this file")).press("Enter")
        expect(stranger.locator("main")).to_contain_text(word(outcome))
        seen(stranger)
    with refusing(open_page.faults, "404"):
        stranger.goto(reverse("portal:certificate", args=["ACDE-ACDE-ACDE-ACDE"]))
    seen(stranger)


def is_revoked(desk: Page, open_page, award, held) -> None:
    """What others see turns at once, with the reason."""
    desk.goto(reverse("desk:class_award", args=[held.code, award.pk]))
    seen(desk)
    desk.locator("form", has=desk.get_by_role("button", name=word("Revoke"), exact=True)).get_by_role("textbox").fill(
        "Cấp nhầm"
    )
    press(desk, word("Revoke"))
    confirm(desk)
    expect_message(desk, word("Certificate %(number)s is revoked.") % {"number": award.number_text})
    stranger = open_page(**PHONE)
    stranger.goto(reverse("portal:certificate", args=[award.code]))
    expect(stranger.locator("main")).to_contain_text(word("The certificate was revoked: it no longer holds."))
    expect(stranger.locator("main")).to_contain_text("Cấp nhầm")
    seen(stranger)
