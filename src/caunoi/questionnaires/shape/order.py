"""Which questions somebody gets, and in which order: the same seed gives the same order, on every machine."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from caunoi.questionnaires.enums import ItemKind
from caunoi.questionnaires.shape.bodies import Question

_T = TypeVar("_T")
_SHUFFLED = (ItemKind.SINGLE, ItemKind.MULTIPLE)


def of_form(questions: Iterable[Question], form: str) -> tuple[Question, ...]:
    """Return the questions of one form and those of both; without a form, all of them."""
    return tuple(each for each in questions if not form or each.form in {"", form})


def in_order(
    questions: Sequence[Question], *, seed: int, shuffle_items: bool, shuffle_choices: bool
) -> tuple[Question, ...]:
    """Return questions as the one with this seed sees them.

    What is to be put in order is always shown out of order, so that its own order tells nothing. Each question's
    choices hang on its key: a question more changes nothing about the others.
    """
    shown = [_with_choices(each, seed, always=shuffle_choices) for each in questions]
    return tuple(_shuffled(shown, f"{seed}:items")) if shuffle_items else tuple(shown)


def _with_choices(question: Question, seed: int, *, always: bool) -> Question:
    if not (question.kind == ItemKind.ORDERING or (always and question.kind in _SHUFFLED)):
        return question
    choices: list[Any] = list(question.body["choices"])
    mixed = _shuffled(choices, f"{seed}:{question.key}")
    if question.kind == ItemKind.ORDERING and [each["key"] for each in mixed] == question.body["right"]:
        mixed = [*mixed[1:], mixed[0]]
    return replace(question, body={**question.body, "choices": mixed})


def _shuffled(listed: Sequence[_T], seed: str) -> list[_T]:
    # The order must be the same for the same person, not unguessable.
    mixed = list(listed)
    random.Random(seed).shuffle(mixed)  # noqa: S311
    return mixed
