"""The one way by which stored files leave: who may have them was decided before, by the view that calls."""

from __future__ import annotations

import re
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from caunoi.core.files import RECORDINGS, StoreDown, safe_name, store_in_use
from caunoi.core.files.stores import DiskStore, name_in_store
from caunoi.core.models import StoredFile

# Shown in the browser; everything else is downloaded.
SHOWN = {"application/pdf", "image/jpeg", "image/png", "image/webp", "image/avif", *RECORDINGS}
# A browser's own viewer of PDF does not start in a sandbox; PDF gets the policy of every page instead.
_NO_SANDBOX = {"application/pdf"}
_SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
# What fits into one piece is sent in one.
_SMALL = 256 * 1024
_ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def serve_stored(
    request: HttpRequest, file: StoredFile, *, download: bool | None = None, public_seconds: int = 0
) -> HttpResponseBase:
    """Send a stored file, or the part of it that is asked for; "not modified" to whoever holds it.

    The caller has checked that the reader may have it. It is shown in the browser where that is safe, unless
    ``download`` says otherwise. It may be kept by nobody, or with ``public_seconds`` by everybody for so long.
    With ``FILES_ACCEL`` nginx sends the bytes. Raises Http404 when the store lost them; answers 503 when it is down.
    """
    tag = f'"{file.sha256[:32]}"'
    try:
        response = get_conditional_response(request, etag=tag) or _whole_or_part(request, file, tag)
    except FileNotFoundError:
        raise Http404(_("The file is missing in the store. Send it anew.")) from None
    except StoreDown:
        response = HttpResponse(
            _("The store of files can't be reached right now. Try again in a few minutes."),
            status=503,
            content_type="text/plain; charset=utf-8",
            headers={"Retry-After": "120"},
        )
        response["Cache-Control"] = "no-store"
        return response
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={public_seconds}" if public_seconds else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    away = file.content_type not in SHOWN if download is None else download or file.content_type not in SHOWN
    name = safe_name(file.name, file.content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=away, filename=name) or "attachment"
    if file.content_type not in _NO_SANDBOX:
        response["Content-Security-Policy"] = _SANDBOX
    return response


def text_track(captions: str, *, public_seconds: int = 0) -> HttpResponse:
    """Send captions; the caller has checked that the reader may have them."""
    response = HttpResponse(captions, content_type="text/vtt; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={public_seconds}" if public_seconds else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _SANDBOX
    return response


def _whole_or_part(request: HttpRequest, file: StoredFile, tag: str) -> HttpResponseBase:
    kept = store_in_use()
    kind = "text/plain; charset=utf-8" if file.content_type == "text/plain" else file.content_type
    if kept.size(file.sha256) is None:
        raise FileNotFoundError(file.sha256)
    if settings.FILES_ACCEL and isinstance(kept, DiskStore):
        # nginx answers ranges itself.
        inside = settings.FILES_ACCEL + quote(name_in_store(file.sha256))
        return HttpResponse(content_type=kind, headers={"X-Accel-Redirect": inside})
    part = _range_of(request, file.size, tag)
    if part is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"}, content_type=kind)
    start, end = part
    headers = {"Accept-Ranges": "bytes", "Content-Length": str(end - start)}
    whole = (start, end) == (0, file.size)
    if not whole:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    status = 200 if whole else 206
    if request.method == "HEAD":
        return HttpResponse(status=status, content_type=kind, headers=headers)
    pieces = kept.stream(file.sha256) if whole else kept.stream(file.sha256, start, end)
    if end - start <= _SMALL:
        return HttpResponse(b"".join(pieces), status=status, content_type=kind, headers=headers)
    return StreamingHttpResponse(pieces, status=status, content_type=kind, headers=headers)


def _range_of(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | None:
    """Return the half-open part that is asked for, else the whole; None for one beyond the end."""
    asked = _ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    held = request.headers.get("If-Range", tag)
    # Several ranges at once, and a range of bytes that have changed since, are answered with the whole.
    if request.method not in {"GET", "HEAD"} or held != tag or not asked or asked.groups() == ("", ""):
        return 0, size
    first, last = asked.groups()
    if not first:
        return (max(0, size - int(last)), size) if int(last) and size else None
    start, end = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < int(first):
        return 0, size
    return (start, end) if start < size else None
