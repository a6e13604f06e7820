"""Classes of an item of a plan: made, put to it, taken from it; the decision that opens them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from caunoi.directory.models import Organisation
from caunoi.directory.policies import require
from caunoi.training.models import TrainingClass
from caunoi.training.queries.classes import visible_classes
from caunoi.training.queries.plans.classes import linkable_classes
from caunoi.training.services.plans import classes as services
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.files import serve_stored
from caunoi.web.base.once import create_once, once
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.planning.forms import OfficeField
from caunoi.web.desk.planning.items import item_page
from caunoi.web.desk.requests import StaffRequest

_OFFERED = 300


class OpenClassForm(forms.Form):
    """A class made from an item; everything stands there already."""

    title = forms.CharField(
        label=gettext_lazy("Title of the class"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    keeper = OfficeField(
        label=gettext_lazy("Office that keeps the record"), queryset=Organisation.objects.none(), empty_label=None
    )
    starts_on = DateField(label=gettext_lazy("First day"), required=False)
    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=300)


class LinkClassForm(forms.Form):
    """A class that exists already."""

    training_class = forms.ModelChoiceField(
        label=gettext_lazy("Class"),
        queryset=TrainingClass.objects.none(),
        error_messages={"required": gettext_lazy("Choose the class.")},
        empty_label=gettext_lazy("choose…"),
    )


class DecisionForm(forms.Form):
    """The decision that opens the classes of an item."""

    number = forms.CharField(
        label=gettext_lazy("Number of the decision"),
        max_length=60,
        error_messages={"required": gettext_lazy("Type the number that the registry gave.")},
    )
    decided_on = DateField(label=gettext_lazy("Signed on"), required=False)
    file = forms.FileField(label=gettext_lazy("Signed copy (PDF or picture)"), required=False)


@login_required
@once
def open_class(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Make the next class of an item."""
    page, item = item_page(request, code, pk)
    require(page.can_write)
    initial = {"title": services.title_of_next(item), "place": item.place, "keeper": page.plan.owner_id}
    form = OpenClassForm(request.POST or None, initial=initial)
    keeper: Any = form.fields["keeper"]
    keeper.offer(request.user)
    if form.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: services.open_class(actor=request.user, item=item, **form.cleaned_data),
                leads_to=lambda made: reverse("desk:class", args=[made.code]),
                words=lambda _made: _("The class is made from the plan. Next: its programme."),
            )
    page.context["form"] = form
    return render(request, "desk/planning/class_open.html", page.context)


@login_required
def link_class(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Put a class that exists to an item."""
    page, item = item_page(request, code, pk)
    require(page.can_write)
    form = LinkClassForm(request.POST or None)
    field: Any = form.fields["training_class"]
    offered = linkable_classes(request.user, item)
    field.queryset = offered
    field.choices = [("", field.empty_label), *((str(each.pk), _called(each)) for each in offered[:_OFFERED])]
    if form.is_valid():
        with into_form(form):
            services.link_class(actor=request.user, item=item, training_class=form.cleaned_data["training_class"])
            messages.success(request, _("The class belongs to the item now."))
            return redirect("desk:plan_item", page.plan.code, item.pk)
    page.context["form"] = form
    return render(request, "desk/planning/class_link.html", page.context)


def _called(training_class: TrainingClass) -> str:
    day = f"{training_class.starts_on:%d/%m/%Y} · " if training_class.starts_on else ""
    return f"{day}{training_class.title} ({training_class.code})"


@login_required
@require_POST
def unlink_class(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Take a class from an item; the class stays."""
    page, item = item_page(request, code, pk)
    found = get_object_or_404(
        visible_classes(request.user).select_related("keeper", "plan_item"),
        plan_item=item,
        code=request.POST.get("class", "")[:8],
    )
    with into_messages(request):
        services.unlink_class(actor=request.user, training_class=found)
        messages.success(
            request, _("“%(title)s” no longer belongs to the item; the class stays.") % {"title": found.title}
        )
    return redirect("desk:plan_item", page.plan.code, item.pk)


@login_required
def decision(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Enter the decision that opens the classes of an item."""
    page, item = item_page(request, code, pk)
    require(page.can_write)
    initial = {"number": item.decision_number, "decided_on": item.decision_on}
    form = DecisionForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        with into_form(form):
            services.register_decision(
                actor=request.user,
                item=item,
                number=form.cleaned_data["number"],
                decided_on=form.cleaned_data["decided_on"],
                content=upload.read() if upload else None,
                name=upload.name if upload else "",
            )
            messages.success(request, _("The decision is kept. Lists and sign-in sheets of the classes name it."))
            return redirect("desk:plan_item", page.plan.code, item.pk)
    page.context["form"] = form
    return render(request, "desk/planning/decision.html", page.context)


@login_required
@require_safe
def decision_file(request: StaffRequest, code: str, pk: UUID) -> HttpResponseBase:
    """Send the signed copy of the decision."""
    _page, item = item_page(request, code, pk)
    if item.decision_file is None:
        raise Http404(_("There is no signed copy yet."))
    return serve_stored(request, item.decision_file, download=True)
