"""What readers gave articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from caunoi.publishing.queries.counts import totals

STARS = range(1, 6)


@dataclass(frozen=True)
class Mean:
    """The mean of the stars (1 to 5) and the number of votes."""

    stars: float
    votes: int


def names_of(number: str) -> list[str]:
    """Return the names of the counts that an article's rating is worked out of."""
    return [f"rating:{number}:{stars}" for stars in STARS]


def mean_of(number: str, counts: Mapping[str, int]) -> Mean | None:
    """Return the mean of an article of its counts; None where nobody voted."""
    votes = [counts.get(name, 0) for name in names_of(number)]
    if not sum(votes):
        return None
    return Mean(sum(stars * count for stars, count in zip(STARS, votes, strict=True)) / sum(votes), sum(votes))


def ratings_of(numbers: Sequence[str]) -> dict[str, Mean]:
    """Return the mean of each article that was rated, by its number; one query."""
    counts = totals([name for number in numbers for name in names_of(number)])
    return {number: mean for number in numbers if (mean := mean_of(number, counts))}
