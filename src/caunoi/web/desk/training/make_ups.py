"""Make-up sittings of a class: who missed what, which sister class teaches it again, who comes from elsewhere."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from caunoi.directory.policies import require
from caunoi.training.models import MakeUp, Sitting, VenuePoint
from caunoi.training.policies import leads_class
from caunoi.training.queries.attendance import sheet
from caunoi.training.queries.make_ups import Standing, arranged, guests_of, make_up_sittings, missed_sittings
from caunoi.training.services import make_ups as services
from caunoi.web.base.errors import into_messages
from caunoi.web.base.numbers import whole
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import ClassPage, class_page

_STANDINGS = {
    Standing.AWAITED: ("info", "clock"),
    Standing.CAME: ("good", "circle-check"),
    Standing.MISSED: ("bad", "circle-x"),
    Standing.CANCELLED: ("plain", "ban"),
}


@login_required
def make_ups(request: StaffRequest, code: str) -> HttpResponse:
    """Show what was missed and arranged; a POST puts the people that are ticked down for a sitting elsewhere."""
    page = class_page(request, code, "attendance")
    training_class = page.training_class
    leads = leads_class(request.user, training_class)
    if request.method == "POST":
        require(leads)
        with into_messages(request):
            _arrange(request, page)
        return redirect("desk:class_make_ups", training_class.code)
    read = sheet(training_class)
    missed = missed_sittings(request.user, training_class, read) if leads and training_class.is_open else []
    points: dict[object, list[VenuePoint]] = {}
    others = {sitting.training_class_id for one in missed for sitting in one.choices}
    for point in VenuePoint.objects.filter(training_class__in=others).order_by("position", "id"):
        points.setdefault(point.training_class_id, []).append(point)
    columns = {one.id: f"{one.part_label} {one.date:%d/%m}" for one in read.sittings}
    page.context.update(
        leads=leads and training_class.is_open,
        missed=[{"sitting": one, "choices": _options(one.choices, points)} for one in missed],
        arranged=[
            {"row": one, "tone": _STANDINGS[one.standing][0], "words": _words(one.standing)}
            for one in arranged(request.user, training_class)
        ],
        guests=[
            {"row": one, "sittings": [(columns[pk], mark) for pk, mark in one.marks.items()]}
            for one in guests_of(training_class)
        ],
    )
    return render(request, "desk/training/make_ups.html", page.context)


def _options(sittings: tuple[Sitting, ...], points: dict[object, list[VenuePoint]]) -> list[tuple[str, str]]:
    """Return the choices of one field: a sitting of a sister class, and a point of it where it has some."""
    found = []
    for one in sittings:
        words = f"{one.get_part_display()} {one.date:%d/%m/%Y} · {one.training_class.title}"
        places = points.get(one.training_class_id, [])
        found += [(f"{one.pk}-{point.pk}", f"{words} · {point.name}") for point in places] or [(f"{one.pk}-", words)]
    return found


def _words(standing: Standing) -> str:
    return {
        Standing.AWAITED: _("still to come"),
        Standing.CAME: _("made up"),
        Standing.MISSED: _("did not come"),
        Standing.CANCELLED: _("that class was cancelled"),
    }[standing]


def _arrange(request: StaffRequest, page: ClassPage) -> None:
    training_class = page.training_class
    missed = get_object_or_404(Sitting, pk=whole(request.POST.get("missed", "")), training_class=training_class)
    wanted, _dash, place = request.POST.get("sitting", "").partition("-")
    found = {str(one.pk): one for one in make_up_sittings(request.user, missed)}
    if wanted not in found:
        raise ValidationError({"sitting": _("Choose the sitting at which it is made up.")})
    point = None
    if place:
        point = get_object_or_404(VenuePoint, pk=whole(place), training_class=found[wanted].training_class)
    people = [number for text in request.POST.getlist("people") if (number := whole(text)) is not None]
    if not people:
        raise ValidationError({"people": _("Tick who makes the sitting up.")})
    made = services.arrange_make_ups(
        actor=request.user, missed=missed, enrolments=people, sitting=found[wanted], venue_point=point
    )
    words = ngettext(
        "%(count)s person is put down for %(sitting)s. The sign-in sheet of that class has the name.",
        "%(count)s people are put down for %(sitting)s. The sign-in sheet of that class has their names.",
        len(made),
    )
    messages.success(request, words % {"count": len(made), "sitting": found[wanted]})


@login_required
@require_POST
def make_up_drop(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Take one make-up sitting back."""
    page = class_page(request, code, "attendance")
    rows = MakeUp.objects.select_related("enrolment__training_class__keeper", "sitting__training_class__keeper")
    row = get_object_or_404(rows, pk=pk, enrolment__training_class=page.training_class)
    with into_messages(request):
        services.drop_make_up(actor=request.user, make_up=row)
        messages.success(request, _("The make-up sitting is taken back."))
    return redirect("desk:class_make_ups", page.training_class.code)
