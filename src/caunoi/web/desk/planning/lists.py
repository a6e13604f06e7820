"""The list of plans and its export."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.directory.policies import organises_somewhere
from caunoi.training.enums import PlanState
from caunoi.training.models import Plan
from caunoi.training.queries.plans.listing import filtered_plans, with_sums
from caunoi.training.queries.plans.totals import cost_of_plans, sums_by_office
from caunoi.web.base import exports
from caunoi.web.base.lists import Sorting, paginate, sorting
from caunoi.web.desk.planning.forms import PlanFilterForm
from caunoi.web.desk.planning.frame import TONES
from caunoi.web.desk.requests import StaffRequest


@login_required
@require_GET
def plan_list(request: StaffRequest) -> HttpResponse:
    """Show the plans in scope, filtered and sorted; the same number of queries whatever their number."""
    form = PlanFilterForm(request)
    found = filtered_plans(request.user, form.wanted())
    order = _sorting(request)
    page = paginate(request, found.order_by(*order.order_by), load=with_sums)
    rows = list(page)
    costs = cost_of_plans(plan.pk for plan in rows)
    offices = sums_by_office(found)
    return render(
        request,
        "desk/planning/plan_list.html",
        {
            "form": form,
            "page": page,
            "rows": [{"plan": plan, "cost": costs[plan.pk], "tone": TONES[PlanState(plan.state)]} for plan in rows],
            "offices": offices if len(offices) > 1 else [],
            "sorting": order,
            "can_add": organises_somewhere(request.user),
        },
    )


def _sorting(request: StaffRequest) -> Sorting:
    return sorting(
        request,
        {
            "year": ("year", "owner__folded_name", "folded_title", "id"),
            "title": ("folded_title", "-year", "id"),
            "owner": ("owner__folded_name", "-year", "id"),
        },
        default="-year",
    )


@login_required
@require_GET
def plan_export(request: StaffRequest, form: str) -> HttpResponse:
    """Send the filtered list as a workbook or as CSV."""
    found = filtered_plans(request.user, PlanFilterForm(request).wanted())
    plans = list(with_sums(found.order_by(*_sorting(request).order_by)))
    costs = cost_of_plans(plan.pk for plan in plans)
    head = [
        _("Code"),
        _("Title"),
        _("Year"),
        _("Office"),
        _("State"),
        _("Number of the registry"),
        _("Signed on"),
        _("Items"),
        _("Classes"),
        _("Seats"),
        _("Cost (đồng)"),
    ]
    return exports.respond(form, name=_("plans"), head=head, rows=(_row(plan, costs[plan.pk]) for plan in plans))


def _row(plan: Plan, cost: Any) -> list[Any]:
    sums = plan.__dict__
    return [
        plan.code,
        plan.title,
        plan.year,
        plan.owner.name,
        str(plan.get_state_display()),
        plan.number,
        plan.signed_on,
        sums["item_count"],
        sums["class_count"],
        sums["seat_count"],
        cost.amount,
    ]
