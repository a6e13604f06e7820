"""Norms with which an office reckons its plans."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.directory.policies import organises_somewhere, require
from caunoi.training.policies import keeps_norm
from caunoi.training.queries.plans.costs import visible_norms
from caunoi.training.services.plans import costs as services
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.planning.forms import offices_of
from caunoi.web.desk.planning.item_forms import NormForm
from caunoi.web.desk.requests import StaffRequest

_FIELDS = (
    "kind",
    "title",
    "basis",
    "amount",
    "valid_from",
    "valid_to",
    "citation",
    "confirmed",
    "by_default",
    "revision",
)


@login_required
@require_GET
def norm_list(request: StaffRequest) -> HttpResponse:
    """Show the norms in scope."""
    found = visible_norms(request.user).select_related("owner").order_by("owner__path", "kind", "title", "id")
    context = {"page": paginate(request, found), "can_add": organises_somewhere(request.user)}
    return render(request, "desk/planning/norm_list.html", context)


@login_required
@once
def norm(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    """Add a norm, change it, or remove one that was never used."""
    found = get_object_or_404(visible_norms(request.user).select_related("owner"), pk=pk) if pk else None
    require(keeps_norm(request.user, found) if found else organises_somewhere(request.user))
    if found and "remove" in request.POST:
        with into_messages(request):
            services.remove_norm(actor=request.user, norm=found)
            messages.success(request, _("The norm is removed."))
            return redirect("desk:norm_list")
        return redirect("desk:norm", found.pk)
    initial = {name: getattr(found, name) for name in _FIELDS} if found else {}
    form = NormForm(offices_of(request.user), found, request.POST or None, initial=initial)
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name not in {"owner", "revision"}}
        with into_form(form):
            return create_once(
                request,
                lambda: services.save_norm(
                    actor=request.user,
                    owner=form.cleaned_data["owner"],
                    norm=found,
                    revision=form.cleaned_data["revision"],
                    values=services.NormValues(**values),
                ),
                leads_to=lambda _norm: reverse("desk:norm_list"),
                words=lambda _norm: _("The norm is saved. Estimates written before keep their amounts."),
            )
    return render(request, "desk/planning/norm.html", {"form": form, "norm": found})
