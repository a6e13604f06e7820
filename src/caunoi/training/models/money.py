"""The money of a class: what speakers and participants get, what else is spent, and what was planned. In đồng."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.fields import EncryptedTextField
from caunoi.core.ids import new_id
from caunoi.core.models import StoredFile
from caunoi.directory.models import Directive, Organisation, Person, User
from caunoi.training.enums import CostHeading, ExpenseKind
from caunoi.training.models.enrolment import Enrolment
from caunoi.training.models.rates import Rate, TaxRule, grade_words
from caunoi.training.models.training_class import TrainingClass


class SpeakerGrade(models.Model):
    """By which rank and title a speaker is paid from ``from_day`` on, what shows it, and who entered it."""

    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="speaker_grades", verbose_name=_("kept by")
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="speaker_grades")
    post_rank = models.CharField(_("rank of the post"), max_length=200, blank=True)
    academic_title = models.CharField(_("academic title"), max_length=200, blank=True)
    grade_key = models.CharField(max_length=410)
    from_day = models.DateField(_("from"))
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    evidence = models.CharField(_("evidence in words"), max_length=300, blank=True)
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)
    entered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("grade of a speaker")
        verbose_name_plural = _("grades of speakers")
        ordering = ["-from_day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "person", "from_day"], name="speaker_grade_once_a_day"),
        ]

    def __str__(self) -> str:
        return grade_words(self.post_rank, self.academic_title)

    @property
    def has_evidence(self) -> bool:
        """Whether a file or a numbered document shows the grade; words alone don't."""
        return self.file_id is not None or self.directive_id is not None


class SpeakerFee(models.Model):
    """What one speaker gets for one class. ``worked_out`` follows from the rate and the periods taught; ``amount`` is paid.

    ``basis`` holds what was counted, a dict an item: sitting (day, part), title, periods. What was worked out stays
    until it is worked out again: the check of the file compares it with the programme.
    """  # noqa: E501 - one sentence

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="speaker_fees")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="speaker_fees")
    rate = models.ForeignKey(Rate, on_delete=models.PROTECT, null=True, related_name="fees")
    grade_words = models.CharField(_("grade"), max_length=410, blank=True)
    rate_amount = models.PositiveBigIntegerField(_("rate a sitting"), default=0)
    periods_per_sitting = models.PositiveSmallIntegerField(_("periods of a sitting"), default=4)
    periods = models.DecimalField(_("periods taught"), max_digits=6, decimal_places=2, default=0)
    basis = models.JSONField(default=list)
    worked_out = models.PositiveBigIntegerField(_("worked out"), default=0)
    amount = models.PositiveBigIntegerField(_("amount"), default=0)
    tax_rule = models.ForeignKey(TaxRule, on_delete=models.PROTECT, null=True, related_name="fees")
    tax = models.PositiveBigIntegerField(_("tax"), default=0)
    net = models.PositiveBigIntegerField(_("paid out"), default=0)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by_transfer = models.BooleanField(_("by transfer"), default=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("fee of a speaker")
        verbose_name_plural = _("fees of speakers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "person"], name="speaker_fee_once_a_class"),
            models.CheckConstraint(condition=Q(amount=F("tax") + F("net")), name="speaker_fee_adds_up"),
            models.CheckConstraint(
                condition=Q(amount=F("worked_out")) | ~Q(reason=""), name="speaker_fee_changed_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.person.full_name


class ParticipantPay(models.Model):
    """Meals and travel of a participant off the State payroll. ``days`` are paid, ``present_days`` were attended."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="pay")
    present_days = models.PositiveSmallIntegerField(_("days present"), default=0)
    days = models.PositiveSmallIntegerField(_("days paid"), default=0)
    meal_each = models.PositiveBigIntegerField(_("a meal"), default=0)
    meals = models.PositiveBigIntegerField(_("meals"), default=0)
    km = models.DecimalField(_("kilometres"), max_digits=6, decimal_places=1, null=True, blank=True)
    travel = models.PositiveBigIntegerField(_("travel"), default=0)
    amount = models.PositiveBigIntegerField(_("amount"), default=0)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by_transfer = models.BooleanField(_("by transfer"), default=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("payment of a participant")
        verbose_name_plural = _("payments of participants")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount=F("meals") + F("travel")), name="participant_pay_adds_up"),
        ]

    def __str__(self) -> str:
        return str(self.enrolment)


class ClassExpense(models.Model):
    """Anything else that was spent for a class, with its invoice; an advance is money taken, not spent."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="expenses")
    kind = models.CharField(_("kind"), max_length=10, choices=ExpenseKind, default=ExpenseKind.COST)
    heading = models.CharField(_("heading"), max_length=12, choices=CostHeading, default=CostHeading.OTHER)
    words = models.CharField(_("what for"), max_length=300)
    payee = models.CharField(_("paid to"), max_length=200, blank=True)
    invoice_number = models.CharField(_("number of the invoice"), max_length=60, blank=True)
    invoice_on = models.DateField(_("day of the invoice"), null=True, blank=True)
    amount = models.PositiveBigIntegerField(_("amount"))
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("invoice")
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("expense of a class")
        verbose_name_plural = _("expenses of a class")
        ordering = ["invoice_on", "id"]

    def __str__(self) -> str:
        return self.words


class BudgetLine(models.Model):
    """How much was planned for a class under one heading."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="budget_lines")
    heading = models.CharField(_("heading"), max_length=12, choices=CostHeading)
    amount = models.PositiveBigIntegerField(_("planned"))

    class Meta:
        verbose_name = _("planned cost of a class")
        verbose_name_plural = _("planned costs of a class")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "heading"], name="budget_line_once_a_heading"),
        ]

    def __str__(self) -> str:
        return str(self.get_heading_display())


class PayeeAccount(models.Model):
    """Where an office sends a person's money, encrypted; its accountants alone see it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="payee_accounts", verbose_name=_("kept by")
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="payee_accounts")
    account = EncryptedTextField(_("account number"), blank=True)
    bank = EncryptedTextField(_("bank"), blank=True)
    tax_code = EncryptedTextField(_("tax code"), blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("account of a payee")
        verbose_name_plural = _("accounts of payees")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["owner", "person"], name="payee_account_once")]

    def __str__(self) -> str:
        return str(self.pk)
