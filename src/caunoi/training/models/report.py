"""The frozen facts of a class."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.core.models import StoredFile
from caunoi.directory.models import User
from caunoi.training.models.training_class import TrainingClass


class ClassReport(models.Model):
    """One version of a class's facts, never changed; a new close is a new version with its reason.

    ``facts`` and ``participants`` refer to persons by id; their names as they stood lie in ``names`` and can be wiped
    by themselves. The shape of ``facts`` is ``training.facts.ClassFacts``; ``participants`` holds the list with its
    marks, ``ParticipantFact`` each, apart so that statistics need not read it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="reports")
    version = models.PositiveSmallIntegerField(_("version"))
    facts = models.JSONField()
    participants = models.JSONField(default=list)
    names = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("closed at"), auto_now_add=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    # Entered afterwards, when the registry gave them.
    number = models.CharField(_("number of the registry"), max_length=60, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("class report")
        verbose_name_plural = _("class reports")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "version"], name="class_report_version_once"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="class_report_reason_given"),
        ]

    def __str__(self) -> str:
        return f"{self.training_class} ({self.version})"
