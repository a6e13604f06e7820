"""Pictures of published articles."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from caunoi.publishing.models import PhotoSize
from caunoi.publishing.queries import portal
from caunoi.web.base.articles import send_picture

_WEEK = 7 * 24 * 60 * 60


@require_safe
def picture(request: HttpRequest, photo: UUID, width: int) -> HttpResponse:
    """Send one size of a photo while its article can be read; 404 before approval and after withdrawal."""
    try:
        size = portal.get_public_picture(photo, width)
    except PhotoSize.DoesNotExist:
        raise Http404 from None
    response = send_picture(request, size.file)
    # A week, and not for ever: a picture withdrawn for a reason should not live on in caches for a year.
    response["Cache-Control"] = f"public, max-age={_WEEK}"
    return response
