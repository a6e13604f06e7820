"""The page of one paper: download, number and signed copy, where its numbers come from; all papers in one file."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_safe

from caunoi import papers as library
from caunoi.directory.enums import System
from caunoi.training.enums import ACCOUNT_KINDS, PaperKind
from caunoi.training.models import PaperRegister
from caunoi.training.policies import keeps_signed_copy, opens_signed_copy, reads_paper, sees_money
from caunoi.training.queries import papers as queries
from caunoi.training.queries.papers import SOURCES, Target, Wish
from caunoi.training.queries.papers.paying import accounts_for
from caunoi.training.queries.papers.workbook import class_workbook
from caunoi.training.services import paper_records as services
from caunoi.training.services.signed_copies import keep_signed_copy
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.exports import XLSX
from caunoi.web.base.files import serve_stored
from caunoi.web.base.numbers import whole
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.papers.figures import traced
from caunoi.web.desk.papers.rows import is_ready, sources_for
from caunoi.web.desk.papers.targets import address_of, back_of, target_of
from caunoi.web.desk.requests import StaffRequest

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_INVITES = {PaperKind.INVITATION, PaperKind.NAME_PLATES}
_BY_POINT = {PaperKind.PARTICIPANT_LIST, PaperKind.SIGN_IN_SHEET}
MOST_INVITEES = 200


class NumberForm(forms.Form):
    """What the registry gave; without ``numbered`` the number is the office's register's, or there is none."""

    number = forms.CharField(label=gettext_lazy("Number of the registry"), max_length=60, required=False)
    signed_on = DateField(label=gettext_lazy("Signed on"), required=False)
    file = forms.FileField(
        label=gettext_lazy("Signed copy (PDF or picture)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,image/*"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, numbered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not numbered:
            del self.fields["number"]


def _kind(request: StaffRequest, target: Target, kind: str) -> PaperKind:
    source = SOURCES.get(PaperKind(kind)) if kind in PaperKind.values else None
    # What was paid is there for some alone: to everybody else such a paper is as absent as one of another office.
    if source is None or target.subject not in source.subjects or not reads_paper(request.user, target, source.kind):
        raise Http404(_("There is no such paper here."))
    return source.kind


def wish_of(request: StaffRequest, target: Target, kind: PaperKind | None = None) -> Wish:
    """Return how the paper is to be, from the address; what makes no sense in it is left out.

    Accounts stand in a payment list that is made by itself, and by whoever may see them.
    """
    asked = request.GET.get("layout", "")
    layout = library.Layout(asked if asked in System.values else target.office.system)
    typed = [line.strip() for line in request.GET.get("them", "").splitlines() if line.strip()]
    return Wish(
        layout=layout,
        point=_point(request, target),
        invitees=tuple(line[:300] for line in typed[:MOST_INVITEES]),
        groups=whole(request.GET.get("so-to")) or 2,
        version=whole(request.GET.get("version")),
        accounts=accounts_for(request.user, target.office) if kind in ACCOUNT_KINDS else {},
    )


def _point(request: StaffRequest, target: Target) -> str:
    asked = whole(request.GET.get("diem"))
    if asked is None or target.training_class is None:
        return ""
    point = target.training_class.venue_points.filter(pk=asked).first()
    return point.name if point else ""


@login_required
def paper(request: StaffRequest, subject: str, key: str, kind: str) -> HttpResponse:
    """Show one paper: how to make it, its number and signed copy, and where each of its figures comes from."""
    target = target_of(request, subject, key)
    wanted = _kind(request, target, kind)
    source = SOURCES[wanted]
    record = queries.record_of(target, wanted)
    copied = not source.numbered and target.training_class is not None
    may = (source.numbered or copied) and keeps_signed_copy(request.user, target, wanted)
    register = PaperRegister.objects.filter(organisation=target.office, in_use=True).exists()
    own = register if record is None or not record.number else record.ordinal is not None
    form = NumberForm(
        request.POST if "keep" in request.POST else None,
        request.FILES or None,
        numbered=source.numbered and not own,
        initial={
            "number": record.number if record else "",
            "signed_on": record.signed_on if record else None,
            "revision": record.revision if record else None,
        },
    )
    if request.method == "POST":
        done = _posted(request, target, wanted, form)
        if done is not None:
            return done
    wish = wish_of(request, target)
    made = queries.make_paper(wanted, target, wish)
    points = list(target.training_class.venue_points.order_by("position", "id")) if target.training_class else []
    return render(
        request,
        "desk/papers/paper.html",
        {
            "target": target,
            "kind": wanted,
            "label": wanted.label,
            "back": back_of(target),
            "file_url": address_of("paper_file", target, wanted).partition("?")[0],
            "signed_url": address_of("paper_signed", target, wanted),
            "record": record,
            "number": queries.full_number(record) if record else "",
            "may": may,
            "own": own and source.numbered,
            "numbered": source.numbered,
            "opens": opens_signed_copy(request.user, target, wanted),
            "form": form,
            "made": made,
            "figures": traced(request, target, made) if made else [],
            "layouts": System.choices,
            "layout": str(wish.layout),
            "letters_url": _letters_url(target, wanted),
            "invites": wanted in _INVITES,
            "groups": wish.groups if wanted == PaperKind.DISCUSSION_MINUTES else 0,
            "points": points if wanted in _BY_POINT and len(points) > 1 else [],
        },
    )


def _letters_url(target: Target, kind: PaperKind) -> str:
    """Return where each unit gets a letter with its own link; "" for other kinds."""
    if kind != PaperKind.SENDING_LETTER or target.training_class is None:
        return ""
    return reverse("desk:unit_links", args=[target.code])


def _posted(request: StaffRequest, target: Target, kind: PaperKind, form: NumberForm) -> HttpResponse | None:
    here = request.get_full_path()
    if "give" in request.POST:
        with into_messages(request):
            record = services.give_number(actor=request.user, target=target, kind=kind)
            messages.success(request, _("The paper has the number %(number)s.") % {"number": record.number})
        return redirect(here)
    if "void" in request.POST:
        record_to_void = queries.record_of(target, kind)
        if record_to_void is None:
            raise Http404
        with into_messages(request):
            services.void_number(
                actor=request.user, target=target, record=record_to_void, reason=request.POST.get("reason", "")
            )
            messages.success(request, _("The number is voided; it stays in the register with its reason."))
        return redirect(here)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        if not SOURCES[kind].numbered:
            return _copied(request, target, kind, form)
        with into_form(form):
            services.enter_number(
                actor=request.user,
                target=target,
                kind=kind,
                number=form.cleaned_data.get("number", ""),
                signed_on=form.cleaned_data["signed_on"],
                content=upload.read() if upload else None,
                name=upload.name if upload else "",
                revision=form.cleaned_data["revision"],
            )
            messages.success(request, _("Number and signed copy are kept."))
            return redirect(here)
    return None


def _copied(request: StaffRequest, target: Target, kind: PaperKind, form: NumberForm) -> HttpResponse | None:
    """Keep the signed copy of a paper without a number."""
    upload = form.cleaned_data["file"]
    with into_form(form):
        keep_signed_copy(
            actor=request.user,
            target=target,
            kind=kind,
            signed_on=form.cleaned_data["signed_on"],
            content=upload.read() if upload else None,
            name=upload.name if upload else "",
            revision=form.cleaned_data["revision"],
        )
        messages.success(request, _("The signed copy is kept."))
        return redirect(request.get_full_path())
    return None


@login_required
@require_GET
def paper_file(request: StaffRequest, subject: str, key: str, kind: str) -> HttpResponse:
    """Send one paper as a Word file."""
    target = target_of(request, subject, key)
    wanted = _kind(request, target, kind)
    wish = wish_of(request, target, wanted)
    made = queries.make_paper(wanted, target, wish)
    if made is None:
        messages.error(request, _("This paper can't be made yet: close the classes it reports on first."))
        return redirect(back_of(target))
    try:
        content = queries.render(made, target.office)
    except library.TemplateRefused as refused:
        messages.error(
            request,
            _("The office's template can't be used: %(why)s Replace it or go back to the shipped one.")
            % {"why": str(refused)},
        )
        return redirect(back_of(target))
    return _sent(content, queries.file_name(wanted, target.title, target.code, wish.point), DOCX)


def _sent(content: bytes, name: str, content_type: str) -> HttpResponse:
    header = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": header or "attachment"})


@login_required
@require_safe
def paper_signed(request: StaffRequest, subject: str, key: str, kind: str) -> HttpResponseBase:
    """Send the signed copy of a paper."""
    target = target_of(request, subject, key)
    wanted = _kind(request, target, kind)
    record = queries.record_of(target, wanted)
    if record is None or record.signed_file is None or not opens_signed_copy(request.user, target, wanted):
        raise Http404(_("There is no such paper here."))
    return serve_stored(request, record.signed_file, download=True)


@login_required
@require_GET
def papers_export(request: StaffRequest, subject: str, key: str) -> HttpResponse:
    """Send every paper that can be made as one ZIP, a class with its workbook; a template that fails is named in it."""
    target = target_of(request, subject, key)
    wish = wish_of(request, target)
    out = io.BytesIO()
    faults = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, source in enumerate(sources_for(request.user, target), start=1):
            if not is_ready(target, source.kind):
                continue
            made = queries.make_paper(source.kind, target, wish)
            if made is None:
                continue
            try:
                content = queries.render(made, target.office)
            except library.TemplateRefused as refused:
                faults.append(f"{source.kind.label}: {refused}")
                continue
            archive.writestr(f"{place:02} {queries.file_name(source.kind, target.title, '')}", content)
        if target.training_class is not None:
            archive.writestr("00 Bảng số liệu.xlsx", _workbook(request, target))
        if faults:
            archive.writestr("LOI MAU.txt", "\n".join(faults))
    day = timezone.localdate()
    return _sent(out.getvalue(), f"Giấy tờ {target.code or target.year} {day:%Y-%m-%d}.zip", "application/zip")


@login_required
@require_GET
def workbook_export(request: StaffRequest, subject: str, key: str) -> HttpResponse:
    """Send everything of a class as one workbook."""
    target = target_of(request, subject, key)
    if target.training_class is None:
        raise Http404
    return _sent(_workbook(request, target), f"Bảng số liệu {target.code}.xlsx", XLSX)


def _workbook(request: StaffRequest, target: queries.Target) -> bytes:
    training_class = target.training_class
    if training_class is None:
        raise Http404
    return class_workbook(training_class, money=bool(sees_money(request.user, training_class)), found=target.snapshot)
