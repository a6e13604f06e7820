"""The page on which the evaluation sheets of a class are counted, topic by topic."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from caunoi.directory.policies import require
from caunoi.training.models.evaluation import MARKS
from caunoi.training.policies import leads_class
from caunoi.training.queries.evaluations import ItemEvaluation, class_evaluations
from caunoi.training.services.evaluations import count_sheets
from caunoi.web.base.errors import into_form
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page


class SheetsForm(forms.Form):
    """Five numbers for each topic, and hidden beside them those that were seen."""

    def __init__(self, rows: list[ItemEvaluation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            for mark, count in zip(MARKS, row.counts, strict=True):
                number = forms.IntegerField(
                    label=_("“%(topic)s”: sheets with mark %(mark)s") % {"topic": row.item.title, "mark": mark},
                    min_value=0,
                    max_value=100_000,
                    required=False,
                    initial=count or None,
                    widget=forms.NumberInput({"class": "cn-input", "inputmode": "numeric"}),
                )
                number.widget.attrs["aria-label"] = number.label
                self.fields[f"s{row.item.pk}-{mark}"] = number
            was = ",".join(str(count) for count in row.counts)
            self.fields[f"was{row.item.pk}"] = forms.CharField(widget=forms.HiddenInput, initial=was, required=False)

    def lines(self) -> list[dict[str, Any]]:
        """Return each topic with its fields, as the table shows them."""
        return [
            {
                "row": row,
                "cells": [(mark, self[f"s{row.item.pk}-{mark}"]) for mark in MARKS],
                "was": self[f"was{row.item.pk}"],
            }
            for row in self.rows
        ]

    def counts(self) -> dict[int, list[int]]:
        """Return what was typed; a blank counts as none."""
        values = self.cleaned_data
        return {row.item.pk: [values[f"s{row.item.pk}-{mark}"] or 0 for mark in MARKS] for row in self.rows}

    def was(self) -> dict[int, list[int]]:
        """Return the numbers that were seen; raises ValidationError for what no page of ours holds."""
        found = {}
        for row in self.rows:
            words = self.cleaned_data[f"was{row.item.pk}"].split(",")
            if len(words) != len(MARKS) or not all(word.isdecimal() and len(word) < 8 for word in words):
                raise ValidationError(gettext_lazy("Load the page again."))
            found[row.item.pk] = [int(word) for word in words]
        return found


@login_required
def evaluation(request: StaffRequest, code: str) -> HttpResponse:
    """Show and take the numbers of evaluation sheets by mark; for those who lead the class."""
    page = class_page(request, code, "results")
    training_class = page.training_class
    require(leads_class(request.user, training_class))
    form = SheetsForm(class_evaluations(training_class), request.POST or None)
    if form.is_valid():
        with into_form(form):
            changed = count_sheets(
                actor=request.user, training_class=training_class, counts=form.counts(), was=form.was()
            )
            words = ngettext("%(count)s topic is saved.", "%(count)s topics are saved.", changed) % {"count": changed}
            messages.success(request, words if changed else _("Nothing was changed."))
            return redirect("desk:class_evaluation", training_class.code)
    page.context.update(form=form, lines=form.lines(), marks=MARKS, can_count=training_class.is_open)
    return render(request, "desk/training/evaluation.html", page.context)
