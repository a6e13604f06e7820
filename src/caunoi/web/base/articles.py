"""Articles and their pictures as the portal shows them and the desk previews them."""

from __future__ import annotations

from caunoi.publishing.enums import NoteKind
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.queries.facts import fact_box


def reading_context(article: ArticlePage, *, picture_url: str = "portal:picture") -> dict[str, object]:
    """Return what ``base/article.html`` draws; ``picture_url`` names the address that answers for its pictures.

    A withdrawn article has neither text nor pictures nor facts, only the note.
    """
    notes = list(article.notes.all())
    withdrawn = article.is_public and not article.is_readable
    return {
        "article": article,
        "photos": [] if withdrawn else list(article.photos.all()),
        "facts": fact_box(article.class_report) if article.class_report and not withdrawn else None,
        "corrections": [note for note in notes if note.kind == NoteKind.CORRECTION and not withdrawn],
        "withdrawal": next((note for note in notes if note.kind == NoteKind.WITHDRAWAL), None),
        "picture_url": picture_url,
    }
