"""The library of a site: its list, a material's page, and the files themselves."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from caunoi.core.files import safe_name
from caunoi.publishing import pieces
from caunoi.publishing.enums import LICENCE_PAGES, Licence, MaterialFormat, ShelfState
from caunoi.publishing.models import Material, MaterialVersion
from caunoi.publishing.queries import materials as queries
from caunoi.web.base.files import SHOWN, serve_stored
from caunoi.web.base.numbers import whole
from caunoi.web.portal import structured
from caunoi.web.portal.hosts import absolute
from caunoi.web.portal.pages import PageMissing, find_site, frame, page_of, public_page, shows

_ROWS_A_PAGE = 20
_TAIL = re.compile(r"(?:.*-)?(\d{1,18})")


@public_page
def library(request: HttpRequest, site: str) -> HttpResponse:
    """List what a site offers, narrowed by subject, format and year."""
    shows(request, pieces.of_site(site), pieces.library_of_site(site), counted=f"{site}/")
    shown = find_site(site)
    subjects, formats, years = queries.choices_of(shown)
    asked = {
        "chu-de": request.GET.get("chu-de", "")[:120],
        "dang": request.GET.get("dang", ""),
        "nam": request.GET.get("nam", ""),
    }
    year = whole(asked["nam"])
    rows = queries.narrowed(
        queries.public_materials(shown),
        subject=asked["chu-de"] if asked["chu-de"] in dict(subjects) else "",
        form=asked["dang"] if asked["dang"] in MaterialFormat.values else "",
        year=year if year in years else None,
    )
    chosen = {name: value for name, value in asked.items() if value}
    context = {
        **frame(request, shown, section="tai-lieu"),
        "page": page_of(request, rows, _ROWS_A_PAGE),
        "subjects": subjects,
        "formats": formats,
        "years": years,
        "asked": {"subject": asked["chu-de"], "form": asked["dang"], "year": year},
        "narrowed": bool(chosen),
        "query_text": urlencode(chosen),
    }
    return render(request, "portal/library/list.html", context)


@public_page
def material(request: HttpRequest, site: str, tail: str) -> HttpResponse:
    """Show a material; its number finds it. One taken back answers 410 with its title and the note why."""
    shows(request, pieces.of_site(site), pieces.library_of_site(site), counted=f"{site}/")
    found = _TAIL.fullmatch(tail)
    try:
        shown = queries.get_public_material(int(found[1]) if found else 0)
    except Material.DoesNotExist:
        raise PageMissing(find_site(site)) from None
    if request.path != shown.address:
        if shown.site.slug != site:
            # That site's pieces are not among those that this page names.
            raise PageMissing(find_site(site))
        return redirect(shown.address, permanent=True)
    gone = shown.state == ShelfState.WITHDRAWN
    versions = [] if gone else [_told(each) for each in queries.versions_of(shown)]
    context = {
        **frame(request, shown.site, section="tai-lieu", address=shown.address),
        "described": None if gone else _described(shown),
        "material": shown,
        "gone": gone,
        "newest": versions[0] if versions else None,
        "older": versions[1:],
        "licence_page": LICENCE_PAGES.get(Licence(shown.licence), ""),
    }
    return render(request, "portal/library/material.html", context, status=410 if gone else 200)


def _described(shown: Material) -> structured.Described:
    library = (_("Library"), reverse("portal:library", args=[shown.site.slug]))
    return structured.described(shown.site, library, (shown.title, shown.address), description=shown.about)


def _told(version: MaterialVersion) -> dict[str, Any]:
    """Return what a page shows of a version."""
    name = safe_name(version.file.name, version.file.content_type)
    return {
        "version": version,
        "address": reverse("portal:material_version", args=[version.material_id, version.number, name]),
        "newest_address": reverse("portal:material_file", args=[version.material_id, name]),
        "opens": version.file.content_type in SHOWN,
        "picture": reverse("portal:material_picture", args=[version.material_id, version.number])
        if version.picture_id
        else "",
    }


@require_safe
def material_file(request: HttpRequest, number: int, name: str, version: int | None = None) -> HttpResponseBase:
    """Send the newest or one version of a material while everybody may have it.

    Before its day it is as good as none, whatever is asked; once taken back it answers 410. The name is for people.
    ``?tai=1`` saves what a browser would show.
    """
    del name
    return _serve(request, number, version, picture=False)


@require_safe
def material_picture(request: HttpRequest, number: int, version: int) -> HttpResponseBase:
    """Send the picture of a version while everybody may have it."""
    return _serve(request, number, version, picture=True)


def _serve(request: HttpRequest, number: int, version: int | None, *, picture: bool) -> HttpResponseBase:
    try:
        found = queries.get_public_version(number, version)
    except (MaterialVersion.DoesNotExist, OverflowError):
        if number < 2**63 and queries.was_public(number):
            return _gone()
        raise Http404 from None
    file = found.picture if picture else found.file
    if file is None:
        raise Http404
    response = serve_stored(request, file, download=True if request.GET.get("tai") else None)
    if response.status_code in {200, 206, 304}:
        # Asked about each time: what is taken back is gone at once.
        response["Cache-Control"] = "public, no-cache"
    response["Link"] = f'<{absolute(found.material.site.slug, found.material.address)}>; rel="canonical"'
    return response


def _gone() -> HttpResponse:
    response = HttpResponse(_("This file was taken back."), status=410, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
