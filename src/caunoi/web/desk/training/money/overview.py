"""Planned against spent: the first page of a class's money."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from caunoi.directory.policies import require
from caunoi.training.policies import prepares_money
from caunoi.training.queries.money.rates import table_for, tax_rule_for
from caunoi.training.queries.money.statement import budget_of, statement_of
from caunoi.training.services.money import expenses as services
from caunoi.web.base.errors import into_form
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.money.forms import BudgetForm
from caunoi.web.desk.training.money.frame import money_page


@login_required
def overview(request: StaffRequest, code: str) -> HttpResponse:
    """Show what was planned and what was spent; take in what is planned."""
    page = money_page(request, code, "class_money")
    training_class = page.training_class
    form = BudgetForm(request.POST or None, initial=budget_of(training_class))
    if request.method == "POST":
        require(prepares_money(request.user, training_class))
        if form.is_valid():
            with into_form(form):
                services.set_budget(actor=request.user, training_class=training_class, amounts=form.cleaned_data)
                messages.success(request, _("What is planned is saved."))
                return redirect("desk:class_money", training_class.code)
    day = training_class.starts_on
    page.context.update(
        form=form,
        statement=statement_of(training_class),
        table=table_for(training_class.keeper, day) if day else None,
        tax_rule=tax_rule_for(training_class.keeper, day) if day else None,
    )
    return render(request, "desk/training/money/overview.html", page.context)
