"""What was learned, and what each question is good for: from percents and shares alone, in the standard library.

- Gain compares the same person before and after; who lacks one of the two counts as missing and in no mean.
- The interval is that of the mean gain by the paired t-test, 95 %: with the few people of a class a bootstrap of the
  percentiles comes out too narrow, and of SciPy one function would be used.
- Normalised gain (Hake) is told in both ways: of the means, (after - before) / (100 - before), and as the mean of each
  person's own, from which those who had everything right before are left out: they had nothing left to gain.
- Facility is the mean share of points of a question, discrimination the correlation of its share with the points of
  all other questions (corrected point-biserial). The older comparison of the upper and lower 27 % needs large groups.
- Below ``FEWEST`` persons nothing is told: one could work out who had what.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import correlation, fmean, stdev

FEWEST = 5


@dataclass(frozen=True, kw_only=True)
class Gain:
    """What the pairs say, in points of a hundred; ``low`` and ``high`` bound the mean gain with 95 % confidence.

    ``only_before`` and ``only_after`` are the missing pairs. ``by_person`` is None where everybody had everything
    right before, ``of_means`` where the mean before is 100; ``at_top`` are those left out of ``by_person``.
    """

    pairs: int
    only_before: int
    only_after: int
    before: float
    after: float
    gain: float
    low: float
    high: float
    of_means: float | None
    by_person: float | None
    at_top: int


def gain_of(before: Mapping[object, float], after: Mapping[object, float]) -> Gain | None:
    """Return the gain of those who stand in both, percents by person; None for fewer than ``FEWEST`` of them."""
    both = sorted(before.keys() & after.keys(), key=str)
    if len(both) < FEWEST:
        return None
    first, second = [before[key] for key in both], [after[key] for key in both]
    gains = [later - earlier for earlier, later in zip(first, second, strict=True)]
    mean, reach = fmean(gains), quantile_t(len(gains) - 1) * stdev(gains) / math.sqrt(len(gains))
    own = [(later - earlier) / (100 - earlier) for earlier, later in zip(first, second, strict=True) if earlier < 100]
    start = fmean(first)
    return Gain(
        pairs=len(both),
        only_before=len(before) - len(both),
        only_after=len(after) - len(both),
        before=start,
        after=fmean(second),
        gain=mean,
        low=mean - reach,
        high=mean + reach,
        of_means=mean / (100 - start) if start < 100 else None,
        by_person=fmean(own) if own else None,
        at_top=len(both) - len(own),
    )


@dataclass(frozen=True, kw_only=True)
class ItemStatistics:
    """``facility`` from 0 to 1, ``discrimination`` from -1 to 1; None where all answered alike."""

    answers: int
    facility: float
    discrimination: float | None


def item_statistics(shares: Sequence[float], rest: Sequence[float]) -> ItemStatistics | None:
    """Return what a question is good for: each person's share of its points, and points of all other questions.

    None for fewer than ``FEWEST`` persons.
    """
    if len(shares) < FEWEST:
        return None
    varies = max(shares) > min(shares) and max(rest) > min(rest)
    return ItemStatistics(
        answers=len(shares),
        facility=fmean(shares),
        discrimination=correlation(shares, rest) if varies else None,
    )


def within_t(t: float, df: int) -> float:
    """Return the probability that Student's t with ``df`` degrees of freedom lies between -t and t.

    The finite series of Abramowitz and Stegun, 26.7.3 and 26.7.4: exact for whole degrees of freedom.
    """
    angle = math.atan(t / math.sqrt(df))
    sine, cosine = math.sin(angle), math.cos(angle)
    term = total = 1.0 if df % 2 == 0 else cosine
    for step in range(2 if df % 2 == 0 else 3, df - 1, 2):
        term *= cosine * cosine * (step - 1) / step
        total += term
    if df % 2 == 0:
        return sine * total
    return 2 / math.pi * (angle + (sine * total if df > 1 else 0))


def quantile_t(df: int, within: float = 0.95) -> float:
    """Return the t between whose negative and itself the probability is ``within``; found by halving."""
    low, high = 0.0, 1000.0
    for _round in range(80):
        middle = (low + high) / 2
        if within_t(middle, df) < within:
            low = middle
        else:
            high = middle
    return (low + high) / 2
