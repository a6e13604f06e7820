"""Entry from the sheet signed on paper, by sitting: numbers of who is missing, or row by row; the scan beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from caunoi.directory.policies import require
from caunoi.training.enums import Mark, ScanSource
from caunoi.training.models import SignedSheet, Sitting
from caunoi.training.policies import opens_evidence
from caunoi.training.queries.attendance import Sheet, SheetSitting, sheet
from caunoi.training.queries.counting import count_sheet
from caunoi.training.queries.entry import EntryRow, entry_rows, read_numbers, with_missing, with_signed
from caunoi.training.queries.evidence import sheet_counts, sheets_of
from caunoi.training.queries.make_ups import guests_of
from caunoi.training.services.attendance import CellMark, mark
from caunoi.training.services.evidence import keep_sheet, put_sheet_back, take_sheet_off
from caunoi.web.base.errors import into_messages
from caunoi.web.base.files import serve_stored
from caunoi.web.base.numbers import whole
from caunoi.web.base.undoing import success_with_undo
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import ClassPage, class_page
from caunoi.web.desk.training.hall.choosing import one_of
from caunoi.web.desk.training.points import POINT, chosen_point, point_links
from caunoi.web.desk.training.sheet_html import KEYS, SIGNS, mark_choices

_MISSING, _SIGNED = "missing", "signed"


class NumbersForm(forms.Form):
    """Row numbers as they stand on the paper."""

    who = one_of(
        gettext_lazy("The numbers are of those who"),
        (_MISSING, pgettext_lazy("row numbers", "did not sign; everybody else signed")),
        (_SIGNED, pgettext_lazy("row numbers", "signed; everybody else did not")),
    )
    numbers = forms.CharField(
        label=gettext_lazy("Row numbers"),
        help_text=gettext_lazy("For example 3 12 15-18 20P: P with leave, K without, M late, S left early."),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 2, "inputmode": "text", "autocomplete": "off", "spellcheck": "false"}),
    )


@login_required
def class_entry(request: StaffRequest, code: str) -> HttpResponse:
    """Show the rows of one sitting (``?buoi=``) as the paper has them; take numbers (shown first), then the rows."""
    page = class_page(request, code, "attendance")
    training_class = page.training_class
    whole_sheet = sheet(training_class, by_point=True)
    chosen = _sitting(whole_sheet, request.GET.get("buoi"))
    point = chosen_point(request.GET.get(POINT, ""), whole_sheet)
    read = whole_sheet.at(point.point) if point else whole_sheet
    page.context.update(
        sittings=whole_sheet.sittings,
        chosen=chosen,
        points=point_links(count_sheet(whole_sheet), point),
        point=point,
        sheet_counts=sheet_counts(training_class),
        choices=mark_choices(),
    )
    if chosen is None or not whole_sheet.rows:
        return render(request, "desk/training/hall/entry.html", page.context)
    guests = [one for one in guests_of(training_class) if point is None or one.point == point.point]
    rows = entry_rows(read, guests, chosen.id)
    form = NumbersForm(request.POST if "numbers" in request.POST else None)
    error = ""
    if request.method == "POST":
        require(page.can_run)
        if "rows" in request.POST:
            rows = _typed_rows(request, rows)
            error = _save(request, page, chosen, rows)
            if not error:
                return redirect(request.get_full_path())
        elif form.is_valid():
            rows = _by_numbers(form, rows)
    sitting = Sitting.objects.get(pk=chosen.id)
    page.context.update(
        rows=[{"row": row, "sign": SIGNS[row.value], "was": SIGNS[row.standing]} for row in rows],
        form=form,
        shown=form.is_bound and form.is_valid(),
        error=error,
        reason=request.POST.get("reason", ""),
        changes=[row for row in rows if row.changes],
        differing=[row for row in rows if row.differs],
        signed=sum(1 for row in rows if row.value in {Mark.PRESENT, Mark.LATE, Mark.LEFT_EARLY}),
        evidence=list(sheets_of(sitting)) if opens_evidence(request.user, training_class) else None,
    )
    return render(request, "desk/training/hall/entry.html", page.context, status=400 if error else 200)


def _sitting(read: Sheet, asked: str | None) -> SheetSitting | None:
    """Return the sitting asked for, else the last that has begun: its paper lies on the table."""
    wanted = whole(asked)
    begun = [one for one in read.sittings if one.date <= timezone.localdate()] or list(read.sittings[:1])
    return next((one for one in read.sittings if one.id == wanted), begun[-1] if begun else None)


def _by_numbers(form: NumbersForm, rows: list[EntryRow]) -> list[EntryRow]:
    typed = read_numbers(form.cleaned_data["numbers"], rows=len(rows))
    for fault in typed.faults:
        form.add_error("numbers", fault)
    if typed.faults:
        return rows
    fill = with_missing if form.cleaned_data["who"] == _MISSING else with_signed
    return fill(rows, typed.marks)


def _typed_rows(request: StaffRequest, rows: list[EntryRow]) -> list[EntryRow]:
    """Return the rows with what stands in their boxes; a sign that is none leaves a row as it is."""
    signs = {sign.lower(): each for each, sign in SIGNS.items()} | {key: Mark(value) for key, value in KEYS.items()}
    return [
        replace(row, value=signs.get(request.POST.get(f"m-{row.id}", "?").strip().lower(), row.standing))
        for row in rows
    ]


def _save(request: StaffRequest, page: ClassPage, chosen: SheetSitting, rows: list[EntryRow]) -> str:
    """Record what changed; returns what is wrong, in words."""
    # Somebody may have marked meanwhile: what the page did not show is not undone.
    shown = dict(pair.split(":", 1) for pair in request.POST.get("was", "").split(",") if ":" in pair)
    cells = [
        CellMark(enrolment_id=row.id, sitting_id=chosen.id, mark=row.value)
        for row in rows
        if row.changes and str(row.value) != shown.get(str(row.id))
    ]
    try:
        changed = mark(
            actor=request.user,
            training_class=page.training_class,
            cells=cells,
            reason=request.POST.get("reason", ""),
            source=ScanSource.PAPER,
        )
    except ValidationError as error:
        return " ".join(error.messages)
    messages.success(request, _("Entered from paper; changed: %(count)s.") % {"count": changed})
    return ""


@login_required
@require_POST
def class_sheet_keep(request: StaffRequest, code: str, sitting: int) -> HttpResponse:
    """Keep scans or photos of the sheet signed at a sitting; several at once."""
    page = class_page(request, code, "attendance")
    require(page.can_run)
    where = Sitting.objects.filter(pk=sitting, training_class=page.training_class).first()
    if where is None:
        raise Http404
    uploads = request.FILES.getlist("file")
    kept = 0
    with into_messages(request):
        if not uploads:
            raise ValidationError({"file": _("Choose the scan or the photos of the signed sheet.")})
        for upload in uploads:
            keep_sheet(actor=request.user, sitting=where, content=upload.read(), name=upload.name or "")
            kept += 1
    if kept:
        messages.success(request, _("Files kept with the sitting: %(count)s.") % {"count": kept})
    return redirect(_page_of(page, where.pk))


@login_required
@require_safe
def class_sheet_file(request: StaffRequest, code: str, pk: UUID) -> HttpResponseBase:
    """Send one scan to whoever may open it."""
    page = class_page(request, code, "attendance")
    require(opens_evidence(request.user, page.training_class))
    found = _kept(page, pk)
    if found.taken_off_at is not None:
        raise Http404
    return serve_stored(request, found.file)


@login_required
@require_POST
def class_sheet_off(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Take a scan off its sitting, or with ``lai`` put it back."""
    page = class_page(request, code, "attendance")
    require(page.can_run)
    found = _kept(page, pk)
    with into_messages(request):
        if "lai" in request.GET:
            put_sheet_back(actor=request.user, sheet=found)
            messages.success(request, _("The file stands beside its sitting again."))
        else:
            take_sheet_off(actor=request.user, sheet=found)
            undo = f"{reverse('desk:class_sheet_off', args=[page.training_class.code, pk])}?lai=1"
            success_with_undo(request, _("The file was taken off."), undo=undo)
    return redirect(_page_of(page, found.sitting_id))


def _kept(page: ClassPage, pk: UUID) -> SignedSheet:
    found = SignedSheet.objects.filter(pk=pk, sitting__training_class=page.training_class)
    sheet_kept = found.select_related("file", "sitting__training_class__keeper").first()
    if sheet_kept is None:
        raise Http404
    return sheet_kept


def _page_of(page: ClassPage, sitting: Any) -> str:
    return f"{reverse('desk:class_entry', args=[page.training_class.code])}?buoi={sitting}#ban-ky"
