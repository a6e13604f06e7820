"""Tickets of a class, and the link by which a participant opens the own page."""

from __future__ import annotations

from django.db.models import QuerySet

from caunoi.core.signed import address_bytes, address_text, sign, signed_payload
from caunoi.training.enums import EnrolmentState
from caunoi.training.models import Ticket, TrainingClass

_PURPOSE = "participant's page"
# With the 8 octets of the number: a multiple of three, as an address needs.
_SIZE = 16
# Whoever withdrew has no place at the door; who makes up a sitting has.
COMING = (EnrolmentState.NOMINATED, EnrolmentState.MAKE_UP)


def live_tickets(training_class: TrainingClass) -> QuerySet[Ticket]:
    """Return the tickets that hold, with their enrolment and person, of those who come to the class."""
    found = Ticket.objects.filter(
        training_class=training_class, ended_at__isnull=True, enrolment__state__in=COMING
    ).select_related("enrolment__person")
    return found.order_by("enrolment__folded_unit", "enrolment__sort_name", "enrolment_id")


def page_token(ticket: Ticket) -> str:
    """Return the secret part of the address of the participant's page, 32 signs. It is no door code, nor made of one.

    It dies with the ticket: whoever gets another one gets another address.
    """
    return address_text(sign(purpose=_PURPOSE, payload=bytes.fromhex(ticket.number), size=_SIZE))


def ticket_by_page(token: str) -> Ticket | None:
    """Return the ticket whose page has this address, with enrolment, person and class; None where it doesn't hold."""
    raw = address_bytes(token)
    number = signed_payload(purpose=_PURPOSE, signed=raw, size=_SIZE) if raw else None
    if number is None:
        return None
    found = Ticket.objects.filter(number=number.hex(), ended_at__isnull=True, enrolment__state__in=COMING)
    return found.select_related("enrolment__person", "training_class__keeper").first()
