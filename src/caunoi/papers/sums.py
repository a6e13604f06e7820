"""Adding up counts of which some are vague: "hơn 270" and 30 are "hơn 300", never 300."""

from __future__ import annotations

from collections.abc import Iterable

from caunoi.papers.facts import Count, Qualifier


def add_counts(counts: Iterable[Count | None]) -> Count | None:
    """The sum with the weakest word that holds for it; None where one is unknown, or there is none."""
    known = list(counts)
    total = 0
    words: set[Qualifier] = set()
    for count in known:
        if count is None:
            return None
        total += count.value
        words.add(count.qualifier)
    if not known:
        return None
    words.discard(Qualifier.EXACT)
    if not words:
        return Count(total)
    return Count(total, words.pop() if len(words) == 1 else Qualifier.ABOUT)


def add_known(counts: Iterable[Count | None]) -> tuple[Count | None, int]:
    """The sum of those that are known, and how many are not."""
    every = list(counts)
    known = [count for count in every if count is not None]
    return add_counts(known), len(every) - len(known)
