"""The unit's form as a workbook or a Word document."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from caunoi.web.base.nomination_forms import form_file
from caunoi.web.senders.opening import Opened, by_link, refused


@by_link
@require_safe
def form(request: Opened, kind: str) -> HttpResponse:
    """Send the form of the unit."""
    return form_file(request.link.quota, kind) or refused(request)
