"""Tickets are given out, replaced and taken back."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from caunoi.core.ids import new_code
from caunoi.directory.models import User
from caunoi.training.enums import Action, TicketEnd
from caunoi.training.models import Enrolment, Ticket, TrainingClass
from caunoi.training.policies import marks_class
from caunoi.training.queries.tickets import COMING
from caunoi.training.services.guard import lock_class, note, open_for_change


@transaction.atomic
def provide_tickets(*, training_class: TrainingClass) -> int:
    """Give everybody who comes to the class and has no ticket one; returns how many were made.

    A ticket is nobody's decision, it follows from the list: whoever needs one calls this first, as often as he likes.
    """
    without = (
        Enrolment.objects.filter(training_class=training_class, state__in=COMING)
        .exclude(tickets__ended_at__isnull=True, tickets__isnull=False)
        .order_by("id")
    )
    if not without.exists():
        return 0
    # Two who ask at once would each make one.
    lock_class(training_class=training_class, closed_too=True)
    taken = set(Ticket.objects.filter(training_class=training_class).values_list("short_code", flat=True))
    made = [_new_ticket(enrolment, taken) for enrolment in without.all()]
    Ticket.objects.bulk_create(made)
    return len(made)


@transaction.atomic
def replace_ticket(*, actor: User, enrolment: Enrolment) -> Ticket:
    """End the ticket that somebody lost and return another; the lost one and its page open nothing any more.

    Raises PermissionDenied unless the actor marks attendance in the class, NotNow when it is closed or cancelled.
    """
    training_class = open_for_change(actor=actor, training_class=enrolment.training_class, may=marks_class)
    _end(enrolment, TicketEnd.REPLACED)
    taken = set(Ticket.objects.filter(training_class=training_class).values_list("short_code", flat=True))
    ticket = _new_ticket(enrolment, taken)
    ticket.save(force_insert=True)
    note(
        actor=actor,
        action=Action.TICKET_REPLACED,
        training_class=training_class,
        details={"ticket": ticket.short_code},
        person_id=enrolment.person_id,
    )
    return ticket


def _end(enrolment: Enrolment, why: TicketEnd) -> None:
    Ticket.objects.filter(enrolment=enrolment, ended_at__isnull=True).update(ended_at=timezone.now(), ended_because=why)


def _new_ticket(enrolment: Enrolment, taken: set[str]) -> Ticket:
    """Return a ticket that is not saved yet; its short code is put to those ``taken``."""
    code = new_code()
    while code in taken:
        code = new_code()
    taken.add(code)
    return Ticket(
        training_class_id=enrolment.training_class_id,
        enrolment=enrolment,
        number=secrets.token_hex(8),
        short_code=code,
    )
