"""What search engines are told: all public addresses in parts of ten thousand, and what to leave alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from caunoi.publishing.queries.search import listing
from caunoi.web.portal.machine import public_file

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Desks, accounts, secret links, and answers that are made for each who asks.
_NOT_FOR_MACHINES = (
    "/viec/", "/tai-khoan/", "/bien-tap/", "/hoi-truong/", "/cu-nguoi/", "/api/", "/tim/", "/*/tim/", "/en/tim/",
    "/en/*/tim/",
)  # fmt: skip

Entry = tuple[str, dt.datetime | None]


@public_file
def index(request: HttpRequest) -> HttpResponse:
    """List the parts, each with its last change."""
    parts: list[Entry] = [(reverse("portal:sitemap_places"), None)]
    parts += [(reverse("portal:sitemap_part", args=[number]), at) for number, at in listing.parts()]
    return _xml(request, "sitemapindex", "sitemap", parts)


@public_file
def part(request: HttpRequest, number: int) -> HttpResponse:
    """List the addresses of one part; 404 for an empty one."""
    rows = listing.part(number)
    if not rows:
        raise Http404
    return _xml(request, "urlset", "url", rows)


@public_file
def places(request: HttpRequest) -> HttpResponse:
    """List the first pages of the installation, of its sites and of their sections."""
    return _xml(request, "urlset", "url", [(address, None) for address in ["/", *listing.places()]])


@public_file
def robots(request: HttpRequest) -> HttpResponse:
    """Let machines read what everybody reads, and tell where it is listed."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_MACHINES), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('portal:sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _xml(request: HttpRequest, root: str, item: str, entries: Iterable[Entry]) -> HttpResponse:
    base = request.build_absolute_uri("/").rstrip("/")
    rows = []
    for address, at in entries:
        changed = f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else ""
        rows.append(f"<{item}><loc>{escape(base + address)}</loc>{changed}</{item}>")
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{_NAMESPACE}">'
    body = "\n".join([head, *rows, f"</{root}>", ""])
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
