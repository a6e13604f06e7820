"""A quiz on a phone whose network breaks: nothing is lost, it opens again, and it is handed in once."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from caunoi.questionnaires.models import Response
from caunoi.training.enums import ClassState, QuizMoment
from caunoi.training.models import Ticket
from caunoi.training.queries.tickets import page_token
from caunoi.training.services.learning.quizzes import attach_quiz, open_quiz
from caunoi.training.services.tickets import provide_tickets
from tests.factories import EnrolmentFactory, PersonFactory, TrainingClassFactory, UserFactory
from tests.journeys.axe import assert_accessible, assert_fits
from tests.journeys.conftest import NARROW
from tests.journeys.steps import word
from tests.questionnaires.makers import EACH_KIND, make_quiz

PHONE = {"size": NARROW, "has_touch": True, "is_mobile": True}
LONG = "Hòa giải viên cần làm gì khi hai bên đã ký biên bản mà một bên không làm theo? " * 4


def build() -> str:
    """Return the address of the participant's quiz."""
    today = timezone.localdate()
    held = TrainingClassFactory(state=ClassState.HELD, starts_on=today, ends_on=today)
    user = UserFactory.with_role(held.keeper)
    row = EnrolmentFactory(training_class=held, person=PersonFactory(full_name="Nguyễn Thị Phương Thảo Mẫu"))
    provide_tickets(training_class=held)
    asked = make_quiz(user, held.keeper, EACH_KIND, minutes=40, intro=LONG).questionnaire
    quiz = attach_quiz(actor=user, training_class=held, questionnaire=asked, moment=QuizMoment.PRE)
    open_quiz(actor=user, quiz=quiz)
    return reverse("hall:pocket_quiz", args=[page_token(Ticket.objects.get(enrolment=row)), quiz.pk])


def choose(page: Page, words: str) -> None:
    page.locator(".cq-choice", has_text=words).first.click()


def chosen(page: Page, words: str):
    return page.locator(".cq-choice", has_text=words).first.locator("input")


def test_answers_outlive_a_broken_network_a_closed_page_and_a_second_one(transactional_db, open_page):
    quiz = build()
    phone = open_page(**PHONE)
    context = phone.context
    phone.goto(quiz)
    phone.get_by_role("button", name=word("Begin")).click()
    choose(phone, "Hòa giải viên")
    state = phone.locator("[data-cn-answers-state]")
    expect(state).to_contain_text("1 câu")
    # The worker has the page before the network breaks.
    phone.wait_for_function("async () => (await (await caches.open('caunoi-quiz')).keys()).length > 3")

    context.set_offline(True)
    choose(phone, "Mâu thuẫn xóm giềng")
    expect(state).to_contain_text(word("No network: kept on this phone, sent later"))
    assert len(Response.objects.get().answers) == 1
    assert_fits(phone)
    assert_accessible(phone)
    (worker,) = context.service_workers
    assert worker.evaluate("fetch('/').then(() => true, () => false)") is False
    phone.close()
    phone = context.new_page()
    phone.goto(quiz)
    # What was sent before stands there again, though the page is older than that; so does what was not sent.
    expect(chosen(phone, "Hòa giải viên")).to_be_checked()
    expect(chosen(phone, "Mâu thuẫn xóm giềng")).to_be_checked()
    second = context.new_page()
    second.goto(quiz)
    expect(chosen(second, "Mâu thuẫn xóm giềng")).to_be_checked()
    second.locator(".cq-typed input").first.fill("3")
    expect(phone.locator(".cq-typed input").first).to_have_value("3")
    phone.get_by_role("button", name=word("Hand in")).click()
    state = phone.locator("[data-cn-answers-state]")
    expect(state).to_contain_text(word("No network: kept on this phone, handed in as soon as there is one"))
    second.close()

    context.set_offline(False)
    # Some questions have no answer: it is asked before anything is handed in.
    phone.get_by_role("button", name=word("Hand in all the same")).click()
    expect(phone.locator("[data-cn-answers-done]")).to_be_visible()
    assert_fits(phone)
    (response,) = Response.objects.all()
    assert sorted(map(str, response.answers.values())) == ["3", "['a']", "b"]
    assert (response.submitted_at is not None, float(response.points)) == (True, 3.0)
    phone.goto(quiz)
    expect(phone.locator("[data-cn-answers-done]")).to_be_visible()
    left = phone.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('caunoi-answers')).length")
    kept = phone.evaluate("caches.open('caunoi-quiz').then((cache) => cache.match(location.pathname)).then(Boolean)")
    assert (left, kept) == (0, False)
    open_page.faults[:] = [fault for fault in open_page.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
