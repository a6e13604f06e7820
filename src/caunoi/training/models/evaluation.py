"""What the evaluation sheets of a class say, as counts: a sheet, and whose it was, is never kept."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.training.models.agenda import AgendaItem

# The marks of a sheet, from the lowest to the best.
MARKS = (1, 2, 3, 4, 5)
MARK_COLUMNS = tuple(f"marks_{mark}" for mark in MARKS)


class EvaluationTally(models.Model):
    """How many sheets gave a topic of the programme which mark."""

    agenda_item = models.OneToOneField(
        AgendaItem, on_delete=models.CASCADE, related_name="evaluation", verbose_name=_("programme item")
    )
    marks_1 = models.PositiveIntegerField(_("sheets with mark 1"), default=0)
    marks_2 = models.PositiveIntegerField(_("sheets with mark 2"), default=0)
    marks_3 = models.PositiveIntegerField(_("sheets with mark 3"), default=0)
    marks_4 = models.PositiveIntegerField(_("sheets with mark 4"), default=0)
    marks_5 = models.PositiveIntegerField(_("sheets with mark 5"), default=0)
    # Of sheets from phones the number and the sum alone are kept: few of one mark could be known by it.
    phone_sheets = models.PositiveIntegerField(_("sheets from phones"), default=0, db_default=0)
    phone_total = models.PositiveIntegerField(_("sum of their marks"), default=0, db_default=0)

    class Meta:
        verbose_name = _("evaluation of a topic")
        verbose_name_plural = _("evaluations of topics")

    def __str__(self) -> str:
        return str(self.agenda_item)

    @property
    def counts(self) -> tuple[int, ...]:
        """The numbers of sheets, from the lowest mark to the best."""
        return tuple(getattr(self, name) for name in MARK_COLUMNS)
