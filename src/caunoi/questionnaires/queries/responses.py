"""What a respondent sees."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from caunoi.questionnaires.models import Response
from caunoi.questionnaires.queries.questionnaires import questions_of
from caunoi.questionnaires.shape.bodies import Question
from caunoi.questionnaires.shape.order import in_order, of_form

# What was sent in time may come late over a poor network.
GRACE = timedelta(seconds=60)


def asked_of(response: Response) -> tuple[Question, ...]:
    """Return the questions of the response's form, in the version's order."""
    return of_form(questions_of(response.version), response.form)


def shown_to(response: Response) -> tuple[Question, ...]:
    """Return the questions in the order that this respondent sees, each time the same."""
    version = response.version
    return in_order(
        asked_of(response),
        seed=response.seed,
        shuffle_items=version.shuffle_items,
        shuffle_choices=version.shuffle_choices,
    )


def is_over(response: Response, *, now: datetime | None = None, grace: bool = True) -> bool:
    """Say whether the time is over; with ``grace``, also for what is still under way."""
    if response.due_at is None:
        return False
    return (now or timezone.now()) > response.due_at + (GRACE if grace else timedelta())
