"""Participants of a class: the list, one more in five seconds, one row."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from caunoi.directory.models import Organisation, Person, User
from caunoi.directory.policies import require, sees_person
from caunoi.directory.queries.matching import Match
from caunoi.directory.queries.scope import visible_persons
from caunoi.directory.services.people import person_faults
from caunoi.training.enums import EnrolmentState
from caunoi.training.models import Enrolment, TrainingClass, VenuePoint
from caunoi.training.queries import roster as queries
from caunoi.training.queries.seats import waiting_count
from caunoi.training.queries.senders import choosable_senders
from caunoi.training.services import roster as services
from caunoi.web.base import exports
from caunoi.web.base.errors import add_missing_errors, into_form, into_messages
from caunoi.web.base.lists import paginate, sorting
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.directory.choices import OrganisationChoice
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import ClassPage, class_page

_UNITS_LIST = {"list": "cn-units", "autocomplete": "off"}


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("Name or unit"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )


class PersonForm(forms.Form):
    """A person as a list names one."""

    full_name = forms.CharField(
        label=gettext_lazy("Full name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"})
    )
    post = forms.CharField(label=gettext_lazy("Post"), max_length=300, required=False)
    birth_year = forms.IntegerField(label=gettext_lazy("Year of birth"), required=False, min_value=1900, max_value=2100)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    distinct = forms.BooleanField(
        label=gettext_lazy("This is another person of the same name"), required=False, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        """Say everything that is wrong at once, also what the register would refuse only afterwards."""
        values = super().clean() or self.cleaned_data
        asked = ("full_name", "birth_year", "phone")
        add_missing_errors(self, person_faults(**{name: values[name] for name in asked if values.get(name)}))
        return values

    def offer_distinct(self) -> None:
        """Show the box by which a namesake is enrolled, where the name was refused as listed."""
        if any(error.code == "listed" for error in self.errors.as_data().get("full_name", [])):
            self.fields["distinct"].widget = forms.CheckboxInput()


class AddForm(PersonForm):
    """One more participant."""

    unit_text = forms.CharField(
        label=gettext_lazy("Unit"), max_length=200, required=False, widget=forms.TextInput(_UNITS_LIST)
    )
    sender = OrganisationChoice(
        label=gettext_lazy("Sent by"),
        required=False,
        help_text=gettext_lazy("It then sees this person and the attendance."),
    )
    field_order = ["full_name", "post", "unit_text", "birth_year", "phone", "distinct", "sender"]

    def __init__(
        self, *args: Any, user: User, training_class: TrainingClass, standing: Organisation | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        sender: Any = self.fields["sender"]
        sender.offer(choosable_senders(user, training_class), standing=standing)


class RowForm(AddForm):
    """A row of the list."""

    venue_point = forms.ModelChoiceField(VenuePoint.objects.none(), label=gettext_lazy("Venue point"), required=False)
    note_text = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, training_class: TrainingClass, knows_person: bool, **kwargs: Any) -> None:
        super().__init__(*args, training_class=training_class, **kwargs)
        del self.fields["distinct"]
        points = VenuePoint.objects.filter(training_class=training_class).order_by("position", "id")
        self.fields["venue_point"].queryset = points  # type: ignore[attr-defined]
        if not points:
            del self.fields["venue_point"]
        if not knows_person:
            # Known elsewhere: this office sees the row, not what the register keeps.
            for name in ("full_name", "birth_year", "phone"):
                del self.fields[name]


@login_required
@once
def participants(request: StaffRequest, code: str) -> HttpResponse:
    """Show the list; a POST adds one person and comes back ready for the next."""
    page = class_page(request, code, "participants")
    training_class = page.training_class
    initial = {"unit_text": request.GET.get("don_vi", ""), "sender": request.GET.get("cu", "")}
    matches: list[Match] = []
    form = AddForm(request.POST or None, initial=initial, user=request.user, training_class=training_class)
    if request.method == "POST":
        require(page.can_run)
        if form.is_valid():
            with into_form(form):
                known = _known(request, form.cleaned_data)
                matches = [] if known else _maybe(request, training_class, form.cleaned_data)
                if not matches:
                    return _add(request, training_class, form.cleaned_data, known)
        form.offer_distinct()
    order = sorting(request, queries.ORDERS, default="unit")
    filters = FilterForm(request.GET)
    text = filters.cleaned_data["q"] if filters.is_valid() else ""
    rows = queries.participants(training_class, text=text).order_by(*order.order_by)
    if form.errors or "them" in request.GET:
        form.fields["full_name"].widget.attrs["autofocus"] = True
    page.context.update(
        form=form,
        matches=matches,
        filters=filters,
        text=text,
        sorting=order,
        page=paginate(request, rows),
        waiting=waiting_count(training_class),
        has_points=training_class.venue_points.exists(),
        counts=queries.list_counts(training_class),
        units=queries.units_of_class(training_class),
        batches=list(queries.undoable_batches(training_class)[:3]) if page.can_change else [],
    )
    return render(request, "desk/training/participants.html", page.context)


def _known(request: StaffRequest, typed: dict[str, Any]) -> Person | None:
    """Return the person who was chosen, else the one for whom more than the name speaks; None for neither."""
    chosen = request.POST.get("person", "")
    if chosen:
        try:
            return visible_persons(request.user).get(pk=chosen)
        except (ValidationError, Person.DoesNotExist):
            raise ValidationError({"full_name": _("Choose the person anew.")}) from None
    if typed["distinct"] or "another" in request.POST:
        return None
    (matches,) = queries.match_persons(request.user, [typed])
    strong = [match.person_id for match in matches if match.strong]
    return Person.objects.get(pk=strong[0]) if len(strong) == 1 else None


def _maybe(request: StaffRequest, training_class: TrainingClass, typed: dict[str, Any]) -> list[Match]:
    """Return whom of the register the one typed may be; nobody once that was answered.

    Who is on the list already is somebody else: the same person twice is refused by the service.
    """
    if typed["distinct"] or "another" in request.POST:
        return []
    found = [match for match in queries.likely_persons(request.user, typed) if match.visible]
    rows = training_class.enrolments.filter(person__in=[match.person_id for match in found])
    listed = set(rows.order_by().values_list("person", flat=True))
    return [match for match in found if match.person_id not in listed]


def _add(
    request: StaffRequest, training_class: TrainingClass, typed: dict[str, Any], known: Person | None
) -> HttpResponse:
    words = _("%(name)s is on the list, known from before.") if known else _("%(name)s is on the list.")
    return create_once(
        request,
        lambda: services.enrol(
            actor=request.user,
            training_class=training_class,
            person=known,
            **{name: value for name, value in typed.items() if known is None or name not in {"full_name", "distinct"}},
        ),
        leads_to=lambda row: f"{_list_url(training_class)}?{urlencode(_same_again(row))}",
        words=lambda row: words % {"name": row.person.full_name},
    )


def _same_again(row: Enrolment) -> dict[str, Any]:
    """Return what the next person most likely has in common with the one just added."""
    return {"them": 1, "don_vi": row.unit_text, **({"cu": row.sender_id} if row.sender_id else {})}


def _list_url(training_class: TrainingClass) -> str:
    return reverse("desk:class_participants", args=[training_class.code])


@login_required
@require_GET
def export(request: StaffRequest, code: str, form: str) -> HttpResponse:
    """Send the list as a workbook or as CSV."""
    page = class_page(request, code, "participants")
    head = [
        _("No."),
        _("Full name"),
        _("Post"),
        _("Unit"),
        _("Sent by"),
        _("Year of birth"),
        _("Phone"),
        _("Venue point"),
        _("Comes instead of"),
        _("Note"),
    ]
    rows = (
        [
            number,
            row.person.full_name,
            row.post,
            row.unit_text,
            row.sender.name if row.sender else "",
            row.person.birth_year,
            row.person.phone,
            row.venue_point.name if row.venue_point else "",
            row.substitute_for.person.full_name if row.substitute_for else "",
            row.note,
        ]
        for number, row in enumerate(queries.participants_for_export(page.training_class), start=1)
    )
    return exports.respond(form, name=f"{_('participants')} {page.training_class.code}", head=head, rows=rows)


def _row(request: StaffRequest, code: str, pk: int) -> tuple[ClassPage, Enrolment]:
    page = class_page(request, code, "participants")
    require(page.can_run)
    rows = queries.participants(page.training_class)
    return page, get_object_or_404(rows.select_related("training_class", "person", "venue_point", "sender"), pk=pk)


@login_required
def participant(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Change a row of the list."""
    page, row = _row(request, code, pk)
    knows = sees_person(request.user, row.person)
    initial = {
        "full_name": row.person.full_name,
        "birth_year": row.person.birth_year,
        "phone": row.person.phone,
        "post": row.post,
        "unit_text": row.unit_text,
        "venue_point": row.venue_point,
        "sender": row.sender_id,
        "note_text": row.note,
    }
    form = RowForm(
        request.POST or None,
        initial=initial,
        user=request.user,
        training_class=page.training_class,
        standing=row.sender,
        knows_person=knows,
    )
    if form.is_valid():
        with into_form(form):
            services.change_enrolment(actor=request.user, enrolment=row, **form.cleaned_data)
            messages.success(request, _("The row is saved."))
            return redirect(_list_url(page.training_class))
    page.context.update(
        form=form,
        row=row,
        units=queries.units_of_class(page.training_class),
        withdrawn=row.state == EnrolmentState.WITHDRAWN,
        instead=getattr(row, "substitute", None),
    )
    return render(request, "desk/training/participant.html", page.context)


@login_required
@require_POST
def participant_withdraw(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Withdraw somebody, or bring somebody withdrawn back."""
    page, row = _row(request, code, pk)
    with into_messages(request):
        if "khoi-phuc" in request.POST:
            services.restore(actor=request.user, enrolment=row)
            messages.success(request, _("%(name)s is on the list again.") % {"name": row.person.full_name})
        else:
            services.withdraw(actor=request.user, enrolment=row, reason=request.POST.get("reason", ""))
            words = _("%(name)s is withdrawn. The row stays, struck out, and can be brought back.")
            messages.success(request, words % {"name": row.person.full_name})
    return redirect(_list_url(page.training_class))


@login_required
@once
def participant_substitute(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Name who comes instead."""
    page, row = _row(request, code, pk)
    form = PersonForm(request.POST or None)
    if form.is_valid():
        with into_form(form):
            words = _("%(other)s comes instead of %(name)s.")
            names = {"other": form.cleaned_data["full_name"], "name": row.person.full_name}
            return create_once(
                request,
                lambda: services.substitute(actor=request.user, enrolment=row, **form.cleaned_data),
                leads_to=lambda _instead: _list_url(page.training_class),
                words=lambda _instead: words % names,
            )
    if form.is_bound:
        form.offer_distinct()
    page.context.update(form=form, row=row)
    return render(request, "desk/training/participant_substitute.html", page.context)


def taken_words(count: int) -> str:
    """Return how many were taken over, in words."""
    return ngettext("%(count)s person is on the list now.", "%(count)s people are on the list now.", count) % {
        "count": count
    }
