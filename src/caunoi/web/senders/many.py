"""Several people at once: a table to type into, which a pasted list or a file only fills in. Nothing is kept before."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from caunoi.core.errors import NotNow
from caunoi.intake.rosters import columns as col
from caunoi.intake.rosters.files import MOST_BYTES
from caunoi.training.models import NominationBatch
from caunoi.training.queries.unit_list import sent_lists, unit_list
from caunoi.training.services.seats import accept_nominations, undo_nominations
from caunoi.web.base.errors import into_form
from caunoi.web.senders import rows
from caunoi.web.senders.opening import Opened, by_link, done_before, once_only, refused


class ListForm(forms.Form):
    """A list to be read into the table."""

    text = forms.CharField(
        label=_("Paste the list"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 5, "spellcheck": "false"}),
        help_text=_("From Excel, Word or a message: with columns, or a person a line."),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt,.docx"}),
        help_text=_("The form of this page once filled in, or a list of your own: Excel, Word (.docx), .ods or .csv."),
    )


@by_link
def many(request: Opened) -> HttpResponse:
    """Read a list into the table, or name the people who stand in it; what is wrong stands beside its row."""
    if done := done_before(request):
        return done
    form = ListForm()
    lines: list[rows.Line] = []
    problems: list[str] = []
    if request.method == "POST":
        action = request.POST.get("do", "")
        if action == "read":
            form = ListForm(request.POST, request.FILES)
            lines = _read(request, form) if form.is_valid() else []
        else:
            lines = rows.typed(request.POST)
            if action == "name" and lines and not any(line.faults for line in lines):
                try:
                    return once_only(request, lambda: _named(request, lines))
                except (ValidationError, NotNow) as error:
                    problems = error.messages if isinstance(error, ValidationError) else [str(error)]
            elif action == "name" and not lines:
                problems = [str(_("Nobody stands in the table yet. Type a name, or read in a list."))]
    return _page(request, form, lines, problems)


def _read(request: Opened, form: ListForm) -> list[rows.Line]:
    file: Any = form.cleaned_data["file"]
    try:
        if file:
            return rows.from_file(file.read(MOST_BYTES + 1), file.name, request.link.quota)
        if form.cleaned_data["text"].strip():
            return rows.from_text(form.cleaned_data["text"])
    except ValidationError as error:
        form.add_error(None, error)
        return []
    form.add_error("text", _("Paste the list here, or choose a file."))
    return []


def _named(request: Opened, lines: list[rows.Line]) -> str:
    link = request.link
    batch = accept_nominations(
        actor=None,
        training_class=link.quota.training_class,
        rows=[(link.quota, nominee) for nominee in rows.nominees(lines, unit_list(link).venues)],
        source=link.quota.name,
        link=link,
    )
    return f"?xong={batch.count}"


def _page(request: Opened, form: ListForm, lines: list[rows.Line], problems: list[str]) -> HttpResponse:
    faulty = [line for line in lines if line.faults]
    last = max((line.number for line in lines), default=0)
    spare = rows.blank(last + 1, rows.MORE_ROWS if lines else rows.BLANK_ROWS)
    context = {
        "unit_list": unit_list(request.link),
        "form": form,
        "lines": [*lines, *spare],
        "filled": len(lines),
        "faults": [words for line in faulty for words in line.faults.values()],
        "problems": problems,
        "venue_field": col.VENUE,
    }
    return render(request, "senders/many.html", context)


@by_link
def take_back(request: Opened, pk: Any) -> HttpResponse:
    """Take back a whole list that the unit sent, after asking."""
    if done := done_before(request):
        return done
    batch = sent_lists(request.link.quota).filter(pk=pk).first()
    if batch is None:
        return refused(request)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with into_form(form):
            return once_only(request, lambda: _taken_back(request, batch))
    return render(request, "senders/take_back.html", {"form": form, "batch": batch, "quota": request.link.quota})


def _taken_back(request: Opened, batch: NominationBatch) -> str:
    undo_nominations(actor=None, batch=batch, link=request.link)
    return f"?rut-het={batch.count}"
