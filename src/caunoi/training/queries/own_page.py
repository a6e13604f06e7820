"""What stands on a person's own page over all classes: those of now, and those of the years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import F, Prefetch
from django.utils import timezone

from caunoi.directory.models import Person
from caunoi.directory.queries.entries import whole
from caunoi.training.enums import ClassState
from caunoi.training.models import Enrolment, Ticket, TrainingClass
from caunoi.training.queries.person_file import PersonFile, own_file
from caunoi.training.queries.tickets import COMING, page_token

_MOST = 500
# So long after its days a class that nobody closed is still waited for: the certificate, the evaluation.
_LATE = dt.timedelta(days=60)


@dataclass(frozen=True, kw_only=True)
class OwnClass:
    """A class that is not over for the person; ``token`` leads to the participant's page, "" while there is none."""

    training_class: TrainingClass
    token: str


@dataclass(frozen=True, kw_only=True)
class OwnPage:
    """Everything; classes of the years lead to their pages as far as their tickets hold."""

    person: Person
    now: Sequence[OwnClass]
    file: PersonFile


def own_page(person: Person) -> OwnPage:
    """Return what the person alone may see, in nine queries at most, however many classes there are.

    A class is of now until its last day is over and it was closed, or two months went by; a cancelled one until its
    days are over. Among the years it stands from then on. Whoever withdrew sees the class neither here nor there.
    """
    live = Ticket.objects.filter(ended_at=None)
    rows = Enrolment.objects.filter(whole(person), state__in=COMING).select_related("training_class__keeper")
    rows = rows.prefetch_related(Prefetch("tickets", live, to_attr="live_tickets"))
    tokens: dict[UUID, str] = {}
    now: dict[UUID, TrainingClass] = {}
    today = timezone.localdate()
    # The newest first: of very many the oldest are left out.
    for row in rows.order_by(F("training_class__starts_on").desc(nulls_first=True), "-id")[:_MOST]:
        for ticket in row.__dict__["live_tickets"]:
            tokens.setdefault(row.training_class_id, page_token(ticket))
        if _is_of_now(row.training_class, today):
            now[row.training_class_id] = row.training_class
    first = [OwnClass(training_class=each, token=tokens.get(key, "")) for key, each in now.items()]
    going_on = {key for key, each in now.items() if each.state != ClassState.CLOSED}
    took = [
        replace(each, token=tokens.get(each.training_class.pk, "") if each.role == "attended" else "")
        for each in own_file(person).classes
        if each.role != "attended" or each.training_class.pk not in going_on
    ]
    return OwnPage(person=person, now=first[::-1], file=PersonFile(posts=(), classes=took))


def _is_of_now(training_class: TrainingClass, today: dt.date) -> bool:
    last = training_class.ends_on or training_class.starts_on
    if training_class.state in (ClassState.CLOSED, ClassState.CANCELLED):
        return last is not None and last >= today
    return last is None or last >= today - _LATE
