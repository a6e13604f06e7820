"""What background work remembers beside its own rows: workers that live, what was due last, when mails may go out."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class WorkerBeat(models.Model):
    """A worker that runs, or was killed: ``seen_at`` stands still then."""

    worker_id = models.CharField(primary_key=True, max_length=64)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("job worker")
        verbose_name_plural = _("job workers")
        ordering = ["started_at"]

    def __str__(self) -> str:
        return self.worker_id


class ScheduleMark(models.Model):
    """How far a scheduled job got: the due time that was taken last. Whoever moves it on enqueues the job."""

    name = models.CharField(primary_key=True, max_length=80)
    last_due = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mark of the schedule")
        verbose_name_plural = _("marks of the schedule")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SendingHours(models.Model):
    """From ``valid_from`` on, people are disturbed only between two times of the day."""

    EARLIEST, LATEST = dt.time(7), dt.time(20)

    valid_from = models.DateField(_("from"), unique=True)
    opens_at = models.TimeField(_("from (time of day)"))
    closes_at = models.TimeField(_("until (time of day)"))
    on_holidays = models.BooleanField(_("on public holidays too"), default=True)

    class Meta:
        verbose_name = _("sending hours")
        verbose_name_plural = _("sending hours")
        ordering = ["valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="sending_hours_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.opens_at:%H:%M}–{self.closes_at:%H:%M}"
