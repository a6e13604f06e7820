"""What closing a class freezes of its quizzes: counts and means, nobody's result."""

from __future__ import annotations

from statistics import fmean

from caunoi.questionnaires.shape.statistics import FEWEST
from caunoi.training.facts import LearningFact, QuizFact
from caunoi.training.models import TrainingClass
from caunoi.training.queries.learning.quizzes import quizzes_of
from caunoi.training.queries.learning.results import learning_of, percents_of


def learning_fact(training_class: TrainingClass) -> LearningFact | None:
    """Return the quizzes as they stand, None where there is none; one query then, three else."""
    quizzes = quizzes_of(training_class)
    if not quizzes:
        return None
    learning = learning_of(training_class)
    percents = percents_of(training_class)
    gain = learning.gain
    return LearningFact(
        quizzes=tuple(
            QuizFact(
                moment=str(quiz.moment),
                title=quiz.questionnaire.title,
                handed_in=quiz.__dict__["done"],
                mean=_mean(percents.get(quiz.pk, ())),
            )
            for quiz in quizzes
        ),
        pairs=learning.both,
        only_before=learning.before - learning.both,
        only_after=learning.after - learning.both,
        gain=_two(gain.gain if gain else None),
        low=_two(gain.low if gain else None),
        high=_two(gain.high if gain else None),
        of_means=_two(gain.of_means if gain else None),
        by_person=_two(gain.by_person if gain else None),
    )


def _mean(percents: tuple[float, ...] | list[float]) -> float | None:
    return _two(fmean(percents)) if len(percents) >= FEWEST else None


def _two(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
