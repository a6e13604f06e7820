"""What was answered."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.questionnaires.enums import Form
from caunoi.questionnaires.models.questionnaire import Questionnaire, Version


class Response(models.Model):
    """The answers of one respondent, whom only the caller knows, to one version.

    ``answers`` maps the key of a question to its answer (``caunoi.questionnaires.shape.answers``), ``changed_at`` the
    same key to the revision at which it changed last. What arrived after the time was over lies in ``late``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="responses")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="responses")
    respondent = models.UUIDField()
    # The same seed shows the same order.
    seed = models.PositiveBigIntegerField()
    form = models.CharField(_("form"), max_length=1, choices=Form, blank=True)
    started_at = models.DateTimeField(_("begun"))
    due_at = models.DateTimeField(_("time is over"), null=True)
    submitted_at = models.DateTimeField(_("handed in"), null=True)
    from_paper = models.BooleanField(_("typed in from paper"), default=False)
    answers = models.JSONField(default=dict)
    changed_at = models.JSONField(default=dict)
    late = models.JSONField(default=dict)
    late_at = models.DateTimeField(_("came late"), null=True)
    revision = models.PositiveIntegerField(default=0)
    # Only of what was handed in and has right answers.
    points = models.DecimalField(_("points"), max_digits=8, decimal_places=2, null=True)
    most = models.DecimalField(_("points at most"), max_digits=8, decimal_places=2, null=True)
    percent = models.DecimalField(_("percent"), max_digits=5, decimal_places=2, null=True)

    class Meta:
        verbose_name = _("answered questionnaire")
        verbose_name_plural = _("answered questionnaires")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "respondent"], name="response_once_a_respondent"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__lte=F("most")), name="response_points_at_most"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="response_due", condition=Q(submitted_at__isnull=True))]

    def __str__(self) -> str:
        return str(self.pk)
