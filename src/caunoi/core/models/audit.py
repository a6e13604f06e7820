"""The audit trail: append-only rows, sealed in batches into one chain an organisation."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One change: who, when, what, from what to what.

    Names and texts lie in ``details`` and can be wiped by themselves; ``commitment`` binds the row's facts through
    ``salt``, so that the chain still verifies after ``details`` and ``salt`` were wiped.
    """

    at = models.DateTimeField(_("at"), auto_now_add=True)
    organisation_id = models.UUIDField(_("organisation"), null=True)
    actor_id = models.UUIDField(_("done by"), null=True)
    actor_name = models.CharField(_("name at the time"), max_length=200, blank=True)
    action = models.CharField(_("action"), max_length=60)
    object_type = models.CharField(_("kind of object"), max_length=60)
    object_id = models.CharField(_("object"), max_length=40)
    object_label = models.CharField(_("called at the time"), max_length=300, blank=True)
    person_id = models.UUIDField(_("person concerned"), null=True)
    details = models.JSONField(_("details"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    salt = models.CharField(max_length=32)
    commitment = models.CharField(max_length=64)
    seal = models.ForeignKey("AuditSeal", on_delete=models.PROTECT, null=True, related_name="entries")

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"], name="audit_by_object"),
            models.Index(fields=["organisation_id", "id"], name="audit_by_organisation"),
            models.Index(fields=["person_id", "id"], name="audit_by_person"),
            models.Index(fields=["actor_id", "id"], name="audit_by_actor"),
            models.Index(fields=["id"], name="audit_unsealed", condition=models.Q(seal__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_label}"


class AuditSeal(models.Model):
    """A batch of one organisation's entries, chained to the batch before it."""

    organisation_id = models.UUIDField(null=True)
    number = models.PositiveIntegerField()
    sealed_at = models.DateTimeField(auto_now_add=True)
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit seal")
        verbose_name_plural = _("audit seals")
        ordering = ["id"]
        constraints = [
            # Two, because SQLite takes one null for different from another.
            models.UniqueConstraint(fields=["organisation_id", "number"], name="audit_seal_number_once"),
            models.UniqueConstraint(
                fields=["number"], condition=models.Q(organisation_id__isnull=True), name="audit_seal_number_once_above"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number} ({self.count})"
