"""Looking up administrative units, of today and of before 1 July 2025."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from caunoi.directory.models import Unit
from caunoi.directory.queries.scope import visible_organisations
from caunoi.directory.queries.units import find_units
from caunoi.web.desk.directory.frame import show
from caunoi.web.desk.requests import StaffRequest

_PART = "unit_list"
_LONGEST = 300


@login_required
@require_GET
def unit_list(request: StaffRequest) -> HttpResponse:
    """Show what an address as people write it may mean, and what became of it."""
    text = request.GET.get("q", "")[:_LONGEST]
    return show(request, "unit_list", _PART, {"q": text, "matches": find_units(text) if text.strip() else []})


@login_required
@require_GET
def unit(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one unit: its code and period, what it came from and what took it over, the organisations in scope."""
    found = get_object_or_404(Unit.objects.select_related("parent__parent"), pk=pk)
    context = {
        "unit": found,
        "predecessors": found.predecessors().select_related("parent__parent").order_by("folded_name", "id"),
        "successors": found.successors().select_related("parent__parent").order_by("folded_name", "id"),
        "parts": found.children.order_by("folded_name", "id"),
        "organisations": visible_organisations(request.user).filter(Q(unit=found)).order_by("folded_name", "id")[:100],
    }
    return show(request, "unit", _PART, {**context, "unit_parts": context.pop("parts")})
