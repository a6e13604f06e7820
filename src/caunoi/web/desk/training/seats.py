"""Quotas of a class and the people whom units name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from caunoi.directory.policies import may_merge, require
from caunoi.directory.queries.matching import Match
from caunoi.directory.queries.scope import visible_persons
from caunoi.directory.services.merging import keep_apart
from caunoi.training.enums import NominationSource
from caunoi.training.models import Nomination, Quota, TrainingClass
from caunoi.training.policies import runs_class
from caunoi.training.queries.nominee_matches import matches_of_named
from caunoi.training.queries.reminders import last_reminders, reminders_of_unit
from caunoi.training.queries.seats import nominations_of, places_in_line, quotas_of, seats_overview, waiting_line
from caunoi.training.services import seats as services
from caunoi.web.base import exports
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import ClassPage, class_page
from caunoi.web.desk.training.reminders import reminder_text
from caunoi.web.desk.training.seats_forms import DeadlineForm, NomineeForm, QuotaForm, QuotasForm

# The tab shows so many of those who wait; each unit's page shows all of its own.
MOST_WAITING = 30


@login_required
def quotas(request: StaffRequest, code: str) -> HttpResponse:
    """Show units with what they were asked for and whom they named; a POST adds units or sets the deadline."""
    page = class_page(request, code, "quotas")
    training_class = page.training_class
    posted = request.POST.get("form") if request.method == "POST" else None
    adding = QuotasForm(request.user, training_class, request.POST if posted == "quotas" else None)
    deadline = DeadlineForm(
        request.POST if posted == "deadline" else None, initial={"until": training_class.nominate_until}
    )
    if posted:
        require(page.can_run)
    if posted == "quotas" and adding.is_valid():
        with into_form(adding):
            services.set_quotas(actor=request.user, training_class=training_class, rows=adding.cleaned_data["lines"])
            messages.success(request, _("The quotas are saved."))
            return redirect("desk:class_quotas", training_class.code)
    if posted == "deadline" and deadline.is_valid():
        with into_form(deadline):
            services.set_deadline(
                actor=request.user, training_class=training_class, until=deadline.cleaned_data["until"]
            )
            messages.success(request, _("The deadline is saved."))
            return redirect("desk:class_quotas", training_class.code)
    overview = seats_overview(training_class)
    for row, last in zip(overview.rows, last_reminders(training_class, overview.rows), strict=True):
        row.__dict__["reminded"] = last
    page.context.update(
        overview=overview, adding=adding, deadline=deadline, text=reminder_text(training_class, overview)
    )
    line = waiting_line(training_class)
    until = training_class.nominate_until
    page.context.update(
        line=list(line[:MOST_WAITING]),
        more_waiting=max(0, overview.waiting - MOST_WAITING),
        is_past=until is not None and timezone.localdate() > until,
    )
    page.context["may_set"] = page.can_change and runs_class(request.user, training_class)
    return render(request, "desk/training/quotas.html", page.context)


@login_required
@require_GET
def quotas_export(request: StaffRequest, code: str, form: str) -> HttpResponse:
    """Send the table of units as a workbook or as CSV."""
    training_class = class_page(request, code, "quotas").training_class
    rows = (
        [number, row.quota.name, row.quota.seats, row.seated, row.waiting, row.missing]
        for number, row in enumerate(seats_overview(training_class).rows, start=1)
    )
    head = [_("No."), _("Unit"), _("Quota"), _("Given a seat"), _("Waiting"), _("Missing")]
    return exports.respond(form, name=f"{_('quotas')} {training_class.code}", head=head, rows=rows)


@login_required
@require_POST
def seats_release(request: StaffRequest, code: str) -> HttpResponse:
    """Open unfilled seats to those who wait, or keep them for their units again."""
    page = class_page(request, code, "quotas")
    if "giu" in request.POST:
        services.keep_seats(actor=request.user, training_class=page.training_class)
        messages.success(request, _("Unfilled seats are kept for their units again."))
    else:
        moved = services.release_seats(actor=request.user, training_class=page.training_class)
        words = ngettext("%(n)s person moved up.", "%(n)s people moved up.", moved) % {"n": moved}
        messages.success(request, f"{_('The unfilled seats are open.')} {words}")
    return redirect("desk:class_quotas", page.training_class.code)


@login_required
@once
def quota(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Show whom one unit named; a POST names somebody, or changes the unit's seats."""
    page = class_page(request, code, "quotas")
    training_class = page.training_class
    one = get_object_or_404(quotas_of(training_class), pk=pk)
    posted = request.POST.get("form") if request.method == "POST" else None
    form = NomineeForm(request.POST if posted == "nominee" else None)
    changing = QuotaForm(request.POST if posted == "quota" else None, initial={"name": one.name, "seats": one.seats})
    if posted:
        require(page.can_run)
    matches: list[Match] = []
    if posted == "nominee" and form.is_valid():
        with into_form(form):
            nominee, matches = form.chosen(request, one)
            if not matches:
                return _name(request, training_class, one, nominee)
        form.offer_distinct()
    if posted == "quota":
        require(bool(runs_class(request.user, training_class)))
        if changing.is_valid():
            with into_form(changing):
                services.change_quota(actor=request.user, quota=one, **changing.cleaned_data)
                messages.success(request, _("The quota is saved."))
                return redirect("desk:class_quota", training_class.code, one.pk)
    _show_unit(request, page, one)
    page.context.update(form=form, changing=changing, matches=matches)
    return render(request, "desk/training/quota.html", page.context)


def _name(request: StaffRequest, training_class: TrainingClass, one: Quota, nominee: services.Nominee) -> HttpResponse:
    def make() -> Nomination:
        (made,) = services.nominate(
            actor=request.user,
            training_class=training_class,
            quota=one,
            nominees=[nominee],
            source=NominationSource.DESK,
        )
        return made

    return create_once(
        request,
        make,
        leads_to=lambda _made: reverse("desk:class_quota", args=[training_class.code, one.pk]),
        words=lambda made: (
            _("%(name)s is named: %(state)s.") % {"name": made.person.full_name, "state": made.get_state_display()}
        ),
    )


def _show_unit(request: StaffRequest, page: ClassPage, one: Quota) -> None:
    training_class = page.training_class
    places = places_in_line(training_class)
    rows = list(nominations_of(training_class, one))
    known = matches_of_named(request.user, training_class, rows) if page.can_run else {}
    for row in rows:
        row.__dict__["in_line"] = places.get(row.pk)
        row.__dict__["known"] = known.get(row.pk, [])
    unit = next(row for row in seats_overview(training_class).rows if row.quota.pk == one.pk)
    page.context.update(quota=one, rows=rows, unit=unit, reminders=list(reminders_of_unit(one)[:20]))


def _nomination(page: ClassPage, pk: UUID) -> Nomination:
    rows = Nomination.objects.filter(training_class=page.training_class, quota__isnull=False)
    found: Nomination = get_object_or_404(rows.select_related("person", "quota", "training_class"), pk=pk)
    return found


@login_required
def nomination(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Change one nomination: somebody else goes instead, it is withdrawn, given a seat, or moved to another unit."""
    page = class_page(request, code, "quotas")
    require(page.can_run)
    training_class = page.training_class
    one = _nomination(page, pk)
    posted = request.POST.get("form") if request.method == "POST" else None
    form = NomineeForm(request.POST if posted == "replace" else None)
    back = redirect("desk:class_quota", training_class.code, one.quota_id)
    name: dict[str, Any] = {"name": one.person.full_name}
    if posted == "withdraw":
        services.withdraw_nomination(actor=request.user, nomination=one, reason=request.POST.get("reason", ""))
        messages.success(request, _("%(name)s is withdrawn. The seat goes to the next in line.") % name)
        return back
    if posted == "confirm":
        services.confirm_nomination(actor=request.user, nomination=one)
        messages.success(request, _("%(name)s has a seat now.") % name)
        return back
    if posted == "move":
        other = get_object_or_404(quotas_of(training_class), pk=_key(request.POST.get("quota", "")))
        services.move_nomination(actor=request.user, nomination=one, quota=other)
        messages.success(request, _("%(name)s counts to %(unit)s now.") % {**name, "unit": other.name})
        return back
    if posted == "known":
        with into_messages(request):
            services.use_known_person(
                actor=request.user, nomination=one, person_id=_key(request.POST.get("known_person", ""))
            )
            messages.success(request, _("%(name)s is the person known from before.") % name)
        return back
    if posted == "apart":
        namesake = get_object_or_404(visible_persons(request.user), pk=_key(request.POST.get("known_person", "")))
        keep_apart(actor=request.user, one=namesake, other=one.person)
        messages.success(request, _("Noted: two people of the same name."))
        return redirect("desk:nomination", training_class.code, one.pk)
    matches: list[Match] = []
    if posted == "replace" and form.is_valid() and one.quota is not None:
        with into_form(form):
            nominee, matches = form.chosen(request, one.quota)
            if not matches:
                new = services.replace_nominee(actor=request.user, nomination=one, nominee=nominee)
                told = {**name, "new": new.person.full_name}
                messages.success(request, _("%(new)s goes instead of %(name)s.") % told)
                return back
        form.offer_distinct()
    page.context.update(
        nomination=one,
        form=form,
        matches=matches,
        known=(known := matches_of_named(request.user, training_class, [one]).get(one.pk, [])),
        may_part=bool(known) and may_merge(request.user, one.person),
        quotas=quotas_of(training_class).exclude(pk__in=[one.quota_id]),
    )
    return render(request, "desk/training/nomination.html", page.context)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
