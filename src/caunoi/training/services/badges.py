"""Badges are printed: everybody's, some people's, or those of whoever came to the list since the last time."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.directory.models import User
from caunoi.training.enums import Action
from caunoi.training.models import Ticket, TrainingClass
from caunoi.training.policies import marks_class
from caunoi.training.queries.admissions import chosen_tickets
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


def _no_badges(*, new: bool) -> str:
    if new:
        return _("Every badge of this choice was printed before. Choose “All of them” to print again.")
    return _("Nobody of this choice is on the list.")
