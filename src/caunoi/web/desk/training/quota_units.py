"""Choosing the units of a class from a list: a number each, an equal share, or the quotas of an earlier class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from caunoi.core.text import fold
from caunoi.directory.enums import OrganisationKind
from caunoi.directory.models import Organisation
from caunoi.directory.policies import require
from caunoi.training.models import Quota, TrainingClass
from caunoi.training.policies import runs_class
from caunoi.training.queries.seats import classes_with_quotas, quotas_of
from caunoi.training.queries.senders import choosable_senders
from caunoi.training.services import seats as services
from caunoi.web.base.errors import into_form
from caunoi.web.base.numbers import whole
from caunoi.web.desk.directory.choices import choice_words
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import ClassPage, class_page

# A page carries so many units; the filter finds the others.
MOST = 200
_CLASSES = 50


class UnitsFilter(forms.Form):
    """Which organisations are shown."""

    q = forms.CharField(
        label=gettext_lazy("Name"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("all")), *choice_words(OrganisationKind)]

    def narrowed(self, organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
        """Return those that the filter lets through."""
        if not self.is_valid():
            return organisations
        for word in fold(self.cleaned_data["q"]).split():
            organisations = organisations.filter(folded_name__contains=word)
        kind = self.cleaned_data["kind"]
        return organisations.filter(kind=kind) if kind else organisations


class ShareForm(forms.Form):
    """How many seats are shared."""

    seats = forms.IntegerField(label=gettext_lazy("Seats to be shared equally"), min_value=1, required=False)


@dataclass(frozen=True, kw_only=True)
class UnitChoice:
    """An organisation that may be asked, with the quota that it has and what was typed for it."""

    organisation: Organisation
    quota: Quota | None
    typed: str
    ticked: bool


@login_required
def quota_units(request: StaffRequest, code: str) -> HttpResponse:
    """Show the organisations that may be asked; a POST gives seats one by one, shares them, or takes quotas over."""
    page = class_page(request, code, "quotas")
    training_class = page.training_class
    require(bool(runs_class(request.user, training_class)))
    filters = UnitsFilter(request.GET)
    found = list(filters.narrowed(choosable_senders(request.user, training_class))[: MOST + 1])
    sharing = ShareForm(request.POST if request.method == "POST" else None)
    sources = classes_with_quotas(request.user, training_class)
    if request.method == "POST" and sharing.is_valid():
        with into_form(sharing):
            _save(request, page, sharing, sources)
            return redirect("desk:class_quotas", training_class.code)
    page.context.update(
        filters=filters,
        narrowed=any(request.GET.get(name) for name in filters.fields),
        units=_choices(request, training_class, found[:MOST]),
        more=len(found) > MOST,
        sharing=sharing,
        sources=list(sources[:_CLASSES]),
    )
    return render(request, "desk/training/quota_units.html", page.context)


def _choices(request: StaffRequest, training_class: TrainingClass, found: list[Organisation]) -> list[UnitChoice]:
    quotas = {quota.organisation_id: quota for quota in quotas_of(training_class)}
    ticked = set(request.POST.getlist("unit"))
    return [
        UnitChoice(
            organisation=one,
            quota=(quota := quotas.get(one.pk)),
            typed=request.POST.get(f"so-{one.pk}", str(quota.seats) if quota else ""),
            ticked=str(one.pk) in ticked,
        )
        for one in found
    ]


def _save(request: StaffRequest, page: ClassPage, sharing: ShareForm, sources: QuerySet[TrainingClass]) -> None:
    """Do what the pressed button says; raises as the services do."""
    actor, training_class, do = request.user, page.training_class, request.POST.get("do", "")
    if do == "copy":
        source = get_object_or_404(sources, pk=_key(request.POST.get("source", "")))
        services.copy_quotas(actor=actor, training_class=training_class, source=source)
        messages.success(request, _("The quotas of “%(title)s” are taken over.") % {"title": source.title})
        return
    offered = choosable_senders(actor, training_class)
    if do == "share":
        wanted = [key for text in request.POST.getlist("unit") if (key := _key(text, strict=False))]
        chosen = list(offered.filter(pk__in=wanted))
        services.share_seats(
            actor=actor,
            training_class=training_class,
            organisations=chosen,
            seats=sharing.cleaned_data["seats"] or 0,
        )
        words = ngettext("%(n)s unit has its share.", "%(n)s units have their share.", len(chosen))
        messages.success(request, words % {"n": len(chosen)})
        return
    rows = _typed(request, training_class, offered)
    if not rows:
        raise ValidationError({"units": _("Type a number of seats beside at least one unit.")})
    services.set_quotas(actor=actor, training_class=training_class, rows=rows)
    messages.success(request, _("The quotas are saved."))


def _typed(
    request: StaffRequest, training_class: TrainingClass, offered: QuerySet[Organisation]
) -> list[services.QuotaRow]:
    """Return the numbers that differ from what stands."""
    standing = {quota.organisation_id: quota.seats for quota in quotas_of(training_class)}
    typed: dict[UUID, int] = {}
    for name, text in request.POST.items():
        key = _key(name.removeprefix("so-"), strict=False) if name.startswith("so-") else None
        if key is None or not str(text).strip():
            continue
        seats = whole(str(text).strip())
        if seats is None or seats < 0:
            raise ValidationError({"units": _("“%(text)s” is no number of seats.") % {"text": str(text)[:20]}})
        if standing.get(key) != seats and (seats or key in standing):
            typed[key] = seats
    return [services.QuotaRow(seats=typed[one.pk], organisation=one) for one in offered.filter(pk__in=typed)]


def _key(text: str, *, strict: bool = True) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        if strict:
            raise ValidationError({"source": _("Choose the class.")}) from None
        return None
