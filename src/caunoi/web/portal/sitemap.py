"""What search engines are told: all public addresses in parts of ten thousand, and what to leave alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from caunoi.publishing.queries.search import listing
from caunoi.web.portal.hosts import absolute, hosts
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
    """List the parts, each with its last change; at a site's own host those that hold something of it."""
    own = _own_site(request)
    parts: list[Entry] = [(reverse("portal:sitemap_places"), None)]
    parts += [(reverse("portal:sitemap_part", args=[number]), at) for number, at in listing.parts(own)]
    return _xml("sitemapindex", "sitemap", [(absolute(own, address), at) for address, at in parts])


@public_file
def part(request: HttpRequest, number: int) -> HttpResponse:
    """List the addresses of one part; 404 for an empty one."""
    rows = listing.part(number, _own_site(request))
    if not rows:
        raise Http404
    return _xml("urlset", "url", _here(request, rows))


@public_file
def places(request: HttpRequest) -> HttpResponse:
    """List the first pages of the installation, of its sites and of their sections."""
    own = _own_site(request)
    rows: list[tuple[str, Entry]] = [(slug, (address, None)) for slug, address in listing.places(own)]
    return _xml("urlset", "url", _here(request, rows if own else [("", ("/", None)), *rows]))


@public_file
def robots(request: HttpRequest) -> HttpResponse:
    """Let machines read what everybody reads, and tell where it is listed."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_MACHINES), ""]
    lines.append(f"Sitemap: {absolute(_own_site(request), reverse('portal:sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _own_site(request: HttpRequest) -> str:
    """Return the slug of the site to which the host belongs, "" at the installation's own."""
    host = getattr(request, "site_host", "")
    return hosts.current().sites.get(host, "") if host else ""


def _here(request: HttpRequest, rows: Iterable[tuple[str, Entry]]) -> list[Entry]:
    """Leave to a site's own host what has its place there: no list may name addresses of another host."""
    elsewhere = {} if _own_site(request) else hosts.current().mains
    bases: dict[str, str] = {}
    found: list[Entry] = []
    for slug, (address, at) in rows:
        if slug not in elsewhere:
            if slug not in bases:
                bases[slug] = absolute(slug, "")
            # A site's first page stands at the root of its own host.
            whole = absolute(slug, address) if address == f"/{slug}/" else bases[slug] + address
            found.append((whole, at))
    return found


def _xml(root: str, item: str, entries: Iterable[Entry]) -> HttpResponse:
    rows = []
    for address, at in entries:
        changed = f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else ""
        rows.append(f"<{item}><loc>{escape(address)}</loc>{changed}</{item}>")
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{_NAMESPACE}">'
    body = "\n".join([head, *rows, f"</{root}>", ""])
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
