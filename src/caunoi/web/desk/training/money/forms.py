"""What is typed about the money of a class."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caunoi.directory.models import Directive
from caunoi.training.enums import CostHeading, ExpenseKind
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.directory.choices import choice_words
from caunoi.web.desk.training.money.fields import AmountField, FractionField

PROOF = {"accept": ".pdf,image/*"}
# Where the money itself is worked out of other lists, it is only planned here.
WORKED_OUT = (CostHeading.SPEAKERS, CostHeading.MEALS, CostHeading.TRAVEL)


class BudgetForm(forms.Form):
    """How much is planned under each heading."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value, label in choice_words(CostHeading):
            self.fields[value] = AmountField(label=label, required=False)


class FeeForm(forms.Form):
    """What is paid instead of what was worked out."""

    amount = AmountField(
        label=_("Amount paid (đồng)"), required=False, help_text=_("Left blank, what was worked out is paid.")
    )
    reason = forms.CharField(label=_("Reason, if it differs"), required=False, max_length=300)
    by_transfer = forms.BooleanField(label=_("Paid by transfer, not signed for in cash"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class GradeForm(forms.Form):
    """By which rank and title a speaker is paid, and what shows it."""

    grade = forms.ChoiceField(label=_("Paid as"), error_messages={"required": _("Choose one.")})
    from_day = DateField(label=_("From"), required=False)
    evidence = forms.CharField(
        label=_("What shows it"), required=False, max_length=300, help_text=_("For example: decision of appointment.")
    )
    directive = forms.ModelChoiceField(
        label=_("Document in the directory"), queryset=Directive.objects.none(), required=False
    )
    file = forms.FileField(label=_("Copy of it (PDF or picture)"), required=False, widget=forms.FileInput(attrs=PROOF))

    def __init__(self, grades: list[tuple[str, str]], directives: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["grade"]
        choice.choices = [("", "–"), *grades]
        document: Any = self.fields["directive"]
        document.queryset = directives


class PayForm(forms.Form):
    """Days and travel of one participant."""

    days = forms.IntegerField(label=_("Days paid"), min_value=0, max_value=366)
    km = FractionField(
        label=_("Kilometres, there and back"), required=False, min_value=0, max_digits=6, decimal_places=1
    )
    travel = AmountField(label=_("Travel (đồng)"), required=False, help_text=_("Left blank: by the rate table."))
    reason = forms.CharField(label=_("Reason, if it differs"), required=False, max_length=300)
    by_transfer = forms.BooleanField(label=_("Paid by transfer, not signed for in cash"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ExpenseForm(forms.Form):
    """Something that was spent, or an advance."""

    kind = forms.ChoiceField(label=_("Spent or taken in advance"), choices=choice_words(ExpenseKind))
    heading = forms.ChoiceField(
        label=_("Heading"),
        choices=[one for one in choice_words(CostHeading) if one[0] not in WORKED_OUT],
        initial=CostHeading.MATERIALS,
    )
    words = forms.CharField(
        label=_("What for"), max_length=300, error_messages={"required": _("Type what it was for.")}
    )
    amount = AmountField(label=_("Amount (đồng)"))
    payee = forms.CharField(label=_("Paid to"), required=False, max_length=200)
    invoice_number = forms.CharField(label=_("Number of the invoice"), required=False, max_length=60)
    invoice_on = DateField(label=_("Day of the invoice"), required=False)
    file = forms.FileField(
        label=_("Copy of the invoice (PDF or picture)"), required=False, widget=forms.FileInput(attrs=PROOF)
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AccountForm(forms.Form):
    """Where a person's money is sent."""

    account = forms.CharField(
        label=_("Account number"), required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    bank = forms.CharField(label=_("Bank"), required=False, max_length=200)
    tax_code = forms.CharField(
        label=_("Tax code"), required=False, max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
