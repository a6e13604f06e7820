"""Audio, video and captions of published articles."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from caunoi.publishing.models import MediaFile
from caunoi.publishing.queries import portal
from caunoi.web.base.files import serve_stored, text_track

# Long enough to wind to and fro, short enough that a withdrawn recording is gone soon.
_SECONDS = 600


def _find(media: UUID) -> MediaFile:
    try:
        return portal.get_public_media(media)
    except MediaFile.DoesNotExist:
        raise Http404 from None


@require_safe
def recording(request: HttpRequest, media: UUID) -> HttpResponseBase:
    """Send a recording, or the part that is asked for, while its article can be read; 404 before and after."""
    return serve_stored(request, _find(media).file, public_seconds=_SECONDS)


@require_safe
def captions(_request: HttpRequest, media: UUID) -> HttpResponse:
    """Send the captions of a recording while its article can be read; 404 without any."""
    found = _find(media)
    if not found.captions:
        raise Http404
    return text_track(found.captions, public_seconds=_SECONDS)
