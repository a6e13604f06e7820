"""The participant's page of a quiz: without scripts, from two pages, and for nobody else."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caunoi.questionnaires.models import Response
from caunoi.questionnaires.queries.responses import shown_to
from caunoi.training.enums import QuizMoment
from caunoi.training.models import QuizTake
from caunoi.training.queries.tickets import live_tickets, page_token
from caunoi.training.services.learning.quizzes import attach_quiz, close_quiz, open_quiz
from caunoi.training.services.tickets import provide_tickets
from caunoi.web.base.questions import field_name
from tests.questionnaires.makers import EACH_KIND, make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(organiser, office, held):
    questionnaire = make_quiz(organiser, office, EACH_KIND, shuffle_items=True, shuffle_choices=True).questionnaire
    made = attach_quiz(actor=organiser, training_class=held, questionnaire=questionnaire, moment=QuizMoment.PRE)
    return open_quiz(actor=organiser, quiz=made)


@pytest.fixture
def ticket(held, people):
    provide_tickets(training_class=held)
    return live_tickets(held).first()


def address(ticket, quiz, name="pocket_quiz"):
    return reverse(f"hall:{name}", args=[page_token(ticket), quiz.pk])


def begun(client, ticket, quiz):
    client.post(address(ticket, quiz, "pocket_quiz_begin"))
    return QuizTake.objects.get(quiz=quiz, enrolment=ticket.enrolment).response


def fields(response, answers):
    """Return the whole form as a browser sends it, from answers by the kind of question."""
    sent = {"revision": str(response.revision)}
    for question in shown_to(response):
        answer, name = answers.get(question.kind), field_name(question.key)
        if isinstance(answer, dict):
            sent |= {f"{name}-{key}": value for key, value in answer.items()}
        elif answer is not None:
            sent[name] = answer
    return sent


RIGHT = {
    "single": "b",
    "multiple": ["a", "c"],
    "ordering": {"a": "1", "b": "2", "c": "3"},
    "scale": "5",
    "number": "3",
    "text": "uy ban nhan dan",
    "matrix": {"a": "a", "b": "b"},
}


def test_a_quiz_is_taken_without_scripts_from_the_card_to_the_result(quiz, ticket):
    client = Client(enforce_csrf_checks=True)
    front = client.get(reverse("hall:pocket", args=[page_token(ticket)])).content.decode()
    assert address(ticket, quiz) in front
    page = client.get(address(ticket, quiz)).content.decode()
    assert "Bắt đầu" in page
    response = begun(client, ticket, quiz)
    page = client.get(address(ticket, quiz)).content.decode()
    assert all(draft.text in page for draft in EACH_KIND)
    half = fields(response, {"single": "b", "ordering": {"a": "1"}})
    answer = client.post(address(ticket, quiz, "pocket_quiz_send"), {**half, "keep": "1"}, follow=True)
    assert answer.redirect_chain
    assert "checked" in answer.content.decode()
    response.refresh_from_db()
    assert len(response.answers) == 2
    # Half an order can't be handed in, and nothing of it is lost.
    answer = client.post(address(ticket, quiz, "pocket_quiz_send"), {**half, "hand_in": "1", "sure": "1"})
    assert answer.status_code == 422
    assert "Mỗi dòng ghi một số khác nhau" in answer.content.decode()
    response.refresh_from_db()
    some = fields(response, {**RIGHT, "text": None})
    answer = client.post(address(ticket, quiz, "pocket_quiz_send"), {**some, "hand_in": "1"})
    number = [question.kind for question in shown_to(response)].index("text") + 1
    assert f"Chưa trả lời câu: {number}" in answer.content.decode()
    response.refresh_from_db()
    whole = fields(response, RIGHT)
    answer = client.post(address(ticket, quiz, "pocket_quiz_send"), {**whole, "hand_in": "1"}, follow=True)
    assert "7/7 điểm" in answer.content.decode()
    response.refresh_from_db()
    assert (response.points, response.submitted_at is not None) == (7, True)
    assert "7/7 điểm" in client.get(reverse("hall:pocket_quizzes", args=[page_token(ticket)])).content.decode()


def test_a_page_that_saves_by_itself_loses_nothing_to_another_page(quiz, ticket, client):
    response = begun(client, ticket, quiz)
    keys = {question.kind: question.key for question in shown_to(response)}

    def save(answers, revision):
        sent = json.dumps({"revision": revision, "answers": answers})
        return client.post(address(ticket, quiz, "pocket_quiz_save"), sent, content_type="application/json")

    first = save({keys["single"]: "b"}, 0).json()
    assert (first["revision"], first["newer"]) == (1, {})
    assert save({keys["single"]: "b"}, 0).json()["revision"] == 1
    other = save({keys["single"]: "a", keys["number"]: "3"}, 0).json()
    assert other["newer"] == {keys["single"]: "b"}
    assert "answers" not in other
    wrong = save({keys["number"]: "ba"}, 2).json()
    assert list(wrong["faults"]) == [keys["number"]]
    # A whole form from a page that was loaded before: what stands is shown, and it is not handed in.
    response.refresh_from_db()
    old = {**fields(response, {"single": "a"}), "revision": "0", "hand_in": "1", "sure": "1"}
    answer = client.post(address(ticket, quiz, "pocket_quiz_send"), old)
    assert answer.status_code == 422
    response.refresh_from_db()
    assert response.answers == {keys["single"]: "b", keys["number"]: "3"}
    for body in ("", "[]", "{}", '{"answers": 5, "revision": 1}', '{"answers": {}, "revision": "x"}', "\xff"):
        bad = client.post(address(ticket, quiz, "pocket_quiz_save"), body, content_type="application/json")
        assert bad.status_code == 400


def test_after_the_time_or_the_closing_words_say_what_happens(organiser, quiz, ticket, client):
    response = begun(client, ticket, quiz)
    keys = {question.kind: question.key for question in shown_to(response)}
    sent = json.dumps({"revision": 0, "answers": {keys["single"]: "b"}})
    close_quiz(actor=organiser, quiz=quiz)
    answer = client.post(address(ticket, quiz, "pocket_quiz_save"), sent, content_type="application/json")
    assert answer.status_code == 409
    assert "giữ riêng" in answer.json()["words"]
    page = client.get(address(ticket, quiz)).content.decode()
    assert "0/7 điểm" in page
    Response.objects.filter(pk=response.pk).update(submitted_at=None, due_at=timezone.now() - timedelta(hours=1))
    assert "data-cn-answers-done" in client.get(address(ticket, quiz)).content.decode()
    response.refresh_from_db()
    assert response.submitted_at == response.due_at


def test_a_quiz_is_nobody_elses(quiz, ticket, held, client, django_assert_max_num_queries):
    mine = begun(client, ticket, quiz)
    other = live_tickets(held).last()
    assert other.pk != ticket.pk
    page = client.get(address(other, quiz)).content.decode()
    assert str(mine.pk) not in page
    assert client.get(reverse("hall:pocket_quiz", args=[page_token(ticket), uuid.uuid4()])).status_code == 404
    assert client.get(reverse("hall:pocket_quiz", args=["x" * 32, quiz.pk])).status_code == 404
    quiz.opened_at = None
    quiz.save()
    assert client.get(address(other, quiz)).status_code == 404
    with django_assert_max_num_queries(16):
        client.get(reverse("hall:pocket", args=[page_token(other)]))


def test_a_result_that_the_office_keeps_to_itself_is_not_shown(quiz, ticket, client):
    quiz.shows_result = False
    quiz.save()
    response = begun(client, ticket, quiz)
    whole = {**fields(response, RIGHT), "hand_in": "1"}
    page = client.post(address(ticket, quiz, "pocket_quiz_send"), whole, follow=True).content.decode()
    assert "Đã nộp" in page
    assert "điểm" not in page
