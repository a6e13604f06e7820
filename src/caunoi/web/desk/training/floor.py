"""The hall at the desk: questions from phones are looked at, shown, hidden, merged, answered on the spot."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from caunoi.directory.policies import require
from caunoi.training.enums import ClassState
from caunoi.training.models import Hall, Question, TrainingClass
from caunoi.training.queries.floor import floor, room_token, takes_questions
from caunoi.training.queries.screens import screen_token
from caunoi.training.services.floor import moderating
from caunoi.training.services.questions import answer_question
from caunoi.web.base.errors import into_messages
from caunoi.web.base.undoing import success_with_undo
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page
from caunoi.web.desk.training.links import link_with_picture


@login_required
def class_floor(request: StaffRequest, code: str) -> HttpResponse:
    """Show the questions by what becomes of them; a POST does what its button says to those that are ticked."""
    page = class_page(request, code, "questions")
    require(page.can_run)
    training_class = page.training_class
    if request.method == "POST":
        doing = _DOING.get(request.POST.get("do", ""))
        with into_messages(request):
            if doing is not None:
                doing(request, training_class, _ticked(request))
        return redirect("desk:class_floor", code)
    hall = Hall.objects.filter(training_class=training_class).first()
    page.context.update(
        floor=floor(training_class),
        taking=takes_questions(training_class),
        late=training_class.state == ClassState.CLOSED,
        switched_on=hall is None or hall.takes_questions,
        screen=reverse("hall:screen_questions", args=[screen_token(training_class)]),
        room=link_with_picture(reverse("hall:room", args=[room_token(training_class)])),
    )
    return render(request, "desk/training/floor.html", page.context)


def _ticked(request: StaffRequest) -> list[UUID]:
    found = []
    for text in request.POST.getlist("question"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _show(request: StaffRequest, training_class: TrainingClass, ticked: list[UUID]) -> None:
    done = moderating.show_questions(actor=request.user, training_class=training_class, questions=ticked)
    words = ngettext("%(count)s question is shown.", "%(count)s questions are shown.", done) % {"count": done}
    messages.success(request, words)


def _take_up(request: StaffRequest, training_class: TrainingClass, ticked: list[UUID]) -> None:
    done = moderating.take_up_questions(actor=request.user, training_class=training_class, questions=ticked)
    words = ngettext(
        "%(count)s question is taken up. Write its answer below.",
        "%(count)s questions are taken up. Write their answers below.",
        done,
    )
    messages.success(request, words % {"count": done})


def _hide(request: StaffRequest, training_class: TrainingClass, ticked: list[UUID]) -> None:
    reason = request.POST.get("reason", "")
    done = moderating.hide_questions(actor=request.user, training_class=training_class, questions=ticked, reason=reason)
    words = ngettext("%(count)s question is hidden.", "%(count)s questions are hidden.", done) % {"count": done}
    messages.success(request, words)


def _merge(request: StaffRequest, training_class: TrainingClass, ticked: list[UUID]) -> None:
    rows = {one.pk: one for one in Question.objects.filter(training_class=training_class, pk__in=ticked)}
    chosen = [rows[pk] for pk in ticked if pk in rows]
    if len(chosen) < 2:
        messages.error(request, _("Tick two questions or more: they are merged into the first of them."))
        return
    for one in chosen[1:]:
        moderating.merge_questions(actor=request.user, question=one, into=chosen[0])
    words = _("Merged into “%(question)s”.") % {"question": chosen[0].text[:80]}
    if len(chosen) == 2:
        success_with_undo(request, words, undo=reverse("desk:question_part", args=[training_class.code, chosen[1].pk]))
    else:
        messages.success(request, words)


def _answered(request: StaffRequest, training_class: TrainingClass, ticked: list[UUID]) -> None:
    for one in Question.objects.filter(training_class=training_class, pk__in=ticked, answer="").order_by("created_at"):
        answer_question(actor=request.user, question=one, answer=_("Answered in the hall."), was="")
    messages.success(request, _("Marked as answered in the hall. The words can be written later."))


def _switch(request: StaffRequest, training_class: TrainingClass, _ticked: list[UUID]) -> None:
    on = "on" in request.POST
    moderating.set_hall(actor=request.user, training_class=training_class, takes_questions=on)
    messages.success(request, _("Phones may ask now.") if on else _("Phones may not ask any more."))


def _new_link(request: StaffRequest, training_class: TrainingClass, _ticked: list[UUID]) -> None:
    on = Hall.objects.filter(training_class=training_class, takes_questions=False).first() is None
    moderating.set_hall(actor=request.user, training_class=training_class, takes_questions=on, new_link=True)
    messages.success(request, _("There is a new code. The one that hung in the hall does not work any more."))


_DOING: dict[str, Callable[[StaffRequest, TrainingClass, list[UUID]], None]] = {
    "show": _show,
    "take_up": _take_up,
    "hide": _hide,
    "merge": _merge,
    "answered": _answered,
    "switch": _switch,
    "link": _new_link,
}


@login_required
@require_POST
def question_part(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Undo a merging."""
    page = class_page(request, code, "questions")
    require(page.can_run)
    found = get_object_or_404(
        Question.objects.select_related("training_class__keeper"), pk=pk, training_class=page.training_class
    )
    with into_messages(request):
        moderating.part_question(actor=request.user, question=found)
        messages.success(request, _("The question stands by itself again."))
    return redirect("desk:class_floor", code)
