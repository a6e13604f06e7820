"""Who sits at which venue point: the whole list shared out, or many put to one point at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from caunoi.directory.policies import require
from caunoi.training.enums import EnrolmentState
from caunoi.training.models import TrainingClass, VenuePoint
from caunoi.training.queries.roster import participants
from caunoi.training.services import points as services
from caunoi.web.base.errors import into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.base.numbers import whole
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import ClassPage, class_page

_NOWHERE = "0"
_PAGE = 100


class PointFilter(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("Name or unit"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    diem = forms.ChoiceField(label=gettext_lazy("Venue point"), required=False)

    def __init__(self, points: list[VenuePoint], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["diem"]
        field.choices = [
            ("", _("All")),
            (_NOWHERE, _("At no venue point")),
            *((str(one.pk), one.name) for one in points),
        ]


@login_required
def class_points(request: StaffRequest, code: str) -> HttpResponse:
    """Show the points with the people; a POST shares the list out, moves many, or takes the last step back."""
    page = class_page(request, code, "participants")
    training_class = page.training_class
    if request.method == "POST":
        require(page.can_run)
        with into_messages(request):
            _act(request, page)
        return redirect(request.get_full_path())
    points = _points(training_class)
    form = PointFilter(points, request.GET)
    rows = _narrowed(training_class, form)
    everybody = participants(training_class).filter(state=EnrolmentState.NOMINATED)
    page.context.update(
        points=points,
        filters=form,
        filtered=bool(request.GET.get("q") or request.GET.get("diem")),
        page=paginate(request, rows, size=_PAGE),
        nominated=everybody.filter(substitute_for__isnull=True).count(),
        nowhere=everybody.filter(substitute_for__isnull=True, venue_point__isnull=True).count(),
        undo=len(request.session.get(_key(training_class), [])) if page.can_change else 0,
    )
    return render(request, "desk/training/class_points.html", page.context)


def _points(training_class: TrainingClass) -> list[VenuePoint]:
    seated = Q(enrolments__state=EnrolmentState.NOMINATED, enrolments__substitute_for__isnull=True)
    return list(
        training_class.venue_points.annotate(seated=Count("enrolments", filter=seated)).order_by("position", "id")
    )


def _narrowed(training_class: TrainingClass, form: PointFilter) -> Any:
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = participants(training_class, text=wanted.get("q", "")).filter(state=EnrolmentState.NOMINATED)
    point = wanted.get("diem", "")
    if point == _NOWHERE:
        return rows.filter(venue_point__isnull=True)
    return rows.filter(venue_point=point) if point else rows


def _act(request: StaffRequest, page: ClassPage) -> None:
    training_class = page.training_class
    step = request.POST.get("step", "")
    if step == "undo":
        kept = request.session.pop(_key(training_class), [])
        count = services.undo_points(
            actor=request.user, training_class=training_class, moved=[services.Moved(*one) for one in kept]
        )
        words = ngettext("%(count)s person is put back.", "%(count)s people are put back.", count)
        messages.success(request, words % {"count": count})
        return
    if step == "share":
        moved = services.share_out(
            actor=request.user,
            training_class=training_class,
            whole_units=request.POST.get("how") != "order",
            placed_too="placed_too" in request.POST,
        )
    else:
        moved = services.assign_points(
            actor=request.user,
            training_class=training_class,
            enrolments=_chosen(request, training_class),
            point=_point(request, training_class),
        )
    _keep(request, training_class, moved)


def _chosen(request: StaffRequest, training_class: TrainingClass) -> list[int]:
    if "everybody" in request.POST:
        rows = _narrowed(training_class, PointFilter(_points(training_class), request.GET))
        return list(rows.values_list("pk", flat=True))
    return [number for text in request.POST.getlist("people") if (number := whole(text)) is not None]


def _point(request: StaffRequest, training_class: TrainingClass) -> VenuePoint | None:
    wanted = request.POST.get("point", "")
    if wanted == _NOWHERE:
        return None
    number = whole(wanted)
    if number is None:
        raise ValidationError({"point": _("Choose the venue point.")})
    return get_object_or_404(VenuePoint, pk=number, training_class=training_class)


def _keep(request: StaffRequest, training_class: TrainingClass, moved: list[services.Moved]) -> None:
    """Say what was done, and keep it in the session so that it can be taken back."""
    if moved:
        request.session[_key(training_class)] = [[one.enrolment_id, one.before, one.after] for one in moved]
    words = ngettext("%(count)s person is put elsewhere.", "%(count)s people are put elsewhere.", len(moved))
    messages.success(request, words % {"count": len(moved)})


def _key(training_class: TrainingClass) -> str:
    return f"points:{training_class.code}"
