"""Who taught how many periods of a class, from its programme."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from caunoi.training.enums import AgendaKind
from caunoi.training.models import Speaker, SpeakerGrade, TrainingClass
from caunoi.training.queries.money.reckoning import share

# An opening or a closing is nobody's lesson.
PAID_KINDS = (AgendaKind.TOPIC, AgendaKind.DISCUSSION)


@dataclass(frozen=True, kw_only=True)
class TaughtItem:
    """One item of the programme and the speaker's share of its periods; None where the programme gives none."""

    day: dt.date | None
    part: str
    title: str
    periods: Decimal | None

    def as_json(self) -> dict[str, Any]:
        """Return JSON types: what a fee keeps of it."""
        return {
            "day": self.day.isoformat() if self.day else None,
            "part": self.part,
            "title": self.title,
            "periods": None if self.periods is None else str(self.periods),
        }


@dataclass(frozen=True, kw_only=True)
class Taught:
    """Everything that one person teaches in a class."""

    person_id: UUID
    name: str
    post: str
    items: tuple[TaughtItem, ...]

    @property
    def periods(self) -> Decimal:
        """The periods that the programme gives, added up."""
        return sum((item.periods for item in self.items if item.periods is not None), Decimal(0))

    @property
    def has_unknown(self) -> bool:
        """Whether the programme leaves out how long an item takes."""
        return any(item.periods is None for item in self.items)

    @property
    def basis(self) -> list[dict[str, Any]]:
        """What is kept of it beside a fee."""
        return [item.as_json() for item in self.items]


def taught(training_class: TrainingClass) -> list[Taught]:
    """Return who teaches what, in the order of the programme; one query. Speakers of one item share its periods."""
    rows = list(
        Speaker.objects.filter(training_class=training_class, agenda_item__kind__in=PAID_KINDS)
        .select_related("person", "agenda_item__sitting")
        .order_by(
            "agenda_item__sitting__date", "agenda_item__sitting__order", "agenda_item__position", "position", "id"
        )
    )
    together: dict[int, int] = {}
    for row in rows:
        if row.agenda_item_id is not None:
            together[row.agenda_item_id] = together.get(row.agenda_item_id, 0) + 1
    items: dict[UUID, list[TaughtItem]] = {}
    first: dict[UUID, Speaker] = {}
    for row in rows:
        item = row.agenda_item
        if item is None:
            continue
        first.setdefault(row.person_id, row)
        items.setdefault(row.person_id, []).append(
            TaughtItem(
                day=item.sitting.date if item.sitting else None,
                part=item.sitting.part if item.sitting else "",
                title=item.title,
                periods=None if item.periods is None else share(item.periods, together[item.pk]),
            )
        )
    return [
        Taught(person_id=pk, name=row.person.full_name, post=row.post, items=tuple(items[pk]))
        for pk, row in first.items()
    ]


def grades_on(training_class: TrainingClass, persons: list[UUID], day: dt.date) -> dict[UUID, SpeakerGrade]:
    """Return each person's grade that holds for the keeper on ``day``; one query."""
    rows = SpeakerGrade.objects.filter(owner=training_class.keeper_id, person__in=persons, from_day__lte=day)
    rows = rows.select_related("file", "directive__file")
    found: dict[UUID, SpeakerGrade] = {}
    for row in rows.order_by("-from_day", "-id"):
        found.setdefault(row.person_id, row)
    return found
