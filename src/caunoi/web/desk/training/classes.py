"""Pages of classes: the list and its export, a new one, the overview."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.directory.policies import organises_somewhere, require
from caunoi.training.enums import ClassState, HostRole
from caunoi.training.facts import read_facts
from caunoi.training.queries.clashes import clash_lines, clashes_of_class, placed_twice
from caunoi.training.queries.classes import filtered_classes, with_counts, with_organisers
from caunoi.training.queries.handovers import handovers_from_outside
from caunoi.training.queries.programme import guests_of
from caunoi.training.queries.reports import counts_of, latest_report
from caunoi.training.queries.senders import visible_sent
from caunoi.training.services import classes as services
from caunoi.training.services.closing import check_closing
from caunoi.web.base import exports
from caunoi.web.base.errors import into_form
from caunoi.web.base.lists import paginate, sorting
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.class_forms import ClassFilterForm, NewClassForm
from caunoi.web.desk.training.exports import class_head, class_row
from caunoi.web.desk.training.frame import TONES, ClassPage, class_page

# What is looked at only at the end says nothing while the class is being prepared.
_LATER = {"state", "over", "unmarked", "questions", "assessment"}


@login_required
@require_GET
def class_list(request: StaffRequest) -> HttpResponse:
    """Show the classes in scope, filtered and sorted; the same number of queries whatever their number."""
    form = ClassFilterForm(request)
    page = paginate(request, _wanted(request, form), load=lambda rows: with_organisers(with_counts(rows)))
    return render(
        request,
        "desk/training/class_list.html",
        {
            "form": form,
            "page": page,
            "sorting": _sorting(request),
            "tones": {str(state): tone for state, tone in TONES.items()},
            "can_add": organises_somewhere(request.user),
            "has_sent": visible_sent(request.user).exists(),
            "has_handovers": handovers_from_outside(request.user).exists(),
        },
    )


def _sorting(request: StaffRequest) -> Any:
    return sorting(request, {"day": ("starts_on", "id"), "title": ("folded_title", "id")}, default="-day")


def _wanted(request: StaffRequest, form: ClassFilterForm) -> Any:
    order = _sorting(request)
    if order.key == "title":
        return filtered_classes(request.user, form.wanted("title")).order_by(*order.order_by)
    return filtered_classes(request.user, form.wanted("newest" if order.descending else "oldest"))


@login_required
@require_GET
def class_export(request: StaffRequest, form: str) -> HttpResponse:
    """Send the filtered list as a workbook or as CSV."""
    rows = with_organisers(with_counts(_wanted(request, ClassFilterForm(request))))
    return exports.respond(form, name=_("classes"), head=class_head(), rows=map(class_row, rows))


@login_required
@once
def class_new(request: StaffRequest) -> HttpResponse:
    """Create a class and go on to its programme."""
    require(organises_somewhere(request.user))
    form = NewClassForm(request.user, request.POST or None)
    if form.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: services.create_class(actor=request.user, **form.cleaned_data),
                leads_to=lambda created: reverse("desk:class", args=[created.code]),
                words=lambda _created: _("The class is created. Next: its programme."),
            )
    return render(request, "desk/training/class_new.html", {"form": form})


@login_required
@require_GET
def overview(request: StaffRequest, code: str) -> HttpResponse:
    """Show where the class stands and what is missing."""
    page = class_page(request, code, "overview")
    training_class = page.training_class
    report = latest_report(training_class) if page.head.report_version else None
    page.context.update(
        missing=_missing(page),
        clash_lines=clash_lines(clashes_of_class(request.user, training_class)) if training_class.is_open else [],
        twice=placed_twice(request.user, training_class) if training_class.is_open else [],
        organisers=list(
            training_class.organisations.filter(role__in=(HostRole.HOST, HostRole.CO_ORGANISER)).order_by(
                "-role", "position", "id"
            )
        ),
        directives=[
            link.directive
            for link in training_class.directive_links.select_related("directive").order_by("position", "id")
        ],
        venues=list(training_class.venue_points.order_by("position", "id")),
        guests=list(guests_of(training_class)),
        report=report,
        counts=counts_of(read_facts(report.facts)) if report else [],
    )
    return render(request, "desk/training/overview.html", page.context)


def _missing(page: ClassPage) -> list[Any]:
    if not page.training_class.is_open:
        return []
    early = page.training_class.state != ClassState.HELD
    return [
        check
        for check in check_closing(page.training_class)
        if not check.ok and not (early and check.code in _LATER) and check.code != "over"
    ]
