"""Three and six months after a class: participants and the heads of their units are asked what became of it."""

from __future__ import annotations

import calendar
import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from caunoi.core import outbox
from caunoi.core.fields import cipher
from caunoi.training.enums import THERE, Action, ClassState, SurveyAudience, SurveyMoment
from caunoi.training.models import Attendance, FollowUpRefusal, Quota, Survey, Ticket, TrainingClass
from caunoi.training.queries.surveys import head_token
from caunoi.training.queries.tickets import COMING, page_token
from caunoi.training.services.guard import note

MAIL = "follow_up"
MOMENTS = {SurveyMoment.MONTHS_3: 3, SurveyMoment.MONTHS_6: 6}
_OPEN = dt.timedelta(days=30)
# A job that did not run for a while asks late; after that the moment is missed.
_LATE = dt.timedelta(days=30)


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, the last of the month where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def follow_up(today: dt.date | None = None) -> int:
    """Open what is due today in classes that are followed up, and write to those with an e-mail; returns how many.

    Once a class, moment and audience, however often it runs. Each class is a transaction of its own.
    """
    today = today or timezone.localdate()
    opened = 0
    wanted = TrainingClass.objects.filter(
        state=ClassState.CLOSED, hall__follows_up=True, ends_on__gte=today - dt.timedelta(days=240), ends_on__lt=today
    )
    for key in wanted.order_by("ends_on", "id").values_list("pk", flat=True):
        for moment, months in MOMENTS.items():
            with transaction.atomic():
                opened += _open(
                    TrainingClass.objects.select_for_update(of=("self",)).get(pk=key), moment, months, today
                )
    return opened


def _open(training_class: TrainingClass, moment: SurveyMoment, months: int, today: dt.date) -> int:
    last = training_class.ends_on
    due = months_after(last, months) if last else None
    if due is None or not due <= today <= due + _LATE:
        return 0
    if Survey.objects.filter(training_class=training_class, moment=moment).exists():
        return 0
    for audience in SurveyAudience:
        survey = Survey.objects.create(
            training_class=training_class, moment=moment, audience=audience, opened_on=today, closes_on=today + _OPEN
        )
        note(
            actor=None,
            action=Action.SURVEY_OPENED,
            training_class=training_class,
            details={"survey": str(survey), "until": survey.closes_on.isoformat()},
        )
        _write_participants(survey) if audience == SurveyAudience.PARTICIPANT else _write_heads(survey)
    return 2


def _write_participants(survey: Survey) -> None:
    came = Attendance.objects.filter(enrolment=OuterRef("enrolment"), mark__in=THERE)
    refused = FollowUpRefusal.objects.filter(person=OuterRef("enrolment__person"))
    tickets = Ticket.objects.filter(
        Exists(came),
        ~Exists(refused),
        training_class=survey.training_class_id,
        ended_at__isnull=True,
        enrolment__state__in=COMING,
        enrolment__person__erased_at__isnull=True,
    ).select_related("enrolment__person")
    for ticket in tickets.order_by("pk"):
        if email := ticket.enrolment.person.email:
            _write(survey, email, page_token(ticket), head=False)


def _write_heads(survey: Survey) -> None:
    for quota in units_asked(survey):
        if quota.organisation and quota.organisation.email:
            _write(survey, quota.organisation.email, head_token(survey, quota), head=True)


def units_asked(survey: Survey) -> list[Quota]:
    """Return the units whose heads are asked: those that sent people and did not refuse, in their order."""
    refused = FollowUpRefusal.objects.filter(quota=OuterRef("pk"))
    rows = Quota.objects.filter(~Exists(refused), training_class=survey.training_class_id)
    return list(rows.select_related("organisation").order_by("position", "folded_name", "id"))


def _write(survey: Survey, recipient: str, token: str, *, head: bool) -> None:
    outbox.enqueue(
        recipient=recipient,
        template=MAIL,
        context={
            "title": survey.training_class.title,
            "office": survey.training_class.keeper.name,
            "months": MOMENTS[SurveyMoment(survey.moment)],
            "until": survey.closes_on.strftime("%d/%m/%Y"),
            "sealed": cipher().encrypt(token.encode()).decode("ascii"),
            "head": head,
        },
        organisation_id=survey.training_class.keeper_id,
        repeatable=True,
    )


@transaction.atomic
def refuse_follow_up(*, ticket: Ticket | None = None, quota: Quota | None = None, refused: bool = True) -> None:
    """Note that a participant, for all classes, or the unit of a class wants no later questions; or take it back."""
    whose = {"person": ticket.enrolment.person} if ticket else {"quota": quota}
    if refused:
        FollowUpRefusal.objects.get_or_create(**whose)
    else:
        FollowUpRefusal.objects.filter(**whose).delete()
