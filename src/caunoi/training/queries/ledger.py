"""The seats of a class: promised to units, taken, free, and who of those in line is given one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import inf
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.utils import timezone

from caunoi.training.enums import EnrolmentState
from caunoi.training.models import Enrolment, Quota, TrainingClass


@dataclass
class Ledger:
    """How the seats of a class stand.

    ``total`` None means no limit. ``seats`` are those promised to each unit, ``taken`` those that people of a unit
    (None: of no unit with a quota) sit in; ``kept`` says whether what a unit left unfilled is kept for it.
    """

    total: int | None
    seats: dict[UUID, int]
    kept: bool = True
    taken: Counter[UUID | None] = field(default_factory=Counter)

    @property
    def taken_in_all(self) -> int:
        """Seats that somebody sits in."""
        return self.taken.total()

    @property
    def free(self) -> float:
        """Seats of the class that nobody sits in; less than none where people were put on the list beyond them."""
        return inf if self.total is None else self.total - self.taken_in_all

    @property
    def reserved(self) -> int:
        """Seats that are kept for units which did not fill them."""
        if not self.kept:
            return 0
        return sum(max(0, seats - self.taken[unit]) for unit, seats in self.seats.items())

    @property
    def pool(self) -> float:
        """Free seats that nobody has a claim to: they serve whoever is first in line."""
        return self.free - self.reserved

    def has_own(self, unit: UUID | None) -> bool:
        """Say whether a unit has seats of its quota left."""
        return unit in self.seats and self.taken[unit] < self.seats[unit]

    def admits(self, unit: UUID | None) -> bool:
        """Say whether one more of a unit is given a seat: one of its own, or one of the pool."""
        return self.free > 0 and (self.has_own(unit) or self.pool > 0)

    def serve(self, line: Sequence[UUID | None], *, first: UUID | None = None) -> list[int]:
        """Give seats to those in ``line``, of whom the units are named, and return their indexes.

        A seat that became free serves the unit that gave it up (``first``), then those whose unit has seats of its
        own, then everybody from the pool: each time in the order of the line.
        """
        served: set[int] = set()

        def walk(wanted: Iterable[int], claims: bool) -> None:
            free, pool = self.free, self.pool
            for index in wanted:
                if free <= 0 or (not claims and pool <= 0):
                    return
                unit = line[index]
                own = self.has_own(unit)
                if own or (not claims and pool > 0):
                    self.taken[unit] += 1
                    served.add(index)
                    free -= 1
                    pool -= 0 if own and self.kept else 1

        if first is not None:
            theirs = [index for index, unit in enumerate(line) if unit == first]
            walk(theirs, claims=True)
            if not served and self.admits(first):
                walk(theirs[:1], claims=False)
        walk((index for index in range(len(line)) if index not in served), claims=True)
        walk((index for index in range(len(line)) if index not in served), claims=False)
        return sorted(served)


@dataclass(frozen=True)
class Units:
    """To which quota somebody on the list counts: the one of the nomination, of the sender, of the unit as written."""

    by_organisation: dict[UUID, UUID]
    by_name: dict[str, UUID]

    def of(self, *, sender: UUID | None, folded_unit: str) -> UUID | None:
        """Return the quota of somebody whom no nomination brought."""
        if sender is not None and sender in self.by_organisation:
            return self.by_organisation[sender]
        return self.by_name.get(folded_unit) if folded_unit else None


def units_of_quotas(quotas: Iterable[Quota]) -> Units:
    """Return who counts to which of ``quotas``."""
    rows = list(quotas)
    return Units(
        by_organisation={one.organisation_id: one.pk for one in rows if one.organisation_id},
        by_name={one.folded_name: one.pk for one in rows},
    )


def seats_kept(training_class: TrainingClass, day: date | None = None) -> bool:
    """Say whether unfilled seats are kept for their units on ``day``: up to the deadline, unless released before."""
    if training_class.seats_released_at is not None:
        return False
    until = training_class.nominate_until
    return until is None or (day or timezone.localdate()) <= until


def is_late(training_class: TrainingClass) -> bool:
    """Say whether the deadline for names is past."""
    until = training_class.nominate_until
    return until is not None and timezone.localdate() > until


def ledger_of(training_class: TrainingClass) -> Ledger:
    """Return how the seats of a class stand, in two queries.

    Substitutes and guests sit outside the seats; everybody else who is on the list takes one, however he came there.
    """
    return ledgers_of([training_class])[training_class.pk]


def ledgers_of(classes: Sequence[TrainingClass]) -> dict[UUID, Ledger]:
    """Return how the seats of several classes stand, by class, in two queries."""
    ids = [one.pk for one in classes]
    quotas: dict[UUID, list[Quota]] = {key: [] for key in ids}
    for quota in Quota.objects.filter(training_class__in=ids).order_by("position", "folded_name", "id"):
        quotas[quota.training_class_id].append(quota)
    units = {key: units_of_quotas(theirs) for key, theirs in quotas.items()}
    ledgers = {
        one.pk: Ledger(total=one.quota, seats={quota.pk: quota.seats for quota in quotas[one.pk]}, kept=seats_kept(one))
        for one in classes
    }
    rows = (
        Enrolment.objects.filter(training_class__in=ids, state=EnrolmentState.NOMINATED, substitute_for__isnull=True)
        .annotate(named=ExpressionWrapper(Q(nomination__isnull=False), output_field=BooleanField()))
        .order_by()
        .values_list("training_class", "named", "nomination__quota", "sender", "folded_unit")
        .annotate(n=Count("pk"))
    )
    for key, named, quota_id, sender, folded, count in rows:
        unit = quota_id if named else units[key].of(sender=sender, folded_unit=folded)
        ledgers[key].taken[unit] += count
    return ledgers
