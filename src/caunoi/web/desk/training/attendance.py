"""The attendance sheet: the whole class at once, one half-day at a time, and what it saves."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from caunoi.core.errors import NotNow
from caunoi.directory.policies import require
from caunoi.training.enums import Mark
from caunoi.training.queries.attendance import Sheet, SheetRow, cursor_of, marks_since, replaced_since, sheet
from caunoi.training.queries.counting import SittingCount, count_sheet
from caunoi.training.queries.door import rules_of
from caunoi.training.queries.door_words import reasons_of
from caunoi.training.queries.evidence import documented_cells
from caunoi.training.queries.make_ups import GuestRow, guests_of, has_make_ups
from caunoi.training.services.attendance import REASON_NEEDED, CellMark, mark
from caunoi.web.base.templatetags.caunoi import clock
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import ClassPage, class_page
from caunoi.web.desk.training.points import POINT, chosen_point, point_links
from caunoi.web.desk.training.sheet_html import (
    KEYS,
    SIGNS,
    guest_rows,
    mark_choices,
    share_words,
    sheet_rows,
    sitting_rows,
)

# A whole sheet of 5,000 people and 60 half-days is never sent at once; a batch this large is no clerk's.
MOST_CELLS = 20_000
# So many replaced marks are named one by one.
_MOST_TOLD = 5


@never_cache
@login_required
def attendance(request: StaffRequest, code: str) -> HttpResponse:
    """Show the sheet, or one half-day of it (``?buoi=``); take marks from the script or from the plain form."""
    page = class_page(request, code, "attendance")
    if request.method == "POST":
        require(page.can_run)
        if "cells" in request.POST:
            return _save_cells(request, page)
        return _save_form(request, page)
    if request.GET.get("doi") == "1":
        return JsonResponse(_news(page, request.GET.get("cursor", "")))
    whole = sheet(page.training_class, by_point=True)
    point = chosen_point(request.GET.get(POINT, ""), whole)
    read = whole.at(point.point) if point else whole
    counts = count_sheet(read)
    page.context.update(
        sheet=read,
        counts=counts,
        choices=mark_choices(),
        guests=guests_of(page.training_class),
        makes_up=has_make_ups(page.training_class),
        points=point_links(count_sheet(whole), point),
        point=point,
    )
    chosen = next((one for one in counts.by_sitting if str(one.sitting.id) == request.GET.get("buoi")), None)
    if chosen:
        return _sitting_page(request, page, read, chosen)
    rules = rules_of(page.training_class)
    page.context.update(
        rows=sheet_rows(
            read,
            counts,
            can_change=page.can_change,
            documented=documented_cells(page.training_class),
            reasons=reasons_of(page.training_class),
            rules=rules,
        ),
        rules=rules,
        setup={
            "least": rules.class_share,
            "share": share_words(),
            "keys": KEYS,
            "signs": {str(value): sign for value, sign in SIGNS.items()},
            "names": {str(value): str(value.label) for value in Mark},
            "store": f"cn-sheet:{page.training_class.pk}:{request.user.pk}",
            "url": request.path,
        },
    )
    return render(request, "desk/training/attendance.html", page.context)


def _sitting_page(
    request: StaffRequest, page: ClassPage, read: Sheet, chosen: SittingCount, *, reason_error: str = ""
) -> HttpResponse:
    guests = [one for one in page.context["guests"] if chosen.sitting.id in one.marks]
    places = [one.id for one in read.sittings]
    place = places.index(chosen.sitting.id)
    page.context.update(
        chosen=chosen,
        people=sitting_rows(
            read,
            place,
            can_change=page.can_change,
            typed=request.POST,
            reasons=reasons_of(page.training_class, sitting=chosen.sitting.id),
        )
        + guest_rows(guests, chosen.sitting.id, can_change=page.can_change, typed=request.POST),
        earlier=read.sittings[place - 1] if place else None,
        later=read.sittings[place + 1] if place + 1 < len(places) else None,
        was=json.dumps(
            {row.id: row.marks[place] for row in read.rows} | {one.id: one.marks[chosen.sitting.id] for one in guests}
        ),
        reason_error=reason_error,
        cursor=request.POST.get("cursor", read.cursor),
        setup={"store": f"cn-sheet:{page.training_class.pk}:{request.user.pk}", "url": request.path},
    )
    return render(request, "desk/training/attendance_sitting.html", page.context, status=400 if reason_error else 200)


def _news(page: ClassPage, cursor: str) -> dict[str, Any]:
    """Return what was marked since the page was read, by whomever."""
    last = _uuid(cursor)
    return {
        "ok": True,
        "cells": marks_since(page.training_class, last),
        "cursor": cursor_of(page.training_class),
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _save_cells(request: StaffRequest, page: ClassPage) -> JsonResponse:
    """Take a batch from the script; answer with what else changed meanwhile."""
    try:
        cells = _cells(request.POST["cells"])
        changed = mark(
            actor=request.user,
            training_class=page.training_class,
            cells=cells,
            reason=request.POST.get("reason", ""),
        )
    except ValidationError as error:
        faults = error.error_dict.get("reason", []) if hasattr(error, "error_dict") else []
        needed = any(fault.code == REASON_NEEDED for fault in faults)
        return JsonResponse({"ok": False, "reason": needed, "words": " ".join(error.messages)}, status=400)
    except NotNow as error:
        return JsonResponse({"ok": False, "words": str(error)}, status=409)
    except PermissionDenied as error:
        return JsonResponse({"ok": False, "words": str(error)}, status=403)
    replaced = _replaced_words(request, page, cells) if changed else []
    return JsonResponse({**_news(page, request.POST.get("cursor", "")), "changed": changed, "replaced": replaced})


def _replaced_words(request: StaffRequest, page: ClassPage, cells: list[CellMark]) -> list[str]:
    """Return in words whose marks were replaced that this sheet did not show yet; nobody is held up by it."""
    found = replaced_since(
        page.training_class,
        _uuid(request.POST.get("cursor", "")),
        actor=request.user.pk,
        cells=[(cell.enrolment_id, cell.sitting_id) for cell in cells],
    )
    words = [
        _("%(name)s, %(sitting)s: %(clerk)s marked “%(earlier)s” at %(time)s; now replaced by “%(mark)s”.")
        % {
            "name": one.name,
            "sitting": one.sitting,
            "clerk": one.clerk or _("somebody else"),
            "earlier": one.earlier.label,
            "time": clock(timezone.localtime(one.at)),
            "mark": one.mark.label,
        }
        for one in found[:_MOST_TOLD]
    ]
    rest = len(found) - len(words)
    if rest:
        more = ngettext(
            "%(count)s more mark of somebody else was replaced. The log shows all of them.",
            "%(count)s more marks of others were replaced. The log shows all of them.",
            rest,
        )
        words.append(more % {"count": rest})
    return words


def _cells(text: str) -> list[CellMark]:
    """Read ``[[enrolment, sitting, mark], …]``; raises ValidationError for anything else."""
    try:
        cells = [CellMark(enrolment_id=int(e), sitting_id=int(s), mark=Mark(value)) for e, s, value in json.loads(text)]
    except (ValueError, TypeError):
        raise ValidationError({"cells": _("The marks did not arrive whole. Load the sheet again.")}) from None
    if len(cells) > MOST_CELLS:
        raise ValidationError({"cells": _("These are too many marks at once. Load the sheet again.")})
    return cells


def _save_form(request: StaffRequest, page: ClassPage) -> HttpResponse:
    """Take one half-day from the plain form; only what was changed in it is written."""
    sitting_id = request.POST.get("buoi", "")
    read = sheet(page.training_class)
    chosen = next((one for one in count_sheet(read).by_sitting if str(one.sitting.id) == sitting_id), None)
    if chosen is None:
        messages.error(request, _("This sitting was removed meanwhile."))
        return redirect("desk:class_attendance", page.training_class.code)
    shown = {"buoi": sitting_id} | ({POINT: request.GET[POINT]} if request.GET.get(POINT) else {})
    url = f"{reverse('desk:class_attendance', args=[page.training_class.code])}?{urlencode(shown)}"
    guests = guests_of(page.training_class)
    people: list[SheetRow | GuestRow] = [*read.rows, *guests]
    try:
        was = json.loads(request.POST.get("was", "{}"))
    except ValueError:
        was = {}
    cells = [
        CellMark(enrolment_id=row.id, sitting_id=chosen.sitting.id, mark=Mark(value))
        for row in people
        if (value := request.POST.get(f"m-{row.id}")) in Mark.values and value != was.get(str(row.id), "none")
    ]
    try:
        changed = mark(
            actor=request.user,
            training_class=page.training_class,
            cells=cells,
            reason=request.POST.get("reason", ""),
        )
    except ValidationError as error:
        page.context.update(
            sheet=read,
            choices=mark_choices(),
            counts=count_sheet(read),
            guests=guests,
            points=point_links(count_sheet(read), None),
        )
        return _sitting_page(request, page, read, chosen, reason_error=" ".join(error.messages))
    messages.success(request, _("Saved; changed: %(count)s.") % {"count": changed})
    for words in _replaced_words(request, page, cells) if changed else []:
        messages.warning(request, words)
    return redirect(url)
