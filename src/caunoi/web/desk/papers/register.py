"""The register of papers with filters and export; how an office keeps it; reports on a quarter or a year; a plan's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from caunoi.directory.models import Organisation
from caunoi.directory.policies import ORGANISERS
from caunoi.directory.queries.scope import organisations_for
from caunoi.training.enums import PaperKind, PaperSubject
from caunoi.training.models import PaperRecord, PaperRegister
from caunoi.training.queries.paper_register import RegisterFilter, filtered_records
from caunoi.training.queries.papers import SOURCES, Target, full_number, of_class, of_item, of_plan
from caunoi.training.services.paper_records import keep_register, start_series
from caunoi.web.base import exports
from caunoi.web.base.errors import into_form
from caunoi.web.base.lists import paginate
from caunoi.web.base.numbers import whole
from caunoi.web.desk.papers.rows import groups_of
from caunoi.web.desk.papers.targets import address_of
from caunoi.web.desk.planning.frame import plan_page
from caunoi.web.desk.requests import StaffRequest

_STATES = (
    ("", gettext_lazy("All")),
    ("given", pgettext_lazy("state of a paper", "number entered")),
    ("signed", pgettext_lazy("state of a paper", "signed copy kept")),
    ("voided", pgettext_lazy("state of a paper", "voided")),
)


class RegisterFilterForm(forms.Form):
    """What the register is narrowed to."""

    q = forms.CharField(label=gettext_lazy("Number or words"), required=False, max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("Paper"), required=False)
    year = forms.IntegerField(label=gettext_lazy("Year"), required=False, min_value=1945, max_value=2100)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=_STATES)

    def __init__(self, request: StaffRequest) -> None:
        super().__init__(request.GET or None)
        kinds: Any = self.fields["kind"]
        kinds.choices = [("", _("All")), *((kind, PaperKind(kind).label) for kind in SOURCES if SOURCES[kind].numbered)]

    def wanted(self) -> RegisterFilter:
        """Return what is asked for; what makes no sense counts as not asked."""
        values = self.cleaned_data if self.is_bound and (self.is_valid() or True) else {}
        return RegisterFilter(
            kind=values.get("kind") or "",
            year=values.get("year"),
            state=values.get("state") or "",
            words=values.get("q") or "",
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for."""
        return self.wanted() != RegisterFilter()


class KeepForm(forms.Form):
    """How an office numbers its papers."""

    office = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=Organisation.objects.none())
    in_use = forms.BooleanField(label=gettext_lazy("The office gives its numbers here"), required=False)
    term_from = forms.IntegerField(
        label=gettext_lazy("First year of the term of office"),
        required=False,
        help_text=gettext_lazy("For the Party, whose numbers run per term. Left blank, numbers begin anew each year."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Paper"), required=False)
    before = forms.IntegerField(
        label=gettext_lazy("Last number given on paper this year or term"),
        required=False,
        min_value=0,
        max_value=100_000,
        help_text=gettext_lazy("Only where the register begins in mid-year: it goes on from there."),
    )

    def __init__(self, request: StaffRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices: Any = self.fields["office"]
        offices.queryset = organisations_for(request.user, *ORGANISERS).order_by("folded_name", "id")
        kinds: Any = self.fields["kind"]
        kinds.choices = [("", "—"), *((kind, PaperKind(kind).label) for kind in SOURCES if SOURCES[kind].numbered)]


def target_of_record(record: PaperRecord) -> Target | None:
    """Return what an entry is about; None where that is gone."""
    if record.training_class is not None:
        return of_class(record.training_class)
    if record.plan is not None:
        return of_plan(record.plan)
    if record.plan_item is not None:
        return of_item(record.plan_item)
    if record.year is not None:
        return Target(office=record.organisation, year=record.year, quarter=record.quarter)
    return None


@login_required
@require_GET
def register(request: StaffRequest) -> HttpResponse:
    """Show the register, the newest first; the same number of queries whatever its length."""
    form = RegisterFilterForm(request)
    page = paginate(request, filtered_records(request.user, form.wanted()))
    rows = []
    for record in page:
        target = target_of_record(record)
        url = address_of("paper", target, record.kind) if target and record.voided_at is None else ""
        rows.append({"record": record, "number": full_number(record), "url": url})
    return render(request, "desk/papers/register.html", {"form": form, "page": page, "rows": rows})


@login_required
@require_GET
def register_export(request: StaffRequest, form: str) -> HttpResponse:
    """Send the register as filtered, as a workbook or as CSV."""
    found = filtered_records(request.user, RegisterFilterForm(request).wanted())
    head = [
        _("Number"), _("Paper"), _("About"), _("Office"), _("Signed on"), _("Entered on"), _("Voided"), _("Reason"),
    ]  # fmt: skip
    rows = (
        (
            full_number(row), str(row.get_kind_display()), row.about, row.organisation.name, row.signed_on,
            timezone.localtime(row.created_at).date(),
            timezone.localtime(row.voided_at).date() if row.voided_at else None, row.void_reason,
        )
        for row in found
    )  # fmt: skip
    return exports.respond(form, name=_("register of papers"), head=head, rows=rows)


@login_required
def register_settings(request: StaffRequest) -> HttpResponse:
    """Say for an office whether it gives its numbers here, per term or year, and from which number on."""
    form = KeepForm(request, request.POST or None, initial={"in_use": True})
    if form.is_valid():
        values = form.cleaned_data
        with into_form(form):
            keep_register(
                actor=request.user,
                organisation=values["office"],
                in_use=values["in_use"],
                term_from=values["term_from"],
            )
            if values["in_use"] and values["kind"] and values["before"] is not None:
                start_series(
                    actor=request.user,
                    organisation=values["office"],
                    kind=PaperKind(values["kind"]),
                    year=timezone.localdate().year,
                    before=values["before"],
                )
            messages.success(request, _("The register is set up."))
            return redirect("desk:paper_register")
    offices: Any = form.fields["office"]
    kept = PaperRegister.objects.filter(organisation__in=offices.queryset).select_related("organisation")
    return render(
        request,
        "desk/papers/register_settings.html",
        {"form": form, "kept": kept.order_by("organisation__folded_name")},
    )


@login_required
@require_GET
def period_reports(request: StaffRequest) -> HttpResponse:
    """Show the reports of an office on each quarter of a year, and on the year."""
    offices = list(organisations_for(request.user, *ORGANISERS).order_by("folded_name", "id"))
    asked = request.GET.get("co-quan", "")
    office = next((each for each in offices if str(each.pk) == asked), offices[0] if offices else None)
    year = whole(request.GET.get("nam")) or timezone.localdate().year
    if not 1945 <= year <= 2100:
        raise Http404
    periods = []
    if office is not None:
        for quarter in (1, 2, 3, 4, None):
            target = Target(office=office, year=year, quarter=quarter)
            kind = PaperKind.QUARTER_REPORT if quarter else PaperKind.YEAR_REPORT
            row = next(
                row for group in groups_of(request.user, target) for row in group.rows if row.source.kind == kind
            )
            periods.append({"title": target.title, "row": row})
    return render(
        request,
        "desk/papers/period_reports.html",
        {"offices": offices, "office": office, "year": year, "periods": periods},
    )


@login_required
@require_GET
def plan_papers(request: StaffRequest, code: str) -> HttpResponse:
    """Show the papers of a plan, and of each item that has classes."""
    page = plan_page(request, code, "papers")
    items = page.plan.items.select_related("plan__owner").filter(classes__isnull=False).distinct()
    target = of_plan(page.plan)
    page.context.update(
        groups=groups_of(request.user, target),
        zip_url=address_of("papers_export", target),
        items=[
            {
                "item": item,
                "groups": groups_of(request.user, of_item(item)),
                "zip_url": address_of("papers_export", of_item(item)),
            }
            for item in items.order_by("position", "id")
        ],
        subject=PaperSubject.PLAN,
        register_url=reverse("desk:paper_register"),
    )
    return render(request, "desk/papers/plan_papers.html", page.context)
