"""A quiz that goes with a sitting says when it closes, and can stay open a quarter of an hour longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from caunoi.core.errors import NotNow
from caunoi.core.models import AuditEntry
from caunoi.questionnaires.services.responses import submit
from caunoi.training.queries.learning.quizzes import QuizState, ends_by_itself, state_of, window
from caunoi.training.queries.tickets import live_tickets, page_token
from caunoi.training.services.learning.quizzes import change_quiz, extend_quiz, open_quiz
from caunoi.training.services.learning.taking import begin_quiz
from caunoi.training.services.tickets import provide_tickets
from tests.factories import SittingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def running(organiser, held, pre, monkeypatch):
    """A quiz whose sitting ends now: it is open for three quarters of an hour still."""
    now = timezone.now()
    sitting = SittingFactory(training_class=held, date=timezone.localdate())
    monkeypatch.setattr(
        "caunoi.training.queries.learning.quizzes.window",
        lambda _sitting, _timetable=None: (now - timedelta(hours=3), now + timedelta(minutes=45)),
    )
    return change_quiz(actor=organiser, quiz=pre, sitting=sitting, shows_result=True)


def test_a_quarter_of_an_hour_longer_holds_for_those_who_are_at_it(organiser, people, running, questionnaire):
    questionnaire.versions.update(minutes=50)
    begun = begin_quiz(quiz=running, enrolment=people[0])
    done = submit(response=begin_quiz(quiz=running, enrolment=people[1]), answers={}, revision=0)
    end = ends_by_itself(running)
    assert begun.due_at == end
    assert extend_quiz(actor=organiser, quiz=running) == end + timedelta(minutes=15)
    begun.refresh_from_db()
    # Nobody gets more than the own time limit.
    assert begun.due_at == begun.started_at + timedelta(minutes=50)
    before = done.due_at
    done.refresh_from_db()
    assert done.due_at == before
    running.refresh_from_db()
    assert state_of(running, now=end + timedelta(minutes=14)) == QuizState.OPEN
    assert state_of(running, now=end + timedelta(minutes=16)) == QuizState.CLOSED
    assert extend_quiz(actor=organiser, quiz=running) == end + timedelta(minutes=30)
    assert AuditEntry.objects.filter(action="training.quiz_extended").count() == 2
    # Another sitting has its own end.
    other = SittingFactory(training_class=running.training_class, part="evening", date=timezone.localdate())
    assert change_quiz(actor=organiser, quiz=running, sitting=other, shows_result=True).closes_at is None
    running = open_quiz(actor=organiser, quiz=running)
    with pytest.raises(NotNow):
        extend_quiz(actor=organiser, quiz=running)


def test_desk_and_phone_say_when_it_closes(client, organiser, people, running):
    provide_tickets(training_class=running.training_class)
    phone = reverse("hall:pocket_quiz", args=[page_token(live_tickets(running.training_class).first()), running.pk])
    clock = f"{timezone.localtime(ends_by_itself(running)):%H:%M}".lstrip("0")
    assert f"lúc {clock}" in client.get(phone).content.decode()
    client.force_login(organiser)
    desk = reverse("desk:class_quizzes", args=[running.training_class.code])
    assert f"Tự đóng lúc {clock}" in client.get(desk).content.decode()
    do = reverse("desk:class_quiz_do", args=[running.training_class.code, running.pk])
    assert "Bài kiểm tra mở đến" in client.post(do, {"to": "extend"}, follow=True).content.decode()
    running.refresh_from_db()
    assert running.closes_at == ends_by_itself(running)


def test_the_clock_alone_gives_three_quarters_of_an_hour(held):
    sitting = SittingFactory(training_class=held, date=timezone.localdate())
    first, last = window(sitting)
    assert last - first > timedelta(minutes=90)
