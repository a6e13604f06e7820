"""What is frozen of quizzes, told in the report, exported and erased with a person, and handed in by the job."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from caunoi.core.personal import Subject
from caunoi.papers import Layout
from caunoi.questionnaires.models import Response
from caunoi.questionnaires.queries.responses import asked_of
from caunoi.questionnaires.services.responses import save_answers, submit
from caunoi.training.enums import QuizMoment
from caunoi.training.facts import LearningFact, ProvenanceFact, QuizFact, read_facts
from caunoi.training.models import ClassReport
from caunoi.training.queries.current import current
from caunoi.training.queries.papers.class_report import report_paper
from caunoi.training.services.learning.entry import type_in
from caunoi.training.services.learning.holdings import erase_quizzes, quizzes_taken
from caunoi.training.services.learning.quizzes import attach_quiz, number_sheets, open_quiz
from caunoi.training.services.learning.taking import begin_quiz
from caunoi.training.tasks import hand_in_quizzes
from tests.questionnaires.makers import EACH_KIND, make_quiz

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def facts_of(training_class):
    return current(training_class, provenance=ProvenanceFact(kind="held")).facts


@pytest.mark.usefixtures("people")
def test_counts_and_gain_are_frozen_and_nobodys_result(organiser, office, held, pre, post):
    number_sheets(training_class=held)
    quizzes = [open_quiz(actor=organiser, quiz=quiz) for quiz in (pre, post)]
    type_in(actor=organiser, quiz=quizzes[0], text="\n".join(f"{number} ABB" for number in range(1, 7)))
    type_in(actor=organiser, quiz=quizzes[1], text="\n".join(f"{number} AAB" for number in range(1, 5)))
    few = facts_of(held).learning
    assert (few.pairs, few.only_before, few.gain, few.quizzes[1].mean) == (4, 2, None, None)
    type_in(actor=organiser, quiz=quizzes[1], text="5 AAA\n6 AAA")
    facts = facts_of(held)
    assert facts.learning == LearningFact(
        quizzes=(
            QuizFact(moment="pre", title="Kiến thức hòa giải", handed_in=6, mean=33.33),
            QuizFact(moment="post", title="Kiến thức hòa giải", handed_in=6, mean=77.78),
        ),
        pairs=6,
        gain=44.45,
        low=26.39,
        high=62.51,
        of_means=0.67,
        by_person=0.67,
    )
    assert read_facts(facts.as_json()) == facts
    report = ClassReport.objects.create(
        training_class=held, version=1, facts=facts.as_json(), names={}, created_by=organiser
    )
    paper = report_paper(report, office, Layout.PARTY)
    told = [(quiz.name, quiz.taken.value, quiz.average and float(quiz.average)) for quiz in paper.quizzes]
    assert told == [
        ("Bài kiểm tra đầu lớp", 6, 33.33),
        ("Bài kiểm tra cuối lớp", 6, 77.78),
        ("Mức tiến bộ của người làm cả hai bài: 44,5 điểm phần trăm", 6, None),
    ]


def test_a_class_without_quizzes_freezes_none(held, people):
    assert facts_of(held).learning is None


def test_a_persons_answers_are_exported_and_own_words_erased(organiser, office, held, people):
    questionnaire = make_quiz(organiser, office, EACH_KIND).questionnaire
    quiz = attach_quiz(actor=organiser, training_class=held, questionnaire=questionnaire, moment=QuizMoment.PRE)
    quiz = open_quiz(actor=organiser, quiz=quiz)
    for enrolment in people[:2]:
        response = begin_quiz(quiz=quiz, enrolment=enrolment)
        keys = {question.kind: question.key for question in asked_of(response)}
        submit(response=response, answers={keys["single"]: "b", keys["text"]: "Lời riêng"}, revision=0)
    subject = Subject(persons=(people[0].person_id,))
    (row,) = quizzes_taken(subject)
    assert row["answers"] == ["Hòa giải ở cơ sở do ai tiến hành?: b", "Cơ quan nào công nhận tổ hòa giải?: Lời riêng"]
    erase_quizzes(subject)
    (row,) = quizzes_taken(subject)
    assert row["answers"] == ["Hòa giải ở cơ sở do ai tiến hành?: b"]
    assert row["percent"] is not None
    assert len(quizzes_taken(Subject(persons=(people[1].person_id,)))[0]["answers"]) == 2


def test_the_job_hands_in_what_was_left_open(organiser, people, pre):
    response = begin_quiz(quiz=open_quiz(actor=organiser, quiz=pre), enrolment=people[0])
    save_answers(response=response, answers={asked_of(response)[0].key: "a"}, revision=0)
    assert hand_in_quizzes.func() == 0
    Response.objects.update(due_at=timezone.now() - timedelta(minutes=5))
    assert hand_in_quizzes.func() == 1
    response.refresh_from_db()
    assert (response.points, response.submitted_at) == (1, response.due_at)
