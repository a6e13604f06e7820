"""The ticket as a file: a picture among the phone's pictures, or a page to print."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from caunoi.papers.badges import Meeting, ticket_pdf, ticket_picture
from caunoi.training.queries.admissions import admission
from caunoi.web.base.templatetags.caunoi import days
from caunoi.web.hall.pocket.opening import Opened, by_ticket

_KINDS = {"png": ("image/png", ticket_picture), "pdf": ("application/pdf", ticket_pdf)}


@by_ticket
@require_safe
def ticket_file(request: Opened, kind: str) -> HttpResponse:
    """Send the ticket as ``png`` or ``pdf``: code, name, class, place and time; it works without a network."""
    content_type, make = _KINDS[kind]
    training_class = request.training_class
    when = str(days(training_class.starts_on, training_class.ends_on)) if training_class.starts_on else ""
    meeting = Meeting(title=training_class.title, when=when, place=training_class.place)
    content = make(meeting, admission(training_class, request.ticket))
    header = content_disposition_header(as_attachment=True, filename=f"ve-{training_class.code}.{kind}")
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": header or "attachment"})
