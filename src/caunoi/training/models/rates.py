"""What may be paid: rate tables with their validity and citation, and rules of tax. None comes with the program."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.core.models.retention import Confidence
from caunoi.directory.models import Directive, Organisation
from caunoi.training.enums import RateKind

PERIODS = (4, 5)


class RateTable(models.Model):
    """The rates that an office keeps, usually a province's; they serve it and the offices below it.

    Valid from ``valid_from`` until ``valid_to``, both days included. ``periods_per_sitting`` says for how many periods
    of 45 minutes a speaker's rate of one sitting stands.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="rate_tables", verbose_name=_("kept by")
    )
    name = models.CharField(_("name"), max_length=200)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="rate_tables", verbose_name=_("by")
    )
    citation = models.CharField(_("by which rule"), max_length=300, blank=True)
    confidence = models.CharField(_("how sure"), max_length=3, choices=Confidence, default=Confidence.OWN)
    periods_per_sitting = models.PositiveSmallIntegerField(
        _("periods of a sitting"), default=PERIODS[0], validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("rate table")
        verbose_name_plural = _("rate tables")
        ordering = ["-valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="rate_table_days_in_order"
            ),
            models.CheckConstraint(condition=Q(periods_per_sitting__gte=1), name="rate_table_has_periods"),
        ]
        indexes = [models.Index(fields=["owner", "-valid_from"], name="rate_table_by_day")]

    def __str__(self) -> str:
        return self.name


class Rate(models.Model):
    """One row of a table, in đồng. A speaker's row names the rank of the post, the academic title, or both."""

    table = models.ForeignKey(RateTable, on_delete=models.CASCADE, related_name="rates")
    kind = models.CharField(_("what for"), max_length=16, choices=RateKind)
    post_rank = models.CharField(_("rank of the post"), max_length=200, blank=True)
    academic_title = models.CharField(_("academic title"), max_length=200, blank=True)
    # Rank and title folded, so that a grade finds its row in the table of another year.
    grade_key = models.CharField(max_length=410, blank=True)
    label = models.CharField(_("words"), max_length=200, blank=True)
    amount = models.PositiveBigIntegerField(_("amount (đồng)"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "grade_key"], condition=Q(kind="speaker"), name="rate_once_a_grade"
            ),
            models.CheckConstraint(condition=~Q(kind="speaker") | ~Q(grade_key=""), name="rate_of_a_grade"),
        ]

    def __str__(self) -> str:
        return grade_words(self.post_rank, self.academic_title) or self.label or str(self.get_kind_display())


class TaxRule(models.Model):
    """From ``valid_from`` on, ``percent`` of a fee is kept back where the fee is ``threshold`` đồng or more."""

    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="tax_rules", verbose_name=_("kept by")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    threshold = models.PositiveBigIntegerField(_("from (đồng)"))
    percent = models.DecimalField(
        _("per cent"), max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    citation = models.CharField(_("by which rule"), max_length=300)
    confidence = models.CharField(_("how sure"), max_length=3, choices=Confidence, default=Confidence.OWN)

    class Meta:
        verbose_name = _("rule of tax")
        verbose_name_plural = _("rules of tax")
        ordering = ["-valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="tax_rule_days_in_order"
            ),
            models.CheckConstraint(condition=Q(percent__range=(0, 100)), name="tax_rule_percent"),
            models.CheckConstraint(condition=~Q(citation=""), name="tax_rule_is_cited"),
        ]

    def __str__(self) -> str:
        return f"{self.percent:f}%"


def grade_words(post_rank: str, academic_title: str) -> str:
    """Return a grade as one line: rank, title, or both."""
    return "; ".join(part for part in (post_rank, academic_title) if part)
