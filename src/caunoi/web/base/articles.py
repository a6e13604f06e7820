"""Articles and their pictures as the portal shows them and the desk previews them."""

from __future__ import annotations

from caunoi.publishing.enums import ArticleKind, NoteKind
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.queries.facts import fact_box
from caunoi.publishing.queries.reading import read_beside


def reading_context(article: ArticlePage, *, picture_url: str = "portal:picture") -> dict[str, object]:
    """Return what ``base/article.html`` draws; ``picture_url`` names the address that answers for its pictures.

    A withdrawn article has neither text nor pictures nor facts, only the note.
    """
    read_beside(article)
    notes = list(article.notes.all())
    desk = picture_url != "portal:picture"
    withdrawn = article.is_public and not article.is_readable
    photos = [] if withdrawn else list(article.photos.all())
    recordings = [] if withdrawn else list(article.media.all())
    return {
        "article": article,
        "photos": photos,
        "story": article.kind == ArticleKind.PHOTOS and bool(photos),
        # The first photo of a video stands in its place until it is played.
        "shown_photos": {ArticleKind.PHOTOS.value: [], ArticleKind.VIDEO.value: photos[1:]}.get(article.kind, photos),
        "recordings": recordings,
        "recording_url": "desk:media_file" if desk else "portal:recording",
        "captions_url": "desk:media_captions" if desk else "portal:captions",
        "facts": fact_box(article.class_report) if article.class_report and not withdrawn else None,
        "corrections": [note for note in notes if note.kind != NoteKind.WITHDRAWAL and not withdrawn],
        "withdrawal": next((note for note in notes if note.kind == NoteKind.WITHDRAWAL), None),
        "picture_url": picture_url,
    }
