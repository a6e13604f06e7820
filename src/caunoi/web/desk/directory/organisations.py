"""Pages of organisations: the list and its export, one with its people, a new one, change, succession."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Organisation
from caunoi.directory.policies import administers, organises_in, require
from caunoi.directory.queries.organisations import (
    ancestors,
    children_of,
    filtered_organisations,
    posts_in,
    successions_of,
)
from caunoi.directory.queries.scope import scope_of, visible_organisations
from caunoi.directory.services import organisations as services
from caunoi.web.base import exports
from caunoi.web.base.errors import into_form
from caunoi.web.base.lists import Sorting, paginate, sorting
from caunoi.web.desk.directory.filters import OrganisationFilterForm
from caunoi.web.desk.directory.frame import show
from caunoi.web.desk.directory.organisation_forms import OrganisationForm, SuccessionForm
from caunoi.web.desk.requests import StaffRequest

_PART = "organisation_list"
_COLUMNS = {
    "name": ("folded_name", "id"),
    "kind": ("kind", "folded_name", "id"),
    "unit": ("unit__folded_name", "folded_name", "id"),
}


def _sorting(request: StaffRequest) -> Sorting:
    return sorting(request, _COLUMNS, default="name")


def _wanted(request: StaffRequest, form: OrganisationFilterForm) -> QuerySet[Organisation]:
    return filtered_organisations(request.user, form.wanted()).order_by(*_sorting(request).order_by)


@login_required
@require_GET
def organisation_list(request: StaffRequest) -> HttpResponse:
    """Show the organisations in scope, filtered and sorted."""
    form = OrganisationFilterForm(request)
    context = {
        "form": form,
        "page": paginate(request, _wanted(request, form)),
        "sorting": _sorting(request),
        "can_add": bool(scope_of(request.user).by_kind.get(RoleKind.ADMINISTRATOR)),
    }
    return show(request, "organisation_list", _PART, context)


@login_required
@require_GET
def organisation_export(request: StaffRequest, form: str) -> HttpResponse:
    """Send the filtered list as a workbook or as CSV."""
    head = [_("Name in full"), _("Short name"), _("Kind"), _("System"), _("Under"), _("Serves"), _("From"), _("Until")]
    rows = (
        [
            each.name,
            each.short_name,
            str(each.get_kind_display()),
            str(each.get_system_display()),
            each.parent.name if each.parent else "",
            each.unit.full_name if each.unit else "",
            each.valid_from,
            each.valid_to,
        ]
        for each in _wanted(request, OrganisationFilterForm(request))
    )
    return exports.respond(form, name=_("organisations"), head=head, rows=rows)


def _organisation(request: StaffRequest, pk: UUID) -> Organisation:
    found = visible_organisations(request.user).select_related("unit__parent__parent", "parent")
    return get_object_or_404(found, pk=pk)


@login_required
@require_GET
def organisation(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show one organisation: where it stands, its people with their posts, what it took over."""
    found = _organisation(request, pk)
    scope = scope_of(request.user)
    took_over, taken_over = successions_of(found)
    context = {
        "organisation": found,
        "ancestors": [(each, scope.holds(each.path)) for each in ancestors(found)],
        "children": children_of(request.user, found)[:100],
        "page": paginate(request, posts_in(request.user, found)),
        "took_over": [(link, scope.holds(link.predecessor.path)) for link in took_over],
        "taken_over": [(link, scope.holds(link.successor.path)) for link in taken_over],
        "papers": [(found._meta.get_field(name), getattr(found, name)) for name in services.PAPER_FIELDS],
        "can_change": administers(request.user, found),
        "can_add_person": organises_in(request.user, found),
    }
    return show(request, "organisation", _PART, context)


@login_required
def organisation_new(request: StaffRequest) -> HttpResponse:
    """Add an organisation under one that the user administers."""
    require(bool(scope_of(request.user).by_kind.get(RoleKind.ADMINISTRATOR)))
    form = OrganisationForm(request.user, request.POST or None, initial=_initial_of_new(request))
    if form.is_valid():
        with into_form(form):
            created = services.add_organisation(actor=request.user, **form.cleaned_data)
            messages.success(request, _("“%(name)s” is added.") % {"name": created.name})
            return redirect("desk:organisation", created.pk)
    return show(request, "organisation_form", _PART, {"form": form})


def _initial_of_new(request: StaffRequest) -> dict[str, Any]:
    """Return what follows from the organisation under which the new one is to stand."""
    try:
        under = UUID(request.GET.get("under", ""))
    except ValueError:
        return {}
    parent = visible_organisations(request.user).select_related("unit__parent__parent").filter(pk=under).first()
    if parent is None:
        return {}
    return {"parent": parent, "system": parent.system, "unit_text": parent.unit.address if parent.unit else ""}


@login_required
def organisation_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change an organisation and the settings of its papers."""
    found = _organisation(request, pk)
    require(administers(request.user, found))
    initial = {name: getattr(found, name) for name in OrganisationForm.base_fields if hasattr(found, name)}
    initial["unit_text"] = found.unit.address if found.unit else ""
    form = OrganisationForm(request.user, request.POST or None, initial=initial, organisation=found)
    if form.is_valid():
        with into_form(form):
            services.change_organisation(actor=request.user, organisation=found, **form.cleaned_data)
            messages.success(request, _("The organisation is saved."))
            return redirect("desk:organisation", found.pk)
    return show(request, "organisation_form", _PART, {"form": form, "organisation": found})


@login_required
def organisation_succeed(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Record that another organisation took this one over."""
    found = _organisation(request, pk)
    require(administers(request.user, found))
    form = SuccessionForm(request.user, found, request.POST or None)
    if form.is_valid():
        with into_form(form):
            services.succeed(actor=request.user, predecessor=found, **form.cleaned_data)
            messages.success(
                request,
                _("From %(day)s on, “%(name)s” sees what this organisation held.")
                % {"day": f"{form.cleaned_data['on']:%d/%m/%Y}", "name": form.cleaned_data["successor"].name},
            )
            return redirect("desk:organisation", found.pk)
    if request.method not in {"GET", "HEAD", "POST"}:
        raise Http404
    return show(request, "succession", _PART, {"form": form, "organisation": found})
