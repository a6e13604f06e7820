"""Badges to print: everybody's, some units', or those of whoever came to the list since the last time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy, pgettext_lazy

from caunoi.core.text import fold
from caunoi.directory.policies import require
from caunoi.papers.badges import badges_pdf
from caunoi.training.models import TrainingClass
from caunoi.training.policies import runs_class
from caunoi.training.queries.admissions import TicketUnit, admissions, ticket_units
from caunoi.training.services.badges import take_badges
from caunoi.web.base.errors import into_form
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page
from caunoi.web.desk.training.hall.choosing import one_of

PDF = "application/pdf"
_NEW, _ALL = "new", "all"


class BadgesForm(forms.Form):
    """Whose badges are printed."""

    which = one_of(
        gettext_lazy("Which badges"),
        (_NEW, pgettext_lazy("badges", "Those not printed yet")),
        (_ALL, pgettext_lazy("badges", "All of them")),
    )
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Only of these units"),
        help_text=gettext_lazy("Choose none for all units."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, units: list[TicketUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(f"u{one.folded}", f"{one.label} ({one.people})") for one in units]
        self.fields["units"].choices = choices  # type: ignore[attr-defined]
        if len(units) < 2:
            self.fields["units"].widget = forms.MultipleHiddenInput()


@login_required
def class_badges(request: StaffRequest, code: str) -> HttpResponse:
    """Show whose badges can be printed; a POST answers with the sheets."""
    page = class_page(request, code, "attendance")
    training_class = page.training_class
    units = ticket_units(training_class)
    form = BadgesForm(request.POST or None, units=units)
    if request.method == "POST":
        require(page.can_run)
    if form.is_valid():
        with into_form(form):
            tickets = take_badges(
                actor=request.user,
                training_class=training_class,
                units=[value[1:] for value in form.cleaned_data["units"]],
                new=form.cleaned_data["which"] == _NEW,
            )
            content = badges_pdf(training_class.title, admissions(training_class, tickets))
            return pdf_response(content, f"the-{stem(training_class)}.pdf")
    page.context.update(
        form=form,
        units=units,
        runs=runs_class(request.user, training_class),
        people=sum(one.people for one in units),
        printed=sum(one.printed for one in units),
    )
    return render(request, "desk/training/hall/badges.html", page.context)


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """Send a PDF as a download."""
    header = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=PDF, headers={"Content-Disposition": header or "attachment"})


def stem(training_class: TrainingClass) -> str:
    """Return what the files of a class are called."""
    return f"{fold(training_class.title)[:60].strip().replace(' ', '-')}-{training_class.code}"
