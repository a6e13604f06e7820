"""Moving a whole class to other days."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from caunoi.directory.policies import require
from caunoi.training.models import TrainingClass
from caunoi.training.queries.clashes import clash_lines
from caunoi.training.queries.moving import preview_move
from caunoi.training.queries.trail import last_move
from caunoi.training.services.moving import move_class, undo_move
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.undoing import success_with_undo
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
        with into_form(form):
            moved = move_class(
                actor=request.user,
                training_class=training_class,
                starts_on=form.cleaned_data["starts_on"],
                revision=form.cleaned_data["revision"],
                despite=form.cleaned_data["despite"],
            )
            _tell(request, moved, back)
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


def _tell(request: StaffRequest, moved: TrainingClass, back: str) -> None:
    """Say where the class stands now, with the button that takes the move back."""
    words = _("“%(title)s” now begins on %(day)s.") % {"title": moved.title, "day": f"{moved.starts_on:%d/%m/%Y}"}
    row = last_move(moved)
    if row is None:
        messages.success(request, words)
        return
    undo = reverse("desk:class_days_undo", args=[moved.code, row.pk])
    success_with_undo(request, words, undo=f"{undo}?{urlencode({'next': back})}")


@login_required
@require_POST
def class_days_undo(request: StaffRequest, code: str, move: int) -> HttpResponse:
    """Take a move back, or say why it is not taken back."""
    page = class_page(request, code, "overview")
    require(page.can_run)
    with into_messages(request):
        moved = undo_move(actor=request.user, training_class=page.training_class, move=move)
        messages.success(
            request,
            _("Undone: “%(title)s” begins on %(day)s again.")
            % {"title": moved.title, "day": f"{moved.starts_on:%d/%m/%Y}"},
        )
    return redirect(_back(request, page.training_class))


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
