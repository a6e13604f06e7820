"""Questions from the floor."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.training.enums import Moderation, QuestionSource, QuestionState
from caunoi.training.models.agenda import AgendaItem
from caunoi.training.models.training_class import TrainingClass


class Question(models.Model):
    """A question or difficulty raised in a class. Who asked is not recorded.

    One from a phone has a random key and a time without minutes, so that neither tells who was on which page then.
    The report holds what is shown and stands by itself: what was merged into another counts there.
    """

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
    source = models.CharField(
        _("came in"), max_length=8, choices=QuestionSource, default=QuestionSource.DESK, db_default=QuestionSource.DESK
    )
    moderation = models.CharField(
        _("in the hall"), max_length=8, choices=Moderation, default=Moderation.SHOWN, db_default=Moderation.SHOWN
    )
    hidden_because = models.CharField(_("hidden because"), max_length=300, blank=True, default="", db_default="")
    votes = models.PositiveIntegerField(_("votes"), default=0, db_default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("question from the floor")
        verbose_name_plural = _("questions from the floor")
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.text[:80]


class QuestionMerge(models.Model):
    """That a question asks the same as another, which stands for both; taken away, it stands by itself again."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, primary_key=True, related_name="merge")
    into = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="merges")
    # Votes of those who had voted for both.
    double_votes = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("merging of two questions")
        verbose_name_plural = _("mergings of questions")
        ordering = ["question"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(question=models.F("into")), name="question_not_into_itself"),
        ]

    def __str__(self) -> str:
        return str(self.question_id)
