"""Questions are read from a pasted text or a file, looked at, and added."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from caunoi.intake.rosters.files import Unreadable, decode, read_file
from caunoi.intake.rosters.words import unreadable_words
from caunoi.questionnaires.queries.questionnaires import last_version
from caunoi.questionnaires.services import asking
from caunoi.questionnaires.shape.reading import Found, read_table, read_text
from caunoi.web.base.errors import into_form
from caunoi.web.desk.questionnaires.pages import found_questionnaire
from caunoi.web.desk.requests import StaffRequest


class ReadForm(forms.Form):
    """A text with questions, or a file."""

    text = forms.CharField(
        label=gettext_lazy("Paste the questions"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or choose an Excel file"),
        required=False,
        help_text=gettext_lazy("A row a question; columns Câu hỏi, A, B, C, D, Đáp án."),
    )


@login_required
def questionnaire_read(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show what was read, with what can't be taken over; add it once it is looked at."""
    questionnaire = found_questionnaire(request, pk, kept=True)
    form = ReadForm(request.POST or None, request.FILES or None)
    found: list[Found] = []
    if form.is_valid():
        with into_form(form):
            found = _read(form)
            good = [one.draft for one in found if one.draft]
            if "add" in request.POST and good:
                count = asking.add_items(actor=request.user, questionnaire=questionnaire, drafts=good)
                words = ngettext("%(count)s question is added.", "%(count)s questions are added.", count)
                messages.success(request, words % {"count": count})
                return redirect("desk:questionnaire", questionnaire.pk)
    context = {
        "questionnaire": questionnaire,
        "version": last_version(questionnaire),
        "form": form,
        "found": found,
        "good": sum(1 for one in found if one.draft),
        "as_text": _as_text(found),
    }
    return render(request, "desk/questionnaires/read.html", context)


def _read(form: ReadForm) -> list[Found]:
    values = form.cleaned_data
    if not values["file"]:
        found = read_text(values["text"])
        if not found:
            raise ValidationError({"text": _("No question was found. Each begins with Câu 1, Câu 2 …")})
        return found
    content = values["file"].read()
    try:
        if values["file"].name.lower().endswith(".txt"):
            return read_text(decode(content))
        tables = read_file(content, values["file"].name)
    except Unreadable as refused:
        raise ValidationError({"file": unreadable_words(refused.code)}) from None
    found = next((read for table in tables if (read := read_table(table.rows))), [])
    if not found:
        raise ValidationError({"file": _("No column is called Câu hỏi. Name the columns in the first row.")})
    return found


def _as_text(found: list[Found]) -> str:
    """Return what was read as one would paste it, so that the next step sends it again without the file."""
    lines: list[str] = []
    for number, one in enumerate(found, start=1):
        lines.append(f"Câu {number}: {one.text}")
        lines += [
            f"{'*' if place in one.marked else ''}{'ABCDEFGH'[place]}. {choice}"
            for place, choice in enumerate(one.choices[:8])
        ]
        said = {"Đáp án": one.answer, "Điểm": one.points, "Đề": one.form}
        lines += [f"{name}: {words}" for name, words in said.items() if words]
    return "\n".join(lines)
