"""A list of participants from a file or pasted: sent in, checked row by row, taken over, taken back."""

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
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import require
from caunoi.intake.models import RosterDraft
from caunoi.intake.queries import roster as queries
from caunoi.intake.rosters.files import MOST_BYTES
from caunoi.intake.rosters.words import FIELD_WORDS
from caunoi.intake.services import roster as services
from caunoi.intake.services.periods import drafts_kept
from caunoi.training.models import RosterBatch, TrainingClass
from caunoi.training.queries.roster import undoable_batches
from caunoi.training.queries.senders import choosable_senders
from caunoi.training.services.batches import undo_roster
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.base.numbers import whole
from caunoi.web.desk.directory.choices import OrganisationChoice
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import ClassPage, class_page
from caunoi.web.desk.training.participants import taken_words

_EDIT = re.compile(r"^sua-(\d{1,6})-([a-z_]+)$")
_DECISION = re.compile(r"^chon-(\d{1,6})$")
_SAMPLES = 3
# What the tabs above the rows show; a tab may stand for several states.
SHOWN: dict[str, tuple[str, ...]] = {
    "": queries.STATES,
    "sua": (queries.FAULT,),
    "trung": (queries.LISTED, queries.TWIN),
    "quen": (queries.KNOWN,),
    "bo": (queries.SKIPPED,),
}
_SHOWN_WORDS = {
    "": gettext_lazy("All rows"),
    "sua": gettext_lazy("To be corrected"),
    "trung": gettext_lazy("There already"),
    "quen": gettext_lazy("Known from before"),
    "bo": gettext_lazy("Left out"),
}


class SendForm(forms.Form):
    """A list: a file or text."""

    text = forms.CharField(
        label=gettext_lazy("Paste the list"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy("From Excel, Word or a message: with columns, or a person a line."),
    )
    file = forms.FileField(
        label=gettext_lazy("Or choose a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt,.docx"}),
        help_text=gettext_lazy("Excel (.xlsx, .xls), .ods, .csv or Word (.docx), at most 10 MB."),
    )
    sender = OrganisationChoice(
        label=gettext_lazy("Sent by"),
        required=False,
        help_text=gettext_lazy("If one organisation sent all of them: it then sees them and their attendance."),
    )

    def __init__(self, user: User, training_class: TrainingClass, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sender: Any = self.fields["sender"]
        sender.offer(choosable_senders(user, training_class))


@login_required
def roster_import(request: StaffRequest, code: str) -> HttpResponse:
    """Take a list in, as a draft to be checked."""
    page = class_page(request, code, "participants")
    require(page.can_run)
    form = SendForm(request.user, page.training_class, request.POST or None, request.FILES or None)
    if form.is_valid():
        with into_form(form):
            draft = _start(request, page, form.cleaned_data)
            return redirect("desk:roster_draft", page.training_class.code, draft.pk)
    page.context.update(
        form=form,
        drafts=list(queries.own_drafts(request.user, page.training_class)[:10]),
        batches=list(undoable_batches(page.training_class)[:10]),
        kept_days=drafts_kept(),
    )
    return render(request, "desk/training/roster_import.html", page.context)


def _start(request: StaffRequest, page: ClassPage, sent: dict[str, Any]) -> RosterDraft:
    file = sent["file"]
    if not file:
        return services.start_from_text(
            actor=request.user, training_class=page.training_class, text=sent["text"], sender=sent["sender"]
        )
    # One byte past the limit is enough to refuse; the rest of a huge file is never read.
    content = file.read(MOST_BYTES + 1)
    return services.start_from_file(
        actor=request.user,
        training_class=page.training_class,
        content=content,
        name=file.name,
        sender=sent["sender"],
    )


@login_required
def roster_draft(request: StaffRequest, code: str, pk: Any) -> HttpResponse:
    """Check a list: columns, faults, people who are there already; then take it over."""
    page = class_page(request, code, "participants")
    require(page.can_run)
    draft = queries.own_drafts(request.user, page.training_class).filter(pk=pk).first()
    if draft is None:
        messages.info(request, _("This list was taken over or dropped already."))
        return redirect("desk:class_participants", code)
    draft.training_class = page.training_class
    if request.method == "POST":
        with into_messages(request):
            done = _handle(request, page, draft)
            if done is not None:
                return done
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{reverse('desk:roster_draft', args=[page.training_class.code, draft.pk])}{query}")
    read = queries.preview(request.user, draft)
    shown = request.GET.get("xem", "")
    shown = shown if shown in SHOWN else ""
    rows = [row for row in read.rows if row.state in SHOWN[shown]]
    page.context.update(
        draft=draft,
        preview=read,
        sheet=read.sheet,
        sheets=list(enumerate(sheet.name for sheet in read.content.sheets)),
        columns=_columns(read),
        head_number=read.sheet.head + 1,
        fields=list(FIELD_WORDS.items()),
        dropped=[word or _("a column without a head") for word in read.sheet.dropped],
        page=paginate(request, rows),
        shown=shown,
        views=[
            {
                "label": _SHOWN_WORDS[name],
                "url": f"?xem={name}" if name else "?",
                "current": name == shown,
                "count": sum(read.counts[state] for state in states),
            }
            for name, states in SHOWN.items()
        ],
        faults=read.counts[queries.FAULT],
        take=len(read.taken),
        sender=Organisation.objects.filter(pk=read.content.sender).first() if read.content.sender else None,
    )
    return render(request, "desk/training/roster_draft.html", page.context)


def _columns(read: queries.Preview) -> list[dict[str, Any]]:
    """Return each column that holds anything: its head, a few of its cells, and what it is taken for."""
    sheet = read.sheet
    width = max((len(row) for row in sheet.rows), default=0)
    below = sheet.rows[sheet.head + 1 :]
    columns = []
    for place in range(width):
        cells = [row[place] for row in below if place < len(row) and row[place]]
        if cells:
            columns.append(
                {
                    "place": place,
                    "head": sheet.words[place] if place < len(sheet.words) else "",
                    "samples": cells[:_SAMPLES],
                    "field": sheet.columns.get(place, ""),
                }
            )
    return columns


def _handle(request: StaffRequest, page: ClassPage, draft: RosterDraft) -> HttpResponse | None:
    """Do what the pressed button says; returns where to go when the draft is gone."""
    posted = request.POST
    action = posted.get("do", "rows")
    actor, revision = request.user, _number(posted.get("revision"), 0)
    if action == "discard":
        services.discard_draft(actor=actor, draft=draft)
        messages.success(request, _("The list is dropped; nothing of it was kept."))
        return redirect("desk:roster_import", page.training_class.code)
    if action == "columns":
        places = [key.removeprefix("cot-") for key in posted if key.startswith("cot-")]
        services.choose_columns(
            actor=actor,
            draft=draft,
            revision=revision,
            sheet=_number(posted.get("sheet"), 0),
            head=_number(posted.get("head"), 0) - 1,
            columns={at: posted[f"cot-{place}"] for place in places if (at := whole(place)) is not None},
        )
        return None
    edits, decisions = _typed(posted), _decided(posted)
    if edits or decisions:
        draft = services.decide_rows(actor=actor, draft=draft, revision=revision, edits=edits, decisions=decisions)
        revision = draft.revision
    if action == "skip":
        services.skip_faulty(actor=actor, draft=draft, revision=revision)
    elif action == "accept":
        batch = services.accept_draft(actor=actor, draft=draft, revision=revision)
        messages.success(request, taken_words(batch.count))
        return redirect("desk:class_participants", page.training_class.code)
    return None


def _number(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise


def _typed(posted: QueryDict) -> dict[int, dict[str, str]]:
    """Return the cells that were typed anew: those that differ from what the page showed beside them."""
    edits: dict[int, dict[str, str]] = {}
    for key, value in posted.items():
        found = _EDIT.match(key)
        if found and value != posted.get(f"cu-{found[1]}-{found[2]}", ""):
            edits.setdefault(int(found[1]), {})[found[2]] = str(value)
    return edits


def _decided(posted: QueryDict) -> dict[int, str]:
    decisions: dict[int, str] = {}
    for key, value in posted.items():
        found = _DECISION.match(key)
        if found and value != posted.get(f"cu-{key}", ""):
            decisions[int(found[1])] = str(value)
    return decisions


@login_required
@require_POST
def roster_undo(request: StaffRequest, code: str, pk: Any) -> HttpResponse:
    """Take a list back."""
    page = class_page(request, code, "participants")
    require(page.can_run)
    batch = get_object_or_404(
        RosterBatch.objects.select_related("training_class__keeper"), pk=pk, training_class=page.training_class
    )
    with into_messages(request):
        undo_roster(actor=request.user, batch=batch)
        messages.success(
            request, _("The list is taken back: %(count)s people left the class.") % {"count": batch.count}
        )
    return redirect("desk:class_participants", page.training_class.code)
