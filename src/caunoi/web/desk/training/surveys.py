"""Evaluations of a class at the desk: open, close, results as numbers, remarks to be looked at, asking again later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.directory.policies import require
from caunoi.questionnaires.enums import Purpose
from caunoi.questionnaires.models import Questionnaire
from caunoi.questionnaires.queries.questionnaires import visible_questionnaires
from caunoi.questionnaires.services.making import freeze
from caunoi.training.enums import ClassState, SurveyAudience, SurveyMoment
from caunoi.training.models import Hall, Survey, SurveyRemark, TrainingClass
from caunoi.training.policies import leads_class
from caunoi.training.queries.surveys import asked_enrolments, head_token, results
from caunoi.training.services.surveys.following import units_asked
from caunoi.training.services.surveys.running import close_survey, open_survey, set_follow_up, settle_remark
from caunoi.training.services.surveys.sheets import let_take_again
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.numbers import whole
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page
from caunoi.web.desk.training.links import link_with_picture


class OpenForm(forms.Form):
    """For how long, and with which questions of the office's own."""

    days = forms.IntegerField(label=gettext_lazy("Open for days"), initial=14, min_value=1, max_value=60)
    questionnaire = forms.ModelChoiceField(
        Questionnaire.objects.none(),
        label=gettext_lazy("The office's own questions"),
        required=False,
        empty_label=gettext_lazy("None, the common ones are enough"),
        help_text=gettext_lazy("Each topic, the organisation and the use are asked about anyhow."),
    )

    def __init__(self, request: StaffRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = visible_questionnaires(request.user).filter(purpose=Purpose.EVALUATION, retired_at=None)
        self.fields["questionnaire"].queryset = found  # type: ignore[attr-defined]
        if not found:
            del self.fields["questionnaire"]


@login_required
def surveys(request: StaffRequest, code: str) -> HttpResponse:
    """Show the evaluations of a class; a POST opens or closes one, settles a remark, or sets asking again."""
    page = class_page(request, code, "results")
    training_class = page.training_class
    require(leads_class(request.user, training_class))
    form = OpenForm(request, request.POST if request.POST.get("do") == "open" else None)
    if form.is_valid():
        with into_form(form):
            chosen = form.cleaned_data.get("questionnaire")
            version = freeze(actor=request.user, questionnaire=chosen) if chosen else None
            open_survey(
                actor=request.user, training_class=training_class, days=form.cleaned_data["days"], version=version
            )
            messages.success(request, _("The evaluation is open. It stands on the page of each who was there."))
            return redirect("desk:class_surveys", code)
    elif (doing := _DOING.get(request.POST.get("do", ""))) is not None:
        with into_messages(request):
            doing(request, training_class)
        return redirect("desk:class_surveys", code)
    rows = list(training_class.surveys.select_related("version", "training_class").order_by("opened_on", "id"))
    hall = Hall.objects.filter(training_class=training_class).first()
    page.context.update(
        form=form,
        surveys=[{"survey": one, "results": results(one), "heads": _heads(one)} for one in rows],
        can_open=training_class.state in {ClassState.HELD, ClassState.CLOSED}
        and not any(one.moment == SurveyMoment.AFTER for one in rows),
        asked=list(asked_enrolments(training_class)) if any(one.is_open for one in rows) else [],
        follows_up=hall is not None and hall.follows_up,
        today=timezone.localdate(),
    )
    return render(request, "desk/training/surveys.html", page.context)


def _heads(survey: Survey) -> list[dict[str, str]]:
    """Return units and the addresses to hand on to their heads, while the survey is open."""
    if survey.audience != SurveyAudience.HEAD or not survey.is_open:
        return []
    return [
        {
            "name": quota.name,
            "address": link_with_picture(reverse("hall:head", args=[head_token(survey, quota)])).address,
            "mailed": quota.organisation.email if quota.organisation else "",
        }
        for quota in units_asked(survey)
    ]


def _found(model: Any, text: str, **limits: Any) -> Any:
    try:
        key = UUID(text)
    except ValueError:
        raise Http404 from None
    row = model.objects.filter(pk=key, **limits).first()
    if row is None:
        raise Http404
    return row


def _close(request: StaffRequest, training_class: TrainingClass) -> None:
    survey = _found(Survey, request.POST.get("survey", ""), training_class=training_class)
    closed = close_survey(actor=request.user, survey=survey)
    if closed.sheets is None:
        messages.warning(request, _("The evaluation is closed. Fewer than five sheets came in: they were thrown away."))
    else:
        messages.success(
            request, _("The evaluation is closed. %(count)s sheets are counted.") % {"count": closed.sheets}
        )


def _remark(request: StaffRequest, training_class: TrainingClass) -> None:
    remark = _found(SurveyRemark, request.POST.get("remark", ""), survey__training_class=training_class)
    shown = "show" in request.POST
    settle_remark(actor=request.user, remark=remark, shown=shown)
    messages.success(request, _("The remark is shown.") if shown else _("The words are removed for good."))


def _follow(request: StaffRequest, training_class: TrainingClass) -> None:
    on = "on" in request.POST
    set_follow_up(actor=request.user, training_class=training_class, follows_up=on)
    words = _("They are asked again after 3 and 6 months.") if on else _("Nobody is asked again.")
    messages.success(request, words)


def _again(request: StaffRequest, training_class: TrainingClass) -> None:
    survey = _found(Survey, request.POST.get("survey", ""), training_class=training_class)
    number = whole(request.POST.get("enrolment", ""))
    found = asked_enrolments(training_class).filter(pk=number).first() if number is not None else None
    if found is None:
        messages.error(request, _("Choose a participant."))
        return
    let_take_again(actor=request.user, survey=survey, enrolment=found)
    messages.success(request, _("A blank sheet waits on the page of %(name)s.") % {"name": found.person.full_name})


_DOING: dict[str, Callable[[StaffRequest, TrainingClass], None]] = {
    "close": _close,
    "again": _again,
    "remark": _remark,
    "follow": _follow,
}
