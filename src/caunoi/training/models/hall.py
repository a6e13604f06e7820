"""What phones in the hall may do, and what is kept so that each does it once."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.training.models.enrolment import Enrolment
from caunoi.training.models.question import Question
from caunoi.training.models.training_class import TrainingClass


def new_salt() -> str:
    """Return what marks of one class are mixed with: without it they are never made again."""
    return secrets.token_hex(16)


class Hall(models.Model):
    """The hall of a class: whether phones may ask and vote, and the number of its link."""

    training_class = models.OneToOneField(
        TrainingClass, on_delete=models.CASCADE, primary_key=True, related_name="hall"
    )
    takes_questions = models.BooleanField(_("takes questions from phones"), default=True)
    follows_up = models.BooleanField(_("asks again after 3 and 6 months"), default=False)
    # Raised to end the link that hangs on the wall.
    link_number = models.PositiveSmallIntegerField(default=1)
    # Thrown away and made anew when the class is closed, with the marks.
    salt = models.CharField(max_length=32, default=new_salt)

    class Meta:
        verbose_name = _("hall of a class")
        verbose_name_plural = _("halls of classes")
        ordering = ["training_class"]

    def __str__(self) -> str:
        return str(self.training_class)


class OnceMark(models.Model):
    """That something was done once, by a hash that names neither who nor what; lives until the class is closed.

    No time, and a random order: the hash is the key.
    """

    mark = models.CharField(max_length=64, primary_key=True)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("mark of what was done once")
        verbose_name_plural = _("marks of what was done once")
        ordering = ["mark"]

    def __str__(self) -> str:
        return self.mark[:8]


class QuestionAsker(models.Model):
    """Whom an answer is to be sent to, because he asked for that. Goes as soon as it was.

    Nothing at the desk reads it; it stands apart from the question so that it can go without a trace.
    """

    question = models.OneToOneField(Question, on_delete=models.CASCADE, primary_key=True, related_name="asker")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("somebody who awaits an answer")
        verbose_name_plural = _("people who await an answer")
        ordering = ["question"]

    def __str__(self) -> str:
        return str(self.question_id)
