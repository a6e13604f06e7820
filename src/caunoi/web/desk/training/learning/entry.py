"""Quizzes on paper: sheets to print, and typing them in fast."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from caunoi import papers
from caunoi.directory.policies import require
from caunoi.training.policies import runs_class
from caunoi.training.queries.learning.printing import quiz_sheets
from caunoi.training.services.learning.entry import Sheet, read_sheets, type_in
from caunoi.training.services.learning.quizzes import number_sheets
from caunoi.web.base.errors import into_form
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.learning.pages import found_quiz


class EntryForm(forms.Form):
    """Lines of numbers and answers."""

    lines = forms.CharField(
        label=gettext_lazy("Sheets typed in"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 12, "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "A line a sheet: its number, a space, then a letter for each question: 12 ABDC. A dash for none; what is "
            "longer in brackets: 12 AB(AC)-(3). Where another form was filled in than the number says: 12B: ABDC."
        ),
        error_messages={"required": gettext_lazy("Type at least one sheet.")},
    )


@login_required
def class_quiz_entry(request: StaffRequest, code: str, quiz: UUID) -> HttpResponse:
    """Show what was typed with the names, then take it over."""
    page, found = found_quiz(request, code, quiz)
    require(runs_class(request.user, page.training_class))
    form = EntryForm(request.POST or None)
    sheets: list[Sheet] = []
    if form.is_valid():
        with into_form(form):
            if "take" in request.POST:
                done = type_in(actor=request.user, quiz=found, text=form.cleaned_data["lines"])
                count = sum(1 for sheet in done if not sheet.fault)
                words = ngettext("%(count)s sheet is taken over.", "%(count)s sheets are taken over.", count)
                messages.success(request, words % {"count": count})
                return redirect("desk:class_quiz_entry", code, quiz)
            sheets = read_sheets(found, form.cleaned_data["lines"])
    page.context.update(form=form, sheets=sheets, good=sum(1 for sheet in sheets if not sheet.fault))
    return render(request, "desk/training/learning/entry.html", page.context)


@login_required
@require_GET
def class_quiz_print(request: StaffRequest, code: str, quiz: UUID) -> HttpResponse:
    """Send the sheets as PDF: one for each person with name and number, or blank ones to copy."""
    page, found = found_quiz(request, code, quiz)
    require(runs_class(request.user, page.training_class))
    named = request.GET.get("loai") != "trang"
    if named:
        number_sheets(training_class=page.training_class)
    content = papers.quiz_sheets_pdf(quiz_sheets(found, named=named))
    name = _("quiz-sheets-%(code)s.pdf") % {"code": code}
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
