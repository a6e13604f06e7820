"""Quizzes of a class: which questionnaire is asked when, the number of each sheet, and who took which."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.questionnaires.models import Questionnaire, Response, Version
from caunoi.training.enums import QuizMoment
from caunoi.training.models.agenda import Sitting
from caunoi.training.models.enrolment import Enrolment
from caunoi.training.models.training_class import TrainingClass


class ClassQuiz(models.Model):
    """A questionnaire that is asked in a class: before it, after it, or at another time.

    Without a version, the newest one is taken when the first person begins. It opens by hand (``opened_at``) or with a
    sitting; ``closed_at`` ends it in either case.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="quizzes")
    moment = models.CharField(_("asked"), max_length=5, choices=QuizMoment)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="class_quizzes", verbose_name=_("questionnaire")
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="class_quizzes")
    sitting = models.ForeignKey(
        Sitting,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="quizzes",
        verbose_name=_("opens with the sitting"),
    )
    opened_at = models.DateTimeField(_("opened"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    # Put off by hand: it closes by itself then instead of three quarters of an hour after the sitting.
    closes_at = models.DateTimeField(_("closes by itself"), null=True)
    # Whether participants see their own result once it is closed; until then nobody learns what is right.
    shows_result = models.BooleanField(_("participants see their own result"), default=True)

    class Meta:
        verbose_name = _("quiz of a class")
        verbose_name_plural = _("quizzes of a class")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "moment"], condition=Q(moment__in=["pre", "post"]), name="quiz_one_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_moment_display()}"


class SheetNumber(models.Model):
    """The number under which a participant's sheets of a class are printed and typed in; it never changes.

    Odd numbers get form A first and form B afterwards, even ones the other way round: neighbours sit over different
    sheets, and each form is asked of half the class before and of the other half after.
    """

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="sheet_numbers")
    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="sheet_number")
    number = models.PositiveIntegerField(_("sheet number"))

    class Meta:
        verbose_name = _("sheet number")
        verbose_name_plural = _("sheet numbers")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["training_class", "number"], name="sheet_number_once_a_class")]

    def __str__(self) -> str:
        return str(self.number)


class QuizTake(models.Model):
    """That a participant takes a quiz. Its key is all that the response knows of who answers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    quiz = models.ForeignKey(ClassQuiz, on_delete=models.CASCADE, related_name="takes")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="quiz_takes")
    response = models.OneToOneField(Response, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("quiz taken")
        verbose_name_plural = _("quizzes taken")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["quiz", "enrolment"], name="quiz_taken_once")]

    def __str__(self) -> str:
        return str(self.pk)
