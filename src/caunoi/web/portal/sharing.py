"""Passing an article on: a page with its address as a QR picture, and plain links. Nobody else is asked anything."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from caunoi.publishing.models import ArticlePage
from caunoi.web.portal.articles import find_article
from caunoi.web.portal.hosts import absolute
from caunoi.web.portal.machine import public_file
from caunoi.web.portal.pages import frame, public_page

_SHARE, _CODE = "chia-se", "qr.svg"


@public_page
def share(request: HttpRequest, *, site: str, tail: str, **_told: object) -> HttpResponse:
    """Show the address of an article to copy, to scan and to send."""
    shown = find_article(request, site, tail)
    if request.path != f"{shown.address}/{_SHARE}" or not shown.is_readable:
        return redirect(
            f"{shown.address}/{_SHARE}" if shown.is_readable else shown.address, permanent=shown.is_readable
        )
    context = {
        **frame(request, shown.site, section=shown.section.slug, address=f"{shown.address}/{_SHARE}"),
        "article": shown,
        "permanent": address_of(shown),
        "ways": ways_of(shown),
    }
    return render(request, "portal/share.html", context)


@public_file
def code(request: HttpRequest, *, site: str, tail: str, **_told: object) -> HttpResponse:
    """Send the article's address as a QR picture; 404 unless it can be read."""
    shown = find_article(request, site, tail)
    if not shown.is_readable or request.path != f"{shown.address}/{_CODE}":
        raise Http404
    picture = io.BytesIO()
    made = segno.make(address_of(shown), error="m", micro=False)
    made.save(picture, kind="svg", scale=8, border=4, light="#fff", title=shown.address)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


def ways_of(article: ArticlePage) -> list[tuple[str, str]]:
    """Return name and address of what takes a link; nothing is asked of it before somebody follows."""
    address = address_of(article)
    mail = urlencode({"subject": article.title, "body": address}).replace("+", "%20")
    return [
        ("Zalo", f"https://zalo.me/share?{urlencode({'url': address})}"),
        ("Facebook", f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': address})}"),
        ("E-mail", f"mailto:?{mail}"),
    ]


def address_of(article: ArticlePage) -> str:
    """Return the address of an article at the one host where it has its place."""
    return absolute(article.site.slug, article.address)
