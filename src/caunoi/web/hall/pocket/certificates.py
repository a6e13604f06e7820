"""The participant's own certificate: the file, and where others check it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from caunoi.core.text import fold
from caunoi.credentials.enums import AwardState
from caunoi.credentials.models import Award
from caunoi.credentials.queries.awards import awards_of_source
from caunoi.credentials.services.printing import certificate_file
from caunoi.directory.queries.entries import whole
from caunoi.training.models import Ticket
from caunoi.training.queries.award_sources import source_of
from caunoi.web.hall.pocket.cards import CARDS, Card, pocket_address
from caunoi.web.hall.pocket.opening import Opened, by_ticket


def _own(ticket: Ticket) -> Award | None:
    rows = awards_of_source(source_of(ticket.training_class)).filter(state=AwardState.ISSUED, holder__isnull=False)
    return rows.filter(whole(ticket.enrolment.person)).first()


@by_ticket
@require_safe
def own_certificate(request: Opened) -> HttpResponse:
    """Send the certificate as PDF; made again it is the same, octet by octet."""
    found = _own(request.ticket)
    if found is None:
        raise Http404
    name = f"{found.number_text.replace('/', '-')}-{fold(found.holder.name).replace(' ', '-')}.pdf"
    return HttpResponse(
        certificate_file(award=found),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _card(ticket: Ticket) -> Card | None:
    found = _own(ticket)
    if found is None:
        return None
    return Card(
        title=_("My certificate"),
        words=_("No. %(number)s, as a PDF file. Whoever gets it can check it by the QR picture.")
        % {"number": found.number_text},
        address=pocket_address("pocket_certificate", ticket),
        position=70,
        tone="good",
        icon="file-text",
    )


CARDS.append(_card)
