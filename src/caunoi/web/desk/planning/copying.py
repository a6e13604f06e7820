"""A plan made from another one; what was not held carried over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.directory.models import Organisation
from caunoi.directory.policies import organises_somewhere, require
from caunoi.training.models import Plan
from caunoi.training.queries.plans.listing import visible_plans
from caunoi.training.queries.plans.progress import not_held
from caunoi.training.services.plans import copying as services
from caunoi.training.services.plans.guard import BEING_WRITTEN
from caunoi.web.base.errors import into_form
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.planning.forms import OfficeField
from caunoi.web.desk.planning.frame import plan_page
from caunoi.web.desk.requests import StaffRequest


class CopyForm(forms.Form):
    """For which office and year the copy is."""

    owner = OfficeField(
        label=gettext_lazy("Office whose plan it is"), queryset=Organisation.objects.none(), empty_label=None
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1945, max_value=2100)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Left blank, it takes the old title; the old year in it becomes the new one."),
    )


class CarryForm(forms.Form):
    """Into which plan."""

    target = forms.ModelChoiceField(label=gettext_lazy("Into which plan"), queryset=Plan.objects.none(), required=False)


@login_required
@once
def plan_copy(request: StaffRequest, code: str) -> HttpResponse:
    """Make a plan from this one, a year later."""
    page = plan_page(request, code, "items")
    require(organises_somewhere(request.user))
    form = CopyForm(request.POST or None, initial={"year": page.plan.year + 1})
    owner: Any = form.fields["owner"]
    owner.offer(request.user)
    if owner.queryset.filter(pk=page.plan.owner_id).exists():
        owner.initial = page.plan.owner_id
    if form.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: services.copy_plan(actor=request.user, plan=page.plan, **form.cleaned_data),
                leads_to=lambda made: reverse("desk:plan", args=[made.code]),
                words=lambda _made: _("The new plan is there, as a draft. Check its items and its estimate."),
            )
    page.context["form"] = form
    return render(request, "desk/planning/copy.html", page.context)


@login_required
@once
def plan_carry(request: StaffRequest, code: str) -> HttpResponse:
    """Show what was not held, and carry it over."""
    page = plan_page(request, code, "items")
    require(page.can_write)
    form = CarryForm(request.POST or None)
    target: Any = form.fields["target"]
    target.queryset = (
        visible_plans(request.user)
        .filter(owner=page.plan.owner, year__gt=page.plan.year, state__in=BEING_WRITTEN)
        .order_by("year", "folded_title", "id")
    )
    target.empty_label = _("a new draft for %(year)s") % {"year": page.plan.year + 1}
    if form.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: services.carry_over(actor=request.user, plan=page.plan, target=form.cleaned_data["target"]),
                leads_to=lambda made: reverse("desk:plan", args=[made[0].code]),
                words=lambda made: _("%(count)s items are carried over.") % {"count": made[1]},
            )
    page.context.update(form=form, left=not_held(page.plan))
    return render(request, "desk/planning/carry.html", page.context)
