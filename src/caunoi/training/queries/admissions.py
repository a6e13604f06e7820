"""What badges and tickets say: name, unit, the signed code and the short one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _

from caunoi.papers.badges import Admission
from caunoi.training.door_codes import class_number, make_code
from caunoi.training.models import Enrolment, Ticket, TrainingClass
from caunoi.training.queries.tickets import COMING, live_tickets


def admissions(training_class: TrainingClass, tickets: Iterable[Ticket]) -> list[Admission]:
    """Return what stands on the badges of ``tickets`` (fetched with their persons), in their order."""
    return [admission(training_class, ticket) for ticket in tickets]


def admission(training_class: TrainingClass, ticket: Ticket) -> Admission:
    """Return what stands on one badge."""
    return Admission(
        name=ticket.enrolment.person.full_name,
        unit=ticket.enrolment.unit_text,
        code=make_code(class_id=class_number(training_class.code), ticket=ticket.number),
        short_code=ticket.short_code,
    )


def chosen_tickets(
    training_class: TrainingClass, *, units: Collection[str] = (), enrolments: Collection[int] = (), new: bool = False
) -> QuerySet[Ticket]:
    """Return the tickets that hold, by unit, then given name: of everybody, or of those chosen by unit or one by one.

    ``units`` are units as they are folded on the list. ``new`` leaves out those whose badge was printed.
    """
    found = live_tickets(training_class)
    if units:
        found = found.filter(enrolment__folded_unit__in=units)
    if enrolments:
        found = found.filter(enrolment__in=enrolments)
    return found.filter(printed_at__isnull=True) if new else found


@dataclass(frozen=True, kw_only=True)
class TicketUnit:
    """A unit of the list: the people who come, and to how many of them badge and ticket went out."""

    folded: str
    name: str
    people: int
    printed: int
    mailed: int

    @property
    def label(self) -> str:
        """The unit's name, or in words that there is none."""
        return self.name or _("No unit given")


def ticket_units(training_class: TrainingClass) -> list[TicketUnit]:
    """Return the units of the class with what became of their tickets, in the order of the list; one question."""
    holds = Q(tickets__ended_at__isnull=True)
    rows = (
        Enrolment.objects.filter(training_class=training_class, state__in=COMING)
        .order_by("folded_unit")
        .values("folded_unit")
        .annotate(
            name=Min("unit_text"),
            people=Count("pk", distinct=True),
            printed=Count("tickets", filter=holds & Q(tickets__printed_at__isnull=False)),
            mailed=Count("tickets", filter=holds & Q(tickets__mailed_at__isnull=False)),
        )
    )
    return [
        TicketUnit(
            folded=row["folded_unit"],
            name=row["name"],
            people=row["people"],
            printed=row["printed"],
            mailed=row["mailed"],
        )
        for row in rows
    ]
