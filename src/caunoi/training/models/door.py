"""The door: how a class counts, the devices that scan, what they saw, and what the desk has to decide of it."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.models import User
from caunoi.training.enums import DoorAnswer, DoorReviewKind, DoorScanKind
from caunoi.training.models.agenda import Sitting
from caunoi.training.models.enrolment import Enrolment
from caunoi.training.models.training_class import TrainingClass

_PERCENT = [MaxValueValidator(100)]


class DoorRules(models.Model):
    """How a class counts what comes from its door; the words of the numbers stand in ``door_rules.Rules``.

    Uploads of one class wait for each other at this row: its scans stand in the order of their numbers.
    """

    training_class = models.OneToOneField(
        TrainingClass, on_delete=models.CASCADE, primary_key=True, related_name="door_rules"
    )
    grace_minutes = models.PositiveSmallIntegerField(_("minutes of grace after the beginning"), default=15)
    opens_minutes_before = models.PositiveSmallIntegerField(_("minutes before, from which one may come in"), default=90)
    leave_minutes = models.PositiveSmallIntegerField(_("minutes before the end, from which one may leave"), default=15)
    sitting_share = models.PositiveSmallIntegerField(_("percent of a sitting"), default=0, validators=_PERCENT)
    class_share = models.PositiveSmallIntegerField(_("percent of the sittings"), default=0, validators=_PERCENT)
    # Scans up to this number are counted.
    derived_upto = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("rules of attendance")
        verbose_name_plural = _("rules of attendance")

    def __str__(self) -> str:
        return str(self.training_class)


class DoorDevice(models.Model):
    """A phone or laptop at a door of one class. Only hashes of its secrets are kept.

    Made at the desk with a link that works once; with it the device gets its own secret. Taken back, it gets nothing
    any more, and what it sends is kept aside.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="door_devices")
    label = models.CharField(_("name of the device"), max_length=60)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("added"), auto_now_add=True)
    pairing_hash = models.CharField(max_length=64, blank=True, db_index=True)
    pairing_until = models.DateTimeField(null=True)
    secret_hash = models.CharField(max_length=64, blank=True)
    paired_at = models.DateTimeField(_("took the list along"), null=True)
    last_seen_at = models.DateTimeField(_("last contact"), null=True)
    # Server minus device at the last contact, in milliseconds.
    clock_off = models.BigIntegerField(null=True)
    # What it said of scans that wait on it to be sent: how many, when the oldest of them was made, when it said so.
    waiting = models.PositiveIntegerField(null=True)
    waiting_since = models.DateTimeField(null=True)
    waiting_told_at = models.DateTimeField(null=True)
    # Which of the server's answers it had heard then: a report that came late or twice is known by it.
    waiting_heard = models.BigIntegerField(default=0)
    # Scans that named nobody of the class.
    foreign_scans = models.PositiveIntegerField(default=0)
    # What the list on it looked like (``queries.door.Roster.mark``).
    roster_mark = models.CharField(max_length=32, blank=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        verbose_name = _("device for the door")
        verbose_name_plural = _("devices for the door")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.label


class DoorScan(models.Model):
    """One observation of a device, as it was sent. Append-only, and written by plain SQL: ``services.door.uploading``.

    The device names it (``scan_id``): sent again, it is there once. Rows have no constraints on what they name, so
    that an upload waits for nobody but other uploads of its class.
    """

    number = models.BigAutoField(primary_key=True)
    device = models.ForeignKey(
        DoorDevice, on_delete=models.CASCADE, related_name="scans", db_constraint=False, db_index=False
    )
    scan_id = models.UUIDField()
    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.CASCADE, related_name="door_scans", db_constraint=False, db_index=False
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.SET_NULL, null=True, related_name="door_scans", db_constraint=False, db_index=False
    )
    sitting = models.ForeignKey(
        Sitting, on_delete=models.SET_NULL, null=True, related_name="door_scans", db_constraint=False, db_index=False
    )
    kind = models.CharField(_("kind"), max_length=10, choices=DoorScanKind)
    verdict = models.CharField(_("answer of the device"), max_length=14)
    how = models.CharField(_("how it was read"), max_length=8, blank=True)
    at = models.DateTimeField(_("when"))
    # Why ``at`` is not believed (``door_rules.Moment.why``); "" where it is.
    doubt = models.CharField(max_length=14, blank=True)
    # The device's own clock, in milliseconds since 1970.
    device_at = models.BigIntegerField()
    seq = models.BigIntegerField(default=0)
    received_at = models.DateTimeField(_("came in"))
    # Sent by a device that was taken back: counts only if the desk says so.
    aside = models.BooleanField(default=False)
    # Of an undo: which scan of the device it takes back.
    undoes = models.UUIDField(null=True)
    # Of somebody who is not listed, until the desk has decided.
    name = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    instead_of = models.ForeignKey(
        Enrolment, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = _("scan at the door")
        verbose_name_plural = _("scans at the door")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["device", "scan_id"], name="door_scan_once")]
        indexes = [
            models.Index(fields=["enrolment", "sitting"], name="door_scan_by_cell"),
            models.Index(fields=["training_class", "number"], name="door_scan_of_class"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.sitting_id} {self.kind}"


class DoorReview(models.Model):
    """Something from the door that a person has to decide: somebody not listed, a clock not believed, a contradiction.

    Of one person at one sitting, one of a kind is open at a time.
    """

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="door_reviews")
    kind = models.CharField(_("kind"), max_length=12, choices=DoorReviewKind)
    # The scan that brought it up.
    scan = models.ForeignKey(DoorScan, on_delete=models.CASCADE, related_name="reviews")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, null=True, related_name="door_reviews")
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, null=True, related_name="door_reviews")
    # What the door says: a value of ``Mark``, with reason and figures as in ``Scan.why``.
    mark = models.CharField(max_length=12, blank=True)
    why = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(_("decided"), max_length=10, choices=DoorAnswer, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("matter from the door")
        verbose_name_plural = _("matters from the door")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "sitting", "kind"],
                condition=Q(answer="", enrolment__isnull=False, sitting__isnull=False),
                name="door_review_open_once",
            ),
            models.UniqueConstraint(fields=["scan", "kind"], name="door_review_once_a_scan"),
        ]
        indexes = [models.Index(fields=["training_class", "answer"], name="door_review_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.scan_id}"
