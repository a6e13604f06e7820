"""Who is named for a class, on its list or in line, and who was once."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from caunoi.core.text import natural_key
from caunoi.directory.queries.entries import root_of
from caunoi.training.enums import LIVE, EnrolmentState
from caunoi.training.models import Enrolment, Nomination, Quota, TrainingClass
from caunoi.training.queries.ledger import units_of_quotas
from caunoi.training.queries.roster import Identity, name_key

_PERSON = ("person__full_name", "person__birth_year", "person__phone_hash")


@dataclass(frozen=True, kw_only=True)
class Named:
    """Somebody named for a class, by the unit of ``quota_id``; ``standing`` unless withdrawn or replaced."""

    person_id: UUID
    quota_id: UUID | None
    full_name: str
    unit_text: str
    standing: bool
    identity: Identity


class NamedIndex:
    """Everybody who was ever named for a class or put on its list, asked for somebody; three queries in all."""

    def __init__(self, training_class: TrainingClass, *, without: Nomination | None = None) -> None:
        self.by_person: dict[UUID, Named] = {}
        self.by_key: dict[str, list[Named]] = {}
        nominations = Nomination.objects.filter(training_class=training_class).order_by("place", "id")
        if without is not None:
            nominations = nominations.exclude(pk=without.pk)
        for whose, quota, unit, state, *person in nominations.values_list(
            root_of(), "quota", "unit_text", "state", *_PERSON
        ):
            self._add(whose, quota, unit, state in LIVE, person)
        units = units_of_quotas(Quota.objects.filter(training_class=training_class).order_by("id"))
        others = Enrolment.objects.filter(training_class=training_class, nomination__isnull=True).order_by("id")
        for whose, sender, folded, unit, state, *person in others.values_list(
            root_of(), "sender", "folded_unit", "unit_text", "state", *_PERSON
        ):
            quota = units.of(sender=sender, folded_unit=folded)
            self._add(whose, quota, unit, state == EnrolmentState.NOMINATED, person)

    def _add(self, whose: UUID, quota: UUID | None, unit: str, standing: bool, person: list[object]) -> None:
        name, year, phone = str(person[0]), person[1], str(person[2] or "")
        one = Named(
            person_id=whose,
            quota_id=quota,
            full_name=name,
            unit_text=unit,
            standing=standing,
            identity=Identity(
                name_key(name),
                year if isinstance(year, int) else None,
                natural_key(unit),
                frozenset({phone} - {""}),
            ),
        )
        # Somebody withdrawn and named again stands: what was before counts no more.
        if whose not in self.by_person or standing:
            self.by_person[whose] = one
        self.by_key.setdefault(one.identity.key, []).append(one)

    def find(self, wanted: Identity, person_id: UUID | None = None, *, of: UUID | None = None) -> Named | None:
        """Return who is named already as ``wanted``, by the register's id where it is given; those standing first.

        ``of`` looks among those of one quota alone: a unit learns nothing of whom others name.
        """
        if person_id is not None:
            one = self.by_person.get(person_id)
            return one if one and (of is None or one.quota_id == of or one.standing) else None
        same = [one for one in self.by_key.get(wanted.key, ()) if wanted.same_as(one.identity)]
        found = [self.by_person[one.person_id] for one in same]
        if of is not None:
            found = [one for one in found if one.quota_id == of]
        return next((one for one in found if one.standing), found[0] if found else None)
