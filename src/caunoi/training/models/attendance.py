"""Observations of attendance, and the state derived from them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.training.enums import Mark, scan_sources
from caunoi.training.models.agenda import Sitting
from caunoi.training.models.enrolment import Enrolment


class Scan(models.Model):
    """One observation of one person at one sitting. Append-only: a correction is a further row with its reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="scans")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="scans")
    mark = models.CharField(_("mark"), max_length=12, choices=Mark)
    source = models.CharField(_("source"), max_length=8, choices=scan_sources)
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    actor_id = models.UUIDField(_("recorded by"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    # Of a mark that the door gave: the reason and figures of ``door_rules.Derived``, in no language.
    why = models.JSONField(_("why"), null=True)

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        ordering = ["id"]
        indexes = [models.Index(fields=["sitting", "enrolment", "id"], name="scan_by_cell")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.sitting_id} {self.mark}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuses to change a row that stands."""
        if not self._state.adding:
            raise TypeError("A scan is never changed; record a further one.")
        super().save(*args, **kwargs)


class Attendance(models.Model):
    """What the scans of one person at one sitting come to; can be rebuilt from them."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attendances")
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="attendances")
    mark = models.CharField(_("mark"), max_length=12, choices=Mark)
    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["sitting", "enrolment"], name="attendance_once_a_cell")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.sitting_id} {self.mark}"
