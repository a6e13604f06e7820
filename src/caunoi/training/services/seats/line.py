"""The line: who is given a seat, who moves up, and what becomes of the rows on the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from caunoi.core.text import clean, natural_key
from caunoi.directory.models import User
from caunoi.training.enums import LIVE, Action, ClassState, EnrolmentState, NominationState
from caunoi.training.models import Enrolment, Nomination, Quota, TrainingClass
from caunoi.training.queries.ledger import ledger_of, units_of_quotas
from caunoi.training.services.guard import note
from caunoi.training.services.seats.entry import sender_of

_PART = 1_000


def settle(
    *,
    actor: User | None,
    training_class: TrainingClass,
    first: UUID | None = None,
    new: Sequence[Nomination] = (),
) -> list[Nomination]:
    """Give every free seat to whoever is entitled to it, and return those of the standing line who moved up.

    ``training_class`` is locked by the caller. ``new`` are unsaved nominations behind the line: those that are given
    a seat are confirmed, and all of them inserted. ``first`` is the quota that just gave a seat up. Each move up has
    its row in the trail; of new ones the caller tells.
    """
    waiting = list(
        Nomination.objects.filter(training_class=training_class, state=NominationState.WAITING)
        .order_by("place", "id")
        .values_list("pk", "quota")
    )
    if not waiting and not new:
        return []
    line = [quota for _pk, quota in waiting] + [one.quota_id for one in new]
    served = ledger_of(training_class).serve(line, first=first)
    promoted = _load([waiting[index][0] for index in served if index < len(waiting)])
    at_once = [new[index - len(waiting)] for index in served if index >= len(waiting)]
    seat(training_class=training_class, nominations=[*promoted, *at_once])
    for part in _parts(promoted):
        Nomination.objects.bulk_update(part, ["state", "enrolment"])
    Nomination.objects.bulk_create(new, batch_size=_PART)
    for one in promoted:
        tell(actor=actor, action=Action.NOMINATION_PROMOTED, training_class=training_class, nomination=one)
    return promoted


def refuse_too_few(*, training_class: TrainingClass, total: int | None) -> None:
    """Raise ValidationError for a number of seats below that of the people whom units were promised seats for.

    A class without nominations may have any number: there it is what was planned.
    """
    if (
        total is None
        or not Nomination.objects.filter(training_class=training_class, state=NominationState.CONFIRMED).exists()
    ):
        return
    taken = ledger_of(training_class).taken_in_all
    if total < taken:
        raise ValidationError(
            {
                "quota": _(
                    "%(taken)s people have a seat already. Withdraw some first, or leave at least as many seats."
                )
                % {"taken": taken}
            }
        )


def seat(*, training_class: TrainingClass, nominations: Sequence[Nomination]) -> None:
    """Put people on the list, or back on it, and mark their nominations as confirmed; these are not saved here.

    Whoever stood on the list before keeps the row, with all that hangs on it.
    """
    standing: dict[UUID, Enrolment] = {}
    for part in _parts(nominations):
        rows = Enrolment.objects.filter(training_class=training_class, person__in=[one.person_id for one in part])
        standing.update({row.person_id: row for row in rows.order_by("id")})
    fresh: list[Enrolment] = []
    again: list[Enrolment] = []
    for one in nominations:
        row = standing.get(one.person_id)
        (fresh if row is None else again).append(_row(training_class, one, row))
    for part in _parts(again):
        # A nomination that was taken back lets go of the row.
        Nomination.objects.filter(enrolment__in=part).exclude(state__in=LIVE).update(enrolment=None)
        Enrolment.objects.bulk_update(
            part, ["state", "post", "unit_text", "folded_unit", "note", "venue_point", "sender", "after_settled"]
        )
    Enrolment.objects.bulk_create(fresh, batch_size=_PART)
    by_person = {row.person_id: row for row in (*fresh, *again)}
    for one in nominations:
        one.state = NominationState.CONFIRMED
        one.enrolment = by_person[one.person_id]


def _row(training_class: TrainingClass, nomination: Nomination, row: Enrolment | None) -> Enrolment:
    if row is None:
        row = Enrolment(training_class=training_class, person=nomination.person, sort_name=nomination.person.sort_name)
    row.state = EnrolmentState.NOMINATED
    row.post, row.unit_text, row.note = nomination.post, nomination.unit_text, nomination.note
    row.folded_unit = natural_key(nomination.unit_text)[:200]
    row.venue_point_id = nomination.venue_point_id
    row.sender = sender_of(quota=nomination.quota)
    row.after_settled = row.after_settled or training_class.state == ClassState.HELD
    return row


def next_place(*, training_class: TrainingClass) -> int:
    """Return the place behind everybody who was ever named; the class is locked by the caller."""
    last = Nomination.objects.filter(training_class=training_class).aggregate(last=Max("place"))["last"]
    return (last or 0) + 1


def left_list(*, actor: User, training_class: TrainingClass, enrolment: Enrolment) -> None:
    """Follow somebody who was taken off the list: the nomination goes, too, and the seat to whoever is next."""
    nomination = Nomination.objects.filter(enrolment=enrolment, state=NominationState.CONFIRMED).first()
    if nomination:
        mark_gone(training_class=training_class, nomination=nomination)
    settle(
        actor=actor,
        training_class=training_class,
        first=unit_of(training_class=training_class, enrolment=enrolment, nomination=nomination),
    )


def came_back(*, actor: User, training_class: TrainingClass, enrolment: Enrolment) -> bool:
    """Let somebody whom a unit named come back: at the end of the line, with a seat where there is one.

    Returns False for a row that no nomination brought: it is the caller's to bring back. Else the row is on the list
    again if a seat was free, and the nomination tells.
    """
    nomination = Nomination.objects.filter(enrolment=enrolment).select_related("person", "quota").first()
    if nomination is None:
        return False
    nomination.state, nomination.place = NominationState.WAITING, next_place(training_class=training_class)
    nomination.after_settled = nomination.after_settled or training_class.state == ClassState.HELD
    nomination.save(update_fields=["state", "place", "after_settled"])
    tell(actor=actor, action=Action.NOMINATED, training_class=training_class, nomination=nomination)
    settle(actor=actor, training_class=training_class)
    enrolment.refresh_from_db(fields=["state"])
    return True


def joined_list(*, actor: User, training_class: TrainingClass, enrolments: Sequence[Enrolment]) -> None:
    """Follow people who were put on the list by hand: whoever of them was in line is out of it, with a seat."""
    rows = {one.person_id: one for one in enrolments}
    waiting = Nomination.objects.filter(training_class=training_class, state=NominationState.WAITING)
    for nomination in waiting.order_by("place", "id").select_related("person", "quota"):
        if nomination.person_id in rows:
            nomination.state, nomination.enrolment = NominationState.CONFIRMED, rows[nomination.person_id]
            nomination.save(update_fields=["state", "enrolment"])
            tell(actor=actor, action=Action.NOMINATION_CONFIRMED, training_class=training_class, nomination=nomination)


def mark_gone(
    *, training_class: TrainingClass, nomination: Nomination, state: NominationState = NominationState.WITHDRAWN
) -> None:
    """Take a nomination out of the list and the line; the row of the list is the caller's."""
    nomination.state = state
    nomination.after_settled = nomination.after_settled or training_class.state == ClassState.HELD
    nomination.save(update_fields=["state", "after_settled"])


def unit_of(*, training_class: TrainingClass, enrolment: Enrolment, nomination: Nomination | None) -> UUID | None:
    """Return the quota to which somebody on the list counts."""
    if nomination is not None:
        return nomination.quota_id
    units = units_of_quotas(Quota.objects.filter(training_class=training_class).order_by("id"))
    return units.of(sender=enrolment.sender_id, folded_unit=enrolment.folded_unit)


def tell(
    *,
    actor: User | None,
    action: Action,
    training_class: TrainingClass,
    nomination: Nomination,
    reason: str = "",
    **details: Any,
) -> None:
    """Write the row of one nomination; without an account it names the unit whose link was used."""
    quota = nomination.quota
    note(
        actor=actor,
        action=action,
        training_class=training_class,
        person_id=nomination.person_id,
        details={
            "participant": nomination.person.full_name,
            **({"nominated_by": quota.name} if quota else {}),
            "nomination": str(nomination.state),
            **{name: value for name, value in details.items() if value is not None},
        },
        reason=clean(reason)[:300],
    )


def _load(keys: Sequence[UUID]) -> list[Nomination]:
    found: list[Nomination] = []
    for part in _parts(keys):
        rows = Nomination.objects.filter(pk__in=part).select_related("person", "quota__organisation")
        found += rows.order_by("place", "id")
    return found


def _parts(values: Sequence[Any]) -> list[list[Any]]:
    return [list(values[start : start + _PART]) for start in range(0, len(values), _PART)]
