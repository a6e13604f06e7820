"""A list of participants from a file or pasted: sent in, checked row by row, taken over, taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
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
from caunoi.web.desk.directory.choices import OrganisationChoice
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training import draft_parts as parts
from caunoi.web.desk.training.frame import ClassPage, class_page
from caunoi.web.desk.training.participants import taken_words


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
    shown = shown if shown in parts.SHOWN else ""
    rows = [row for row in read.rows if row.state in parts.SHOWN[shown]]
    page.context.update(
        draft=draft,
        preview=read,
        sheet=read.sheet,
        sheets=list(enumerate(sheet.name for sheet in read.content.sheets)),
        columns=parts.columns_of(read),
        head_number=read.sheet.head + 1,
        fields=list(FIELD_WORDS.items()),
        dropped=[word or _("a column without a head") for word in read.sheet.dropped],
        page=paginate(request, rows),
        shown=shown,
        views=parts.views_of(read, shown),
        faults=read.counts[queries.FAULT],
        take=len(read.taken),
        sender=Organisation.objects.filter(pk=read.content.sender).first() if read.content.sender else None,
    )
    return render(request, "desk/training/roster_draft.html", page.context)


def _handle(request: StaffRequest, page: ClassPage, draft: RosterDraft) -> HttpResponse | None:
    """Do what the pressed button says; returns where to go when the draft is gone."""
    action = request.POST.get("do", "rows")
    actor = request.user
    if action == "discard":
        services.discard_draft(actor=actor, draft=draft)
        messages.success(request, _("The list is dropped; nothing of it was kept."))
        return redirect("desk:roster_import", page.training_class.code)
    if action == "columns":
        parts.choose_columns(request, draft)
        return None
    revision = parts.keep_rows(request, draft)
    if action == "skip":
        services.skip_faulty(actor=actor, draft=draft, revision=revision)
    elif action == "accept":
        batch = services.accept_draft(actor=actor, draft=draft, revision=revision)
        messages.success(request, taken_words(batch.count))
        return redirect("desk:class_participants", page.training_class.code)
    return None


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
