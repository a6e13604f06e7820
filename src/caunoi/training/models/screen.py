"""The big screen of a hall."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.training.models.training_class import TrainingClass


class Screen(models.Model):
    """What became of a class's screen address: which one holds, and whether it was closed.

    A class without a row has its first address, and it is open.
    """

    training_class = models.OneToOneField(
        TrainingClass, on_delete=models.CASCADE, primary_key=True, related_name="screen"
    )
    # Rises with every renewal; an address holds the number that it was made for.
    generation = models.PositiveSmallIntegerField(_("renewed so many times"), default=0)
    closed_at = models.DateTimeField(_("closed"), null=True)

    class Meta:
        verbose_name = _("big screen")
        verbose_name_plural = _("big screens")
        ordering = ["training_class"]

    def __str__(self) -> str:
        return str(self.training_class_id)
