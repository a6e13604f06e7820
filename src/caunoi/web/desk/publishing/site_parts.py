"""Menu, pages, answers, contacts and links of a site at the desk."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caunoi.core.errors import StaleChange
from caunoi.publishing.models import FaqEntry, SitePage, SitePart, StaticPage
from caunoi.publishing.queries.site_desk import questions_to_take_up, visible_parts
from caunoi.publishing.queries.site_parts import whole_menu
from caunoi.publishing.services import (
    add_part,
    change_part,
    order_parts,
    put_back_part,
    remove_part,
    take_up_question,
)
from caunoi.publishing.services.site_words import PARTS
from caunoi.web.base.errors import add_errors, into_form, into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.base.once import create_once, once
from caunoi.web.base.undoing import success_with_undo
from caunoi.web.desk.publishing.site_forms import FORMS
from caunoi.web.desk.publishing.site_frame import KINDS, edited_site, site_context
from caunoi.web.desk.requests import StaffRequest

# What was taken off last, kept with the session until it is put back or something else is taken off.
_OFF = "site_part_off"


def _kind(kind: str) -> str:
    if kind not in PARTS:
        raise Http404(_("There is no such page here."))
    return kind


def _part(request: StaffRequest, site: SitePage, kind: str, part: int) -> SitePart:
    found = visible_parts(request.user, PARTS[_kind(kind)]).filter(site=site, pk=part).first()
    if found is None:
        raise Http404(_("This was taken off the site."))
    found.site = site
    return found


def _context(request: StaffRequest, site: SitePage, kind: str) -> dict[str, Any]:
    label, add = KINDS[kind]
    return {**site_context(request, site, kind), "kind": kind, "kind_label": label, "add_label": add}


@login_required
@require_safe
def site_parts(request: StaffRequest, number: int, kind: str) -> HttpResponse:
    """List the parts of one kind in their order, drafts too."""
    site = edited_site(request, number)
    rows = list(visible_parts(request.user, PARTS[_kind(kind)]).filter(site=site))
    for row in rows:
        row.site = site
    context = _context(request, site, kind)
    if kind == "thuc-don":
        return render(request, "desk/publishing/site_menu.html", {**context, "menu": whole_menu(site)})
    offered = questions_to_take_up(request.user, site).count() if kind == "hoi-dap" else 0
    return render(request, "desk/publishing/site_parts.html", {**context, "rows": rows, "offered": offered})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def site_part_new(request: StaffRequest, number: int, kind: str) -> HttpResponse:
    """Add a part."""
    site = edited_site(request, number)
    form = FORMS[_kind(kind)](request.POST or None, site=site)
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: add_part(actor=request.user, site=site, kind=kind, words=form.words()),
                leads_to=lambda _part: reverse("desk:site_parts", args=[number, kind]),
                words=lambda part: _("“%(name)s” is added.") % {"name": part},
            )
    return render(request, "desk/publishing/site_part.html", {**_context(request, site, kind), "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def site_part(request: StaffRequest, number: int, kind: str, part: int) -> HttpResponse:
    """Change a part; what somebody else saved meanwhile is shown, and what was typed stays."""
    site = edited_site(request, number)
    found = _part(request, site, kind, part)
    form = FORMS[kind](request.POST or None, site=site, part=found)
    if request.method == "POST" and form.is_valid():
        try:
            change_part(
                actor=request.user,
                part=found,
                edition=form.cleaned_data["edition"],
                words=form.words(),
            )
        except StaleChange:
            sent = request.POST.copy()
            sent["edition"] = str(found.edition)
            form.data = sent
            form.add_error(
                None,
                _("Somebody else saved this meanwhile; it stands beside your words. Saving puts yours in its place."),
            )
        except ValidationError as fault:
            add_errors(form, fault)
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": found})
            return redirect("desk:site_part", number, kind, part)
    shown = found.body if isinstance(found, StaticPage) else found.answer if isinstance(found, FaqEntry) else ""
    address = found.address if isinstance(found, StaticPage) and found.state == "published" else ""
    context = {**_context(request, site, kind), "form": form, "part": found, "shown": shown, "address": address}
    return render(request, "desk/publishing/site_part.html", context)


@login_required
@require_POST
def site_part_off(request: StaffRequest, number: int, kind: str, part: int) -> HttpResponse:
    """Take a part off; the message beside it puts it back."""
    site = edited_site(request, number)
    found = _part(request, site, kind, part)
    name = str(found)
    with into_messages(request):
        values = remove_part(actor=request.user, part=found)
        request.session[_OFF] = {"site": site.pk, "kind": kind, "values": values}
        undo = reverse("desk:site_part_back", args=[number, kind])
        success_with_undo(request, _("“%(name)s” is taken off the site.") % {"name": name}, undo=undo)
    return redirect("desk:site_parts", number, kind)


@login_required
@require_POST
def site_part_back(request: StaffRequest, number: int, kind: str) -> HttpResponse:
    """Put back what was taken off last."""
    site = edited_site(request, number)
    off = request.session.get(_OFF) or {}
    if off.get("site") == site.pk and off.get("kind") == _kind(kind) and off.get("values"):
        with into_messages(request):
            part = put_back_part(actor=request.user, site=site, kind=kind, values=off["values"])
            del request.session[_OFF]
            messages.success(request, _("“%(name)s” is back in its place.") % {"name": part})
    return redirect("desk:site_parts", number, kind)


@login_required
@require_POST
def site_part_order(request: StaffRequest, number: int, kind: str) -> HttpResponse:
    """Move a part up or down, or take over the order in which all were dragged."""
    site = edited_site(request, number)
    rows = list(visible_parts(request.user, PARTS[_kind(kind)]).filter(site=site))
    order = [int(key) for key in request.POST.get("order", "").split(",") if key.isdecimal() and len(key) < 19]
    if not order:
        order = _moved(rows, request.POST.get("up", ""), request.POST.get("down", ""))
    with into_messages(request):
        order_parts(actor=request.user, site=site, kind=kind, order=order)
    return redirect("desk:site_parts", number, kind)


def _moved(rows: list[SitePart], up: str, down: str) -> list[int]:
    """Return the keys with one of them before or after its neighbour on the same level of the menu."""
    keys = [row.pk for row in rows]
    level = {row.pk: getattr(row, "parent_id", None) for row in rows}
    moving = next((key for key in keys if str(key) in {up, down}), None)
    if moving is None:
        return keys
    beside = [key for key in keys if level[key] == level[moving]]
    place = beside.index(moving)
    other = place - 1 if up else place + 1
    if 0 <= other < len(beside):
        first, second = keys.index(moving), keys.index(beside[other])
        keys[first], keys[second] = keys[second], keys[first]
    return keys


@login_required
@require_safe
def site_questions(request: StaffRequest, number: int) -> HttpResponse:
    """List the answered questions of the office's classes that can be taken up."""
    site = edited_site(request, number)
    page = paginate(request, questions_to_take_up(request.user, site))
    return render(request, "desk/publishing/site_questions.html", {**_context(request, site, "hoi-dap"), "page": page})


@login_required
@require_POST
def site_question_take(request: StaffRequest, number: int, question: UUID) -> HttpResponse:
    """Make a draft of an answered question, and open it."""
    site = edited_site(request, number)
    found = questions_to_take_up(request.user, site).filter(pk=question).first()
    if found is None:
        before = FaqEntry.objects.filter(site=site, floor_question=question).first()
        if before is None:
            raise Http404(_("There is no such question here."))
        return redirect("desk:site_part", number, "hoi-dap", before.pk)
    with into_messages(request):
        entry = take_up_question(actor=request.user, site=site, question=found)
        messages.success(request, _("A draft was made. Read it through: no name may stand in it. Then publish it."))
        return redirect("desk:site_part", number, "hoi-dap", entry.pk)
    return redirect("desk:site_questions", number)
