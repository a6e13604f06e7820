"""Quizzes of a class: opened, taken in crossed forms, closed; and what they come to."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections
from django.utils import timezone

from caunoi.core.errors import NotNow
from caunoi.directory.enums import RoleKind
from caunoi.questionnaires.queries.responses import asked_of
from caunoi.questionnaires.services import asking
from caunoi.questionnaires.services.responses import save_answers, submit
from caunoi.training.enums import ClassState, EnrolmentState, QuizMoment
from caunoi.training.models import QuizTake, SheetNumber
from caunoi.training.queries.learning import best_scores
from caunoi.training.queries.learning.quizzes import QuizState, quizzes_of, state_of, window
from caunoi.training.queries.learning.results import learning_of, result_rows
from caunoi.training.services.learning.quizzes import (
    attach_quiz,
    change_quiz,
    close_quiz,
    detach_quiz,
    number_sheets,
    open_quiz,
    take_newest,
)
from caunoi.training.services.learning.taking import begin_quiz
from tests.factories import EnrolmentFactory, SittingFactory, TrainingClassFactory, UserFactory
from tests.questionnaires.makers import choice, make_quiz

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def answer(quiz, enrolment, right):
    """Take a quiz with so many answers right of the three that are asked."""
    response = begin_quiz(quiz=quiz, enrolment=enrolment)
    answers = {each.key: "a" if place < right else "b" for place, each in enumerate(asked_of(response))}
    return submit(response=response, answers=answers, revision=0)


def test_half_get_one_form_first_and_the_other_afterwards(organiser, people, pre, post):
    for quiz in (pre, post):
        open_quiz(actor=organiser, quiz=quiz)
    begun = {
        enrolment.pk: tuple(begin_quiz(quiz=quiz, enrolment=enrolment).form for quiz in (pre, post))
        for enrolment in people
    }
    assert Counter(begun.values()) == {("A", "B"): 6, ("B", "A"): 6}
    # Who comes later gets a number behind the others, and nobody's form changes.
    late = EnrolmentFactory(training_class=pre.training_class, folded_unit="a", unit_text="A")
    assert begin_quiz(quiz=pre, enrolment=late).form == "A"
    again = {enrolment.pk: begin_quiz(quiz=post, enrolment=enrolment).form for enrolment in people}
    assert again == {key: forms[1] for key, forms in begun.items()}
    assert list(SheetNumber.objects.values_list("number", flat=True)) == list(range(1, 14))
    assert [question.text for question in asked_of(begin_quiz(quiz=pre, enrolment=late))] == [
        "Chung một?",
        "Đề A, một?",
        "Đề A, hai?",
    ]


def test_a_quiz_is_taken_while_it_is_open(organiser, people, pre):
    first, second, third = people[:3]
    with pytest.raises(NotNow):
        begin_quiz(quiz=pre, enrolment=first)
    open_quiz(actor=organiser, quiz=pre)
    with pytest.raises(NotNow):
        begin_quiz(quiz=pre, enrolment=EnrolmentFactory())
    EnrolmentFactory.reset_sequence()
    guest = EnrolmentFactory(training_class=pre.training_class, state=EnrolmentState.MAKE_UP)
    with pytest.raises(NotNow):
        begin_quiz(quiz=pre, enrolment=guest)
    running = begin_quiz(quiz=pre, enrolment=first)
    save_answers(response=running, answers={asked_of(running)[0].key: "a"}, revision=0)
    begin_quiz(quiz=pre, enrolment=second)
    with pytest.raises(NotNow):
        detach_quiz(actor=organiser, quiz=pre)
    assert close_quiz(actor=organiser, quiz=pre) == 2
    with pytest.raises(NotNow):
        begin_quiz(quiz=pre, enrolment=third)
    running.refresh_from_db()
    assert (running.points, running.most) == (1, 3)
    with pytest.raises(NotNow):
        save_answers(response=running, answers={asked_of(running)[1].key: "a"}, revision=1)
    running.refresh_from_db()
    assert running.late == {asked_of(running)[1].key: "a"}
    open_quiz(actor=organiser, quiz=pre)
    assert begin_quiz(quiz=pre, enrolment=third).submitted_at is None
    (quiz,) = quizzes_of(pre.training_class)
    assert (quiz.begun, quiz.done) == (3, 2)


def test_a_quiz_opens_with_its_sitting_and_ends_by_itself(organiser, people, pre):
    sitting = SittingFactory(training_class=pre.training_class, date=timezone.localdate(), part="afternoon")
    quiz = change_quiz(actor=organiser, quiz=pre, sitting=sitting, shows_result=False)
    opens, ends = window(sitting)
    assert (timezone.localtime(opens).time(), timezone.localtime(ends).time()) == (dt.time(12, 45), dt.time(17, 45))
    minute = dt.timedelta(minutes=1)
    states = [state_of(quiz, now=now) for now in (opens - minute, opens, ends, ends + minute)]
    assert states == [QuizState.WAITING, QuizState.OPEN, QuizState.OPEN, QuizState.CLOSED]
    sitting.starts_at = (timezone.localtime() - dt.timedelta(minutes=20)).time()
    sitting.date = (timezone.localtime() - dt.timedelta(minutes=20)).date()
    sitting.save()
    if state_of(quiz) == QuizState.OPEN:
        response = begin_quiz(quiz=quiz, enrolment=people[0])
        assert response.due_at == window(sitting)[1]
    open_quiz(actor=organiser, quiz=quiz)
    assert begin_quiz(quiz=quiz, enrolment=people[1]).due_at is None


def test_a_changed_questionnaire_is_asked_only_where_somebody_says_so(organiser, people, pre, questionnaire):
    open_quiz(actor=organiser, quiz=pre)
    before = begin_quiz(quiz=pre, enrolment=people[0])
    asking.save_item(actor=organiser, questionnaire=questionnaire, draft=choice("Thêm?"))
    assert begin_quiz(quiz=pre, enrolment=people[1]).version_id == before.version_id
    newest = take_newest(actor=organiser, quiz=pre)
    assert newest.version.number == 2
    assert begin_quiz(quiz=pre, enrolment=people[2]).version_id == newest.version_id
    assert begin_quiz(quiz=pre, enrolment=people[0]).version_id == before.version_id


def test_gain_pairs_the_same_people_and_tells_who_is_missing(organiser, people, pre, post):
    for quiz in (pre, post):
        open_quiz(actor=organiser, quiz=quiz)
    for enrolment in people[:6]:
        answer(pre, enrolment, 1)
    assert learning_of(pre.training_class).gain is None
    for enrolment in people[:4]:
        answer(post, enrolment, 2)
    few = learning_of(pre.training_class, with_items=True)
    assert (few.before, few.after, few.both, few.missing, few.gain) == (6, 4, 4, 2, None)
    assert {item.moment for item in few.items} == {"pre"}
    for enrolment in people[4:8]:
        answer(post, enrolment, 3)
    found = learning_of(pre.training_class)
    assert (found.gain.pairs, found.gain.only_before, found.gain.only_after) == (6, 0, 2)
    assert round(found.gain.before, 2) == 33.33
    assert round(found.gain.after, 2) == round((4 * 66.67 + 2 * 100) / 6, 2)
    assert best_scores(pre.training_class) == {
        enrolment.pk: 66.67 if place < 4 else 100.0 for place, enrolment in enumerate(people[:8])
    }
    # Who withdrew is in no count.
    people[0].state = EnrolmentState.WITHDRAWN
    people[0].save()
    assert learning_of(pre.training_class).both == 5
    assert people[0].pk not in best_scores(pre.training_class)


def test_reading_results_asks_as_often_for_three_as_for_twelve(organiser, people, pre, post, django_assert_num_queries):
    for quiz in (pre, post):
        open_quiz(actor=organiser, quiz=quiz)
    for enrolment in people:
        answer(pre, enrolment, 2)
    training_class = pre.training_class
    with django_assert_num_queries(1):
        quizzes = quizzes_of(training_class)
    with django_assert_num_queries(2):
        rows = result_rows(training_class, quizzes)
    with django_assert_num_queries(3):
        learning_of(training_class, with_items=True)
    assert len(rows) == 12
    assert all(row.responses[0].submitted_at and row.responses[1] is None for row in rows)


def test_who_runs_the_class_puts_quizzes_and_who_leads_it_opens_them(office, organiser, stranger, held, pre):
    leader, door = UserFactory.with_role(office, RoleKind.LEADER), UserFactory.with_role(office, RoleKind.DOOR)
    other = make_quiz(stranger, stranger.roles.get().organisation, [choice("x")]).questionnaire
    for who in (leader, door, stranger):
        with pytest.raises(PermissionDenied):
            attach_quiz(actor=who, training_class=held, questionnaire=pre.questionnaire, moment=QuizMoment.OTHER)
    with pytest.raises(PermissionDenied):
        attach_quiz(actor=organiser, training_class=held, questionnaire=other, moment=QuizMoment.OTHER)
    with pytest.raises(ValidationError):
        attach_quiz(actor=organiser, training_class=held, questionnaire=pre.questionnaire, moment=QuizMoment.PRE)
    sitting = SittingFactory(training_class=TrainingClassFactory(keeper=office))
    with pytest.raises(ValidationError):
        change_quiz(actor=organiser, quiz=pre, sitting=sitting, shows_result=True)
    for who in (door, stranger):
        with pytest.raises(PermissionDenied):
            open_quiz(actor=who, quiz=pre)
    assert open_quiz(actor=leader, quiz=pre).version is not None
    held.state = ClassState.CLOSED
    held.save()
    with pytest.raises(NotNow):
        close_quiz(actor=leader, quiz=pre)


@pytest.mark.django_db(transaction=True)
def test_a_whole_hall_begins_at_once(organiser, office):
    training_class = TrainingClassFactory(keeper=office, state=ClassState.HELD)
    people = [EnrolmentFactory(training_class=training_class) for _number in range(24)]
    questionnaire = make_quiz(organiser, office, [choice("A?", form="A"), choice("B?", form="B")]).questionnaire
    quiz = attach_quiz(
        actor=organiser, training_class=training_class, questionnaire=questionnaire, moment=QuizMoment.PRE
    )
    quiz = open_quiz(actor=organiser, quiz=quiz)

    def begin(enrolment):
        try:
            return begin_quiz(quiz=quiz, enrolment=enrolment).form
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        forms = list(pool.map(begin, [*people, *people]))
    assert Counter(forms[:24]) == {"A": 12, "B": 12}
    assert forms[:24] == forms[24:]
    assert QuizTake.objects.count() == 24
    assert number_sheets(training_class=training_class) == 0
