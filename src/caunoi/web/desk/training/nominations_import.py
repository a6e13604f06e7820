"""Nominations from a file or pasted, of one unit or of many: sent in, checked row by row, taken over, taken back."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from caunoi.directory.policies import require
from caunoi.intake.models import RosterDraft
from caunoi.intake.queries.nominations import nomination_preview
from caunoi.intake.queries.roster import FAULT, own_drafts
from caunoi.intake.rosters.files import MOST_BYTES
from caunoi.intake.rosters.words import FIELD_WORDS
from caunoi.intake.services import nominations as services
from caunoi.intake.services.periods import drafts_kept
from caunoi.intake.services.roster import discard_draft
from caunoi.training.models import NominationBatch, TrainingClass
from caunoi.training.queries.links import undoable_nominations
from caunoi.training.services.seats import undo_nominations
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training import draft_parts as parts
from caunoi.web.desk.training.frame import ClassPage, class_page
from caunoi.web.desk.training.unit_links import SEATS, seats_url

_UNIT = re.compile(r"^donvi-(\d{1,4})$")


class SendForm(forms.Form):
    """A list: a file or text."""

    file = forms.FileField(
        label=gettext_lazy("Choose a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt,.docx"}),
        help_text=gettext_lazy("Excel (.xlsx, .xls), .ods, .csv or Word (.docx), at most 10 MB."),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste the list"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 6, "spellcheck": "false"}),
        help_text=gettext_lazy("From Excel, Word or a message: with columns, or a person a line."),
    )


@login_required
def nominations_import(request: StaffRequest, code: str) -> HttpResponse:
    """Take a list in, as a draft to be checked."""
    page = class_page(request, code, SEATS)
    require(page.can_run)
    form = SendForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with into_form(form):
            draft = _start(request, page.training_class, form.cleaned_data)
            return redirect("desk:nominations_draft", page.training_class.code, draft.pk)
    page.context.update(
        form=form,
        seats_url=seats_url(page.training_class),
        drafts=list(own_drafts(request.user, page.training_class, of_units=True)[:10]),
        batches=list(undoable_nominations(page.training_class)[:10]),
        kept_days=drafts_kept(),
    )
    return render(request, "desk/training/nominations_import.html", page.context)


def _start(request: StaffRequest, training_class: TrainingClass, sent: dict[str, Any]) -> RosterDraft:
    file = sent["file"]
    if not file:
        return services.start_from_text(actor=request.user, training_class=training_class, text=sent["text"])
    # One byte past the limit is enough to refuse; the rest of a huge file is never read.
    content = file.read(MOST_BYTES + 1)
    return services.start_from_file(actor=request.user, training_class=training_class, content=content, name=file.name)


@login_required
def nominations_draft(request: StaffRequest, code: str, pk: Any) -> HttpResponse:
    """Check a list: columns, units, faults, people who are named already; then take it over."""
    page = class_page(request, code, SEATS)
    require(page.can_run)
    draft = own_drafts(request.user, page.training_class, of_units=True).filter(pk=pk).first()
    if draft is None:
        messages.info(request, _("This list was taken over or dropped already."))
        return redirect(seats_url(page.training_class))
    draft.training_class = page.training_class
    if request.method == "POST":
        with into_messages(request):
            done = _handle(request, page, draft)
            if done is not None:
                return done
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{reverse('desk:nominations_draft', args=[page.training_class.code, draft.pk])}{query}")
    read = nomination_preview(request.user, draft)
    shown = request.GET.get("xem", "")
    shown = shown if shown in parts.SHOWN else ""
    page.context.update(
        draft=draft,
        preview=read,
        sheet=read.sheet,
        sheets=list(enumerate(sheet.name for sheet in read.content.sheets)),
        columns=parts.columns_of(read),
        head_number=read.sheet.head + 1,
        fields=list(FIELD_WORDS.items()),
        dropped=[word or _("a column without a head") for word in read.sheet.dropped],
        page=paginate(request, [row for row in read.rows if row.state in parts.SHOWN[shown]]),
        shown=shown,
        views=parts.views_of(read, shown),
        faults=read.counts[FAULT],
        take=len(read.taken),
        unknown_units=sum(1 for unit in read.units if not unit.is_known),
    )
    return render(request, "desk/training/nominations_draft.html", page.context)


def _handle(request: StaffRequest, page: ClassPage, draft: RosterDraft) -> HttpResponse | None:
    """Do what the pressed button says; returns where to go when the draft is gone."""
    action = request.POST.get("do", "rows")
    actor, code = request.user, page.training_class.code
    if action == "discard":
        discard_draft(actor=actor, draft=draft)
        messages.success(request, _("The list is dropped; nothing of it was kept."))
        return redirect("desk:nominations_import", code)
    if action == "columns":
        parts.choose_columns(request, draft)
        return None
    if action == "units":
        revision = parts.number_of(request.POST.get("revision"), 0)
        services.choose_units(actor=actor, draft=draft, revision=revision, units=_units(request.POST))
        return None
    revision = parts.keep_rows(request, draft)
    if action == "skip":
        services.skip_faulty_nominations(actor=actor, draft=draft, revision=revision)
    elif action == "accept":
        batch = services.accept_nomination_draft(actor=actor, draft=draft, revision=revision)
        messages.success(
            request,
            ngettext("%(count)s person is named.", "%(count)s people are named.", batch.count)
            % {"count": f"{batch.count:,}".replace(",", ".")},
        )
        return redirect(seats_url(page.training_class))
    return None


def _units(posted: QueryDict) -> dict[str, str]:
    """Return what was chosen for units, where it differs from what the page showed."""
    chosen: dict[str, str] = {}
    for key, value in posted.items():
        found = _UNIT.match(key)
        if found and value != posted.get(f"cu-{found[1]}", ""):
            chosen[posted.get(f"ten-{found[1]}", "")] = str(value)
    return chosen


@login_required
@require_POST
def nominations_undo(request: StaffRequest, code: str, pk: Any) -> HttpResponse:
    """Take a list of nominations back."""
    page = class_page(request, code, SEATS)
    require(page.can_run)
    rows = NominationBatch.objects.select_related("training_class__keeper")
    batch = get_object_or_404(rows, pk=pk, training_class=page.training_class)
    with into_messages(request):
        undo_nominations(actor=request.user, batch=batch)
        messages.success(request, _("The list is taken back: %(count)s nominations are gone.") % {"count": batch.count})
    return redirect(seats_url(page.training_class))
