"""The numbers that papers got: from the registry, or from the office's own register."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.core.models import StoredFile
from caunoi.directory.models import Organisation
from caunoi.training.enums import paper_kinds
from caunoi.training.models.plan import Plan, PlanItem
from caunoi.training.models.training_class import TrainingClass


class PaperRegister(models.Model):
    """An office's own register; without one, numbers come from the registry and are typed in.

    Numbers run per kind and year; with ``term_from``, the first year of a term of office, per kind and term.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="paper_register", verbose_name=_("kept by")
    )
    in_use = models.BooleanField(_("the office gives its numbers here"), default=True)
    term_from = models.PositiveSmallIntegerField(_("first year of the term of office"), null=True, blank=True)

    class Meta:
        verbose_name = _("register of papers")
        verbose_name_plural = _("registers of papers")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(term_from__isnull=True) | Q(term_from__range=(1945, 2100)), name="paper_register_term_sane"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class PaperSeries(models.Model):
    """The counter of one kind in one year or term. Whoever takes a number locks its row."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="paper_series")
    kind = models.CharField(_("kind of paper"), max_length=30, choices=paper_kinds)
    # The year, or the first year of the term.
    period = models.PositiveSmallIntegerField(_("year or term"))
    # The last number given on paper before this register began.
    before = models.PositiveIntegerField(_("last number before"), default=0)
    last = models.PositiveIntegerField(_("last number given"), default=0)

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")
        ordering = ["-period", "kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "period"], name="paper_series_once"),
            models.CheckConstraint(condition=Q(last__gte=models.F("before")), name="paper_series_counts_up"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period}: {self.last}"


class PaperRecord(models.Model):
    """What a registry knows of one paper: number, letters, day, signed copy.

    It is about a class, a plan, an item of one, or an office and a period; ``about`` keeps what that was called.
    ``ordinal`` and ``period`` are set where the office's own register gave the number. A voided one keeps its number,
    so that the register has no gap; the subject may then get another.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind of paper"), max_length=30, choices=paper_kinds)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="paper_records", verbose_name=_("issued by")
    )
    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.SET_NULL, null=True, blank=True, related_name="paper_records"
    )
    plan = models.ForeignKey(Plan, on_delete=models.SET_NULL, null=True, blank=True, related_name="paper_records")
    plan_item = models.ForeignKey(
        PlanItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="paper_records"
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    quarter = models.PositiveSmallIntegerField(_("quarter"), null=True, blank=True)
    about = models.CharField(_("about"), max_length=500)
    folded_about = models.CharField(max_length=500)
    number = models.CharField(_("number"), max_length=60, blank=True)
    symbol = models.CharField(_("letters after the number"), max_length=60, blank=True)
    ordinal = models.PositiveIntegerField(null=True, blank=True)
    period = models.PositiveSmallIntegerField(null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(_("voided"), null=True, blank=True)
    void_reason = models.CharField(_("reason"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)

    class Meta:
        verbose_name = _("entry of the register of papers")
        verbose_name_plural = _("entries of the register of papers")
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "period", "ordinal"],
                condition=Q(ordinal__isnull=False),
                name="paper_number_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "training_class"],
                condition=Q(training_class__isnull=False, voided_at__isnull=True),
                name="paper_once_a_class",
            ),
            models.UniqueConstraint(
                fields=["kind", "plan"],
                condition=Q(plan__isnull=False, voided_at__isnull=True),
                name="paper_once_a_plan",
            ),
            models.UniqueConstraint(
                fields=["kind", "plan_item"],
                condition=Q(plan_item__isnull=False, voided_at__isnull=True),
                name="paper_once_an_item",
            ),
            models.UniqueConstraint(
                fields=["kind", "organisation", "year", "quarter"],
                condition=Q(year__isnull=False, quarter__isnull=False, voided_at__isnull=True),
                name="paper_once_a_quarter",
            ),
            models.UniqueConstraint(
                fields=["kind", "organisation", "year"],
                condition=Q(year__isnull=False, quarter__isnull=True, voided_at__isnull=True),
                name="paper_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(ordinal__isnull=True, period__isnull=True) | Q(ordinal__isnull=False, period__isnull=False),
                name="paper_ordinal_has_period",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""), name="paper_voided_with_reason"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-created_at"], name="paper_record_by_office")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()
