"""A letter to each unit in one Word file: its own number of seats, its own link and code."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi import papers as library
from caunoi.directory.enums import System
from caunoi.directory.policies import require
from caunoi.training.enums import PaperKind
from caunoi.training.queries import papers as queries
from caunoi.web.base.numbers import whole
from caunoi.web.desk.papers.views import DOCX
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page
from caunoi.web.desk.training.unit_links import MOST_LETTERS, SEATS, shown_addresses


@login_required
@require_GET
def unit_letters(request: StaffRequest, code: str) -> HttpResponse:
    """Send the letters to the units as one Word file, or one part of them where there are many.

    The links that were made in the last hour by this user stand in them; nobody can read any other link.
    """
    page = class_page(request, code, SEATS)
    require(page.can_run)
    training_class = page.training_class
    target = queries.of_class(training_class)
    asked = request.GET.get("layout", "")
    layout = library.Layout(asked if asked in System.values else target.office.system)
    part = max(1, whole(request.GET.get("phan")) or 1)
    links: dict[UUID, str] = {UUID(key): url for key, url in shown_addresses(request, training_class).items()}
    made = queries.unit_letters(
        target, queries.Wish(layout=layout), links, first=(part - 1) * MOST_LETTERS, most=MOST_LETTERS
    )
    if not made:
        messages.error(request, _("No unit has seats yet"))
        return redirect("desk:unit_links", training_class.code)
    try:
        content = queries.render_all(made, target.office)
    except library.TemplateRefused as refused:
        messages.error(
            request,
            _("The office's template can't be used: %(why)s Replace it or go back to the shipped one.")
            % {"why": str(refused)},
        )
        return redirect("desk:unit_links", training_class.code)
    more = _("for each unit") + (f" {part}" if part > 1 else "")
    name = queries.file_name(PaperKind.SENDING_LETTER, training_class.title, training_class.code, more)
    header = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=DOCX, headers={"Content-Disposition": header or "attachment"})
