"""What else a class costs, with its invoices."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from caunoi.directory.policies import require
from caunoi.training.enums import ExpenseKind
from caunoi.training.policies import writes_money
from caunoi.training.queries.money.statement import expenses_of
from caunoi.training.services.money import expenses as services
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.files import serve_stored
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.money.forms import ExpenseForm
from caunoi.web.desk.training.money.frame import money_page

_COPIED = ("kind", "heading", "words", "amount", "payee", "invoice_number", "invoice_on", "revision")


@login_required
def expenses(request: StaffRequest, code: str) -> HttpResponse:
    """Show what was spent and what was taken in advance."""
    page = money_page(request, code, "money_expenses")
    rows = list(expenses_of(page.training_class))
    page.context.update(
        rows=rows,
        spent=sum(row.amount for row in rows if row.kind == ExpenseKind.COST),
        advance=sum(row.amount for row in rows if row.kind == ExpenseKind.ADVANCE),
    )
    return render(request, "desk/training/money/expenses.html", page.context)


@login_required
@once
def expense(request: StaffRequest, code: str, pk: int | None = None) -> HttpResponse:
    """Write down an expense, change or strike it."""
    page = money_page(request, code, "money_expenses")
    training_class = page.training_class
    row = get_object_or_404(expenses_of(training_class), pk=pk) if pk is not None else None
    if request.method == "POST" or row is None:
        require(writes_money(request.user, training_class))
    if row and "remove" in request.POST:
        with into_messages(request):
            services.remove_expense(actor=request.user, expense=row)
            messages.success(request, _("The expense is struck."))
        return redirect("desk:money_expenses", training_class.code)
    form = ExpenseForm(
        request.POST or None,
        request.FILES or None,
        initial={name: getattr(row, name) for name in _COPIED} if row else None,
    )
    if form.is_valid():
        typed = dict(form.cleaned_data)
        upload = typed.pop("file")
        with into_form(form):
            return create_once(
                request,
                lambda: services.save_expense(
                    actor=request.user,
                    training_class=training_class,
                    expense=row,
                    content=upload.read() if upload else None,
                    name=upload.name if upload else "",
                    **typed,
                ),
                leads_to=lambda _saved: reverse("desk:money_expenses", args=[training_class.code]),
                words=lambda _saved: _("The expense is saved."),
            )
    page.context.update(form=form, row=row)
    return render(request, "desk/training/money/expense.html", page.context)


@login_required
@require_safe
def invoice(request: StaffRequest, code: str, pk: int) -> HttpResponseBase:
    """Send the copy of an invoice."""
    page = money_page(request, code, "money_expenses")
    row = get_object_or_404(expenses_of(page.training_class), pk=pk)
    if row.file is None:
        raise Http404
    return serve_stored(request, row.file)
