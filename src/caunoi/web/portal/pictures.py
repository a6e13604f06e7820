"""Pictures of published articles."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from caunoi.publishing.models import PhotoSize, SitePicture
from caunoi.publishing.queries import portal
from caunoi.publishing.queries.site_parts import get_public_site_picture
from caunoi.web.base.files import serve_stored

_WEEK = 7 * 24 * 60 * 60


@require_safe
def picture(request: HttpRequest, photo: UUID, width: int, kind: str = "jpg") -> HttpResponseBase:
    """Send one size of a photo while its article can be read; 404 before approval and after withdrawal.

    ``kind`` is jpg, webp or avif; the last two are there once they were made.
    """
    try:
        file = portal.get_public_picture(photo, width, kind)
    except PhotoSize.DoesNotExist:
        raise Http404 from None
    # A week, and not for ever: a picture withdrawn for a reason should not live on in caches for a year.
    return serve_stored(request, file, public_seconds=_WEEK)


@require_safe
def site_picture(request: HttpRequest, picture: UUID) -> HttpResponseBase:
    """Send the crest, photo or map of a site; another one has another address."""
    try:
        found = get_public_site_picture(picture)
    except SitePicture.DoesNotExist:
        raise Http404 from None
    return serve_stored(request, found.file, public_seconds=_WEEK)
