"""Words typed with one error: which words of public texts were meant."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator

from caunoi.publishing.models import PublicWord
from caunoi.publishing.queries.search import lookup
from caunoi.publishing.search_terms import Asked, Match, Where

_LETTERS = string.ascii_lowercase + string.digits
# Numbers are not mended: another number is another thing.
_LEAST = 2
_ENOUGH = 200
_MOST_TRIED = 60
READINGS = 3


def one_edit(word: str) -> Iterator[tuple[str, ...]]:
    """Give what ``word`` may be meant for, likeliest kinds of error first; two words where a space is missing."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    for before, after in cuts:
        if len(after) > 1:
            yield (before + after[1] + after[0] + after[2:],)
    for before, after in cuts:
        if before and after:
            yield (before, after)
    for before, after in cuts:
        if after:
            yield from ((before + letter + after[1:],) for letter in _LETTERS if letter != after[0])
    for before, after in cuts:
        yield from ((before + letter + after,) for letter in _LETTERS)
    for before, after in cuts:
        if after and len(word) > _LEAST:
            yield (before + after[1:],)


def known(words: Iterable[str]) -> set[str]:
    """Return those of ``words`` that public texts hold."""
    return set(PublicWord.objects.filter(word__in=set(words)).values_list("word", flat=True))


def mended(asked: Asked, where: Where) -> list[tuple[str, ...]]:
    """Return up to :data:`READINGS` of the loose words of ``asked``, one error mended in each unknown word, best first.

    Best: what stands beside its neighbours in most documents, then what most documents hold. Where every word is
    known, one of them may be meant for another. Empty where nothing near is known.
    """
    loose = [word for run in asked.runs for word in run]
    there = known(loose)
    wrong = [place for place, word in enumerate(loose) if word not in there and _can_be_mended(word)]
    if len(wrong) < len(loose) - sum(word in there for word in loose):
        return []
    places = wrong or [place for place, word in enumerate(loose) if _can_be_mended(word)]
    readings: list[tuple[str, ...]] = []
    words: list[tuple[str, ...]] = [(word,) for word in loose]
    for place in places:
        others = [word for at, told in enumerate(words) if at != place for word in told if word in there]
        before = words[place - 1][-1] if place and words[place - 1][-1] in there else ""
        after = words[place + 1][0] if place + 1 < len(words) and words[place + 1][0] in there else ""
        best = _best(loose[place], before, after, others, where, wrong=bool(wrong))
        if wrong:
            if not best:
                return []
            if place == places[-1]:
                return [_flat([*words[:place], one, *words[place + 1 :]]) for one in best]
            words[place] = best[0]
            there |= set(best[0])
        elif best:
            readings.append(_flat([*words[:place], best[0], *words[place + 1 :]]))
    return readings[:READINGS]


def _flat(words: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(word for told in words for word in told)


def _can_be_mended(word: str) -> bool:
    return len(word) >= _LEAST and not word.isdigit()


def _best(word: str, before: str, after: str, others: list[str], where: Where, *, wrong: bool) -> list[tuple[str, ...]]:
    """Return up to :data:`READINGS` of one word that some document holds together with ``others``, best first.

    ``wrong`` says that no public text holds the word itself.
    """
    every = dict.fromkeys(told for told in one_edit(word) if told != (word,))
    there = known(part for told in every for part in told)
    tried = [told for told in every if all(part in there for part in told)]
    tried = [told for told in tried if not told[0].isdigit()][:_MOST_TRIED]
    beside = [
        Match(all_of=tuple(pair), any_of=where.facets)
        for told in tried
        for pair in ([f"{before}={told[0]}"] if before else [], [f"{told[-1]}={after}"] if after else [])
        if pair
    ]
    each = len(beside) // len(tried) if tried else 0
    counted = lookup.counts(beside, most=_ENOUGH)
    near = {told: sum(counted[place * each : (place + 1) * each]) for place, told in enumerate(tried)}
    best: list[tuple[str, ...]] = []
    groups = [[told for told in tried if near[told]], [told for told in tried if not near[told]]]
    if each and not wrong:
        # A word that is right as it is gives way to one that stands beside its neighbours alone.
        groups.pop()
    for group in groups:
        left = sorted(group, key=near.__getitem__, reverse=True)
        while left and len(best) < READINGS:
            # What stands beside its neighbours as often as the last one looked at is looked at with it.
            least = near[left[: READINGS - len(best)][-1]]
            looked_at = [told for told in left if near[told] >= least]
            left = left[len(looked_at) :]
            # What stands beside the only other word, stands together with it.
            holding: dict[tuple[str, ...], int] = {
                told: near[told] for told in looked_at if near[told] and len(told) == len(others) == 1
            }
            unsure = [told for told in looked_at if told not in holding]
            together = [Match(all_of=(*told, *_inner(told), *others), any_of=where.facets) for told in unsure]
            holding |= zip(unsure, lookup.counts(together, most=_ENOUGH), strict=True)
            best += sorted(filter(holding.get, looked_at), key=lambda told: (near[told], holding[told]), reverse=True)
        if best:
            # What never stands beside its neighbours is looked at only where nothing else is left.
            break
    return best[:READINGS]


def _inner(told: tuple[str, ...]) -> tuple[str, ...]:
    return (f"{told[0]}={told[1]}",) if len(told) > 1 else ()
