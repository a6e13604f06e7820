"""The page of questions."""

from __future__ import annotations

import pytest
from django.urls import reverse

from caunoi.training.enums import ClassState
from caunoi.training.models import AgendaItem, Question
from caunoi.training.services.questions import add_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(training_class):
    return reverse("desk:class_questions", args=[training_class.code])


def test_question_is_written_down_with_its_topic_and_the_next_has_the_same(desk, training_class, address):
    topic = AgendaItem.objects.create(training_class=training_class, title="Kỹ năng hòa giải")
    response = desk.post(address, {"text": "Ai chi trả?", "agenda_item": topic.pk}, follow=True)
    assert Question.objects.get().agenda_item == topic
    assert f'value="{topic.pk}" selected' in response.content.decode()
    assert "autofocus" in response.content.decode()


def test_empty_question_is_refused_beside_the_field(desk, address):
    response = desk.post(address, {"text": " "})
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["text"])


def test_question_is_answered_and_changed(desk, organiser, training_class):
    question = add_question(actor=organiser, training_class=training_class, text="Ai <b>chi</b> trả?")
    page = reverse("desk:question", args=[training_class.code, question.pk])
    assert "Ai &lt;b&gt;chi&lt;/b&gt; trả?" in desk.get(page).content.decode()
    desk.post(page, {"answer": "Ngân sách xã.", "answered_by": "Báo cáo viên", "was": ""})
    desk.post(page, {"text": "Ai trả?", "was": "Ai <b>chi</b> trả?"})
    question.refresh_from_db()
    assert (question.text, question.answer, question.state) == ("Ai trả?", "Ngân sách xã.", "answered")


def test_answer_typed_over_another_clerk_s_is_kept_in_the_form_and_told(desk, organiser, training_class):
    question = add_question(actor=organiser, training_class=training_class, text="Ai chi trả?")
    page = reverse("desk:question", args=[training_class.code, question.pk])
    desk.post(page, {"answer": "Xã.", "was": ""})
    response = desk.post(page, {"answer": "Phường.", "was": ""})
    assert response.status_code == 200
    assert "Phường." in response.content.decode()
    question.refresh_from_db()
    assert question.answer == "Xã."


def test_questions_are_filtered_and_counted(desk, organiser, training_class, address, django_assert_max_num_queries):
    for number in range(25):
        add_question(actor=organiser, training_class=training_class, text=f"Câu hỏi {number}?")
    with django_assert_max_num_queries(20):
        assert len(desk.get(address).context["page"]) == 20
    assert [one.text for one in desk.get(address, {"q": "cau hoi 24"}).context["page"]] == ["Câu hỏi 24?"]
    assert len(desk.get(address, {"state": "answered"}).context["page"]) == 0


def test_closed_class_takes_late_answers_only(desk, organiser, training_class, address):
    question = add_question(actor=organiser, training_class=training_class, text="Ai chi trả?")
    training_class.state = ClassState.CLOSED
    training_class.save()
    assert "data-cn-quick" not in desk.get(address).content.decode()
    page = reverse("desk:question", args=[training_class.code, question.pk])
    desk.post(page, {"answer": "Ngân sách xã.", "was": ""})
    question.refresh_from_db()
    assert question.answer == "Ngân sách xã."
