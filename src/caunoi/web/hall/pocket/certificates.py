"""The participant's own certificate: the file, and where others check it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
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


def _given(ticket: Ticket) -> list[Award]:
    rows = awards_of_source(source_of(ticket.training_class)).filter(holder__isnull=False)
    return list(rows.filter(whole(ticket.enrolment.person)).select_related("replaces"))


def _own(ticket: Ticket) -> Award | None:
    return next((each for each in _given(ticket) if each.state == AwardState.ISSUED), None)


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
    """Offer the one that lives; where none does, tell of the last that was revoked, with the page that says why."""
    given = _given(ticket)
    found = next((each for each in given if each.state == AwardState.ISSUED), None)
    if found is not None:
        words = _("No. %(number)s, as a PDF file. Whoever gets it can check it by the QR picture.") % {
            "number": found.number_text
        }
        if found.replaces:
            words += " " + _("It replaces No. %(number)s.") % {"number": found.replaces.number_text}
        return Card(
            title=_("My certificate"),
            words=words,
            address=pocket_address("pocket_certificate", ticket),
            position=70,
            tone="good",
            icon="file-text",
        )
    revoked = [each for each in given if each.state == AwardState.REVOKED]
    if not revoked:
        return None
    return Card(
        title=_("My certificate"),
        words=_("No. %(number)s no longer holds. Open it to read why.") % {"number": revoked[-1].number_text},
        address=reverse("portal:certificate", args=[revoked[-1].code]),
        state=revoked[-1].get_state_display(),
        position=70,
        tone="bad",
        icon="file-text",
    )


CARDS.append(_card)
