"""Quotas of a class as pages show them: who answered, who is missing, who waits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Sum

from caunoi.directory.queries.scope import AnyUser
from caunoi.training.enums import LIVE, NominationState
from caunoi.training.models import Nomination, Quota, TrainingClass
from caunoi.training.queries.classes import visible_classes
from caunoi.training.queries.ledger import ledger_of


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """A unit: seats asked for, people seated (however they came), waiting, and seats it left unfilled."""

    quota: Quota
    seated: int
    waiting: int

    @property
    def missing(self) -> int:
        """Seats that the unit has not filled."""
        return max(0, self.quota.seats - self.seated - self.waiting)

    @property
    def silent(self) -> bool:
        """Whether the unit named nobody, though it was asked to."""
        return bool(self.quota.seats) and not self.seated and not self.waiting


@dataclass(frozen=True, kw_only=True)
class SeatsOverview:
    """The seats of a class by unit, those that did not answer first; ``free`` None means no limit."""

    rows: tuple[UnitRow, ...]
    total: int | None
    seated: int
    waiting: int
    others: int
    kept: bool

    @property
    def promised(self) -> int:
        """Seats that units were asked to fill."""
        return sum(row.quota.seats for row in self.rows)

    @property
    def missing(self) -> int:
        """Seats that units have not filled."""
        return sum(row.missing for row in self.rows)

    @property
    def missing_rows(self) -> list[UnitRow]:
        """The units that have seats left to fill."""
        return [row for row in self.rows if row.missing]

    @property
    def too_many(self) -> int:
        """Seats promised beyond those that the class has."""
        return max(0, self.promised - self.total) if self.total is not None else 0


def quotas_of(training_class: TrainingClass) -> QuerySet[Quota]:
    """Return the quotas of a class in their order."""
    quotas = Quota.objects.filter(training_class=training_class).select_related("organisation")
    return quotas.order_by("position", "folded_name", "id")


def seats_overview(training_class: TrainingClass) -> SeatsOverview:
    """Return how the seats of a class stand by unit, in four queries."""
    ledger = ledger_of(training_class)
    waiting: dict[UUID | None, int] = defaultdict(int)
    lines = Nomination.objects.filter(training_class=training_class, state=NominationState.WAITING)
    for quota_id, count in lines.order_by().values_list("quota").annotate(n=Count("pk")):
        waiting[quota_id] += count
    rows = [
        UnitRow(quota=one, seated=ledger.taken[one.pk], waiting=waiting[one.pk]) for one in quotas_of(training_class)
    ]
    rows.sort(key=lambda row: (not row.silent, not row.missing))
    return SeatsOverview(
        rows=tuple(rows),
        total=ledger.total,
        seated=ledger.taken_in_all,
        waiting=sum(waiting.values()),
        others=ledger.taken[None],
        kept=ledger.kept,
    )


def nominations_of(training_class: TrainingClass, quota: Quota | None) -> QuerySet[Nomination]:
    """Return whom a unit named, in the order of the line, those gone last."""
    rows = Nomination.objects.filter(training_class=training_class, quota=quota)
    return rows.select_related("person", "replaced_by__person", "venue_point").order_by("state", "place", "id")


def places_in_line(training_class: TrainingClass) -> dict[UUID, int]:
    """Return for each nomination that waits its place in the line of the class, counted from 1."""
    waiting = Nomination.objects.filter(training_class=training_class, state=NominationState.WAITING)
    return {pk: number for number, pk in enumerate(waiting.order_by("place").values_list("pk", flat=True), start=1)}


def waiting_line(training_class: TrainingClass) -> QuerySet[Nomination]:
    """Return those who wait for a seat of a class, first in line first, with person and unit."""
    waiting = Nomination.objects.filter(training_class=training_class, state=NominationState.WAITING)
    return waiting.select_related("person", "quota").order_by("place", "id")


def waiting_count(training_class: TrainingClass) -> int:
    """Count those who wait for a seat of a class."""
    return Nomination.objects.filter(training_class=training_class, state=NominationState.WAITING).count()


def classes_with_quotas(user: AnyUser, but: TrainingClass) -> QuerySet[TrainingClass]:
    """Return the other classes in scope that have quotas, newest first, with ``units`` and ``asked`` (seats)."""
    seen = visible_classes(user).filter(Exists(Quota.objects.filter(training_class=OuterRef("pk")))).exclude(pk=but.pk)
    counted = seen.annotate(units=Count("quotas"), asked=Sum("quotas__seats"))
    return counted.order_by(F("starts_on").desc(nulls_last=True), "-id")


def is_live(nomination: Nomination) -> bool:
    """Say whether a nomination stands on the list or in line."""
    return nomination.state in LIVE
