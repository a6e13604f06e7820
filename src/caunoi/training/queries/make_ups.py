"""Sittings missed in one class and attended in a sister class of the same plan item (học bù)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from caunoi.core.text import fold
from caunoi.directory.policies import LEADERS
from caunoi.directory.queries.scope import AnyUser, organisations_for
from caunoi.training.enums import THERE, AgendaKind, ClassState, EnrolmentState, Mark, Part
from caunoi.training.models import AgendaItem, Attendance, ClassOrganisation, MakeUp, Sitting, TrainingClass
from caunoi.training.queries.attendance import Sheet, made_up_cells
from caunoi.training.queries.classes import SEEING, visible_classes


class Standing(StrEnum):
    """What became of a make-up sitting."""

    AWAITED = "awaited"
    CAME = "came"
    MISSED = "missed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class MadeUp:
    """A missed cell that was made up, and the sitting at which."""

    enrolment_id: int
    missed_id: int
    date: dt.date
    part: str
    code: str


@dataclass(frozen=True, kw_only=True)
class GuestRow:
    """Somebody of a sister class who makes up sittings here: ``marks`` by sitting, for those meant and no other."""

    id: int
    person_id: UUID
    name: str
    folded: str
    post: str
    unit: str
    point: int | None
    marks: dict[int, Mark]


@dataclass(frozen=True, kw_only=True)
class MakeUpRow:
    """One row of what a class arranged; the other class is told by its code only where the reader sees it."""

    id: int
    enrolment_id: int
    missed_id: int
    name: str
    unit: str
    missed: str
    code: str
    title: str
    when: str
    date: dt.date
    standing: Standing


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Somebody who missed a sitting and is put down nowhere for it."""

    id: int
    name: str
    post: str
    unit: str
    mark: Mark


@dataclass(frozen=True, kw_only=True)
class MissedSitting:
    """A sitting with those who missed it, and the sittings of sister classes that make up for it."""

    id: int
    label: str
    topics: tuple[str, ...]
    people: tuple[Missing, ...]
    choices: tuple[Sitting, ...]


def _with_marks(make_ups: QuerySet[MakeUp]) -> Any:
    cell = Attendance.objects.filter(enrolment=OuterRef("guest"), sitting=OuterRef("sitting"))
    none = Value(str(Mark.NONE), output_field=CharField())
    return make_ups.annotate(came=Coalesce(Subquery(cell.values("mark")[:1]), none))


def open_make_ups(make_ups: QuerySet[MakeUp]) -> QuerySet[MakeUp]:
    """Return those that hold their cell: awaited, or attended. Missed ones and those of cancelled classes don't."""
    held = _with_marks(make_ups).exclude(came__in=(Mark.ABSENT, Mark.EXCUSED))
    rows: QuerySet[MakeUp] = held.exclude(sitting__training_class__state=ClassState.CANCELLED)
    return rows


def made_up_elsewhere(training_class: TrainingClass) -> list[MadeUp]:
    """Return which missed cells of the class were made up, and where; one query."""
    rows = made_up_cells(MakeUp.objects.filter(enrolment__training_class=training_class)).order_by("pk")
    return [
        MadeUp(enrolment_id=enrolment, missed_id=missed, date=date, part=part, code=code)
        for enrolment, missed, date, part, code in rows.values_list(
            "enrolment_id", "missed_id", "sitting__date", "sitting__part", "sitting__training_class__code"
        )
    ]


def guests_of(training_class: TrainingClass) -> list[GuestRow]:
    """Return who makes up sittings in this class, by unit and given name; one query."""
    rows = (
        _with_marks(MakeUp.objects.filter(guest__training_class=training_class, guest__state=EnrolmentState.MAKE_UP))
        .select_related("guest__person")
        .order_by("guest__folded_unit", "guest__sort_name", "guest_id", "id")
    )
    marks: dict[int, dict[int, Mark]] = defaultdict(dict)
    people = {}
    for row in rows:
        people[row.guest_id] = row.guest
        marks[row.guest_id][row.sitting_id] = Mark(row.__dict__["came"])
    return [
        GuestRow(
            id=pk,
            person_id=guest.person_id,
            name=guest.person.full_name,
            folded=f"{guest.person.folded_name} {guest.folded_unit}",
            post=guest.post,
            unit=guest.unit_text,
            point=guest.venue_point_id,
            marks=marks[pk],
        )
        for pk, guest in people.items()
    ]


def sister_classes(user: AnyUser, training_class: TrainingClass) -> QuerySet[TrainingClass]:
    """Return the other classes of the same plan item that are open, and that the user leads."""
    if training_class.plan_item_id is None:
        return TrainingClass.objects.none()
    led = ClassOrganisation.objects.filter(organisation__in=organisations_for(user, *LEADERS), role__in=SEEING)
    return (
        visible_classes(user)
        .filter(plan_item=training_class.plan_item_id, pk__in=led.order_by().values("training_class"))
        .exclude(pk=training_class.pk)
        .exclude(state__in=(ClassState.CLOSED, ClassState.CANCELLED))
        .order_by("starts_on", "pk")
    )


def make_up_sittings(user: AnyUser, missed: Sitting) -> list[Sitting]:
    """Return the sittings that make up for ``missed``: of sister classes, about one of its topics, by day.

    A sitting without topics of its own is made up by any of the item's: they all teach the same.
    """
    return _choices(user, missed.training_class, [missed])[missed.pk]


def _choices(user: AnyUser, training_class: TrainingClass, missed: Iterable[Sitting]) -> dict[int, list[Sitting]]:
    sisters = sister_classes(user, training_class)
    sittings = list(
        Sitting.objects.filter(training_class__in=sisters.order_by().values("pk"))
        .select_related("training_class")
        .order_by("date", "order", "training_class_id", "id")
    )
    found = list(missed)
    topics = _topics([one.pk for one in (*sittings, *found)])
    return {
        one.pk: [each for each in sittings if not topics[one.pk] or topics[one.pk] & topics[each.pk]] for one in found
    }


def _topics(sittings: list[int]) -> dict[int, set[str]]:
    """Return what each sitting teaches, by topic of the catalogue and by title, folded."""
    found: dict[int, set[str]] = defaultdict(set)
    items = AgendaItem.objects.filter(sitting__in=sittings, kind=AgendaKind.TOPIC).order_by("pk")
    for sitting, topic, title in items.values_list("sitting_id", "topic_id", "title"):
        assert sitting is not None
        found[sitting] |= {fold(title)} | ({str(topic)} if topic else set())
    return found


def missed_sittings(user: AnyUser, training_class: TrainingClass, read: Sheet) -> list[MissedSitting]:
    """Return the sittings of the class that somebody missed and may make up; a fixed number of queries.

    Substitutes don't count: the seat is the original's, who misses nothing where the substitute came.
    """
    sittings = {one.pk: one for one in training_class.sittings.order_by("date", "order", "id")}
    for one in sittings.values():
        one.training_class = training_class
    put_down = set(
        open_make_ups(MakeUp.objects.filter(enrolment__training_class=training_class))
        .order_by("pk")
        .values_list("enrolment_id", "missed_id")
    )
    choices = _choices(user, training_class, sittings.values())
    titles: dict[int, list[str]] = defaultdict(list)
    items = training_class.agenda.filter(kind=AgendaKind.TOPIC, sitting__isnull=False).order_by("position", "id")
    for sitting, title in items.values_list("sitting_id", "title"):
        titles[sitting or 0].append(title)
    came = {
        (row.substitute_for, place)
        for row in read.rows
        if row.substitute_for is not None
        for place, mark in enumerate(row.marks)
        if mark in THERE
    }
    found = []
    for place, column in enumerate(read.sittings):
        people = tuple(
            Missing(id=row.id, name=row.name, post=row.post, unit=row.unit, mark=row.marks[place])
            for row in read.rows
            if row.substitute_for is None
            and row.marks[place] in {Mark.ABSENT, Mark.EXCUSED}
            and (row.id, place) not in came
            and (row.id, column.id) not in put_down
        )
        if people:
            found.append(
                MissedSitting(
                    id=column.id,
                    label=f"{column.part_label} {column.date:%d/%m/%Y}",
                    topics=tuple(titles[column.id]),
                    people=people,
                    choices=tuple(choices[column.id]),
                )
            )
    return found


def arranged(user: AnyUser, training_class: TrainingClass) -> list[MakeUpRow]:
    """Return what the class arranged, by the missed sitting and name; two queries."""
    rows = list(
        _with_marks(MakeUp.objects.filter(enrolment__training_class=training_class))
        .select_related("enrolment__person", "missed", "sitting__training_class")
        .order_by("missed__date", "missed__order", "enrolment__sort_name", "id")
    )
    others = {row.sitting.training_class_id for row in rows}
    seen = set(visible_classes(user).filter(pk__in=others).values_list("pk", flat=True))
    return [
        MakeUpRow(
            id=row.pk,
            enrolment_id=row.enrolment_id,
            missed_id=row.missed_id,
            name=row.enrolment.person.full_name,
            unit=row.enrolment.unit_text,
            missed=_when(row.missed),
            code=other.code if other.pk in seen else "",
            title=other.title if other.pk in seen else "",
            when=_when(row.sitting),
            date=row.sitting.date,
            standing=_standing(other, Mark(row.__dict__["came"])),
        )
        for row in rows
        for other in [row.sitting.training_class]
    ]


def _when(sitting: Sitting) -> str:
    return f"{Part(sitting.part).label} {sitting.date:%d/%m/%Y}"


def _standing(other: TrainingClass, mark: Mark) -> Standing:
    if other.state == ClassState.CANCELLED:
        return Standing.CANCELLED
    if mark in THERE:
        return Standing.CAME
    return Standing.AWAITED if mark == Mark.NONE else Standing.MISSED


def awaited_count(training_class: TrainingClass) -> int:
    """Return how many of the class are still to make up a sitting elsewhere."""
    rows: Any = open_make_ups(MakeUp.objects.filter(enrolment__training_class=training_class))
    return int(rows.filter(came=Mark.NONE).count())


def unmarked_guests(training_class: TrainingClass) -> int:
    """Return how many who were to make up a sitting here have no mark yet."""
    rows = _with_marks(MakeUp.objects.filter(guest__training_class=training_class))
    return int(rows.filter(came=Mark.NONE).count())


def has_make_ups(training_class: TrainingClass) -> bool:
    """Say whether the class has sister classes, or anybody makes up sittings there or here."""
    if training_class.plan_item_id is not None:
        return True
    return TrainingClass.objects.filter(make_ups_of(OuterRef("pk")), pk=training_class.pk).exists()


def make_ups_of(training_class: OuterRef) -> Exists:
    """Return what holds for a class of which anybody makes up a sitting elsewhere, or in which anybody does so."""
    return Exists(
        MakeUp.objects.filter(Q(enrolment__training_class=training_class) | Q(guest__training_class=training_class))
    )
