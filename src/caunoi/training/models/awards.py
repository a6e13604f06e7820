"""Who of a class gets a certificate: the rule, and what was decided against it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.directory.models import User
from caunoi.training.models.enrolment import Enrolment
from caunoi.training.models.training_class import TrainingClass


class AwardRule(models.Model):
    """By what a certificate of the class is earned, and what it says; nothing holds that was not typed.

    ``subject`` are words for the certificate: what the class is called, and for whom, stays with the class.
    """

    training_class = models.OneToOneField(
        TrainingClass, on_delete=models.CASCADE, primary_key=True, related_name="award_rule"
    )
    # Percent of the sittings; None asks for none.
    min_share = models.PositiveSmallIntegerField(_("share of the sittings"), null=True)
    # Percent of the best quiz; None asks for none.
    min_score = models.PositiveSmallIntegerField(_("score"), null=True)
    subject = models.CharField(_("content on the certificate"), max_length=200)
    hours = models.PositiveSmallIntegerField(_("hours of study"), null=True)
    result = models.CharField(_("result on the certificate"), max_length=60, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("rule for certificates")
        verbose_name_plural = _("rules for certificates")
        constraints = [
            models.CheckConstraint(
                condition=Q(min_share__isnull=True) | Q(min_share__range=(1, 100)), name="award_rule_share_is_percent"
            ),
            models.CheckConstraint(
                condition=Q(min_score__isnull=True) | Q(min_score__range=(1, 100)), name="award_rule_score_is_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.training_class.code


class AwardOverride(models.Model):
    """That somebody gets a certificate, or none, whatever the rule says; with the reason."""

    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.CASCADE, primary_key=True, related_name="award_override"
    )
    grants = models.BooleanField(_("gets a certificate"))
    reason = models.CharField(_("reason"), max_length=300)
    decided_at = models.DateTimeField(auto_now=True)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("decision on a certificate")
        verbose_name_plural = _("decisions on certificates")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="award_override_reason_given")]

    def __str__(self) -> str:
        return str(self.enrolment_id)
