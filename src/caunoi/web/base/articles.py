"""Articles and their pictures as the portal shows them and the desk previews them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified

from caunoi.core.files import read_stored
from caunoi.core.models import StoredFile
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


def send_picture(request: HttpRequest, file: StoredFile) -> HttpResponse:
    """Send stored bytes as a picture; "not modified" to whoever holds them."""
    tag = f'"{file.sha256[:32]}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponseNotModified()
    elif request.method == "HEAD":
        response = HttpResponse(content_type="image/jpeg", headers={"Content-Length": str(file.size)})
    else:
        try:
            response = HttpResponse(read_stored(file), content_type="image/jpeg")
        except FileNotFoundError:
            raise Http404 from None
    response["ETag"] = tag
    return response
