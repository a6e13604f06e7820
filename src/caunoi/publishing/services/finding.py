"""What readers can find: written in the transaction that makes something public, corrects it or takes it back.

Each kind names a source that gives documents of what is public at this moment, and of nothing else. Services only say
what may have changed; whether it is found is never theirs to say.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from caunoi.core.text import clean
from caunoi.directory.models import Unit
from caunoi.publishing import richtext
from caunoi.publishing.models import ArticlePage, ArticlePhoto, MediaFile, PublicDocument, PublicWord
from caunoi.publishing.queries import portal
from caunoi.publishing.queries.search import lookup
from caunoi.publishing.search_marks import flat
from caunoi.publishing.search_terms import SPREAD, Match, document_terms, plain_words

ARTICLE = "article"
# Of longer texts the beginning is found and shown; what stands beside them takes half of it at most.
MOST_TEXT = 40_000
_APART = " · "
_BATCH = 200
_WRITTEN = ("site", "address", "title", "text", "flat", "day", "changed_at", "newness", "terms")


@dataclass(frozen=True, kw_only=True)
class Document:
    """One thing that everybody may read; ``site`` and ``unit`` are keys, None for none.

    ``beside`` are short texts that stand beside ``text``, such as captions.
    """

    kind: str
    object_id: str
    title: str
    address: str
    day: dt.date
    changed_at: dt.datetime
    site: int | None = None
    unit: int | None = None
    text: str = ""
    beside: tuple[str, ...] = ()


# Gives the documents of the objects named, of all for None; what is not public now is left out.
Source = Callable[[Sequence[str] | None], Iterable[Document]]
_SOURCES: dict[str, Source] = {}


def register(kind: str, source: Source) -> None:
    """Name what gives the public documents of ``kind``, two to twenty small letters."""
    _SOURCES[kind] = source


def kinds() -> list[str]:
    """Return the kinds that are found."""
    return sorted(_SOURCES)


@transaction.atomic
def refresh(kind: str, ids: Iterable[object]) -> None:
    """Let readers find the objects as they stand now, or no longer; part of the caller's transaction."""
    wanted = [str(each) for each in ids]
    for start in range(0, len(wanted), _BATCH):
        part = wanted[start : start + _BATCH]
        documents = {document.object_id: document for document in _SOURCES[kind](part)}
        _write(kind, part, documents)


@transaction.atomic
def rebuild() -> int:
    """Write everything that readers can find anew; returns how much that is. Searches go on meanwhile."""
    PublicDocument.objects.all().delete()
    PublicWord.objects.all().delete()
    count = 0
    for kind, source in sorted(_SOURCES.items()):
        rest = iter(source(None))
        while part := {document.object_id: document for document in islice(rest, _BATCH)}:
            _write(kind, list(part), part)
            count += len(part)
    return count


def expected() -> Iterator[tuple[str, set[str]]]:
    """Give, of each kind, the objects that readers have to find."""
    for kind, source in sorted(_SOURCES.items()):
        yield kind, {document.object_id for document in source(None)}


def _write(kind: str, ids: Sequence[str], documents: dict[str, Document]) -> None:
    standing = {
        row.object_id: row
        for row in PublicDocument.objects.filter(kind=kind, object_id__in=ids).only("object_id", "newness", "terms")
    }
    above = _Above()
    rows = [_row(document, above, standing.get(document.object_id)) for document in documents.values()]
    before = set().union(*(plain_words(row.terms) for row in standing.values()))
    after = set().union(*(plain_words(row.terms) for row in rows))
    gone = [row.pk for object_id, row in standing.items() if object_id not in documents]
    if gone:
        PublicDocument.objects.filter(pk__in=gone).delete()
    PublicDocument.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["kind", "object_id"], update_fields=list(_WRITTEN)
    )
    # In one order everywhere, so that two changes at once do not wait for each other in a ring.
    PublicWord.objects.bulk_create(
        [PublicWord(word=word) for word in sorted(after - before)], ignore_conflicts=True, batch_size=500
    )
    _forget_words(sorted(before - after))


def _forget_words(words: Sequence[str]) -> None:
    """Let those go that nothing public holds any longer."""
    for start in range(0, len(words), _BATCH):
        part = words[start : start + _BATCH]
        held = lookup.counts([Match(all_of=(word,)) for word in part], most=1)
        PublicWord.objects.filter(word__in=[word for word, count in zip(part, held, strict=True) if not count]).delete()


class _Above:
    """The units above a unit, each asked for once."""

    def __init__(self) -> None:
        self._parents: dict[int, int | None] = {}

    def of(self, unit: int | None) -> list[int]:
        """Return the unit and those above it."""
        found: list[int] = []
        while unit is not None and unit not in found:
            found.append(unit)
            if unit not in self._parents:
                self._parents[unit] = Unit.objects.filter(pk=unit).values_list("parent", flat=True).first()
            unit = self._parents[unit]
        return found


def _row(document: Document, above: _Above, before: PublicDocument | None) -> PublicDocument:
    title, beside = clean(document.title)[:300], _beside(document)
    ending = "".join(_APART + each for each in beside)
    body = clean(document.text)[: MOST_TEXT - len(ending)]
    text = (body + ending).removeprefix(_APART)
    facets = [f"k={document.kind}", *(f"u={unit}" for unit in above.of(document.unit))]
    if document.site is not None:
        facets.append(f"s={document.site}")
    return PublicDocument(
        kind=document.kind,
        object_id=document.object_id,
        site_id=document.site,
        address=document.address[:500],
        title=title,
        text=text,
        flat=flat(text),
        day=document.day,
        changed_at=document.changed_at,
        newness=_newness(document.day, before.newness if before else None),
        terms=document_terms(title=title, text=body, facets=facets, beside=beside),
    )


def _beside(document: Document) -> list[str]:
    """Return the texts beside a document, each once, as far as there is room for them."""
    left, kept = MOST_TEXT // 2, []
    for each in dict.fromkeys(filter(None, map(clean, document.beside))):
        left -= len(_APART + each)
        if left < 0:
            break
        kept.append(each)
    return kept


def _newness(day: dt.date, before: int | None) -> int:
    if before is not None and before >> SPREAD == day.toordinal():
        return before
    return (day.toordinal() << SPREAD) | secrets.randbits(SPREAD)


def articles(ids: Sequence[str] | None) -> Iterator[Document]:
    """Give the readable articles among ``ids``, with what is told of their photos and recordings."""
    found = (
        portal.readable_articles()
        .select_related("site__organisation", "organisation")
        .prefetch_related(
            Prefetch("photos", queryset=ArticlePhoto.objects.only("article", "caption", "credit")),
            Prefetch("media", queryset=MediaFile.objects.only("article", "title")),
        )
    )
    if ids is not None:
        found = found.filter(pk__in=ids)
    for article in found.order_by("pk").iterator(chunk_size=_BATCH):
        yield article_document(article)


def article_document(article: ArticlePage) -> Document:
    """Return what readers find of an article: its words, captions and credits of its photos, names of its recordings.

    Alternative texts stand in for what is seen, and are not found.
    """
    published = article.published_at or article.created_at
    told = [words for photo in article.photos.all() for words in (photo.caption, photo.credit)]
    return Document(
        kind=ARTICLE,
        object_id=str(article.pk),
        site=article.site_id,
        unit=article.site.organisation.unit_id,
        title=article.title,
        text=f"{article.lead} {richtext.plain(article.body)} {article.byline}",
        beside=(*told, *(recording.title for recording in article.media.all())),
        address=article.address,
        day=timezone.localdate(published),
        changed_at=article.changed_at or published,
    )
