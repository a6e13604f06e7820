"""Who is absent with leave, and the papers that say so."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from caunoi.directory.policies import require
from caunoi.training.enums import EnrolmentState
from caunoi.training.models import Enrolment, LeaveDocument, Sitting, TrainingClass
from caunoi.training.policies import leads_class
from caunoi.training.queries.attendance import sheet
from caunoi.training.queries.evidence import leave_rows
from caunoi.training.services.excuses import keep_leave_document, take_leave_document_off
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.files import serve_stored
from caunoi.web.base.numbers import whole
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page


class _Participant(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.full_name} · {obj.unit_text}" if obj.unit_text else obj.person.full_name


class _Sittings(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj).capitalize()


class LeaveForm(forms.Form):
    """A document of leave."""

    participant = _Participant(Enrolment.objects.none(), label=gettext_lazy("Participant"))
    sittings = _Sittings(Sitting.objects.none(), label=gettext_lazy("Absent at"), widget=forms.CheckboxSelectMultiple)
    file = forms.FileField(
        label=gettext_lazy("The paper, as PDF or photo"),
        help_text=gettext_lazy(
            "A letter of the unit is enough; ask for no medical papers. What it says is not entered."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, where an earlier mark is corrected"), required=False, max_length=300
    )

    def __init__(self, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Enrolment.objects.filter(training_class=training_class, state=EnrolmentState.NOMINATED)
        self.fields["participant"].queryset = people.select_related("person").order_by(  # type: ignore[attr-defined]
            "sort_name", "id"
        )
        self.fields["sittings"].queryset = Sitting.objects.filter(  # type: ignore[attr-defined]
            training_class=training_class
        ).order_by("date", "order", "id")


@login_required
def class_leaves(request: StaffRequest, code: str) -> HttpResponse:
    """Show who has leave and for which sittings a paper is kept; take in a paper."""
    page = class_page(request, code, "attendance")
    training_class = page.training_class
    leads = bool(leads_class(request.user, training_class))
    initial = {
        "participant": whole(request.GET.get("ai")),
        "sittings": list(filter(None, map(whole, request.GET.getlist("buoi")))),
    }
    form = LeaveForm(request.POST or None, request.FILES or None, training_class=training_class, initial=initial)
    if request.method == "POST":
        require(leads)
        if form.is_valid():
            upload = form.cleaned_data["file"]
            with into_form(form):
                keep_leave_document(
                    actor=request.user,
                    enrolment=form.cleaned_data["participant"],
                    sittings=list(form.cleaned_data["sittings"]),
                    content=upload.read(),
                    name=upload.name,
                    reason=form.cleaned_data["reason"],
                )
                messages.success(request, _("The paper is kept, and the sittings are marked as absent with leave."))
                return redirect("desk:class_leaves", training_class.code)
    read = sheet(training_class)
    rows = leave_rows(training_class, read)
    page.context.update(
        rows=rows, form=form, leads=leads, without=sum(1 for row in rows if row.without), sheet=read,
        can_add=leads and training_class.is_open,
    )  # fmt: skip
    return render(request, "desk/training/hall/leaves.html", page.context)


@login_required
@require_safe
def class_leave_file(request: StaffRequest, code: str, pk: UUID) -> HttpResponseBase:
    """Send a document of leave to whoever leads the class, and to nobody else."""
    page = class_page(request, code, "attendance")
    require(leads_class(request.user, page.training_class))
    found = _document(page.training_class, pk)
    if found.file is None or found.taken_off_at is not None:
        raise Http404
    return serve_stored(request, found.file)


@login_required
@require_POST
def class_leave_off(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Take a document off; the marks stay."""
    page = class_page(request, code, "attendance")
    require(leads_class(request.user, page.training_class))
    with into_messages(request):
        take_leave_document_off(actor=request.user, document=_document(page.training_class, pk))
        messages.success(request, _("The paper was taken off. The marks of the sheet stay as they are."))
    return redirect("desk:class_leaves", page.training_class.code)


def _document(training_class: TrainingClass, pk: UUID) -> LeaveDocument:
    found = LeaveDocument.objects.filter(pk=pk, enrolment__training_class=training_class)
    document = found.select_related("file", "enrolment__training_class__keeper").first()
    if document is None:
        raise Http404
    return document
