"""One person: named, withdrawn, replaced by another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caunoi.intake.rosters.values import Fault, read_birth, read_name, read_phone
from caunoi.intake.rosters.words import fault_alone
from caunoi.training.enums import LIVE, NominationSource
from caunoi.training.models import Nomination, VenuePoint
from caunoi.training.services.seats import Nominee, nominate, replace_nominee, withdraw_nomination
from caunoi.web.base.errors import into_form
from caunoi.web.senders.opening import Opened, by_link, done_before, once_only, refused


class PersonForm(forms.Form):
    """Somebody who is named: the name is enough."""

    full_name = forms.CharField(label=_("Full name"), max_length=120)
    post = forms.CharField(label=_("Post"), max_length=300, required=False)
    unit_text = forms.CharField(
        label=pgettext_lazy("of a nominated person", "Group, hamlet or department"), max_length=200, required=False
    )
    birth_year = forms.CharField(
        label=_("Year of birth"), max_length=40, required=False, widget=forms.TextInput({"inputmode": "numeric"})
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput({"inputmode": "tel"})
    )
    venue_point = forms.ModelChoiceField(
        VenuePoint.objects.none(), label=_("Venue point"), required=False, empty_label=_("any")
    )

    def __init__(self, request: Opened, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points: Any = self.fields["venue_point"]
        offered = VenuePoint.objects.filter(training_class=request.link.quota.training_class)
        points.queryset = offered.order_by("position", "id")
        if len(points.queryset) < 2:
            del self.fields["venue_point"]

    def clean(self) -> dict[str, Any]:
        """Read name, year and phone as lists are read: 1/5/1980 is the year 1980, +84 a zero."""
        values = super().clean() or {}
        for name, read in (
            ("full_name", read_name),
            ("birth_year", lambda text: read_birth(text, today=timezone.localdate())),
            ("phone", read_phone),
        ):
            typed = values.get(name)
            if typed:
                values[name], code = read(typed)
                if code:
                    self.add_error(name, fault_alone(Fault(field=name, code=code, value=typed[:80])))
        values["birth_year"] = values.get("birth_year") or None
        return values

    @property
    def nominee(self) -> Nominee:
        """Who is named."""
        values = self.cleaned_data
        point = values.get("venue_point")
        return Nominee(
            full_name=values["full_name"],
            post=values["post"],
            unit_text=values["unit_text"],
            birth_year=values["birth_year"],
            phone=values["phone"],
            venue_point_id=point.pk if point else None,
        )


@by_link
def add(request: Opened) -> HttpResponse:
    """Name one person."""
    if done := done_before(request):
        return done
    form = PersonForm(request, request.POST or None)
    if form.is_valid():
        with into_form(form):
            return once_only(request, lambda: _named(request, form.nominee))
    return render(request, "senders/person.html", {"form": form, "quota": request.link.quota})


def _named(request: Opened, nominee: Nominee) -> str:
    link = request.link
    nominate(
        actor=None,
        training_class=link.quota.training_class,
        quota=link.quota,
        nominees=[nominee],
        source=NominationSource.LINK,
        link=link,
    )
    return "?xong=1"


def _own(request: Opened, pk: Any) -> Nomination | None:
    """Return one of the unit's own that stands on the list or in line."""
    own = Nomination.objects.filter(quota=request.link.quota, state__in=LIVE).select_related("person", "training_class")
    return own.filter(pk=pk).first()


@by_link
def withdraw(request: Opened, pk: Any) -> HttpResponse:
    """Withdraw one of the unit's own, after asking."""
    if done := done_before(request):
        return done
    own = _own(request, pk)
    if own is None:
        return refused(request)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with into_form(form):
            return once_only(request, lambda: _withdrawn(request, own))
    return render(request, "senders/withdraw.html", {"form": form, "own": own, "quota": request.link.quota})


def _withdrawn(request: Opened, own: Nomination) -> str:
    # Nobody is asked why: what people would write there is private life.
    withdraw_nomination(actor=None, nomination=own, link=request.link)
    return "?rut=1"


@by_link
def replace(request: Opened, pk: Any) -> HttpResponse:
    """Name somebody else instead of one of the unit's own, with the same seat or place in line."""
    if done := done_before(request):
        return done
    own = _own(request, pk)
    if own is None:
        return refused(request)
    form = PersonForm(request, request.POST or None)
    if form.is_valid():
        with into_form(form):
            return once_only(request, lambda: _replaced(request, own, form.nominee))
    return render(request, "senders/person.html", {"form": form, "own": own, "quota": request.link.quota})


def _replaced(request: Opened, own: Nomination, nominee: Nominee) -> str:
    replace_nominee(actor=None, nomination=own, nominee=nominee, link=request.link)
    return "?thay=1"
