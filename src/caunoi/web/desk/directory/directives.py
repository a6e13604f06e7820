"""Pages of directives, and the address under which stored files are sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from caunoi.directory.models import Directive
from caunoi.directory.policies import edits_directive, organises_somewhere, require
from caunoi.directory.queries.directives import filtered_directives
from caunoi.directory.queries.files import visible_files
from caunoi.directory.queries.scope import visible_directives
from caunoi.directory.services import directives as services
from caunoi.training.queries.classes import visible_classes
from caunoi.web.base import exports
from caunoi.web.base.errors import into_form
from caunoi.web.base.files import serve_stored
from caunoi.web.base.lists import Sorting, paginate, sorting
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.directory.directive_forms import DirectiveForm, NewDirectiveForm
from caunoi.web.desk.directory.filters import DirectiveFilterForm
from caunoi.web.desk.directory.frame import show
from caunoi.web.desk.requests import StaffRequest

_PART = "directive_list"


def _sorting(request: StaffRequest) -> Sorting:
    return sorting(request, {"day": ("issued_on", "id"), "number": ("folded_number", "id")}, default="-day")


@login_required
@require_GET
def directive_list(request: StaffRequest) -> HttpResponse:
    """Show the directives in scope, newest first, undated ones last."""
    form = DirectiveFilterForm(request)
    context = {
        "form": form,
        "page": paginate(request, _wanted(request, form)),
        "sorting": _sorting(request),
        "can_add": organises_somewhere(request.user),
    }
    return show(request, "directive_list", _PART, context)


def _wanted(request: StaffRequest, form: DirectiveFilterForm) -> QuerySet[Directive]:
    order = _sorting(request)
    found = filtered_directives(request.user, form.wanted())
    if order.key == "number":
        return found.order_by(*order.order_by)
    day = F("issued_on").desc(nulls_last=True) if order.descending else F("issued_on").asc(nulls_last=True)
    return found.order_by(day, "number", "id")


@login_required
@require_GET
def directive_export(request: StaffRequest, form: str) -> HttpResponse:
    """Send the filtered list as a workbook or as CSV."""
    head = [_("Number"), _("Kind of document"), _("Issued by"), _("Dated"), _("Subject"), _("Kept by"), _("File")]
    rows = (
        [
            each.number,
            each.kind,
            each.issuer,
            each.issued_on,
            each.title,
            each.owner.name,
            each.file.name if each.file else "",
        ]
        for each in _wanted(request, DirectiveFilterForm(request))
    )
    return exports.respond(form, name=_("directives"), head=head, rows=rows)


@login_required
@require_GET
def directive(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show one directive with its file and the classes in scope that rest on it."""
    found = get_object_or_404(visible_directives(request.user).select_related("owner", "file"), pk=pk)
    classes = visible_classes(request.user).filter(directive_links__directive=found).order_by("-starts_on", "-id")
    context = {
        "directive": found,
        "classes": classes[:100],
        "can_change": edits_directive(request.user, found),
    }
    return show(request, "directive", _PART, context)


@login_required
@once
def directive_new(request: StaffRequest) -> HttpResponse:
    """Add a directive, with its file where there is one."""
    require(organises_somewhere(request.user))
    form = NewDirectiveForm(request.user, request.POST or None, request.FILES or None)
    if form.is_valid():
        values = form.cleaned_data
        sent = values.pop("file")
        with into_form(form):
            return create_once(
                request,
                lambda: services.add_directive(actor=request.user, **_file(sent), **values),
                leads_to=lambda _added: reverse("desk:directive_list"),
                words=lambda _added: _("The directive is added."),
            )
    return show(request, "directive_form", _PART, {"form": form})


@login_required
def directive_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change a directive, or send its file anew."""
    found = get_object_or_404(visible_directives(request.user).select_related("owner", "file"), pk=pk)
    require(edits_directive(request.user, found))
    initial = {name: getattr(found, name) for name in DirectiveForm.base_fields if name != "file"}
    form = DirectiveForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        sent = values.pop("file")
        with into_form(form):
            services.change_directive(actor=request.user, directive=found, **_file(sent), **values)
            messages.success(request, _("The directive is saved."))
            return redirect("desk:directive", found.pk)
    return show(request, "directive_form", _PART, {"form": form, "directive": found})


def _file(sent: Any) -> dict[str, Any]:
    return {"file": (sent.name, sent.read())} if sent else {}


@login_required
@require_safe
def stored_file(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Send the file of a directive in the user's scope; what belongs to anything else has an address of its own."""
    found = get_object_or_404(visible_files(request.user), pk=pk)
    return serve_stored(request, found)
