"""A report that was read, until a person has looked at it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.models import Organisation, User
from caunoi.intake.enums import CandidateState
from caunoi.training.models import TrainingClass


class ReportCandidate(models.Model):
    """What the reader made of one report, and what a person decided about each value.

    ``reading`` is what was read and never changes; ``decisions`` holds what a person made of it (the shapes of both
    are in ``intake.facts``). ``text`` is the reader's normal form, so that spans, counted in code points, fit it.
    ``revision`` rises with every saved change. Only ``organisation`` and those above it see a candidate.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="report_candidates", verbose_name=_("kept by")
    )
    source = models.CharField(_("file"), max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    text = models.TextField(_("text"))
    reading = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict)
    # What the list shows; follows the decisions.
    title = models.CharField(_("title"), max_length=300)
    folded_title = models.CharField(max_length=300)
    held_first = models.DateField(_("first day"), null=True, blank=True)
    open_count = models.PositiveSmallIntegerField(_("values to review"), default=0)
    uncertain_count = models.PositiveSmallIntegerField(_("uncertain values"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=CandidateState, default=CandidateState.WAITING)
    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, null=True, blank=True, related_name="report_candidates"
    )
    # Tied to a class that stood here already, instead of having become one.
    linked = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("sent in"), auto_now_add=True)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("old report")
        verbose_name_plural = _("old reports")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sha256"], name="candidate_text_once"),
            models.CheckConstraint(
                condition=Q(state="accepted", training_class__isnull=False)
                | (~Q(state="accepted") & Q(training_class__isnull=True)),
                name="candidate_accepted_has_a_class",
            ),
            models.CheckConstraint(
                condition=Q(linked=False) | Q(state="accepted"), name="candidate_linked_is_accepted"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-at", "-id"], name="candidate_by_state"),
            models.Index(fields=["organisation", "state", "-at", "-id"], name="candidate_by_office"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        """Whether a person can still decide about its values."""
        return self.state == CandidateState.WAITING
