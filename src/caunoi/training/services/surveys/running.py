"""Evaluations are opened and closed; remarks that may tell of somebody are looked at."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.directory.models import User
from caunoi.questionnaires.models import Version
from caunoi.training.enums import Action, ClassState, RemarkState, SurveyAudience, SurveyMoment
from caunoi.training.models import (
    AgendaItem,
    EvaluationTally,
    Hall,
    Survey,
    SurveyRemark,
    SurveySheet,
    TrainingClass,
)
from caunoi.training.policies import leads_class
from caunoi.training.queries.surveys import TOPIC
from caunoi.training.services.floor.marks import hall_of
from caunoi.training.services.guard import note, open_for_change
from caunoi.training.services.surveys.sheets import lay_down_rest

_DAYS = 14
_MOST_DAYS = 60


@transaction.atomic
def open_survey(
    *, actor: User, training_class: TrainingClass, days: int = _DAYS, version: Version | None = None
) -> Survey:
    """Let those who were there evaluate the class for so many days; ``version`` holds the office's own questions.

    Raises PermissionDenied unless the actor leads the class, NotNow before it is held or where it was opened already,
    ValidationError for the days or a version that is not in use.
    """
    locked = open_for_change(actor=actor, training_class=training_class, may=leads_class, closed_too=True)
    if locked.state not in {ClassState.HELD, ClassState.CLOSED}:
        raise NotNow(_("The evaluation opens once the list is settled and the class is held."))
    if locked.surveys.filter(moment=SurveyMoment.AFTER).exists():
        raise NotNow(_("The class was evaluated already. Each class is, once."))
    if not 1 <= days <= _MOST_DAYS:
        raise ValidationError({"days": _("Choose between 1 and %(most)s days.") % {"most": _MOST_DAYS}})
    if version is not None and version.is_draft:
        raise ValidationError({"questionnaire": _("Put the questionnaire to use first.")})
    today = timezone.localdate()
    survey = Survey.objects.create(
        training_class=locked, version=version, opened_on=today, closes_on=today + dt.timedelta(days=days)
    )
    note(
        actor=actor,
        action=Action.SURVEY_OPENED,
        training_class=locked,
        details={"survey": str(survey), "until": survey.closes_on.isoformat()},
    )
    return survey


@transaction.atomic
def close_survey(*, actor: User | None, survey: Survey) -> Survey:
    """Close an evaluation for good and lay its sheets open, as numbers; the job does it when its days are over.

    Fewer than five sheets are thrown away unread. Raises PermissionDenied unless the actor leads the class (None: the
    job). Closing twice does nothing.
    """
    if actor is not None:
        open_for_change(actor=actor, training_class=survey.training_class, may=leads_class, closed_too=True)
    survey = (
        Survey.objects.select_for_update(of=("self",)).select_related("training_class", "version").get(pk=survey.pk)
    )
    if not survey.is_open:
        return survey
    survey.sheets = lay_down_rest(survey)
    survey.closed_at = timezone.now()
    survey.save(update_fields=["sheets", "closed_at", "salt"])
    if survey.moment == SurveyMoment.AFTER and survey.audience == SurveyAudience.PARTICIPANT and survey.sheets:
        _add_to_topics(survey)
    told = survey.sheets if survey.sheets is not None else _("fewer than five")
    note(
        actor=actor,
        action=Action.SURVEY_CLOSED,
        training_class=survey.training_class,
        details={"survey": str(survey), "sheets_in": told},
    )
    return survey


def _add_to_topics(survey: Survey) -> None:
    """Add number and sum of the marks to each topic that at least five gave one."""
    sheets = [row.answers for row in SurveySheet.objects.filter(survey=survey).order_by("id")]
    for item in AgendaItem.objects.filter(training_class=survey.training_class_id).order_by("id"):
        marks = [sheet[f"{TOPIC}{item.pk}"] for sheet in sheets if f"{TOPIC}{item.pk}" in sheet]
        if len(marks) < 5:
            continue
        EvaluationTally.objects.get_or_create(agenda_item=item)
        EvaluationTally.objects.filter(agenda_item=item).update(
            phone_sheets=F("phone_sheets") + len(marks), phone_total=F("phone_total") + sum(marks)
        )


@transaction.atomic
def settle_remark(*, actor: User, remark: SurveyRemark, shown: bool) -> SurveyRemark:
    """Show a remark that was held back, or remove its words for good; the trail tells which, not the words.

    Raises PermissionDenied unless the actor leads the class, NotNow for one that was looked at before.
    """
    survey = remark.survey
    locked = open_for_change(actor=actor, training_class=survey.training_class, may=leads_class, closed_too=True)
    remark = SurveyRemark.objects.select_for_update().get(pk=remark.pk)
    if remark.state == RemarkState.REMOVED or survey.is_open:
        raise NotNow(_("This remark was looked at already."))
    remark.state = RemarkState.SHOWN if shown else RemarkState.REMOVED
    if not shown:
        remark.text = ""
    remark.save(update_fields=["state", "text"])
    note(
        actor=actor,
        action=Action.REMARK_SETTLED,
        training_class=locked,
        details={"remark": str(remark.get_state_display())},
    )
    return remark


@transaction.atomic
def set_follow_up(*, actor: User, training_class: TrainingClass, follows_up: bool) -> Hall:
    """Say whether participants and the heads of their units are asked again after 3 and 6 months. Raises as above."""
    locked = open_for_change(actor=actor, training_class=training_class, may=leads_class, closed_too=True)
    hall = hall_of(locked)
    if hall.follows_up == follows_up:
        return hall
    hall.follows_up = follows_up
    hall.save(update_fields=["follows_up"])
    note(actor=actor, action=Action.FOLLOW_UP_SET, training_class=locked, details={"follows_up": follows_up})
    return hall


def close_overdue() -> int:
    """Close the evaluations whose days are over; returns how many."""
    over = Survey.objects.filter(closed_at__isnull=True, closes_on__lt=timezone.localdate()).order_by("closes_on", "id")
    closed = 0
    for survey in over.select_related("training_class"):
        close_survey(actor=None, survey=survey)
        closed += 1
    return closed
