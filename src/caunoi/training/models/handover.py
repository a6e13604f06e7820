"""Programmes that one office hands to others, to be taught there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.models import Organisation, User
from caunoi.training.enums import HandoverState
from caunoi.training.models.training_class import TrainingClass


class Handover(models.Model):
    """A class's programme offered to one organisation, and the class that it made of it.

    The receiver sees the programme and its topics, never who sat in the class.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="handovers")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="received_handovers", verbose_name=_("handed to")
    )
    state = models.CharField(_("state"), max_length=10, choices=HandoverState, default=HandoverState.OFFERED)
    words = models.CharField(_("what it is for"), max_length=500, blank=True)
    hold_until = models.DateField(_("to be held until"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    taken_class = models.ForeignKey(
        TrainingClass, on_delete=models.SET_NULL, null=True, blank=True, related_name="taken_from"
    )
    offered_at = models.DateTimeField(_("offered"), auto_now_add=True)
    offered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("programme handed over")
        verbose_name_plural = _("programmes handed over")
        ordering = ["-offered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "organisation"],
                condition=Q(state__in=["offered", "taken"]),
                name="handover_once_an_organisation",
            ),
            models.CheckConstraint(condition=Q(taken_class__isnull=True) | Q(state="taken"), name="handover_taken"),
        ]
        indexes = [models.Index(fields=["organisation", "state", "-offered_at"], name="handover_received")]

    def __str__(self) -> str:
        return f"{self.training_class} → {self.organisation}"
