"""The trail of the whole office with its export, of one object, of one person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.core.models import AuditEntry
from caunoi.directory.policies import reads_trail, require
from caunoi.directory.queries.trail import filtered_trail, trail_of_object, trail_of_person
from caunoi.web.base import exports
from caunoi.web.base.lists import ListPage, paginate
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.trail.forms import TrailFilterForm
from caunoi.web.desk.trail.sentences import Sentence, export_head, export_row, sentence
from caunoi.web.desk.trail.things import CODED, PERSON, THINGS, trail_urls

# Nobody turns more pages than these rows have; further ones are found by filters.
_MOST = 2_000
# A workbook holds so many of the newest rows; the command writes all of them.
_EXPORTED = 20_000


@login_required
@require_GET
def trail(request: StaffRequest) -> HttpResponse:
    """Show what was changed in the offices whose trail the user reads, newest first."""
    require(reads_trail(request.user))
    form = TrailFilterForm(request)
    page = paginate(request, filtered_trail(request.user, form.wanted()), most=_MOST)
    context = {"form": form, "page": page, "sentences": sentences(request, page), "exported": _EXPORTED}
    return render(request, "desk/trail/list.html", context)


@login_required
@require_GET
def trail_export(request: StaffRequest, form: str) -> HttpResponse:
    """Send the filtered rows as a workbook or as CSV, the newest first."""
    require(reads_trail(request.user))
    found = filtered_trail(request.user, TrailFilterForm(request).wanted())[:_EXPORTED]
    return exports.respond(form, name=_("trail"), head=export_head(), rows=_rows(found.iterator(chunk_size=2_000)))


def _rows(entries: Iterator[AuditEntry]) -> Iterator[list[Any]]:
    zone = timezone.get_current_timezone()
    return (export_row(entry, zone) for entry in entries)


@login_required
@require_GET
def trail_object(request: StaffRequest, thing: str, pk: str) -> HttpResponse:
    """Show the trail of one object; of a person everything that concerned him.

    What was removed keeps its trail. An object of which the user sees neither itself nor any row is 404.
    """
    known = THINGS.get(thing)
    if known is None:
        raise Http404(_("There is no such thing here."))
    try:
        found = known.visible(request.user).filter(pk=pk).first()
    except (ValueError, ValidationError):
        raise Http404(_("There is no such thing here.")) from None
    if known.kind == PERSON:
        rows = trail_of_person(request.user, UUID(pk), PERSON)
    else:
        rows = trail_of_object(request.user, known.kind, pk)
    last = rows.first()
    if found is None and last is None:
        raise Http404(_("There is no such thing here."))
    require(reads_trail(request.user))
    if known.kind in CODED and found is not None:
        return redirect(CODED[known.kind][0], found.code)
    page = paginate(request, rows, most=_MOST)
    context = {
        "thing": known,
        "name": str(found) if found is not None else _name(rows.filter(object_type=known.kind).first()),
        "url": reverse(known.page, args=[pk]) if found is not None else "",
        "done_by": pk if known.kind == "directory.user" else "",
        "page": page,
        "sentences": sentences(request, page),
    }
    return render(request, "desk/trail/object.html", context)


def _name(entry: AuditEntry | None) -> str:
    return entry.object_label if entry and entry.object_label else _("Name wiped")


def sentences(request: StaffRequest, page: ListPage) -> list[Sentence]:
    """Return a page of rows in words, each leading to the trail of its object."""
    urls = trail_urls(request.user, page)
    return [sentence(entry, urls.get(entry.pk, "")) for entry in page]
