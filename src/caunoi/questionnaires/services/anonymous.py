"""Answers that belong to nobody."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from caunoi.questionnaires.models import AnonymousAnswer, Version
from caunoi.questionnaires.queries.questionnaires import questions_of
from caunoi.questionnaires.shape.answers import checked_answers


@transaction.atomic
def store_anonymous(*, version: Version, answers: Iterable[Mapping[str, Any]]) -> int:
    """Store a batch of answers in an order that is nobody's, under random keys; returns how many.

    No time, no actor, no row of the trail, no line of a log goes with them. Raises ValidationError (key of the
    question -> words) for one that could not be handed in; then none of the batch is stored. The caller waits until
    a batch is large enough that being in it tells nothing.
    """
    questions = questions_of(version)
    rows = [AnonymousAnswer(version=version, answers=checked_answers(questions, each)) for each in answers]
    # The system's own randomness: nobody can work the order out again from a seed.
    random.SystemRandom().shuffle(rows)
    AnonymousAnswer.objects.bulk_create(rows)
    return len(rows)
