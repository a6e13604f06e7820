"""What people say of a class on sheets without a name: detached from who they are before anybody can read it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.fields import EncryptedJSONField
from caunoi.core.ids import new_id
from caunoi.directory.models import Person
from caunoi.questionnaires.models import Version
from caunoi.training.enums import RemarkState, SurveyAudience, SurveyMoment
from caunoi.training.models.hall import new_salt
from caunoi.training.models.seats import Quota
from caunoi.training.models.training_class import TrainingClass


class Survey(models.Model):
    """One asking of the participants of a class, or of the heads of the units that sent them.

    Nothing of it is read before it is closed. ``sheets`` is then the number handed in; None where there were too few
    to be told, and all of them are gone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="surveys")
    moment = models.CharField(_("when"), max_length=10, choices=SurveyMoment, default=SurveyMoment.AFTER)
    audience = models.CharField(
        _("who is asked"), max_length=12, choices=SurveyAudience, default=SurveyAudience.PARTICIPANT
    )
    # The office's own questions behind those that every class is asked.
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_on = models.DateField(_("since"))
    closes_on = models.DateField(_("until"))
    closed_at = models.DateTimeField(_("closed"), null=True)
    sheets = models.PositiveIntegerField(_("sheets"), null=True)
    # Marks are mixed with it; emptied at closing.
    salt = models.CharField(max_length=32, default=new_salt, blank=True)

    class Meta:
        verbose_name = _("evaluation of a class")
        verbose_name_plural = _("evaluations of classes")
        ordering = ["opened_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "moment", "audience"], name="survey_once_a_moment"),
        ]
        indexes = [
            models.Index(fields=["closes_on"], name="survey_open", condition=Q(closed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_moment_display()}, {self.get_audience_display()}"

    @property
    def is_open(self) -> bool:
        """Whether sheets can be handed in."""
        return self.closed_at is None


class SurveyMark(models.Model):
    """That somebody took a blank sheet: a hash that says nothing without keys and salt. Gone at closing."""

    mark = models.CharField(max_length=64, primary_key=True)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("mark of a blank sheet taken")
        verbose_name_plural = _("marks of blank sheets taken")
        ordering = ["mark"]

    def __str__(self) -> str:
        return self.mark[:8]


class UsedSlip(models.Model):
    """That a blank sheet was handed in: the hash of its number, which was never written down. Gone at closing."""

    slip = models.CharField(max_length=64, primary_key=True)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("sheet handed in")
        verbose_name_plural = _("sheets handed in")
        ordering = ["slip"]

    def __str__(self) -> str:
        return self.slip[:8]


class PooledSheet(models.Model):
    """A sheet that waits until enough others lie with it; encrypted, under a random key, without a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    body = EncryptedJSONField()

    class Meta:
        verbose_name = _("sheet that waits")
        verbose_name_plural = _("sheets that wait")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.pk)


class SurveySheet(models.Model):
    """The ticks of one sheet, without its words: written in shuffled batches, under a random key, without a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("sheet without a name")
        verbose_name_plural = _("sheets without a name")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.pk)


class SurveyRemark(models.Model):
    """Words of a sheet, apart from its ticks, so that neither tells of the other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="remarks")
    question = models.CharField(max_length=40)
    text = models.TextField(_("remark"))
    state = models.CharField(_("state"), max_length=8, choices=RemarkState, default=RemarkState.HELD)

    class Meta:
        verbose_name = _("remark on a sheet")
        verbose_name_plural = _("remarks on sheets")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.pk)


class FollowUpRefusal(models.Model):
    """A person, or the unit of a class, who wants no more questions months after a class."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, null=True, related_name="+")
    quota = models.OneToOneField(Quota, on_delete=models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("refusal of later questions")
        verbose_name_plural = _("refusals of later questions")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, quota__isnull=False) | Q(person__isnull=False, quota__isnull=True),
                name="follow_up_refusal_of_one",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
