"""What one unit sees of a class, by its link or at its desk: the class's frame, its own seats, its own people."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from caunoi.training.enums import LIVE, ClassState, NominationState
from caunoi.training.models import Nomination, NominationBatch, NominationLink, Quota, TrainingClass, VenuePoint


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """Somebody whom the unit named; ``line`` is the place among the unit's own who wait, 0 for everybody else."""

    nomination: Nomination
    number: int
    line: int
    replaces: str
    live: bool


@dataclass(frozen=True, kw_only=True)
class UnitList:
    """The people of one unit, those on the list or in line first."""

    training_class: TrainingClass
    quota: Quota
    rows: tuple[UnitRow, ...]
    venues: tuple[VenuePoint, ...]

    @property
    def live(self) -> tuple[UnitRow, ...]:
        """Those who have a seat or wait for one."""
        return tuple(row for row in self.rows if row.live)

    @property
    def confirmed(self) -> int:
        """How many have a seat."""
        return sum(1 for row in self.rows if row.nomination.state == NominationState.CONFIRMED)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(1 for row in self.rows if row.nomination.state == NominationState.WAITING)

    @property
    def missing(self) -> int:
        """How many seats of the unit are not named for yet."""
        return max(0, self.quota.seats - self.confirmed - self.waiting)

    @property
    def is_late(self) -> bool:
        """Whether the day is over until which names were awaited: what comes now is marked."""
        until = self.training_class.nominate_until
        return until is not None and timezone.localdate() > until

    @property
    def is_settled(self) -> bool:
        """Whether the class's list is settled: a change is still taken, and seen."""
        return self.training_class.state == ClassState.HELD

    @property
    def takes_changes(self) -> bool:
        """Whether the class is open at all."""
        return self.training_class.is_open


def own_nominations(quota: Quota) -> list[Nomination]:
    """Return whom a unit named, in the order in which they came, with persons; one query."""
    return list(
        Nomination.objects.filter(quota=quota)
        .select_related("person", "replaces__person", "venue_point")
        .order_by("place", "id")
    )


def unit_list(link: NominationLink) -> UnitList:
    """Return what the unit of a link sees, in two queries."""
    return list_of_unit(link.quota)


def list_of_unit(quota: Quota) -> UnitList:
    """Return what a unit sees of the class of its quota, in two queries; the class is loaded with the quota."""
    rows: list[UnitRow] = []
    gone: list[UnitRow] = []
    line = 0
    for one in own_nominations(quota):
        live = one.state in LIVE
        line += one.state == NominationState.WAITING
        (rows if live else gone).append(
            UnitRow(
                nomination=one,
                number=len(rows) + 1 if live else 0,
                line=line if one.state == NominationState.WAITING else 0,
                replaces=one.replaces.person.full_name if one.replaces else "",
                live=live,
            )
        )
    venues = VenuePoint.objects.filter(training_class=quota.training_class).order_by("position", "id")
    return UnitList(training_class=quota.training_class, quota=quota, rows=(*rows, *gone), venues=tuple(venues))


def sent_lists(quota: Quota) -> QuerySet[NominationBatch]:
    """Return the lists that a unit sent by its links and did not take back, newest first."""
    rows = NominationBatch.objects.filter(link__quota=quota, undone_at__isnull=True)
    return rows.select_related("link", "training_class").order_by("-accepted_at", "id")


def named_of_units(training_class: TrainingClass) -> dict[UUID, int]:
    """Return how many each unit of a class named who stand on the list or in line, by quota; one query."""
    rows = Nomination.objects.filter(training_class=training_class, quota__isnull=False, state__in=LIVE)
    return dict(rows.order_by().values_list("quota").annotate(n=Count("pk")))
