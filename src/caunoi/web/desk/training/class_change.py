"""Pages that change a class: its own fields, its state, a copy of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from caunoi.core.errors import NotNow, StaleChange
from caunoi.directory.policies import organises_somewhere, require
from caunoi.training.enums import ClassState
from caunoi.training.models import TrainingClass
from caunoi.training.queries.rooms import rooms_left_behind
from caunoi.training.queries.trail import last_change
from caunoi.training.services import classes as services
from caunoi.web.base.errors import add_errors, into_form, into_messages
from caunoi.web.base.numbers import whole
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.class_forms import ClassForm, DuplicateForm, ReasonForm
from caunoi.web.desk.training.despite import DespiteForm
from caunoi.web.desk.training.frame import class_page

_FIELDS = (
    "title",
    "starts_on",
    "ends_on",
    "place",
    "audience",
    "quota",
    "strong_points",
    "weak_points",
    "proposals",
)
_SAID = {
    ClassState.PREPARING: gettext_lazy("The class is in preparation again."),
    ClassState.GATHERING: gettext_lazy("The list is open: participants can be added."),
    ClassState.HELD: gettext_lazy("The list is settled. Next: print the sign-in sheet, mark attendance."),
    ClassState.CANCELLED: gettext_lazy("The class is cancelled."),
}


@login_required
def class_edit(request: StaffRequest, code: str) -> HttpResponse:
    """Change the class; where somebody else did in between, show both and let the person decide."""
    page = class_page(request, code, "overview")
    require(page.can_run)
    training_class = page.training_class
    form = ClassForm(request.POST or None, initial=_standing(training_class))
    if form.is_valid():
        try:
            services.change_class(actor=request.user, training_class=training_class, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        except NotNow as error:
            form.add_error(None, str(error))
        except StaleChange:
            page.context["conflict"] = last_change(training_class)
            page.context["differing"] = _differing(form, training_class)
            form = _again(request, training_class)
        else:
            messages.success(request, _("The class is saved."))
            return redirect("desk:class", training_class.code)
    page.context["form"] = form
    return render(request, "desk/training/class_edit.html", page.context)


def _standing(training_class: TrainingClass) -> dict[str, Any]:
    return {name: getattr(training_class, name) for name in (*_FIELDS, "revision")}


def _differing(form: ClassForm, training_class: TrainingClass) -> list[dict[str, Any]]:
    """Return the fields in which what was typed differs from what stands now."""
    return [
        {
            "label": form.fields[name].label,
            "standing": getattr(training_class, name),
            "typed": form.cleaned_data[name],
            "id": form[name].id_for_label,
        }
        for name in _FIELDS
        if (form.cleaned_data[name] or None) != (getattr(training_class, name) or None)
    ]


def _again(request: StaffRequest, training_class: TrainingClass) -> ClassForm:
    """Return the form as it was typed, now resting on what stands: saving it again is a decision."""
    data = request.POST.copy()
    data["revision"] = str(training_class.revision)
    return ClassForm(data, initial=_standing(training_class))


@login_required
@require_POST
def class_move(request: StaffRequest, code: str) -> HttpResponse:
    """Move the class to the state of the button that was pressed."""
    page = class_page(request, code, "overview")
    state, revision = request.POST.get("state", ""), whole(request.POST.get("revision"))
    if state not in ClassState.values or revision is None:
        raise ValidationError(_("This button is not known. Load the page again."))
    form = DespiteForm(request.POST)
    form.is_valid()
    with into_messages(request):
        try:
            services.move_on(
                actor=request.user,
                training_class=page.training_class,
                state=ClassState(state),
                revision=revision,
                despite=form.cleaned_data.get("despite", ""),
            )
        except ValidationError as error:
            if "despite" not in getattr(error, "error_dict", {}):
                raise
            # Others took its room or speaker while it was cancelled.
            add_errors(form, error)
            page.context.update(form=form, state=state, revision=revision)
            return render(request, "desk/training/class_take_up.html", page.context)
        messages.success(request, str(_SAID[ClassState(state)]))
    return redirect("desk:class", page.training_class.code)


@login_required
def class_cancel(request: StaffRequest, code: str) -> HttpResponse:
    """Ask for the reason and cancel the class."""
    page = class_page(request, code, "overview")
    require(page.can_keep)
    training_class = page.training_class
    form = ReasonForm(request.POST or None, initial={"revision": training_class.revision})
    if form.is_valid():
        with into_form(form):
            services.move_on(
                actor=request.user,
                training_class=training_class,
                state=ClassState.CANCELLED,
                revision=form.cleaned_data["revision"] or training_class.revision,
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, str(_SAID[ClassState.CANCELLED]))
            return redirect("desk:class", training_class.code)
    page.context["form"] = form
    return render(request, "desk/training/class_cancel.html", page.context)


@login_required
@once
def class_duplicate(request: StaffRequest, code: str) -> HttpResponse:
    """Make a new class from this one, its days moved; people are not copied."""
    page = class_page(request, code, "overview")
    require(organises_somewhere(request.user))
    form = DuplicateForm(request.POST or None)
    keeper: Any = form.fields["keeper"]
    keeper.offer(request.user)
    if keeper.queryset.filter(pk=page.training_class.keeper_id).exists():
        keeper.initial = page.training_class.keeper_id
    if form.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: services.duplicate_class(
                    actor=request.user, training_class=page.training_class, **form.cleaned_data
                ),
                leads_to=lambda copy: reverse("desk:class", args=[copy.code]),
                words=lambda copy: _copied(request, page.training_class, copy),
            )
    page.context["form"] = form
    return render(request, "desk/training/class_duplicate.html", page.context)


def _copied(request: StaffRequest, source: TrainingClass, copy: TrainingClass) -> str:
    """Return what to say of a copy; that it did not get a room of the first class is a message of its own."""
    # Another office chooses its own places; there is nothing to say then.
    left = rooms_left_behind(request.user, source, copy) if copy.keeper_id == source.keeper_id else []
    for room, taken in left:
        words = (
            _("“%(room)s” is taken on the new days and was not kept for this class. Choose another room or other days.")
            if taken
            else _("“%(room)s” is no room that your office can use for this class. Choose another one.")
        )
        messages.warning(request, words % {"room": room.name})
    return _("The new class is there. Check its days and its programme.")
