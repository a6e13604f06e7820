"""Asking and voting on a phone, without scripts and without an account."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from caunoi.core.models import TryCount
from caunoi.training.enums import Moderation
from caunoi.training.models import Question, QuestionAsker, QuestionMerge
from caunoi.training.queries.floor import room_token
from caunoi.training.queries.tickets import page_token
from caunoi.training.services.floor.moderating import set_hall
from caunoi.training.services.questions import add_question, answer_question

pytestmark = pytest.mark.django_db


def page(ticket, name="pocket_questions", *args):
    return reverse(f"hall:{name}", args=[page_token(ticket), *args])


def test_a_question_is_asked_without_and_with_an_answer_awaited(own, held):
    phone = Client()
    answer = phone.post(page(own), {"text": "Ai chi trả?"}, follow=True)
    assert "Câu hỏi đã gửi" in answer.content.decode()
    assert not QuestionAsker.objects.exists()
    item = held.agenda.order_by("id").first()
    phone.post(page(own), {"text": "Ở đâu?", "agenda_item": item.pk, "answer": "1"})
    assert QuestionAsker.objects.get().enrolment == own.enrolment
    assert Question.objects.get(text="Ở đâu?").agenda_item == item
    # Neither is shown to the hall; the one that awaits an answer stands on the own page alone.
    text = phone.get(page(own)).content.decode()
    assert ("Ai chi trả?" in text, "Ở đâu?" in text) == (False, True)
    assert not Client().cookies


def test_answer_stands_on_the_page_until_it_was_read(own, other, organiser, visit):
    Client().post(page(own), {"text": "Ai chi trả?", "answer": "1"})
    asked = Question.objects.get()
    answer_question(actor=organiser, question=asked, answer="Ngân sách xã.")
    assert "câu hỏi của quý vị đã được trả lời" in visit(own).content.decode()
    assert "Ngân sách xã." in visit(own, "pocket_questions").content.decode()
    assert "Ngân sách xã." not in visit(other, "pocket_questions").content.decode()
    Client().post(page(other, "pocket_answer_read", asked.pk))
    assert QuestionAsker.objects.exists()
    Client().post(page(own, "pocket_answer_read", asked.pk))
    assert not QuestionAsker.objects.exists()


def test_a_vote_is_given_and_taken_back_on_the_page(own, organiser, held, visit):
    asked = add_question(actor=organiser, training_class=held, text="Ai chi trả?")
    Client().post(page(own, "pocket_vote", asked.pk))
    Client().post(page(own, "pocket_vote", asked.pk))
    assert "1 người muốn biết" in visit(own, "pocket_questions").content.decode()
    Client().post(page(own, "pocket_vote", asked.pk), {"back": "1"})
    assert "0 người muốn biết" in visit(own, "pocket_questions").content.decode()
    waiting = Question.objects.create(training_class=held, text="Chờ?", moderation=Moderation.WAITING)
    assert Client().post(page(own, "pocket_vote", waiting.pk)).status_code == 404


def test_the_wall_s_code_takes_questions_of_anybody_until_it_is_closed(held, organiser):
    address = reverse("hall:room", args=[room_token(held)])
    assert "Câu hỏi đã gửi" in Client().post(address, {"text": "Ai chi trả?"}, follow=True).content.decode()
    assert Client().post(address, {"text": " "}).context["form"].errors
    set_hall(actor=organiser, training_class=held, takes_questions=False)
    answer = Client().post(address, {"text": "Ở đâu?"})
    assert "Hiện không nhận câu hỏi" in answer.content.decode()
    assert Question.objects.count() == 1
    assert Client().get(reverse("hall:room", args=["x" * 44])).status_code == 404


def test_counting_tries_names_no_ticket(own):
    Client().post(page(own), {"text": "Ai chi trả?"})
    assert TryCount.objects.count() == 1
    Client(REMOTE_ADDR="203.0.113.9").post(page(own), {"text": "Ở đâu?"})
    # By address: the same ticket from elsewhere is another count.
    assert TryCount.objects.count() == 2


def test_the_desk_shows_hides_merges_and_parts(desk, held, own):
    for text in ("Ai chi trả?", "Tiền ở đâu?", "Bỏ đi"):
        Client().post(page(own), {"text": text, "answer": "1"})
    address = reverse("desk:class_floor", args=[held.code])
    text = desk.get(address).content.decode()
    assert "3 câu hỏi chờ duyệt" in text
    # Who awaits the answer is told to nobody at the desk.
    assert own.enrolment.person.full_name not in text
    one, two, gone = (Question.objects.get(text=text) for text in ("Ai chi trả?", "Tiền ở đâu?", "Bỏ đi"))
    assert "Ghi lý do" in desk.post(address, {"do": "hide", "question": gone.pk}, follow=True).content.decode()
    desk.post(address, {"do": "hide", "question": gone.pk, "reason": "Không thuộc lớp"})
    desk.post(address, {"do": "show", "question": [one.pk, two.pk, "nếu"]})
    desk.post(address, {"do": "merge", "question": [one.pk, two.pk]})
    assert QuestionMerge.objects.get().into_id == one.pk
    assert "gộp: Tiền ở đâu?" in " ".join(desk.get(address).content.decode().split())
    desk.post(reverse("desk:question_part", args=[held.code, two.pk]))
    desk.post(address, {"do": "answered", "question": two.pk})
    two.refresh_from_db()
    assert (QuestionMerge.objects.count(), two.answer) == (0, "Đã trả lời trực tiếp tại lớp.")
    assert Question.objects.get(pk=gone.pk).moderation == Moderation.HIDDEN
