"""Who takes part."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.models import Organisation, Person, User
from caunoi.training.enums import EnrolmentState
from caunoi.training.models.agenda import VenuePoint
from caunoi.training.models.training_class import TrainingClass


class RosterBatch(models.Model):
    """One list taken over at once, and undone at once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="roster_batches")
    source = models.CharField(_("source"), max_length=200, blank=True)
    count = models.PositiveIntegerField(_("rows"))
    accepted_at = models.DateTimeField(auto_now_add=True)
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("list taken over")
        verbose_name_plural = _("lists taken over")
        ordering = ["-accepted_at"]

    def __str__(self) -> str:
        return self.source or str(self.pk)


class Enrolment(models.Model):
    """A person in a class, with the post and unit as they stood at that time."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    post = models.CharField(_("post held then"), max_length=300, blank=True)
    unit_text = models.CharField(_("unit"), max_length=200, blank=True)
    folded_unit = models.CharField(max_length=200, blank=True)
    sender = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="sent_enrolments"
    )
    venue_point = models.ForeignKey(
        VenuePoint, on_delete=models.SET_NULL, null=True, blank=True, related_name="enrolments"
    )
    state = models.CharField(_("state"), max_length=10, choices=EnrolmentState, default=EnrolmentState.NOMINATED)
    substitute_for = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="substitute"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    # Put on the list, or taken off it, when it was settled already.
    after_settled = models.BooleanField(_("after the list was settled"), default=False, db_default=False)
    # That the office pays meals and travel; entered by a person, never worked out from a post.
    off_payroll = models.BooleanField(_("off the State payroll"), default=False, db_default=False)
    batch = models.ForeignKey(RosterBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="enrolments")
    # Copied from the person and the unit so that a sheet of 300 comes sorted from one index.
    sort_name = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["folded_unit", "sort_name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "person"], name="enrolment_once_a_class"),
            models.CheckConstraint(condition=~Q(substitute_for=F("id")), name="enrolment_substitutes_another"),
        ]
        indexes = [models.Index(fields=["training_class", "folded_unit", "sort_name"], name="enrolment_sheet_order")]

    def __str__(self) -> str:
        return self.person.full_name
