"""Moving a whole class to other days."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.directory.policies import require
from caunoi.training.models import TrainingClass
from caunoi.training.queries.clashes import clash_lines
from caunoi.training.queries.moving import preview_move
from caunoi.training.services.moving import move_class
from caunoi.web.base.errors import into_form
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.despite import DespiteForm
from caunoi.web.desk.training.frame import class_page


class DayForm(forms.Form):
    """To which day; sent by GET, it shows what the move would meet."""

    to = DateField(
        label=gettext_lazy("New first day"),
        error_messages={"required": gettext_lazy("Type the day.")},
        help_text=gettext_lazy("All days and sittings move with it."),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class MoveForm(DespiteForm):
    """The move itself."""

    starts_on = DateField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)


@login_required
def class_days(request: StaffRequest, code: str) -> HttpResponse:
    """Ask to which day, show the clashes and days off there, move; the calendar's dragging leads here, too."""
    page = class_page(request, code, "overview")
    require(page.can_run)
    training_class = page.training_class
    back = _back(request, training_class)
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        before = training_class.starts_on
        with into_form(form):
            moved = move_class(
                actor=request.user,
                training_class=training_class,
                starts_on=form.cleaned_data["starts_on"],
                revision=form.cleaned_data["revision"],
                despite=form.cleaned_data["despite"],
            )
            messages.success(
                request,
                _("“%(title)s” now begins on %(day)s. To undo it, move it back to %(before)s.")
                % {"title": moved.title, "day": f"{moved.starts_on:%d/%m/%Y}", "before": f"{before:%d/%m/%Y}"},
            )
            return redirect(back)
    typed = form.cleaned_data.get("starts_on") if form.is_bound else _asked(request)
    to = typed or _dropped(request, training_class)
    move = preview_move(request.user, training_class, to) if to else None
    if move and not form.is_bound:
        form = MoveForm(initial={"starts_on": move.first, "revision": training_class.revision, "next": back})
    page.context.update(
        day_form=DayForm(initial={"to": move.first if move else training_class.starts_on, "next": back}),
        form=form,
        move=move,
        clash_lines=clash_lines(move.clashes, most=12) if move else [],
        back=back,
    )
    return render(request, "desk/training/class_days.html", page.context)


def _asked(request: StaffRequest) -> date | None:
    form = DayForm(request.GET)
    form.is_valid()
    return form.cleaned_data.get("to")


def _dropped(request: StaffRequest, training_class: TrainingClass) -> date | None:
    """Return the new first day of a class one of whose days was dragged onto another."""
    try:
        taken, onto = (date.fromisoformat(request.GET.get(name, "")) for name in ("from", "onto"))
        return training_class.starts_on + (onto - taken) if training_class.starts_on else None
    except (ValueError, OverflowError):
        return None


def _back(request: StaffRequest, training_class: TrainingClass) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if own else reverse("desk:class", args=[training_class.code])
