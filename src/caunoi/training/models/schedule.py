"""A proposal of days, rooms and speakers for the classes of a plan, and the days on which an office holds none."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.models import Organisation
from caunoi.training.enums import Part, ScheduleState
from caunoi.training.models.plan import Plan, PlanItem
from caunoi.training.models.room import Room
from caunoi.training.models.speaker_profile import SpeakerProfile
from caunoi.training.models.training_class import TrainingClass


class OfficeBusyDay(models.Model):
    """Days, first to last, on which an office holds no class: meetings, elections, the end of the year."""

    owner = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="busy_days", verbose_name=_("kept by")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    words = models.CharField(_("what keeps the office busy"), max_length=200)

    class Meta:
        verbose_name = _("busy days of an office")
        verbose_name_plural = _("busy days of offices")
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="office_busy_in_order"),
        ]

    def __str__(self) -> str:
        return self.words


class ScheduleProposal(models.Model):
    """One proposal for a plan. ``objective`` and ``bound`` are points: no schedule has fewer than ``bound``.

    ``unplaced`` are the points of classes without a place, which count on neither side of the gap.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="schedules")
    state = models.CharField(_("state"), max_length=10, choices=ScheduleState, default=ScheduleState.WAITING)
    seconds = models.PositiveSmallIntegerField(_("seconds at most"), default=60)
    objective = models.PositiveIntegerField(null=True)
    bound = models.FloatField(null=True)
    unplaced = models.PositiveIntegerField(default=0)
    costs = models.JSONField(default=dict)
    stop = models.BooleanField(default=False)
    progress = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("proposal of a schedule")
        verbose_name_plural = _("proposals of schedules")
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=~Q(state__in=["accepted", "undone"]), name="schedule_one_open_a_plan"
            ),
        ]

    def __str__(self) -> str:
        return str(self.plan)


class ScheduleSlot(models.Model):
    """One class of an item in a proposal: where it stands, what of that a person settled, why it has no place.

    ``sittings`` is the list of [day, part]; ``reasons`` that of codes with what their sentences need.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    proposal = models.ForeignKey(ScheduleProposal, on_delete=models.CASCADE, related_name="slots")
    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="schedule_slots")
    number = models.PositiveSmallIntegerField(_("class of the item"))
    first_day = models.DateField(_("first day"), null=True)
    part = models.CharField(_("begins in the"), max_length=10, choices=Part, blank=True)
    sittings = models.JSONField(default=list)
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("room"))
    speaker = models.ForeignKey(
        SpeakerProfile, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("speaker")
    )
    day_locked = models.BooleanField(_("keep the day"), default=False)
    room_locked = models.BooleanField(_("keep the room"), default=False)
    speaker_locked = models.BooleanField(_("keep the speaker"), default=False)
    reasons = models.JSONField(default=list)
    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.SET_NULL, null=True, related_name="schedule_slots"
    )

    class Meta:
        verbose_name = _("class of a schedule")
        verbose_name_plural = _("classes of a schedule")
        ordering = ["first_day", "item__position", "number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "item", "number"], name="schedule_slot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item} ({self.number})"
