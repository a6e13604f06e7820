"""What a sender sees: the classes to which it sent people, and its own rows of each."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.training.enums import ClassState
from caunoi.training.models import TrainingClass
from caunoi.training.queries.senders import SentSheet, sent_classes, sent_sheet
from caunoi.training.queries.unit_desk import asked_quotas_of
from caunoi.web.base import exports
from caunoi.web.base.lists import paginate
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import TONES


@login_required
@require_GET
def sent_list(request: StaffRequest) -> HttpResponse:
    """List the classes to which one's organisations sent people."""
    page = paginate(request, sent_classes(request.user))
    for one in page:
        one.__dict__["tone"] = TONES[ClassState(one.state)]
    return render(request, "desk/training/sent_list.html", {"page": page})


def _sheet(request: StaffRequest, code: str) -> SentSheet:
    try:
        return sent_sheet(request.user, code)
    except TrainingClass.DoesNotExist:
        raise Http404(_("There is no such class here.")) from None


@login_required
@require_GET
def sent_class(request: StaffRequest, code: str) -> HttpResponse:
    """Show the own rows of a class with their attendance."""
    found = _sheet(request, code)
    state_tone = TONES[ClassState(found.training_class.state)]
    quotas = list(asked_quotas_of(request.user, found.training_class))
    for one in quotas:
        one.__dict__["missing"] = max(0, one.seats - one.__dict__["named"])
    context = {
        "sheet": found,
        "training_class": found.training_class,
        "state_tone": state_tone,
        "quotas": quotas,
    }
    return render(request, "desk/training/sent_class.html", context)


@login_required
@require_GET
def sent_export(request: StaffRequest, code: str, form: str) -> HttpResponse:
    """Send the own rows of a class as a workbook or as CSV."""
    found = _sheet(request, code)
    head = [_("No."), _("Full name"), _("Post"), _("Unit"), _("Sent by"), _("Comes instead of")]
    rows = (
        [
            number,
            row.name,
            row.post,
            row.unit,
            row.sender,
            row.instead_of,
            *(str(mark.label) for _sitting, mark in row.cells),
        ]
        for number, row in enumerate((row for row in found.rows if not row.withdrawn), start=1)
    )
    what = _("people sent")
    return exports.respond(
        form,
        name=f"{what} {found.training_class.code}",
        head=[*head, *(one.label for one in found.sittings)],
        rows=rows,
    )
