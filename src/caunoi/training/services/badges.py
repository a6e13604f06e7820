"""Badges are printed, tickets go out: everybody's, some people's, or those of whoever came to the list since."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import outbox
from caunoi.core.fields import cipher
from caunoi.directory.models import User
from caunoi.training.enums import Action
from caunoi.training.models import Ticket, TrainingClass
from caunoi.training.policies import marks_class
from caunoi.training.queries.admissions import chosen_tickets
from caunoi.training.queries.tickets import page_token
from caunoi.training.services.guard import note, open_for_change
from caunoi.training.services.tickets import provide_tickets


@transaction.atomic
def take_badges(
    *,
    actor: User,
    training_class: TrainingClass,
    units: Collection[str] = (),
    enrolments: Collection[int] = (),
    new: bool = False,
) -> list[Ticket]:
    """Return the tickets whose badges are to be printed now, by unit, then given name, and note that they were.

    Whoever has no ticket yet gets one. Without ``units`` (folded) and ``enrolments`` everybody's; with ``new`` only
    those never printed. Raises PermissionDenied unless the actor marks attendance in the class, NotNow when it is
    closed or cancelled, ValidationError (field ``enrolments``) where nobody is left to print for.
    """
    training_class = open_for_change(actor=actor, training_class=training_class, may=marks_class)
    provide_tickets(training_class=training_class)
    tickets = list(chosen_tickets(training_class, units=units, enrolments=enrolments, new=new))
    if not tickets:
        raise ValidationError({"enrolments": _no_badges(new=new)})
    Ticket.objects.filter(pk__in=[one.pk for one in tickets]).update(printed_at=timezone.now())
    note(
        actor=actor,
        action=Action.BADGES_PRINTED,
        training_class=training_class,
        details={"badges": len(tickets), "new_only": new},
    )
    return tickets


@transaction.atomic
def tickets_on_paper(*, actor: User, training_class: TrainingClass) -> list[Ticket]:
    """Return everybody's ticket, by unit, then given name, for a paper that carries the codes; makes those missing.

    Raises PermissionDenied unless the actor marks attendance in the class, NotNow when it is closed or cancelled.
    """
    training_class = open_for_change(actor=actor, training_class=training_class, may=marks_class)
    provide_tickets(training_class=training_class)
    return list(chosen_tickets(training_class))


@transaction.atomic
def send_tickets(*, actor: User, training_class: TrainingClass, again: bool = False) -> tuple[int, int]:
    """Put a mail with the link of the own page into the outbox for each participant who has an address.

    Whoever was sent it before gets it only ``again``; the link stands encrypted in the outbox. Returns how many mails
    go out and how many participants have no address. Raises PermissionDenied unless the actor runs the class, NotNow
    when it is closed or cancelled.
    """
    training_class = open_for_change(actor=actor, training_class=training_class)
    provide_tickets(training_class=training_class)
    tickets = list(chosen_tickets(training_class))
    with_address = [one for one in tickets if one.enrolment.person.email]
    wanted = [one for one in with_address if again or one.mailed_at is None]
    for ticket in wanted:
        outbox.enqueue(
            recipient=ticket.enrolment.person.email,
            template="ticket",
            context={
                "name": ticket.enrolment.person.full_name,
                "title": training_class.title,
                "starts_on": f"{training_class.starts_on:%d/%m/%Y}" if training_class.starts_on else "",
                "place": training_class.place,
                "office": training_class.keeper.name,
                "short_code": ticket.short_code,
                "sealed": cipher().encrypt(page_token(ticket).encode()).decode("ascii"),
            },
            organisation_id=training_class.keeper_id,
            repeatable=True,
        )
    if wanted:
        Ticket.objects.filter(pk__in=[one.pk for one in wanted]).update(mailed_at=timezone.now())
        note(
            actor=actor,
            action=Action.TICKETS_SENT,
            training_class=training_class,
            details={"mailed": len(wanted)},
        )
    return len(wanted), len(tickets) - len(with_address)


def _no_badges(*, new: bool) -> str:
    if new:
        return _("Every badge of this choice was printed before. Choose “All of them” to print again.")
    return _("Nobody of this choice is on the list.")
