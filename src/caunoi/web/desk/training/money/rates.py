"""Rate tables and rules of tax: list, one table with its rows, one rule."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from caunoi.core.models.retention import Confidence
from caunoi.directory.models import Directive, Organisation, User
from caunoi.directory.policies import require
from caunoi.directory.queries.scope import scope_of, visible_directives
from caunoi.training.enums import RateKind
from caunoi.training.models import RateTable, TaxRule
from caunoi.training.policies import keeps_rates
from caunoi.training.queries.money import rates as queries
from caunoi.training.services.money import rates as services
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.once import create_once, once
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.directory.choices import choice_words
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.money.fields import AmountField, FractionField

MORE_ROWS = 6


class RateTableForm(forms.Form):
    """The head of a table."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("Kept by"), queryset=Organisation.objects.none(), empty_label=None
    )
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, error_messages={"required": gettext_lazy("Give it a name.")}
    )
    valid_from = DateField(
        label=gettext_lazy("Valid from"), error_messages={"required": gettext_lazy("Type the first day.")}
    )
    valid_to = DateField(label=gettext_lazy("Valid until"), required=False)
    periods_per_sitting = forms.IntegerField(
        label=gettext_lazy("Periods of a sitting"),
        min_value=1,
        max_value=12,
        initial=4,
        help_text=gettext_lazy("A speaker's rate stands for so many periods of 45 minutes: 4, elsewhere 5."),
    )
    citation = forms.CharField(
        label=gettext_lazy("By which rule"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Resolution or decision as it is cited; the document below does as well."),
    )
    directive = forms.ModelChoiceField(
        label=gettext_lazy("Document in the directory"), queryset=Directive.objects.none(), required=False
    )
    confidence = forms.ChoiceField(label=gettext_lazy("How sure"), choices=choice_words(Confidence), initial="own")

    def __init__(self, user: User, table: RateTable | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_owner(self, user, table.owner_id if table else None)
        document: Any = self.fields["directive"]
        document.queryset = visible_directives(user)


class RateForm(forms.Form):
    """One row; blank ones are left out."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What for"), choices=[("", "–"), *choice_words(RateKind)], required=False
    )
    post_rank = forms.CharField(label=gettext_lazy("Rank of the post"), max_length=200, required=False)
    academic_title = forms.CharField(label=gettext_lazy("Academic title"), max_length=200, required=False)
    label = forms.CharField(label=gettext_lazy("Words"), max_length=200, required=False)
    amount = AmountField(label=gettext_lazy("Amount (đồng)"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for what is missing in a row that was begun."""
        values = super().clean() or {}
        if values.get("kind") and values.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Type the amount."))
        if not values.get("kind") and values.get("amount") is not None:
            self.add_error("kind", _("Choose what it is for."))
        return values


class TaxRuleForm(forms.Form):
    """A rule of tax."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("Kept by"), queryset=Organisation.objects.none(), empty_label=None
    )
    threshold = AmountField(
        label=gettext_lazy("From which amount on (đồng)"),
        help_text=gettext_lazy("Below it nothing is kept back; from it on, the share of the whole fee."),
    )
    percent = FractionField(
        label=pgettext_lazy("tax", "Per cent"), min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    valid_from = DateField(
        label=gettext_lazy("Valid from"), error_messages={"required": gettext_lazy("Type the first day.")}
    )
    valid_to = DateField(label=gettext_lazy("Valid until"), required=False)
    citation = forms.CharField(
        label=gettext_lazy("By which rule"),
        max_length=300,
        error_messages={"required": gettext_lazy("Say by which rule.")},
    )
    confidence = forms.ChoiceField(label=gettext_lazy("How sure"), choices=choice_words(Confidence), initial="own")

    def __init__(self, user: User, rule: TaxRule | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_owner(self, user, rule.owner_id if rule else None)


def _offer_owner(form: forms.Form, user: User, standing: UUID | None) -> None:
    field: Any = form.fields["owner"]
    offices = queries.keepers_offices(user)
    field.queryset = Organisation.objects.filter(pk=standing) if standing else offices
    field.initial = standing or offices.first()
    if standing or offices.count() == 1:
        field.widget = forms.HiddenInput()


RateFormSet = forms.formset_factory(RateForm, extra=MORE_ROWS, max_num=100, absolute_max=120)


def _require_sight(request: StaffRequest) -> None:
    held = scope_of(request.user).by_kind
    if not any(held.get(kind) for kind in queries.SEES_MONEY):
        raise Http404(_("There is no such page for your role."))


@login_required
def rate_list(request: StaffRequest) -> HttpResponse:
    """Show the tables and rules that serve the user's offices."""
    _require_sight(request)
    context = {
        "tables": queries.with_uses(queries.visible_rate_tables(request.user)),
        "rules": queries.visible_tax_rules(request.user),
        "can_add": queries.keepers_offices(request.user).exists(),
    }
    return render(request, "desk/training/money/rate_list.html", context)


@login_required
@once
def rate_table(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    """Show a table; whoever keeps it changes it."""
    _require_sight(request)
    table = get_object_or_404(queries.visible_rate_tables(request.user), pk=pk) if pk else None
    can_change = keeps_rates(request.user, table.owner) if table else queries.keepers_offices(request.user).exists()
    if request.method == "POST" or table is None:
        require(can_change)
    if table and "remove" in request.POST:
        with into_messages(request):
            services.remove_rate_table(actor=request.user, table=table)
            messages.success(request, _("The rate table is removed."))
            return redirect("desk:rate_list")
        return redirect("desk:rate_table", table.pk)
    rows = list(table.rates.order_by("position", "id")) if table else []
    form = RateTableForm(request.user, table, request.POST or None, initial=_initial(table))
    formset = RateFormSet(
        request.POST or None,
        prefix="rows",
        initial=[{name: getattr(row, name) for name in RateForm.base_fields} for row in rows],
    )
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: _save(request, table, form.cleaned_data, formset.cleaned_data),
                leads_to=lambda _saved: reverse("desk:rate_list"),
                words=lambda _saved: _("The rate table is saved."),
            )
    context = {"form": form, "formset": formset, "table": table, "rows": rows, "can_change": can_change}
    return render(request, "desk/training/money/rate_table.html", context)


def _initial(table: RateTable | None) -> dict[str, Any] | None:
    if table is None:
        return None
    names = ("name", "valid_from", "valid_to", "periods_per_sitting", "citation", "directive", "confidence")
    return {name: getattr(table, name) for name in names}


def _save(
    request: StaffRequest, table: RateTable | None, head: dict[str, Any], typed: list[dict[str, Any]]
) -> RateTable:
    rows = [
        services.RateRow(
            kind=RateKind(row["kind"]),
            amount=row["amount"],
            post_rank=row["post_rank"],
            academic_title=row["academic_title"],
            label=row["label"],
        )
        for row in typed
        if row.get("kind")
    ]
    return services.save_rate_table(actor=request.user, table=table, rows=rows, **head)


@login_required
@once
def tax_rule(request: StaffRequest, pk: int | None = None) -> HttpResponse:
    """Show a rule of tax; whoever keeps it changes it."""
    _require_sight(request)
    rule = get_object_or_404(queries.visible_tax_rules(request.user), pk=pk) if pk is not None else None
    can_change = keeps_rates(request.user, rule.owner) if rule else queries.keepers_offices(request.user).exists()
    if request.method == "POST" or rule is None:
        require(can_change)
    names = ("threshold", "percent", "valid_from", "valid_to", "citation", "confidence")
    form = TaxRuleForm(
        request.user,
        rule,
        request.POST or None,
        initial={name: getattr(rule, name) for name in names} if rule else None,
    )
    if form.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: services.save_tax_rule(actor=request.user, rule=rule, **form.cleaned_data),
                leads_to=lambda _saved: reverse("desk:rate_list"),
                words=lambda _saved: _("The rule of tax is saved."),
            )
    return render(request, "desk/training/money/tax_rule.html", {"form": form, "rule": rule, "can_change": can_change})
