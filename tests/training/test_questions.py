"""Questions from the floor."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import AuditEntry
from caunoi.training.enums import ClassState
from caunoi.training.models import AgendaItem, Question, QuestionAsker
from caunoi.training.queries.questions import matching, question_counts, questions
from caunoi.training.services.questions import MOST, add_question, answer_question, change_question
from tests.factories import TrainingClassFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(training_class):
    return AgendaItem.objects.create(training_class=training_class, title="Kỹ năng hòa giải")


def test_add_question_records_no_asker(organiser, training_class, topic):
    question = add_question(
        actor=organiser, training_class=training_class, text="  Hòa giải viên   được chi bao nhiêu? ", agenda_item=topic
    )
    assert (question.text, question.agenda_item, question.state) == (
        "Hòa giải viên được chi bao nhiêu?",
        topic,
        "open",
    )
    # Who wants an answer stands apart until it is given: training.models.hall.
    assert not QuestionAsker.objects.exists()
    told = {field.name for field in Question._meta.get_fields()}
    assert told - {"asker", "merge", "merges", "faq_entries"} == {
        "id",
        "training_class",
        "agenda_item",
        "text",
        "answer",
        "answered_by",
        "answered_at",
        "source",
        "moderation",
        "hidden_because",
        "votes",
        "state",
        "created_at",
    }
    assert AuditEntry.objects.get().details == {"question": "Hòa giải viên được chi bao nhiêu?"}


@pytest.mark.parametrize("text", ["", " \u200b ", "x" * (MOST + 1)])
def test_add_question_without_words_or_with_too_many_is_refused(organiser, training_class, text):
    with pytest.raises(ValidationError) as refused:
        add_question(actor=organiser, training_class=training_class, text=text)
    assert list(refused.value.message_dict) == ["text"]


def test_question_of_another_class_s_item_is_refused(organiser, training_class, topic):
    other = TrainingClassFactory(keeper=training_class.keeper)
    with pytest.raises(ValidationError):
        add_question(actor=organiser, training_class=other, text="Hỏi?", agenda_item=topic)


def test_answer_may_come_late_but_the_question_stays_as_frozen(organiser, stranger, training_class):
    question = add_question(actor=organiser, training_class=training_class, text="Ai chi trả?")
    training_class.state = ClassState.CLOSED
    training_class.save()
    answered = answer_question(actor=organiser, question=question, answer="Ngân sách xã.", answered_by="Báo cáo viên")
    assert (answered.state, answered.answered_at is not None) == ("answered", True)
    with pytest.raises(NotNow):
        change_question(actor=organiser, question=question, text="Khác")
    with pytest.raises(PermissionDenied):
        answer_question(actor=stranger, question=question, answer="Không")


def test_emptied_answer_opens_the_question_again(organiser, training_class):
    question = add_question(actor=organiser, training_class=training_class, text="Ai chi trả?")
    answer_question(actor=organiser, question=question, answer="Ngân sách xã.")
    again = answer_question(actor=organiser, question=question, answer=" ")
    assert (again.state, again.answered_at, again.answered_by) == ("open", None, "")


def test_two_clerks_changing_one_question_are_told(organiser, training_class):
    question = add_question(actor=organiser, training_class=training_class, text="Ai chi trả?")
    change_question(actor=organiser, question=question, text="Ai trả?", was="Ai chi trả?")
    with pytest.raises(StaleChange):
        change_question(actor=organiser, question=question, text="Người nào trả?", was="Ai chi trả?")
    answer_question(actor=organiser, question=question, answer="Xã.", was="")
    with pytest.raises(StaleChange):
        answer_question(actor=organiser, question=question, answer="Phường.", was="")
    assert Question.objects.get().text == "Ai trả?"


def test_questions_are_counted_filtered_and_found_without_marks(organiser, training_class, topic):
    first = add_question(actor=organiser, training_class=training_class, text="Mức chi hòa giải?", agenda_item=topic)
    add_question(actor=organiser, training_class=training_class, text="Đất đai thì sao?")
    answer_question(actor=organiser, question=first, answer="Theo quy định.")
    counts = question_counts(training_class)
    assert (counts.total, counts.open, counts.answered) == (2, 1, 1)
    assert [one.text for one in questions(training_class, state="open")] == ["Đất đai thì sao?"]
    assert [one.text for one in questions(training_class, item=topic.pk)] == ["Mức chi hòa giải?"]
    assert [one.text for one in matching(questions(training_class), "muc chi")] == ["Mức chi hòa giải?"]
