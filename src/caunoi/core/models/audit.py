"""The audit trail: append-only rows, sealed in batches into one chain an organisation, and into one for all."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One change: who, when, what, from what to what.

    What names nobody by itself (time, organisation, action, ids) is bound openly and stays for ever. Names and free
    words (``actor_name``, ``object_label``, ``details``, ``reason``) are bound through ``words_digest``, salted with
    ``salt``: they can be wiped, and the row still fits its seal. ``wiped_at`` shows that they were.
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
    words_digest = models.CharField(max_length=64)
    wiped_at = models.DateTimeField(_("names wiped at"), null=True)
    # Only of a row that tells of a wiping: how many rows it wiped, and the digest of what was left in them.
    wipes = models.PositiveIntegerField(null=True)
    wipes_digest = models.CharField(max_length=64, blank=True)
    seal = models.ForeignKey("AuditSeal", on_delete=models.PROTECT, null=True, related_name="entries")

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["at", "id"], name="audit_by_time"),
            models.Index(fields=["object_type", "object_id", "id"], name="audit_by_object"),
            models.Index(fields=["organisation_id", "at", "id"], name="audit_by_organisation"),
            models.Index(fields=["action", "at", "id"], name="audit_by_action"),
            models.Index(
                fields=["person_id", "id"], name="audit_by_person", condition=models.Q(person_id__isnull=False)
            ),
            models.Index(fields=["actor_id", "at", "id"], name="audit_by_actor"),
            models.Index(fields=["id"], name="audit_unsealed", condition=models.Q(seal__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_label}"


class AuditWipe(models.Model):
    """That ``wiping``, a row of the trail, wiped words of ``entry``; ``left_digest`` binds what was left of them."""

    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="wipes_of_it")
    wiping = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="wiped_rows")
    left_digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("wiping of an audit entry")
        verbose_name_plural = _("wipings of audit entries")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["wiping", "entry"], name="audit_wipe_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} ← {self.wiping_id}"


class AuditSeal(models.Model):
    """A batch of one organisation's entries, chained to the organisation's batch before it and to all before it.

    ``leaves`` holds 40 bytes for each row, ordered by id: the id (8 bytes, big-endian) and the digest of what the row
    says, so that a removed, changed, moved or added row can be named. ``digest`` binds leaves and the organisation's
    chain; ``chain`` binds all seals of the installation in the order of ``position``.
    """

    organisation_id = models.UUIDField(null=True)
    number = models.PositiveIntegerField()
    position = models.PositiveBigIntegerField(unique=True)
    sealed_at = models.DateTimeField(auto_now_add=True)
    count = models.PositiveIntegerField()
    leaves = models.BinaryField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit seal")
        verbose_name_plural = _("audit seals")
        ordering = ["position"]
        constraints = [
            # Two, because SQLite takes one null for different from another.
            models.UniqueConstraint(fields=["organisation_id", "number"], name="audit_seal_number_once"),
            models.UniqueConstraint(
                fields=["number"], condition=models.Q(organisation_id__isnull=True), name="audit_seal_number_once_above"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number} ({self.count})"
