"""Items of a plan: one item with its estimate; added, changed, moved, removed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.directory.policies import require
from caunoi.training.enums import PlanState
from caunoi.training.models import PlanItem
from caunoi.training.queries.plans.classes import classes_of_item
from caunoi.training.queries.plans.costs import lines_of, norms_for, sum_of
from caunoi.training.services.plans import costs as cost_services
from caunoi.training.services.plans import items as services
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.numbers import whole
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.planning.frame import PlanPage, plan_page
from caunoi.web.desk.planning.item_forms import CostForm, ItemForm
from caunoi.web.desk.planning.words import how
from caunoi.web.desk.requests import StaffRequest

_FIELDS = (
    "title",
    "topic",
    "audience",
    "held_for",
    "class_count",
    "seats",
    "sittings",
    "quarter",
    "place",
    "note",
)


def item_page(request: StaffRequest, code: str, pk: UUID) -> tuple[PlanPage, PlanItem]:
    """Return the page and the item; raises Http404 for either out of the user's scope."""
    page = plan_page(request, code, "items")
    items = page.plan.items.select_related("plan__owner", "topic", "held_for", "carried_from__plan", "decision_file")
    found = get_object_or_404(items, pk=pk)
    page.context["item"] = found
    return page, found


@login_required
@require_GET
def item(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Show an item: what it says, how its cost comes about, its classes."""
    page, found = item_page(request, code, pk)
    lines = lines_of(found)
    page.context.update(
        lines=[{"line": line, "how": how(line)} for line in lines],
        cost=sum_of(lines),
        classes=list(classes_of_item(request.user, found)),
        can_open=page.can_write and page.plan.versions.filter(state=PlanState.APPROVED).exists(),
    )
    return render(request, "desk/planning/item.html", page.context)


@login_required
@once
def item_new(request: StaffRequest, code: str) -> HttpResponse:
    """Add an item; "save and add another" leads to the next blank form."""
    page = plan_page(request, code, "items")
    require(page.can_write)
    plan = page.plan
    form = ItemForm(request.user, None, request.POST or None)
    if form.is_valid():
        with into_form(form):
            another = "another" in request.POST
            return create_once(
                request,
                lambda: services.save_item(actor=request.user, plan=plan, values=form.values()),
                leads_to=lambda _item: reverse("desk:plan_item_new" if another else "desk:plan", args=[plan.code]),
                words=lambda made: _("“%(title)s” stands in the plan.") % {"title": made.title},
            )
    page.context["form"] = form
    return render(request, "desk/planning/item_edit.html", page.context)


@login_required
def item_edit(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Change an item."""
    page, found = item_page(request, code, pk)
    require(page.can_write)
    initial: dict[str, Any] = {name: getattr(found, name) for name in _FIELDS}
    form = ItemForm(request.user, found, request.POST or None, initial=initial | {"revision": page.plan.revision})
    if form.is_valid():
        with into_form(form):
            services.save_item(
                actor=request.user,
                plan=page.plan,
                item=found,
                revision=form.cleaned_data["revision"],
                values=form.values(),
            )
            messages.success(request, _("The item is saved."))
            return redirect("desk:plan_item", page.plan.code, found.pk)
    page.context["form"] = form
    return render(request, "desk/planning/item_edit.html", page.context)


@login_required
@require_POST
def item_move(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Move an item up or down."""
    page, found = item_page(request, code, pk)
    with into_messages(request):
        services.move_item(actor=request.user, item=found, by=-1 if request.POST.get("to") == "up" else 1)
    return redirect(f"{reverse('desk:plan', args=[page.plan.code])}#item-{found.pk}")


@login_required
@require_POST
def item_remove(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Take an item from the plan."""
    page, found = item_page(request, code, pk)
    with into_messages(request):
        title = found.title
        services.remove_item(actor=request.user, item=found, revision=whole(request.POST.get("revision")))
        messages.success(request, _("“%(title)s” is taken from the plan.") % {"title": title})
        return redirect("desk:plan", page.plan.code)
    return redirect("desk:plan_item", page.plan.code, pk)


@login_required
def cost(request: StaffRequest, code: str, pk: UUID, cost_pk: int | None = None) -> HttpResponse:
    """Add a line to the estimate of an item, change it, or take it away."""
    page, found = item_page(request, code, pk)
    require(page.can_write)
    standing = (
        get_object_or_404(found.costs.select_related("norm", "item__plan__owner"), pk=cost_pk) if cost_pk else None
    )
    if standing and "remove" in request.POST:
        with into_messages(request):
            cost_services.remove_cost(actor=request.user, cost=standing)
            messages.success(request, _("The line is taken from the estimate."))
        return redirect("desk:plan_item", page.plan.code, found.pk)
    norms = norms_for(page.plan.owner, page.plan.year)
    if standing and standing.norm and standing.norm not in norms:
        norms = [standing.norm, *norms]
    names = ("norm", "title", "kind", "basis", "rate", "quantity", "fixed", "reason")
    initial = {name: getattr(standing, name) for name in names} if standing else {}
    form = CostForm(norms, request.POST or None, initial=initial | {"revision": page.plan.revision})
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in names}
        with into_form(form):
            cost_services.save_cost(
                actor=request.user,
                item=found,
                cost=standing,
                revision=form.cleaned_data["revision"],
                values=cost_services.CostValues(**values),
            )
            messages.success(request, _("The estimate is saved."))
            return redirect("desk:plan_item", page.plan.code, found.pk)
    page.context.update(form=form, cost=standing)
    return render(request, "desk/planning/cost.html", page.context)
