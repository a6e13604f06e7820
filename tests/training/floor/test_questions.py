"""Questions from phones: nobody knows who asked, nobody votes twice, and what is shown goes into the report."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from caunoi.core import personal
from caunoi.core.errors import NotNow
from caunoi.core.models import AuditEntry, OutboxMessage
from caunoi.core.personal import Subject
from caunoi.training.enums import ClassState, Moderation, QuestionSource
from caunoi.training.facts import ProvenanceFact
from caunoi.training.models import Hall, OnceMark, Question, QuestionAsker, QuestionMerge, Ticket
from caunoi.training.queries.current import current
from caunoi.training.queries.floor import class_of_room, floor, room_token, shown_questions, with_merged
from caunoi.training.queries.questions import question_counts
from caunoi.training.services.closing import check_closing, freeze
from caunoi.training.services.floor import moderating
from caunoi.training.services.floor.asking import MOST_WAITING, ask_from_phone
from caunoi.training.services.floor.marks import forget_marks
from caunoi.training.services.floor.telling import answers_for, forget_askers, note_answer_read
from caunoi.training.services.floor.voting import vote, voted_for
from caunoi.training.services.questions import add_question, answer_question
from caunoi.training.services.tickets import provide_tickets, replace_ticket
from tests.factories import EnrolmentFactory, PersonFactory, TrainingClassFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def held(training_class):
    training_class.state = ClassState.HELD
    training_class.save()
    return training_class


@pytest.fixture
def tickets(held):
    for number in range(4):
        EnrolmentFactory(training_class=held, person=PersonFactory(full_name=f"Trần Thị Mẫu {number}"))
    provide_tickets(training_class=held)
    return list(Ticket.objects.filter(training_class=held).order_by("enrolment_id"))


def shown(held, actor, *texts):
    return [add_question(actor=actor, training_class=held, text=text) for text in texts]


def wanted(held):
    return {one.text: one.wanted for one in shown_questions(held)}


def test_a_question_from_a_phone_says_nothing_of_who_asked(held, tickets):
    before = AuditEntry.objects.count()
    asked = ask_from_phone(training_class=held, text="Ai chi trả?")
    assert (asked.source, asked.moderation) == (QuestionSource.PHONE, Moderation.WAITING)
    # A random key, and a time that is that of many others.
    assert asked.pk.version == 4
    assert (asked.created_at.minute % 10, asked.created_at.second, asked.created_at.microsecond) == (0, 0, 0)
    assert AuditEntry.objects.count() == before
    assert not QuestionAsker.objects.exists()
    # It waits: neither the hall, nor the counts, nor the report know it.
    assert list(shown_questions(held)) == []
    assert question_counts(held).total == 0
    assert current(held, provenance=ProvenanceFact(kind="held")).facts.questions == ()


def test_the_same_words_sent_twice_are_one_question(held):
    first = ask_from_phone(training_class=held, text="Ai chi trả?")
    assert ask_from_phone(training_class=held, text=" ai CHI  trả? ").pk == first.pk
    for text in ("", " ", "x" * 1001):
        with pytest.raises(ValidationError):
            ask_from_phone(training_class=held, text=text)


@pytest.mark.parametrize("state", [ClassState.PREPARING, ClassState.CLOSED, ClassState.CANCELLED])
def test_nothing_is_asked_outside_the_class(training_class, state):
    training_class.state = state
    training_class.save()
    with pytest.raises(NotNow):
        ask_from_phone(training_class=training_class, text="Ai chi trả?")
    assert class_of_room(room_token(training_class)) is None


def test_whoever_floods_the_hall_is_stopped(held):
    Question.objects.bulk_create(
        Question(training_class=held, text=f"Hỏi {n}?", source="phone", moderation="waiting")
        for n in range(MOST_WAITING)
    )
    with pytest.raises(NotNow):
        ask_from_phone(training_class=held, text="Ai chi trả?")


def test_questions_are_shown_and_hidden_with_a_reason(held, organiser):
    one, two = (ask_from_phone(training_class=held, text=text) for text in ("Ai chi trả?", "Ông Mẫu nói gì?"))
    moderating.show_questions(actor=organiser, training_class=held, questions=[one.pk, two.pk])
    with pytest.raises(ValidationError):
        moderating.hide_questions(actor=organiser, training_class=held, questions=[two.pk], reason=" ")
    moderating.hide_questions(actor=organiser, training_class=held, questions=[two.pk], reason="Nêu tên người")
    assert [one.text for one in floor(held).hidden] == ["Ông Mẫu nói gì?"]
    assert [one.text for one in current(held, provenance=ProvenanceFact(kind="held")).facts.questions] == [
        "Ai chi trả?"
    ]
    row = AuditEntry.objects.get(action="training.questions_hidden")
    assert (row.reason, row.details["count"]) == ("Nêu tên người", 1)
    # A question of another class is not found.
    other = Question.objects.create(training_class=TrainingClassFactory(), text="Khác?", moderation="waiting")
    assert moderating.show_questions(actor=organiser, training_class=held, questions=[other.pk]) == 0


def test_a_participant_votes_once_and_nothing_tells_for_what(held, organiser, tickets):
    one, two = shown(held, organiser, "Ai chi trả?", "Ở đâu?")
    before = AuditEntry.objects.count()
    assert vote(ticket=tickets[0], question=one, wanted=True)
    assert not vote(ticket=tickets[0], question=one, wanted=True)
    vote(ticket=tickets[1], question=one, wanted=True)
    # Another ticket of the same participant is no second vote.
    replace_ticket(actor=organiser, enrolment=tickets[0].enrolment)
    again = Ticket.objects.get(enrolment=tickets[0].enrolment, ended_at=None)
    assert not vote(ticket=again, question=one, wanted=True)
    assert wanted(held) == {"Ai chi trả?": 2, "Ở đâu?": 0}
    assert voted_for(again, with_merged(shown_questions(held))) == {one.pk}
    assert AuditEntry.objects.exclude(action="training.ticket_replaced").count() == before
    # What is stored names neither participant nor question.
    stored = json.dumps(list(OnceMark.objects.values("mark", "training_class_id")), default=str)
    for told in (one.pk.hex, two.pk.hex, again.number, str(again.enrolment.person_id)):
        assert told not in stored.replace("-", "")
    assert vote(ticket=again, question=one, wanted=False)
    assert not vote(ticket=again, question=one, wanted=False)
    assert wanted(held)["Ai chi trả?"] == 1


def test_merged_questions_count_each_participant_once_and_part_again(held, organiser, tickets):
    one, two, three = shown(held, organiser, "Ai chi trả?", "Tiền ở đâu?", "Xã trả à?")
    for ticket in tickets[:3]:
        vote(ticket=ticket, question=one, wanted=True)
    for ticket in tickets[2:]:
        vote(ticket=ticket, question=two, wanted=True)
    vote(ticket=tickets[3], question=three, wanted=True)
    moderating.merge_questions(actor=organiser, question=two, into=one)
    assert wanted(held) == {"Ai chi trả?": 4, "Xã trả à?": 1}
    moderating.merge_questions(actor=organiser, question=three, into=one)
    assert wanted(held) == {"Ai chi trả?": 4}
    # Who voted for what was merged has voted.
    assert not vote(ticket=tickets[3], question=one, wanted=True)
    assert voted_for(tickets[3], with_merged(shown_questions(held))) == {one.pk}
    with pytest.raises(ValidationError):
        moderating.merge_questions(actor=organiser, question=one, into=two)
    with pytest.raises(ValidationError):
        moderating.merge_questions(actor=organiser, question=one, into=one)
    for merged in (two, three):
        moderating.part_question(actor=organiser, question=merged)
    assert wanted(held) == {"Ai chi trả?": 3, "Tiền ở đâu?": 2, "Xã trả à?": 1}


@pytest.mark.parametrize("later", [False, True])
def test_an_answer_goes_to_who_wanted_it_and_then_it_is_forgotten_who_that_was(held, organiser, tickets, later):
    for ticket, email in zip(tickets[:2], ("mau@example.vn", ""), strict=True):
        ticket.enrolment.person.email = email
        ticket.enrolment.person.save()
    asked = [
        ask_from_phone(training_class=held, text=f"Hỏi {n}?", answer_to=ticket.enrolment)
        for n, ticket in enumerate(tickets[:2])
    ]
    moderating.show_questions(actor=organiser, training_class=held, questions=[one.pk for one in asked])
    if later:
        # Closing throws the marks of the hall away, not who awaits an answer.
        forget_marks(held)
        held.state = ClassState.CLOSED
        held.save()
    for one in asked:
        answer_question(actor=organiser, question=one, answer="Ngân sách xã.")
    (mail,) = OutboxMessage.objects.all()
    assert mail.recipient == "mau@example.vn"
    # The mail tells that there is an answer, and neither question nor answer.
    assert not {"Hỏi 0?", "Ngân sách xã."} & set(map(str, mail.context.values()))
    assert [row.question_id for row in QuestionAsker.objects.all()] == [asked[1].pk]
    (awaited,) = answers_for(tickets[1])
    assert awaited.said.answer == "Ngân sách xã."
    # Another participant can't make it go.
    note_answer_read(ticket=tickets[2], question=asked[1])
    assert QuestionAsker.objects.count() == 1
    note_answer_read(ticket=tickets[1], question=asked[1])
    assert not QuestionAsker.objects.exists()
    assert not AuditEntry.objects.filter(person_id=tickets[1].enrolment.person_id).exists()


def test_the_answer_to_a_merged_question_answers_it_and_old_ones_are_forgotten(held, organiser, tickets):
    root, merged = (ask_from_phone(training_class=held, text=text) for text in ("Ai chi trả?", "Tiền ở đâu?"))
    ask_from_phone(training_class=held, text="Tiền ở đâu?", answer_to=tickets[0].enrolment)
    moderating.show_questions(actor=organiser, training_class=held, questions=[root.pk, merged.pk])
    moderating.merge_questions(actor=organiser, question=merged, into=root)
    answer_question(actor=organiser, question=root, answer="Ngân sách xã.")
    assert answers_for(tickets[0])[0].said.answer == "Ngân sách xã."
    assert forget_askers() == 0
    Question.objects.filter(pk=root.pk).update(answered_at=timezone.now() - dt.timedelta(days=61))
    assert forget_askers() == 1


def test_closing_waits_for_what_nobody_looked_at_and_throws_the_marks_away(held, organiser, tickets):
    asked = ask_from_phone(training_class=held, text="Ai chi trả?")
    assert "questions_waiting" in [one.code for one in check_closing(held) if one.blocking and not one.ok]
    moderating.show_questions(actor=organiser, training_class=held, questions=[asked.pk])
    assert "questions_waiting" not in [one.code for one in check_closing(held)]
    vote(ticket=tickets[0], question=asked, wanted=True)
    salt = Hall.objects.get(training_class=held).salt
    freeze(actor=organiser, training_class=held, found=current(held, provenance=ProvenanceFact(kind="held")))
    assert not OnceMark.objects.exists()
    assert Hall.objects.get(training_class=held).salt != salt
    # The count stays, and nobody can tell any more whose it was.
    assert wanted(held) == {"Ai chi trả?": 1}
    assert voted_for(tickets[0], with_merged(shown_questions(held))) == set()


def test_erasing_a_person_forgets_that_an_answer_is_awaited(held, tickets):
    ask_from_phone(training_class=held, text="Ai chi trả?", answer_to=tickets[0].enrolment)
    (holding,) = (one for one in personal.holdings() if one.name == "training.enrolments")
    person = tickets[0].enrolment.person
    assert "Ai chi trả?" not in str(holding.read(Subject(persons=(person.pk,))))
    holding.erase(Subject(persons=(person.pk,)))
    assert not QuestionAsker.objects.exists()


def test_the_wall_s_code_dies_with_its_number(held, organiser):
    first = room_token(held)
    assert class_of_room(first) == held
    moderating.set_hall(actor=organiser, training_class=held, takes_questions=True, new_link=True)
    assert class_of_room(first) is None
    assert class_of_room(room_token(held)) == held
    assert class_of_room(first[:-1] + ("A" if first[-1] != "A" else "B")) is None


def test_the_list_of_the_hall_costs_the_same_for_20_and_200(held, organiser, tickets, django_assert_num_queries):
    def cost(count):
        rows = [Question(training_class=held, text=f"Hỏi {count} {n}?") for n in range(count)]
        Question.objects.bulk_create(rows)
        others = [Question(training_class=held, text=f"Như {n}?") for n in range(count // 2)]
        Question.objects.bulk_create(others)
        QuestionMerge.objects.bulk_create(QuestionMerge(question=one, into=rows[n]) for n, one in enumerate(others))
        with django_assert_num_queries(8):
            floor(held)
            voted_for(tickets[0], with_merged(shown_questions(held)))

    vote(ticket=tickets[0], question=shown(held, organiser, "Ai?")[0], wanted=True)
    cost(20)
    cost(180)


def test_what_nobody_had_shown_is_taken_up_after_the_class_and_answered(held, organiser, tickets, desk):
    one = ask_from_phone(training_class=held, text="Ai giữ biên bản?", answer_to=tickets[0].enrolment)
    with pytest.raises(NotNow):
        moderating.take_up_questions(actor=organiser, training_class=held, questions=[one.pk])
    held.state = ClassState.CLOSED
    held.save()
    with pytest.raises(NotNow):
        moderating.show_questions(actor=organiser, training_class=held, questions=[one.pk])
    page = reverse("desk:class_floor", args=[held.code])
    assert "Nhận xử lý" in desk.get(page).content.decode()
    desk.post(page, {"do": "take_up", "question": [str(one.pk)]})
    assert wanted(held) == {"Ai giữ biên bản?": 0}
    assert AuditEntry.objects.filter(action="training.questions_taken_up").count() == 1
    # Whoever waits for the answer gets it.
    answer_question(actor=organiser, question=one, answer="Tổ trưởng.")
    assert [each.__dict__["said"].answer for each in answers_for(tickets[0])] == ["Tổ trưởng."]
    assert moderating.take_up_questions(actor=organiser, training_class=held, questions=[one.pk]) == 0
