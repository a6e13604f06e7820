"""Questions from the floor."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.training.enums import QuestionState
from caunoi.training.models.agenda import AgendaItem
from caunoi.training.models.training_class import TrainingClass


class Question(models.Model):
    """A question or difficulty raised in a class. Who asked is not recorded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="questions")
    agenda_item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions", verbose_name=_("topic")
    )
    text = models.TextField(_("question"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.CharField(_("answered by"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    state = models.CharField(_("state"), max_length=10, choices=QuestionState, default=QuestionState.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("question from the floor")
        verbose_name_plural = _("questions from the floor")
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.text[:80]
