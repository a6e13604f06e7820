"""A class of today that asks a quiz in two forms before and after."""

from __future__ import annotations

import pytest

from caunoi.questionnaires.queries.questionnaires import questions_of
from caunoi.training.enums import ClassState, QuizMoment
from caunoi.training.queries.learning.quizzes import takers
from caunoi.training.services.learning.quizzes import attach_quiz
from tests.factories import EnrolmentFactory
from tests.questionnaires.makers import choice, make_quiz

QUESTIONS = (
    choice("Chung một?"),
    choice("Đề A, một?", form="A"),
    choice("Đề A, hai?", form="A"),
    choice("Đề B, một?", form="B"),
    choice("Đề B, hai?", form="B"),
)


@pytest.fixture
def held(training_class):
    training_class.state = ClassState.HELD
    training_class.save()
    return training_class


@pytest.fixture
def people(held):
    """Twelve participants, in the order of the list."""
    for _number in range(12):
        EnrolmentFactory(training_class=held)
    return list(takers(held))


@pytest.fixture
def questionnaire(organiser, office):
    return make_quiz(organiser, office, QUESTIONS, title="Kiến thức hòa giải").questionnaire


@pytest.fixture
def pre(organiser, held, questionnaire):
    return attach_quiz(actor=organiser, training_class=held, questionnaire=questionnaire, moment=QuizMoment.PRE)


@pytest.fixture
def post(organiser, held, questionnaire):
    return attach_quiz(actor=organiser, training_class=held, questionnaire=questionnaire, moment=QuizMoment.POST)


@pytest.fixture
def keys(questionnaire):
    """The keys of the questions by their words."""
    return {question.text: question.key for question in questions_of(questionnaire.versions.get())}
