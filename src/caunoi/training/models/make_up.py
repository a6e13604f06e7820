"""Somebody who missed a sitting attends one of a sister class instead (học bù)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.training.models.agenda import Sitting
from caunoi.training.models.enrolment import Enrolment


class MakeUp(models.Model):
    """A missed cell of one class's sheet, and the sitting of a class of the same plan item that makes up for it.

    ``guest`` is the person's row in that other class, in the state MAKE_UP: observed there like anybody, counted
    there nowhere. Whether the person came is what the guest's cell says. A person who didn't come may be put down
    for a further sitting, so a missed cell may have several rows; services see to it that only one is open.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="make_ups")
    missed = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="missed_make_ups")
    guest = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="makes_up")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="make_ups")
    arranged_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("sitting made up elsewhere")
        verbose_name_plural = _("sittings made up elsewhere")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["guest", "sitting"], name="make_up_once_a_sitting"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.missed_id} {self.sitting_id}"
