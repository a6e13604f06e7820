"""The page of papers: report, list, sign-in sheet as Word files; templates of the office; the registry's number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_safe

from caunoi import papers as library
from caunoi.directory.enums import System
from caunoi.directory.models import Organisation
from caunoi.directory.policies import organises_in, require
from caunoi.training.enums import PaperKind, PaperSubject
from caunoi.training.models import ClassReport, PaperTemplate, TrainingClass
from caunoi.training.policies import reads_paper
from caunoi.training.queries import papers as queries
from caunoi.training.queries.reports import latest_report
from caunoi.training.services import papers as services
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.files import serve_stored
from caunoi.web.base.numbers import whole
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.papers.rows import groups_of
from caunoi.web.desk.papers.targets import address_of
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class SheetForm(forms.Form):
    """How a list or sign-in sheet is to be: layout, sittings, the decision it is attached to."""

    layout = forms.ChoiceField(label=gettext_lazy("Layout"), choices=System.choices)
    sittings = forms.MultipleChoiceField(
        label=gettext_lazy("Sittings with a signature column"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    attached = forms.BooleanField(label=gettext_lazy("Attached to a decision"), required=False)
    decision = forms.CharField(
        label=gettext_lazy("Number of the decision"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Left blank, a gap stays to write it in."),
    )
    decided_on = DateField(label=gettext_lazy("Day of the decision"), required=False)

    def __init__(self, training_class: TrainingClass, layout: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(training_class.sittings.order_by("date", "order", "id"))
        sittings: Any = self.fields["sittings"]
        sittings.choices = [(str(sitting.pk), str(sitting)) for sitting in self.rows]
        sittings.initial = [str(sitting.pk) for sitting in self.rows]
        self.fields["layout"].initial = layout
        item = training_class.plan_item
        # One decision may open all classes of an item of the plan.
        if item and item.decision_number:
            self.fields["attached"].initial = True
            self.fields["decision"].initial = item.decision_number
            self.fields["decided_on"].initial = item.decision_on

    def decision_chosen(self) -> queries.Decision | None:
        """Return the decision the list is attached to, if any."""
        values = self.cleaned_data
        number, day = values.get("decision") or "", values.get("decided_on")
        if not (values.get("attached") or number or day):
            return None
        return queries.Decision(number=number, signed_on=day)


class RegisterForm(forms.Form):
    """What the registry gave afterwards."""

    number = forms.CharField(
        label=gettext_lazy("Number of the registry"),
        max_length=60,
        error_messages={"required": gettext_lazy("Type the number that the registry gave.")},
    )
    signed_on = DateField(label=gettext_lazy("Signed on"), required=False)
    file = forms.FileField(
        label=gettext_lazy("Signed copy (PDF or picture)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,image/*"}),
    )


class TemplateForm(forms.Form):
    """An office's own template."""

    file = forms.FileField(
        label=gettext_lazy("Word template (.docx)"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": gettext_lazy("Choose the Word file.")},
    )


def layout_of(organisation: Organisation, asked: str = "") -> library.Layout:
    """Return the layout asked for, else the one of the office's own tree."""
    return library.Layout(asked if asked in System.values else organisation.system)


@login_required
def papers(request: StaffRequest, code: str) -> HttpResponse:
    """Show the papers of the class; take in number and signed copy of the report."""
    page = class_page(request, code, "papers")
    training_class = page.training_class
    report = latest_report(training_class)
    form = RegisterForm(
        request.POST or None,
        request.FILES or None,
        initial={"number": report.number, "signed_on": report.signed_on} if report else None,
    )
    if report and form.is_valid():
        upload = form.cleaned_data["file"]
        with into_form(form):
            services.register_report(
                actor=request.user,
                report=report,
                number=form.cleaned_data["number"],
                signed_on=form.cleaned_data["signed_on"],
                content=upload.read() if upload else None,
                name=upload.name if upload else "",
            )
            messages.success(request, _("Number and signed copy are kept."))
            return redirect("desk:class_papers", training_class.code)
    layout = layout_of(training_class.keeper)
    page.context.update(
        report=report,
        form=form,
        sheet_form=SheetForm(training_class, str(layout)),
        layouts=System.choices,
        layout=str(layout),
        groups=groups_of(request.user, queries.of_class(training_class)),
        zip_url=address_of("papers_export", queries.of_class(training_class)),
        workbook_url=address_of("workbook_export", queries.of_class(training_class)),
        template_rows=_template_rows(training_class.keeper),
        can_replace=organises_in(request.user, training_class.keeper),
    )
    return render(request, "desk/training/papers.html", page.context)


def _template_rows(keeper: Organisation) -> list[dict[str, Any]]:
    """Return for each kind of paper and layout the template that serves, None for the shipped one."""
    serving: dict[tuple[str, str], PaperTemplate] = {}
    for own in queries.templates_for(keeper):
        serving.setdefault((own.kind, own.layout), own)
    return [
        {
            "kind": kind,
            "label": label,
            "cells": [
                {"layout": layout, "label": name, "own": serving.get((kind, layout))} for layout, name in System.choices
            ],
        }
        for kind, label in PaperKind.choices
    ]


@login_required
@require_GET
def paper(request: StaffRequest, code: str, kind: str) -> HttpResponse:
    """Send one paper as a Word file."""
    page = class_page(request, code, "papers")
    training_class = page.training_class
    source = queries.SOURCES.get(PaperKind(kind)) if kind in PaperKind.values else None
    target = queries.of_class(training_class)
    if (
        source is None
        or PaperSubject.CLASS not in source.subjects
        or not reads_paper(request.user, target, source.kind)
    ):
        raise Http404
    made = _made(request, training_class, PaperKind(kind))
    if made is None:
        messages.error(request, _("The report is made from the frozen facts: close the class first."))
        return redirect("desk:class_results", training_class.code)
    try:
        content = queries.render(made, training_class.keeper)
    except library.TemplateRefused as refused:
        messages.error(
            request,
            _("The office's template can't be used: %(why)s Replace it or go back to the shipped one.")
            % {"why": str(refused)},
        )
        return redirect("desk:class_papers", training_class.code)
    return _word(content, queries.file_name(PaperKind(kind), training_class.title, training_class.code))


def _made(request: StaffRequest, training_class: TrainingClass, kind: PaperKind) -> library.Paper | None:
    keeper = training_class.keeper
    layout = layout_of(keeper, request.GET.get("layout", ""))
    form = SheetForm(training_class, str(layout), request.GET)
    form.is_valid()
    chosen = form.cleaned_data.get("sittings") or []
    wish = queries.Wish(
        layout=layout,
        decision=form.decision_chosen(),
        sittings=frozenset(map(int, chosen)),
        version=whole(request.GET.get("version")),
    )
    return queries.make_paper(kind, queries.of_class(training_class), wish)


def _word(content: bytes, name: str) -> HttpResponse:
    header = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=DOCX, headers={"Content-Disposition": header or "attachment"})


@login_required
@require_safe
def signed_copy(request: StaffRequest, code: str, version: int) -> HttpResponseBase:
    """Send the signed copy of a version of the report."""
    page = class_page(request, code, "papers")
    report = ClassReport.objects.filter(training_class=page.training_class, version=version).first()
    if report is None or report.signed_file is None:
        raise Http404
    return serve_stored(request, report.signed_file, download=True)


@login_required
def template(request: StaffRequest, code: str, kind: str, layout: str) -> HttpResponse:
    """Replace the template of a kind of paper, or go back to the shipped one; faults are named one by one."""
    page = class_page(request, code, "papers")
    keeper = page.training_class.keeper
    if kind not in PaperKind.values or layout not in System.values:
        raise Http404
    require(organises_in(request.user, keeper))
    own = PaperTemplate.objects.filter(organisation=keeper, kind=kind, layout=layout).select_related("file").first()
    if own and "restore" in request.POST:
        with into_messages(request):
            services.restore_template(actor=request.user, template=own)
            messages.success(request, _("The shipped template serves again."))
        return redirect("desk:class_papers", page.training_class.code)
    form = TemplateForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        with into_form(form):
            services.replace_template(
                actor=request.user,
                organisation=keeper,
                kind=PaperKind(kind),
                layout=layout,
                content=upload.read(),
                name=upload.name,
            )
            messages.success(request, _("The template is replaced. Make a paper to look at it."))
            return redirect("desk:class_papers", page.training_class.code)
    page.context.update(
        form=form,
        own=own,
        kind=kind,
        kind_label=PaperKind(kind).label,
        layout=layout,
        layout_label=System(layout).label,
        fields=library.describe_template(library.PaperKind(kind)),
    )
    return render(request, "desk/training/template.html", page.context)


@login_required
@require_safe
def template_file(request: StaffRequest, code: str, kind: str, layout: str) -> HttpResponseBase:
    """Send the template that serves now, or with ``?shipped=1`` the shipped one, to start an own one from."""
    page = class_page(request, code, "papers")
    if kind not in PaperKind.values or layout not in System.values:
        raise Http404
    own = queries.template_for(page.training_class.keeper, PaperKind(kind), library.Layout(layout))
    if own and not request.GET.get("shipped"):
        return serve_stored(request, own.file, download=True)
    content = library.shipped_template(library.PaperKind(kind), library.Layout(layout))
    return _word(content, f"mau-{kind}-{layout}.docx")
