"""What is asked: a questionnaire, its versions, their questions; and the bank that questions come from."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.models import Organisation
from caunoi.questionnaires.enums import Form, ItemKind, Purpose


class Questionnaire(models.Model):
    """What an office asks again and again. What it asks stands in its versions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="questionnaires", verbose_name=_("kept by")
    )
    title = models.CharField(_("title"), max_length=300)
    folded_title = models.CharField(max_length=300)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose, default=Purpose.QUIZ)
    retired_at = models.DateTimeField(_("out of use since"), null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["folded_title", "id"]
        indexes = [models.Index(fields=["owner", "folded_title"], name="questionnaire_by_title")]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One wording of a questionnaire. Whoever answers does so to one version; from its first use on it is frozen.

    ``revision`` rises with each change of a draft: two clerks can't overwrite each other.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    intro = models.TextField(_("what stands above the questions"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("time limit in minutes"), null=True, blank=True)
    shuffle_items = models.BooleanField(_("questions in an order of their own for each person"), default=False)
    shuffle_choices = models.BooleanField(_("choices in an order of their own for each person"), default=False)
    frozen_at = models.DateTimeField(_("in use since"), null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("version of a questionnaire")
        verbose_name_plural = _("versions of questionnaires")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="questionnaire_version_once"),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=Q(frozen_at__isnull=True), name="questionnaire_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} ({self.number})"

    @property
    def is_draft(self) -> bool:
        """Whether it may still change."""
        return self.frozen_at is None


class BankItem(models.Model):
    """A question that an office keeps to use again. ``topic_key`` is whatever the caller sorts questions by."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bank_items")
    topic_key = models.UUIDField(null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind)
    text = models.TextField(_("question"))
    folded_text = models.CharField(max_length=500)
    # The shape of a body hangs on the kind: caunoi.questionnaires.shape.bodies.
    body = models.JSONField(default=dict)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, default=Decimal(1))

    class Meta:
        verbose_name = _("question of the bank")
        verbose_name_plural = _("questions of the bank")
        ordering = ["folded_text", "id"]
        indexes = [models.Index(fields=["owner", "topic_key"], name="bank_by_topic")]

    def __str__(self) -> str:
        return self.text[:80]


class Item(models.Model):
    """A question of a version. ``key`` is the same in every version that asks it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="items")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    form = models.CharField(_("form"), max_length=1, choices=Form, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind)
    text = models.TextField(_("question"))
    hint = models.CharField(_("hint"), max_length=500, blank=True)
    body = models.JSONField(default=dict)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, default=Decimal(1))
    required = models.BooleanField(_("must be answered"), default=False)
    bank_item = models.ForeignKey(BankItem, on_delete=models.SET_NULL, null=True, related_name="uses")

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="questionnaire_item_once"),
            models.CheckConstraint(condition=~Q(text=""), name="questionnaire_item_has_words"),
            models.CheckConstraint(condition=Q(points__gte=0), name="questionnaire_item_points"),
        ]

    def __str__(self) -> str:
        return self.text[:80]
