"""Naming people for a class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.text import clean
from caunoi.directory.enums import Provenance
from caunoi.directory.models import Organisation, Person, User
from caunoi.directory.policies import require
from caunoi.training.enums import Action, ClassState, NominationSource, NominationState
from caunoi.training.models import (
    Nomination,
    NominationBatch,
    NominationLink,
    Quota,
    TrainingClass,
    VenuePoint,
)
from caunoi.training.queries.ledger import is_late
from caunoi.training.queries.named import Named, NamedIndex
from caunoi.training.queries.roster import Identity
from caunoi.training.services.register import RosterRow, add_people, make_all_known, use_known
from caunoi.training.services.seats.entry import open_for_naming, sees_whole_list, sender_of
from caunoi.training.services.seats.line import next_place, settle, tell

_PART = 1_000


@dataclass(frozen=True, kw_only=True)
class Nominee:
    """Somebody whom a unit names; ``number`` is the row in the source, for words (0: typed alone).

    ``person_id`` uses somebody the register knows, which a link can't; ``distinct`` says that a namesake is another
    person. Without ``unit_text`` the unit's own name stands on the list.
    """

    full_name: str
    number: int = 0
    post: str = ""
    unit_text: str = ""
    birth_year: int | None = None
    phone: str = ""
    note: str = ""
    venue_point_id: int | None = None
    person_id: UUID | None = None
    distinct: bool = False


@transaction.atomic
def nominate(
    *,
    actor: User | None,
    training_class: TrainingClass,
    quota: Quota | None,
    nominees: Sequence[Nominee],
    source: NominationSource,
    link: NominationLink | None = None,
    batch: NominationBatch | None = None,
) -> list[Nomination]:
    """Name people of one unit: each is confirmed while a seat is free for the unit, else waits in line.

    Whom a unit names is known to the keeper and to the quota's organisation from then on. After the deadline people
    are taken and marked as late, after the list was settled marked as such. ``actor`` None names by ``link``. One row
    of the trail a person; of a ``batch`` the caller tells. Raises PermissionDenied, NotNow for a closed class, and
    ValidationError: ``rows`` in words for each row that can't be taken, or the field of a nominee typed alone.
    """
    locked = open_for_naming(actor=actor, training_class=training_class, quota=quota, link=link)
    made = name_all(
        actor=actor,
        training_class=locked,
        rows=[(quota, nominee) for nominee in nominees],
        source=source,
        batch=batch,
    )
    if batch is None:
        for nomination in made:
            tell(
                actor=actor,
                action=Action.NOMINATED,
                training_class=locked,
                nomination=nomination,
                late=nomination.late or None,
            )
    return made


def name_all(
    *,
    actor: User | None,
    training_class: TrainingClass,
    rows: Sequence[tuple[Quota | None, Nominee]],
    source: NominationSource,
    batch: NominationBatch | None = None,
) -> list[Nomination]:
    """Write nominations of many units in the order given; the class is locked and the actor let in by the caller."""
    if not rows:
        raise ValidationError({"rows": _("No row is left to take over.")})
    place = next_place(training_class=training_class)
    late, settled = is_late(training_class), training_class.state == ClassState.HELD
    persons = find_persons(actor=actor, training_class=training_class, rows=rows, source=source)
    made = [
        Nomination(
            training_class=training_class,
            quota=quota,
            person=person,
            post=clean(nominee.post)[:300],
            unit_text=_unit_text(quota, nominee),
            venue_point_id=nominee.venue_point_id,
            note=clean(nominee.note)[:300],
            state=NominationState.WAITING,
            place=place + index,
            source=source,
            late=late,
            after_settled=settled,
            batch=batch,
            created_by=actor,
        )
        for index, ((quota, nominee), person) in enumerate(zip(rows, persons, strict=True))
    ]
    settle(actor=actor, training_class=training_class, new=made)
    return made


def find_persons(
    *,
    actor: User | None,
    training_class: TrainingClass,
    rows: Sequence[tuple[Quota | None, Nominee]],
    source: NominationSource,
    instead_of: Nomination | None = None,
) -> list[Person]:
    """Return the person of each row, added to the register where none was chosen, known to keeper and unit.

    Whoever was withdrawn and is named again is the same person. ``instead_of`` is who leaves, of whom no row may be
    a second one. Raises ValidationError as :func:`nominate`.
    """
    check = _Check(actor, training_class, instead_of)
    for quota, nominee in rows:
        check.look_at(quota, nominee)
    check.conclude()
    listed = [_roster_row(quota, nominee, check.again.get(index)) for index, (quota, nominee) in enumerate(rows)]
    chosen = [row for index, row in enumerate(listed) if row.person_id and index not in check.again]
    require(not chosen or actor is not None)
    known = use_known(actor=actor, training_class=training_class, rows=chosen) if actor and chosen else {}
    known |= _by_id(check.again.values())
    added = iter(
        add_people(
            actor=actor,
            training_class=training_class,
            rows=[row for row in listed if not row.person_id],
            provenance=Provenance.TYPED if source == NominationSource.DESK else Provenance.ROSTER,
        )
    )
    persons = [known[row.person_id] if row.person_id else next(added) for row in listed]
    by_sender: dict[Organisation, list[Person]] = {}
    for (quota, _nominee), person in zip(rows, persons, strict=True):
        sender = sender_of(quota=quota)
        if sender is not None:
            by_sender.setdefault(sender, []).append(person)
    for sender, theirs in by_sender.items():
        make_all_known(persons=theirs, organisations=[sender])
    return persons


@dataclass
class _Check:
    """Looks at one row after the other, against the class and the rows before."""

    actor: User | None
    training_class: TrainingClass
    instead_of: Nomination | None = None
    faults: list[str] = field(default_factory=list)
    alone: dict[str, ValidationError] = field(default_factory=dict)
    # Row -> who was named before, and withdrawn.
    again: dict[int, UUID] = field(default_factory=dict)
    seen: dict[str, list[tuple[Nominee, Identity]]] = field(default_factory=dict)
    seen_ids: dict[UUID, Nominee] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        self.index = NamedIndex(self.training_class, without=self.instead_of)
        self.whole = sees_whole_list(actor=self.actor, training_class=self.training_class)
        points = VenuePoint.objects.filter(training_class=self.training_class).order_by("id")
        self.points = set(points.values_list("pk", flat=True))

    def look_at(self, quota: Quota | None, nominee: Nominee) -> None:
        """Note what stands in the way of a row."""
        number, self.count = self.count, self.count + 1
        known = _roster_row(quota, nominee).identity
        if not known.key:
            self._refuse(nominee, "full_name", _("Type the full name."))
            return
        if nominee.venue_point_id is not None and nominee.venue_point_id not in self.points:
            self._refuse(nominee, "venue_point", _("Choose a venue point of this class."))
        only = None if self.whole or quota is None else quota.pk
        named = self.index.find(known, nominee.person_id, of=only)
        if named and not (nominee.distinct and nominee.person_id is None):
            if named.standing:
                self._refuse(nominee, "full_name", _named_words(named, of=only), code="listed")
            elif nominee.person_id is None:
                self.again[number] = named.person_id
        person_id = nominee.person_id or self.again.get(number)
        twin = self.seen_ids.get(person_id) if person_id else None
        if twin is None and not nominee.distinct:
            twin = next((other for other, one in self.seen.get(known.key, ()) if known.same_as(one)), None)
        if twin:
            self._refuse(
                nominee,
                "full_name",
                _("%(name)s stands in row %(first)s of this list already.")
                % {"name": clean(nominee.full_name), "first": twin.number},
            )
        self.seen.setdefault(known.key, []).append((nominee, known))
        if person_id:
            self.seen_ids[person_id] = nominee

    def conclude(self) -> None:
        """Raise what was found."""
        if self.alone:
            raise ValidationError({name: [error] for name, error in self.alone.items()})
        if self.faults:
            raise ValidationError({"rows": self.faults})

    def _refuse(self, nominee: Nominee, name: str, words: str, code: str = "") -> None:
        if nominee.number:
            self.faults.append(_("Row %(row)s: ") % {"row": nominee.number} + words)
        else:
            self.alone[name] = ValidationError(words, code=code or None)


def _named_words(named: Named, *, of: UUID | None) -> str:
    if of is not None and named.quota_id != of:
        return _("This person is named for the class already. Ask the organiser of the class.")
    return _(
        "%(name)s (%(unit)s) is named for this class already. If this is another person of the same name, say so and"
        " add again."
    ) % {"name": named.full_name, "unit": named.unit_text or "–"}


def _unit_text(quota: Quota | None, nominee: Nominee) -> str:
    return (clean(nominee.unit_text) or (quota.name if quota else ""))[:200]


def _roster_row(quota: Quota | None, nominee: Nominee, again: UUID | None = None) -> RosterRow:
    return RosterRow(
        full_name=nominee.full_name,
        number=nominee.number,
        post=nominee.post,
        unit_text=_unit_text(quota, nominee),
        birth_year=nominee.birth_year,
        phone=nominee.phone,
        note=nominee.note,
        venue_point_id=nominee.venue_point_id,
        person_id=nominee.person_id or again,
        distinct=nominee.distinct,
    )


def _by_id(keys: Iterable[UUID]) -> dict[UUID, Person]:
    wanted = sorted(keys)
    found: dict[UUID, Person] = {}
    for start in range(0, len(wanted), _PART):
        found.update(Person.objects.in_bulk(wanted[start : start + _PART]))
    return found
