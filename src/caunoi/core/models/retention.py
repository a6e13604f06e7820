"""How long each kind of thing is kept, by whose decision, and what was cleared away."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Confidence(models.TextChoices):
    """How sure it is that a rule says what stands here."""

    HIGH = "H", _("two sources agree")
    MEDIUM = "M", _("one copy was read")
    LOW = "L", _("from the press only")
    OWN = "own", _("the office's own rule")


class RetentionRule(models.Model):
    """From ``valid_from`` on, things of the kind ``kind`` are kept for ``days`` days; None: for as long as they are.

    Where no row holds, what the program came with does.
    """

    kind = models.CharField(max_length=40)
    days = models.PositiveIntegerField(_("kept for (days)"), null=True, blank=True)
    valid_from = models.DateField(_("from"))
    citation = models.CharField(_("by which rule"), max_length=300)
    confidence = models.CharField(_("how sure"), max_length=3, choices=Confidence, default=Confidence.OWN)

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")
        ordering = ["kind", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="retention_one_rule_a_day"),
            models.CheckConstraint(condition=~models.Q(citation=""), name="retention_rule_is_cited"),
        ]

    def __str__(self) -> str:
        return self.kind


class RetentionRun(models.Model):
    """One time that things of one kind were cleared away: how many, and how long they had been kept."""

    kind = models.CharField(max_length=40)
    days = models.PositiveIntegerField(_("kept for (days)"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        verbose_name = _("clearing away")
        verbose_name_plural = _("clearings away")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["kind", "-at"], name="retention_last_run")]

    def __str__(self) -> str:
        return self.kind
