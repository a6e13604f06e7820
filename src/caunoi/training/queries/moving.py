"""What moving a whole class to other days would meet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from caunoi.core.workdays import Calendar, Day
from caunoi.directory.queries.scope import AnyUser
from caunoi.training.models import TrainingClass
from caunoi.training.queries.clashes import Clash, clashes, slots_of


@dataclass(frozen=True, kw_only=True)
class Move:
    """A class moved to begin on ``first``: its new days, what clashes there, which of them are no working days."""

    first: date
    last: date
    clashes: list[Clash]
    days_off: list[Day]


def preview_move(user: AnyUser, training_class: TrainingClass, first: date) -> Move | None:
    """Return what the move would meet; None for a class without days. Nothing is changed."""
    if training_class.starts_on is None:
        return None
    shift = first - training_class.starts_on
    last = (training_class.ends_on or training_class.starts_on) + shift
    slots = slots_of(training_class)
    moved = {replace(slot, date=slot.date + shift) for slot in slots} - slots
    days = sorted({day + shift for day in training_class.sittings.order_by().values_list("date", flat=True)})
    days = days or [first + timedelta(days=n) for n in range(min((last - first).days + 1, 62))]
    calendar = Calendar.read()
    return Move(
        first=first,
        last=last,
        clashes=clashes(user, moved, besides=[training_class.pk]),
        days_off=[seen for seen in map(calendar.day, days) if not seen.is_working],
    )
