"""What a search finds, best first, with its words marked; and titles while one types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from caunoi.publishing.models import PublicDocument
from caunoi.publishing.queries.search import lookup, spelling
from caunoi.publishing.search_marks import Marker, Piece, flat, row_of, spelled
from caunoi.publishing.search_terms import Asked, Where, read_query, tiers, title_tiers

# Whoever does not find it among so many asks for more words.
MOST = 500
# With fewer than so many found, what may have been meant is told.
FEW = 3
SUGGESTED = 8


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One document found; its title and the best stretch of its text in pieces."""

    document: PublicDocument
    title: list[Piece]
    excerpt: list[Piece]


@dataclass(kw_only=True)
class Found:
    """All that was found, as numbers, best first; ``more`` says that there is more than is counted.

    ``asked`` is what was looked for in the end: ``mended`` says that it is not what was typed. ``meant`` are other
    readings, spelled as public texts do.
    """

    asked: Asked
    numbers: list[int] = field(default_factory=list)
    more: bool = False
    mended: str = ""
    meant: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)

    def hits(self, start: int, end: int) -> list[Hit]:
        """Return a page of what was found; two queries."""
        shown = self.numbers[start:end]
        rows = PublicDocument.objects.filter(newness__in=shown).select_related("site").defer("terms")
        by_number = {row.newness: row for row in rows} if shown else {}
        marker = marker_of(self.asked)
        return [
            Hit(document=row, title=marker.whole(row.title), excerpt=marker.excerpt(row.text, row.flat))
            for number in shown
            if (row := by_number.get(number))
        ]


def marker_of(asked: Asked) -> Marker:
    """Return what marks the words asked for; the last loose one may be begun."""
    begun = asked.runs[-1][-1] if asked.runs else ""
    return Marker(words=asked.words, prefix=begun if len(begun) > 1 else "")


def find(query: str, where: Where) -> Found:
    """Return what is public and holds every word of ``query``; where nothing does, what its words were meant for."""
    asked = read_query(query)
    found = _exactly(asked, where)
    if not asked.runs or len(found) > FEW:
        return found
    readings = [_with_loose(asked, words) for words in spelling.mended(asked, where)]
    if not readings:
        return found
    if not found.numbers:
        first = _exactly(readings[0], where)
        if not first.numbers:
            return found
        first.mended, first.meant = _told(first.numbers, readings[0]), [_told([], each) for each in readings[1:]]
        return first
    # What is found stands; another reading is offered where it finds far more.
    other = _exactly(readings[0], where)
    if len(other) > 4 * len(found):
        found.meant = [_told(other.numbers, readings[0])]
    return found


def _exactly(asked: Asked, where: Where) -> Found:
    found: dict[int, None] = {}
    more = False
    for match in tiers(asked, where):
        numbers = lookup.newest(match, most=MOST + 1)
        more = more or len(numbers) > MOST
        found |= dict.fromkeys(numbers)
        if len(found) > MOST:
            more = True
            break
    numbers = _holding_phrases(list(found)[:MOST], asked)
    return Found(asked=asked, numbers=numbers, more=more)


def _holding_phrases(numbers: list[int], asked: Asked) -> list[int]:
    """Leave out what holds each two words of a long phrase side by side, but never all of them in a row."""
    long = [phrase for phrase in asked.phrases if len(phrase) > 2]
    if not long or not numbers:
        return numbers
    rows = [row_of(phrase) for phrase in long]
    documents = PublicDocument.objects.filter(newness__in=numbers).order_by()
    titles = {number: flat(title) for number, title in documents.values_list("newness", "title")}
    holding = {number for number, title in titles.items() if all(row.search(title) for row in rows)}
    # Texts are long, and few have to be read: what holds it in the title comes first.
    if rest := titles.keys() - holding:
        texts = documents.filter(newness__in=rest).values_list("newness", "flat")
        holding |= {
            number
            for number, text in texts.iterator(chunk_size=100)
            if all(row.search(titles[number]) or row.search(text) for row in rows)
        }
    return [number for number in numbers if number in holding]


def _with_loose(asked: Asked, words: Sequence[str]) -> Asked:
    told = tuple(words)
    quoted = tuple(word for phrase in asked.phrases for word in phrase)
    return replace(asked, runs=(told,), words=(*told, *quoted))


def _told(numbers: Sequence[int], asked: Asked) -> str:
    """Return a reading as the first document spells it."""
    texts: list[str] = []
    if numbers:
        texts = [
            text
            for row in PublicDocument.objects.filter(newness__in=numbers[:3]).values_list("title", "text")
            for text in row
        ]
    plain = replace(asked, runs=())
    loose = " ".join(spelled(run, texts) for run in asked.runs)
    return f"{loose} {plain.typed}".strip()


def suggestions(query: str, where: Where) -> list[PublicDocument]:
    """Return up to eight documents whose title holds the words typed so far, newest first; the last may be begun."""
    asked = read_query(query)
    loose = [word for run in asked.runs for word in run]
    if not loose:
        return []
    found: dict[int, None] = {}
    for match in title_tiers(asked, where):
        found |= dict.fromkeys(lookup.newest(match, most=SUGGESTED))
        if len(found) >= SUGGESTED:
            break
    shown = list(found)[:SUGGESTED]
    rows = PublicDocument.objects.filter(newness__in=shown).select_related("site").defer("terms", "text", "flat")
    by_number = {row.newness: row for row in rows} if shown else {}
    return [by_number[number] for number in shown if number in by_number]
