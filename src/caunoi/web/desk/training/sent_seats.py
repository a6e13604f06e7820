"""A unit's own desk: whom it names for a class of others, within its quota, and nothing else of the class."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from caunoi.directory.policies import require
from caunoi.directory.queries.matching import Match
from caunoi.training.enums import ClassState, NominationSource
from caunoi.training.models import Nomination, Quota, TrainingClass
from caunoi.training.policies import names_for
from caunoi.training.queries.senders import sent_classes
from caunoi.training.queries.unit_desk import asked_quotas_of, own_nominations_of
from caunoi.training.queries.unit_list import list_of_unit
from caunoi.training.services import seats as services
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import TONES
from caunoi.web.desk.training.seats_forms import NomineeForm


def _class(request: StaffRequest, code: str) -> TrainingClass:
    found = sent_classes(request.user).filter(code=code.upper()).first()
    if found is None:
        raise Http404(_("There is no such class here."))
    return found


def _page(request: StaffRequest, quota: Quota, form: NomineeForm, matches: list[Match]) -> HttpResponse:
    training_class = quota.training_class
    context = {
        "training_class": training_class,
        "state_tone": TONES[ClassState(training_class.state)],
        "unit_list": list_of_unit(quota),
        "quota": quota,
        "form": form,
        "matches": matches,
        "can_name": names_for(request.user, quota) and training_class.is_open,
    }
    return render(request, "desk/training/sent_quota.html", context)


@login_required
@once
def sent_quota(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Show the unit's seats and whom it named; a POST names somebody."""
    quota = get_object_or_404(asked_quotas_of(request.user, _class(request, code)), pk=pk)
    form = NomineeForm(request.POST if request.method == "POST" else None)
    matches: list[Match] = []
    if request.method == "POST":
        require(names_for(request.user, quota))
        if form.is_valid():
            with into_form(form):
                nominee, matches = form.chosen(request, quota)
                if not matches:
                    return _name(request, quota, nominee)
            form.offer_distinct()
    return _page(request, quota, form, matches)


def _name(request: StaffRequest, quota: Quota, nominee: services.Nominee) -> HttpResponse:
    def make() -> Nomination:
        (made,) = services.nominate(
            actor=request.user,
            training_class=quota.training_class,
            quota=quota,
            nominees=[nominee],
            source=NominationSource.DESK,
        )
        return made

    return create_once(
        request,
        make,
        leads_to=lambda _made: _quota_url(quota),
        words=lambda made: (
            _("%(name)s is named: %(state)s.") % {"name": made.person.full_name, "state": made.get_state_display()}
        ),
    )


def _quota_url(quota: Quota) -> str:
    return reverse("desk:sent_quota", args=[quota.training_class.code, quota.pk])


@login_required
def sent_nomination(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Let somebody else go instead of one of the own people, or withdraw one; nobody is asked why."""
    one = get_object_or_404(own_nominations_of(request.user, _class(request, code)), pk=pk)
    quota = one.quota
    assert quota is not None
    require(names_for(request.user, quota))
    name = {"name": one.person.full_name}
    posted = request.POST.get("form") if request.method == "POST" else None
    form = NomineeForm(request.POST if posted == "replace" else None)
    if posted == "withdraw":
        with into_messages(request):
            services.withdraw_nomination(actor=request.user, nomination=one)
            messages.success(request, _("%(name)s is withdrawn. The seat goes to the next in line.") % name)
        return redirect(_quota_url(quota))
    matches: list[Match] = []
    if posted == "replace" and form.is_valid():
        with into_form(form):
            nominee, matches = form.chosen(request, quota)
            if not matches:
                new = services.replace_nominee(actor=request.user, nomination=one, nominee=nominee)
                told = {**name, "new": new.person.full_name}
                messages.success(request, _("%(new)s goes instead of %(name)s.") % told)
                return redirect(_quota_url(quota))
        form.offer_distinct()
    context = {
        "nomination": one,
        "quota": quota,
        "training_class": one.training_class,
        "form": form,
        "matches": matches,
        "can_name": one.training_class.is_open,
    }
    return render(request, "desk/training/sent_nomination.html", context)
