"""Meals and travel of participants: who is paid, what it comes to, one row of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caunoi.directory.policies import require
from caunoi.training.models import Enrolment
from caunoi.training.policies import prepares_money, writes_money
from caunoi.training.queries.money.presence import FED
from caunoi.training.queries.money.rates import table_for
from caunoi.training.queries.money.statement import off_payroll_count, payments_of
from caunoi.training.services.money import pay as services
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.base.numbers import whole
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.money.forms import PayForm
from caunoi.web.desk.training.money.frame import money_page


@login_required
def participants(request: StaffRequest, code: str) -> HttpResponse:
    """Show who is paid meals and travel; a POST works them out."""
    page = money_page(request, code, "money_participants")
    training_class = page.training_class
    if request.method == "POST":
        require(writes_money(request.user, training_class))
        with into_messages(request):
            count = services.work_out_pay(actor=request.user, training_class=training_class)
            words = ngettext("Worked out for %(count)s participant.", "Worked out for %(count)s participants.", count)
            messages.success(request, words % {"count": count})
        return redirect("desk:money_participants", training_class.code)
    payments = list(payments_of(training_class))
    day = training_class.starts_on
    page.context.update(
        page=paginate(request, payments, size=50),
        off_payroll=off_payroll_count(training_class),
        total_days=sum(row.days for row in payments),
        total_meals=sum(row.meals for row in payments),
        total_travel=sum(row.travel for row in payments),
        total_amount=sum(row.amount for row in payments),
        table=table_for(training_class.keeper, day) if day else None,
    )
    return render(request, "desk/training/money/participants.html", page.context)


@login_required
def choose(request: StaffRequest, code: str) -> HttpResponse:
    """Tick who of the list is off the State payroll."""
    page = money_page(request, code, "money_participants")
    training_class = page.training_class
    rows = list(
        Enrolment.objects.filter(training_class=training_class, state__in=FED)
        .select_related("person")
        .order_by("folded_unit", "sort_name", "id")
    )
    if request.method == "POST":
        require(prepares_money(request.user, training_class))
        # Whoever joined the list meanwhile was not on the page, and is left as he is.
        shown = {number for text in request.POST.getlist("shown") if (number := whole(text)) is not None}
        ticked = {number for text in request.POST.getlist("paid") if (number := whole(text)) is not None} & shown
        with into_messages(request):
            changed = services.set_off_payroll(
                actor=request.user, training_class=training_class, enrolments=sorted(ticked), off_payroll=True
            ) + services.set_off_payroll(
                actor=request.user, training_class=training_class, enrolments=sorted(shown - ticked), off_payroll=False
            )
            messages.success(request, _("Saved: %(count)s changed.") % {"count": changed})
        return redirect("desk:money_participants", training_class.code)
    page.context.update(rows=rows)
    return render(request, "desk/training/money/choose.html", page.context)


@login_required
def payment(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Change days and travel of one participant."""
    page = money_page(request, code, "money_participants")
    training_class = page.training_class
    row = get_object_or_404(payments_of(training_class).select_related("enrolment__training_class__keeper"), pk=pk)
    form = PayForm(
        request.POST or None,
        initial={
            "days": row.days,
            "km": row.km,
            "travel": row.travel if row.reason else None,
            "reason": row.reason,
            "by_transfer": row.by_transfer,
            "revision": row.revision,
        },
    )
    if request.method == "POST":
        require(writes_money(request.user, training_class))
        if form.is_valid():
            with into_form(form):
                services.change_pay(actor=request.user, pay=row, **form.cleaned_data)
                messages.success(request, _("Meals and travel are saved."))
                return redirect("desk:money_participants", training_class.code)
    page.context.update(form=form, row=row)
    return render(request, "desk/training/money/payment.html", page.context)
