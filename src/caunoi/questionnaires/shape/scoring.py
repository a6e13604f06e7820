"""What an answer is worth.

One choice: all or nothing. Several: right ones less wrong ones, over the right ones, never below nothing. Order: of all
pairs of lines those in the right order less those in the wrong one (Kendall's tau), never below nothing, so that
guessing earns next to nothing. Number: within the tolerance. Text: one of the accepted ones, without regard to capitals
and marks. Matrix: the share of rows. What has no right answer counts no points at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

from caunoi.questionnaires.enums import ItemKind
from caunoi.questionnaires.shape.bodies import Question, same_text

_CENT = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Score:
    """Points of one response; ``percent`` None where no question has a right answer."""

    points: Decimal
    most: Decimal

    @property
    def percent(self) -> Decimal | None:
        """Points of those that could be had, in percent, two digits."""
        return (100 * self.points / self.most).quantize(_CENT, ROUND_HALF_UP) if self.most else None


def share_right(question: Question, answer: Any) -> Fraction | None:
    """Return how much of an answer is right, 0 to 1; None for a question without a right answer. No answer is 0."""
    if not question.is_scored or question.kind not in _SHARES:
        return None
    return Fraction(0) if answer is None else Fraction(_SHARES[question.kind](question.body, answer))


def _chosen(body: Mapping[str, Any], answer: list[str]) -> Fraction:
    right = body["right"]
    return max(Fraction(0), Fraction(2 * len(set(answer) & set(right)) - len(set(answer)), len(right)))


def _in_order(body: Mapping[str, Any], places: Mapping[str, int]) -> Fraction:
    pairs = list(combinations(body["right"], 2))
    known = [(places[one], places[other]) for one, other in pairs if one in places and other in places]
    good, bad = sum(one < other for one, other in known), sum(one > other for one, other in known)
    return max(Fraction(0), Fraction(good - bad, len(pairs)))


def _near(body: Mapping[str, Any], answer: str) -> bool:
    return abs(Decimal(answer) - Decimal(body["right"])) <= Decimal(body.get("tolerance") or 0)


def _cells(body: Mapping[str, Any], answer: Mapping[str, str]) -> Fraction:
    return Fraction(sum(answer.get(row) == column for row, column in body["right"].items()), len(body["right"]))


_SHARES: dict[ItemKind, Callable[[Mapping[str, Any], Any], Fraction | bool]] = {
    ItemKind.SINGLE: lambda body, answer: answer == body["right"][0],
    ItemKind.MULTIPLE: _chosen,
    ItemKind.ORDERING: _in_order,
    ItemKind.NUMBER: _near,
    ItemKind.TEXT: lambda body, answer: any(same_text(answer, accepted) for accepted in body["right"]),
    ItemKind.MATRIX: _cells,
}


def score(questions: Iterable[Question], answers: Mapping[str, Any]) -> Score:
    """Return the points of all answers together, rounded to two digits at the end."""
    earned, most = Fraction(0), Decimal(0)
    for question in questions:
        share = share_right(question, answers.get(question.key))
        if share is not None:
            earned += share * Fraction(question.points)
            most += question.points
    points = (Decimal(earned.numerator) / Decimal(earned.denominator)).quantize(_CENT, ROUND_HALF_UP)
    return Score(points=points, most=most)
