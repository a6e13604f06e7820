"""What quizzes hold about a person: for the export, and for erasing."""

from __future__ import annotations

from caunoi.core.personal import Row, Subject
from caunoi.questionnaires.enums import ItemKind
from caunoi.questionnaires.models import Item, Response
from caunoi.training.models import QuizTake


def quizzes_taken(subject: Subject) -> list[Row]:
    """Return each quiz that the person took: what was asked in words, and the answer as it is stored."""
    taken = (
        QuizTake.objects.filter(enrolment__person__in=subject.persons, response__isnull=False)
        .select_related("quiz__training_class__keeper", "response")
        .order_by("id")
    )
    found: list[Row] = []
    for take in taken:
        response, training_class = take.response, take.quiz.training_class
        assert response is not None
        texts = dict(Item.objects.filter(version=response.version_id).order_by("position").values_list("key", "text"))
        answers = {**response.answers, **response.late}
        found.append(
            {
                "class": training_class.code,
                "first_day": training_class.starts_on.isoformat() if training_class.starts_on else None,
                "last_day": training_class.ends_on.isoformat() if training_class.ends_on else None,
                "office": training_class.keeper.name,
                "quiz": str(take.quiz.get_moment_display()),
                "handed_in": response.submitted_at.isoformat() if response.submitted_at else None,
                "percent": None if response.percent is None else float(response.percent),
                "answers": [f"{text}: {answers[str(key)]}" for key, text in texts.items() if str(key) in answers],
            }
        )
    return found


def erase_quizzes(subject: Subject) -> None:
    """Take away what the person typed in own words; choices and points stay under their number."""
    taken = QuizTake.objects.filter(enrolment__person__in=subject.persons, response__isnull=False).values("response")
    for response in Response.objects.filter(pk__in=taken).order_by("pk"):
        typed = Item.objects.filter(version=response.version_id, kind=ItemKind.TEXT).values_list("key", flat=True)
        words = {str(key) for key in typed}
        Response.objects.filter(pk=response.pk).update(
            answers={key: answer for key, answer in response.answers.items() if key not in words},
            late={key: answer for key, answer in response.late.items() if key not in words},
        )
