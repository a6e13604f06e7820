"""A plan from a Word file or a workbook: sent in, checked row by row, taken over all at once."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import organises_somewhere, require
from caunoi.intake.plans.reading import FIELDS, WORDS, Row, checked, rows_as_json, rows_from_json
from caunoi.intake.services import plans as services
from caunoi.web.base.errors import into_form
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.planning.forms import OfficeField
from caunoi.web.desk.requests import StaffRequest

_MOST_LETTERS = 2_000_000


class PlanFileForm(forms.Form):
    """A file, and whose plan of which year it is."""

    owner = OfficeField(
        label=gettext_lazy("Office whose plan it is"), queryset=Organisation.objects.none(), empty_label=None
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1945, max_value=2100)
    seats_each = forms.TypedChoiceField(
        label=gettext_lazy("The number of people in the file is that of"),
        choices=[("1", gettext_lazy("one class")), ("0", gettext_lazy("all classes of the row together"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="1",
        help_text=gettext_lazy("Where the head of the column says it, the head decides."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".docx,.xlsx,.xls,.ods,.csv"}),
        help_text=gettext_lazy("Word (.docx) or Excel with a table of the items, at most 10 MB."),
        error_messages={"required": gettext_lazy("Choose the file.")},
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.offer(user)
        today = timezone.localdate()
        self.fields["year"].initial = today.year + (1 if today.month >= 9 else 0)


class AcceptForm(forms.Form):
    """What goes into the draft; the rows travel with it as they were read."""

    owner = OfficeField(
        label=gettext_lazy("Office whose plan it is"), queryset=Organisation.objects.none(), empty_label=None
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1945, max_value=2100)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Left blank, it is called after the year. It can be changed later."),
    )
    source = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    rows = forms.CharField(max_length=_MOST_LETTERS, widget=forms.HiddenInput)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.offer(user)


@login_required
def plan_import(request: StaffRequest) -> HttpResponse:
    """Take a file and show every row of it with its faults; nothing is written."""
    require(organises_somewhere(request.user))
    form = PlanFileForm(request.user, request.POST or None, request.FILES or None)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        with into_form(form):
            read = services.read_plan_file(
                actor=request.user,
                owner=form.cleaned_data["owner"],
                content=upload.read(),
                name=upload.name,
                seats_each=form.cleaned_data["seats_each"],
            )
            initial = {"owner": form.cleaned_data["owner"].pk, "year": form.cleaned_data["year"], "source": read.source}
            return _preview(request, AcceptForm(request.user, initial=initial), read.rows, read)
    return render(request, "desk/planning/import.html", {"form": form})


@login_required
@require_POST
@once
def plan_import_accept(request: StaffRequest) -> HttpResponse:
    """Take the rows over as a draft, or show the preview again with what was corrected."""
    require(organises_somewhere(request.user))
    form = AcceptForm(request.user, request.POST)
    rows = _corrected(request)
    if "check" not in request.POST and form.is_valid():
        values = form.cleaned_data
        with into_form(form):
            return create_once(
                request,
                lambda: services.accept_plan_rows(
                    actor=request.user,
                    owner=values["owner"],
                    year=values["year"],
                    title=values["title"],
                    source=values["source"],
                    rows=rows,
                ),
                leads_to=lambda made: reverse("desk:plan", args=[made.code]),
                words=lambda _made: _("The plan is there, as a draft. “Remove the draft” takes all of it back."),
            )
    return _preview(request, form, rows, None)


def _corrected(request: StaffRequest) -> list[Row]:
    """Return the rows with what was typed into faulty cells, and which are left out."""
    try:
        rows = rows_from_json(json.loads(request.POST.get("rows", "")[:_MOST_LETTERS]))
    except (ValueError, TypeError, RecursionError):
        raise ValidationError(_("The rows of the file got lost. Send the file again.")) from None
    kept = set(request.POST.getlist("keep"))
    changed = []
    for row in rows:
        typed = {name: request.POST.get(f"{row.number}-{name}") for name in FIELDS}
        cells = row.cells | {name: text[:2_000] for name, text in typed.items() if text is not None}
        changed.append(Row(number=row.number, cells=cells, skip=str(row.number) not in kept))
    return changed


def _preview(request: StaffRequest, form: AcceptForm, rows: list[Row], read: services.ReadPlan | None) -> HttpResponse:
    looked = [checked(row) for row in rows]
    present = [name for name in FIELDS if any(row.cells.get(name) for row in rows)]
    context = {
        "form": form,
        "rows_json": json.dumps(rows_as_json(rows), ensure_ascii=False),
        "columns": [(name, WORDS[name]) for name in present],
        "rows": [
            {
                "number": each.row.number,
                "skip": each.row.skip,
                "hints": each.hints,
                "faults": each.faults,
                "cells": [
                    {
                        "name": name,
                        "label": WORDS[name],
                        "value": each.shown(name),
                        "fault": "" if each.row.skip else each.faults.get(name, ""),
                    }
                    for name in present
                ],
            }
            for each in looked
        ],
        "taken": sum(1 for each in looked if each.item is not None),
        "faulty": sum(1 for each in looked if each.faults and not each.row.skip),
        "ignored": read.head.ignored if read else (),
    }
    return render(request, "desk/planning/import_preview.html", context)
