"""Participants: enrolled one by one or as a whole list, changed, withdrawn, substituted."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.core.text import clean, natural_key
from caunoi.directory.enums import Provenance
from caunoi.directory.models import Person, User
from caunoi.directory.services import people
from caunoi.training.enums import THERE, Action, EnrolmentState
from caunoi.training.models import (
    Attendance,
    Enrolment,
    RosterBatch,
    Scan,
    TrainingClass,
    VenuePoint,
)
from caunoi.training.policies import leads_class
from caunoi.training.queries.roster import Identity, Listed, ListIndex
from caunoi.training.services.guard import note, open_for_change
from caunoi.training.services.register import RosterRow, add_people, forget_unused, use_known

_PART = 1_000

__all__ = [
    "RosterRow",
    "accept_roster",
    "change_enrolment",
    "enrol",
    "restore",
    "substitute",
    "undo_roster",
    "withdraw",
]


@transaction.atomic
def enrol(
    *,
    actor: User,
    training_class: TrainingClass,
    full_name: str = "",
    person: Person | None = None,
    post: str = "",
    unit_text: str = "",
    birth_year: int | None = None,
    phone: str = "",
    note_text: str = "",
    venue_point: VenuePoint | None = None,
    distinct: bool = False,
) -> Enrolment:
    """Put one person on the list; without ``person`` a new one is added to the register.

    Raises PermissionDenied, NotNow (class closed), ValidationError without a name, or when nothing known tells the
    person from somebody on the list (unless ``distinct``) or the register's person is on it already.
    """
    training_class = open_for_change(actor=actor, training_class=training_class, may=leads_class)
    row = RosterRow(
        full_name=person.full_name if person else full_name,
        post=post,
        unit_text=unit_text,
        birth_year=birth_year,
        phone=phone,
        note=note_text,
        venue_point_id=_venue_of(training_class, venue_point),
        person_id=person.pk if person else None,
        distinct=distinct,
    )
    listed = ListIndex(training_class).find(row.identity, row.person_id)
    if listed and not (row.distinct and row.person_id is None):
        raise ValidationError({"full_name": ValidationError(listed_words(listed), code="listed")})
    if person is None:
        (person,) = add_people(actor=actor, training_class=training_class, rows=[row], provenance=Provenance.TYPED)
    else:
        use_known(actor=actor, training_class=training_class, rows=[row])
    enrolment = _enrolment(training_class, person, row)
    enrolment.save(force_insert=True)
    _note_enrolled(actor, training_class, enrolment)
    return enrolment


@transaction.atomic
def accept_roster(
    *, actor: User, training_class: TrainingClass, rows: Sequence[RosterRow], source: str = ""
) -> RosterBatch:
    """Put a whole list on the class's list, all of it or nothing.

    Raises PermissionDenied, NotNow, and ValidationError whose ``rows`` names every row that can't be taken: without a
    name, twice in the list, or on the class's list already (unless ``distinct``).
    """
    training_class = open_for_change(actor=actor, training_class=training_class, may=leads_class)
    if not rows:
        raise ValidationError({"rows": _("No row is left to take over.")})
    _refuse_twice(training_class, rows)
    batch = RosterBatch.objects.create(
        training_class=training_class, source=clean(source)[:200], count=len(rows), accepted_by=actor
    )
    known = use_known(actor=actor, training_class=training_class, rows=[row for row in rows if row.person_id])
    added = iter(
        add_people(
            actor=actor,
            training_class=training_class,
            rows=[row for row in rows if not row.person_id],
            provenance=Provenance.ROSTER,
        )
    )
    enrolments = [
        _enrolment(training_class, known[row.person_id] if row.person_id else next(added), row, batch) for row in rows
    ]
    Enrolment.objects.bulk_create(enrolments, batch_size=_PART)
    _note_batch(actor, Action.ROSTER_ACCEPTED, batch)
    return batch


def _note_batch(actor: User, action: Action, batch: RosterBatch) -> None:
    """Write the one audit row of a list taken over or undone."""
    note(
        actor=actor,
        action=action,
        training_class=batch.training_class,
        details={"source": batch.source, "count": batch.count},
    )


@transaction.atomic
def undo_roster(*, actor: User, batch: RosterBatch) -> None:
    """Take a list back: its rows leave the class, persons added with it and used nowhere else leave the register.

    Raises PermissionDenied, and NotNow when the class is closed, when it was undone before, or when attendance or a
    substitute hangs on one of its rows.
    """
    open_for_change(actor=actor, training_class=batch.training_class, may=leads_class)
    batch = RosterBatch.objects.select_for_update().select_related("training_class").get(pk=batch.pk)
    if batch.undone_at:
        raise NotNow(_("This list was taken back already."))
    enrolments = Enrolment.objects.filter(batch=batch)
    marked = enrolments.filter(Exists(Scan.objects.filter(enrolment=OuterRef("pk")))).select_related("person").first()
    if marked:
        raise NotNow(
            _(
                "Attendance is noted for people of this list already (%(name)s for one), so it can't be taken back as a"
                " whole. Withdraw single people instead."
            )
            % {"name": marked.person.full_name}
        )
    replaced = enrolments.filter(substitute__isnull=False).select_related("person").first()
    if replaced:
        raise NotNow(
            _("%(name)s has a substitute by now, so the list can't be taken back. Withdraw single people instead.")
            % {"name": replaced.person.full_name}
        )
    new = list(
        enrolments.filter(person__provenance=Provenance.ROSTER, person__created_at__gte=batch.accepted_at)
        .order_by("id")
        .values_list("person_id", flat=True)
    )
    enrolments.delete()
    forget_unused(persons=new)
    batch.undone_at = timezone.now()
    batch.save(update_fields=["undone_at"])
    _note_batch(actor, Action.ROSTER_UNDONE, batch)


@transaction.atomic
def change_enrolment(
    *,
    actor: User,
    enrolment: Enrolment,
    full_name: str | None = None,
    birth_year: int | None = None,
    phone: str | None = None,
    post: str,
    unit_text: str,
    note_text: str = "",
    venue_point: VenuePoint | None = None,
) -> Enrolment:
    """Change a row of the list; name, year and phone are changed in the register where ``full_name`` is given.

    Does nothing where nothing differs. Raises PermissionDenied (also when the person is out of scope), NotNow,
    ValidationError for an empty name.
    """
    training_class = open_for_change(actor=actor, training_class=enrolment.training_class, may=leads_class)
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("person").get(pk=enrolment.pk)
    person = enrolment.person
    if full_name is not None and (clean(full_name), birth_year, phone if phone is not None else person.phone) != (
        person.full_name,
        person.birth_year,
        person.phone,
    ):
        person = people.change_person(
            actor=actor,
            person=person,
            full_name=full_name,
            birth_year=birth_year,
            phone=person.phone if phone is None else phone,
            email=person.email,
        )
        Enrolment.objects.filter(person=person).update(sort_name=person.sort_name)
    before = {name: getattr(enrolment, name) for name in ("post", "unit_text", "note", "venue_point_id")}
    enrolment.person = person
    enrolment.sort_name = person.sort_name
    enrolment.post = clean(post)[:300]
    enrolment.unit_text = clean(unit_text)[:200]
    enrolment.folded_unit = natural_key(unit_text)[:200]
    enrolment.note = clean(note_text)[:300]
    enrolment.venue_point_id = _venue_of(training_class, venue_point)
    details = audit.changes(before, {name: getattr(enrolment, name) for name in before})
    if "venue_point_id" in details:
        names = dict(VenuePoint.objects.filter(training_class=training_class).order_by("id").values_list("id", "name"))
        details["venue_point"] = [names.get(pk) for pk in details.pop("venue_point_id")]
    if details:
        enrolment.save(update_fields=["post", "unit_text", "folded_unit", "note", "venue_point"])
        note(
            actor=actor,
            action=Action.ENROLMENT_CHANGED,
            training_class=training_class,
            person_id=person.pk,
            details={"participant": person.full_name, **details},
        )
    return enrolment


@transaction.atomic
def withdraw(*, actor: User, enrolment: Enrolment, reason: str = "") -> Enrolment:
    """Take one person off the list; the row stays, struck out, and can be brought back.

    Raises PermissionDenied, and NotNow when the class is closed or the person was there at a sitting.
    """
    training_class = open_for_change(actor=actor, training_class=enrolment.training_class, may=leads_class)
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("person").get(pk=enrolment.pk)
    if enrolment.state == EnrolmentState.WITHDRAWN:
        return enrolment
    there = Attendance.objects.filter(enrolment=enrolment, mark__in=THERE).select_related("sitting").first()
    if there:
        raise NotNow(
            _("%(name)s was there (%(sitting)s). Correct the attendance first if that is wrong.")
            % {"name": enrolment.person.full_name, "sitting": there.sitting}
        )
    enrolment.state = EnrolmentState.WITHDRAWN
    enrolment.save(update_fields=["state"])
    note(
        actor=actor,
        action=Action.WITHDRAWN,
        training_class=training_class,
        person_id=enrolment.person_id,
        details={"participant": enrolment.person.full_name},
        reason=clean(reason)[:300],
    )
    return enrolment


@transaction.atomic
def restore(*, actor: User, enrolment: Enrolment) -> Enrolment:
    """Bring somebody withdrawn back on the list; does nothing for one who stands on it."""
    training_class = open_for_change(actor=actor, training_class=enrolment.training_class, may=leads_class)
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("person").get(pk=enrolment.pk)
    if enrolment.state == EnrolmentState.WITHDRAWN:
        enrolment.state = EnrolmentState.NOMINATED
        enrolment.save(update_fields=["state"])
        _note_enrolled(actor, training_class, enrolment)
    return enrolment


@transaction.atomic
def substitute(
    *,
    actor: User,
    enrolment: Enrolment,
    full_name: str = "",
    person: Person | None = None,
    post: str = "",
    birth_year: int | None = None,
    phone: str = "",
    distinct: bool = False,
) -> Enrolment:
    """Let somebody come instead: signs the own name on a row of the own; the original counts as absent.

    The substitute takes unit and venue point of the original. Raises as :func:`enrol`, and NotNow when the original
    has a substitute already, is one, or was withdrawn.
    """
    open_for_change(actor=actor, training_class=enrolment.training_class, may=leads_class)
    original = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("training_class", "person", "venue_point")
        .get(pk=enrolment.pk)
    )
    name = original.person.full_name
    if original.state == EnrolmentState.WITHDRAWN:
        raise NotNow(_("%(name)s was withdrawn. Bring the row back first.") % {"name": name})
    if original.substitute_for_id:
        raise NotNow(_("%(name)s is a substitute already. Name the substitute of the original.") % {"name": name})
    other = Enrolment.objects.filter(substitute_for=original).select_related("person").first()
    if other and other.state == EnrolmentState.WITHDRAWN:
        # A substitute who was withdrawn gives the place free.
        other.substitute_for = None
        other.save(update_fields=["substitute_for"])
    elif other:
        raise NotNow(
            _("%(other)s comes for %(name)s already. Change that row instead.")
            % {"other": other.person.full_name, "name": name}
        )
    row = enrol(
        actor=actor,
        training_class=original.training_class,
        full_name=full_name,
        person=person,
        post=post,
        unit_text=original.unit_text,
        birth_year=birth_year,
        phone=phone,
        venue_point=original.venue_point,
        distinct=distinct,
    )
    row.substitute_for = original
    row.save(update_fields=["substitute_for"])
    note(
        actor=actor,
        action=Action.ENROLMENT_CHANGED,
        training_class=original.training_class,
        person_id=row.person_id,
        details={"participant": row.person.full_name, "substitute_for": name},
    )
    return row


def listed_words(listed: Listed, *, row: int = 0) -> str:
    """Return the sentence that refuses somebody who stands on the list."""
    values = {"name": listed.full_name, "unit": listed.unit_text or "–", "number": listed.number, "row": row}
    if listed.withdrawn:
        text = _("%(name)s (%(unit)s) was withdrawn, line %(number)s of the list. Bring that line back instead.")
    else:
        text = _(
            "%(name)s (%(unit)s) is on the list already, line %(number)s. If this is another person of the same name,"
            " say so and add again."
        )
    return (_("Row %(row)s: ") if row else "") % values + text % values


def _refuse_twice(training_class: TrainingClass, rows: Sequence[RosterRow]) -> None:
    index = ListIndex(training_class)
    faults: list[str] = []
    seen: dict[str, list[tuple[RosterRow, Identity]]] = {}
    seen_ids: dict[UUID, RosterRow] = {}
    for row in rows:
        known = row.identity
        if not known.key:
            faults.append(_("Row %(row)s: the full name is missing.") % {"row": row.number})
            continue
        listed = index.find(known, row.person_id)
        if listed and not (row.distinct and row.person_id is None):
            faults.append(listed_words(listed, row=row.number))
        twin = seen_ids.get(row.person_id) if row.person_id else None
        if twin is None and not row.distinct:
            twin = next((other for other, one in seen.get(known.key, ()) if known.same_as(one)), None)
        if twin:
            faults.append(
                _("Row %(row)s: %(name)s stands in row %(first)s of this list already.")
                % {"row": row.number, "name": row.full_name, "first": twin.number}
            )
        seen.setdefault(known.key, []).append((row, known))
        if row.person_id:
            seen_ids[row.person_id] = row
    if faults:
        raise ValidationError({"rows": faults})


def _enrolment(
    training_class: TrainingClass, person: Person, row: RosterRow, batch: RosterBatch | None = None
) -> Enrolment:
    return Enrolment(
        training_class=training_class,
        person=person,
        post=clean(row.post)[:300],
        unit_text=clean(row.unit_text)[:200],
        folded_unit=natural_key(row.unit_text)[:200],
        venue_point_id=row.venue_point_id,
        note=clean(row.note)[:300],
        batch=batch,
        sort_name=person.sort_name,
    )


def _note_enrolled(actor: User, training_class: TrainingClass, enrolment: Enrolment) -> None:
    note(
        actor=actor,
        action=Action.ENROLLED,
        training_class=training_class,
        person_id=enrolment.person_id,
        details={
            "participant": enrolment.person.full_name,
            **{name: getattr(enrolment, name) for name in ("post", "unit_text") if getattr(enrolment, name)},
        },
    )


def _venue_of(training_class: TrainingClass, venue_point: VenuePoint | None) -> int | None:
    if venue_point is None:
        return None
    if venue_point.training_class_id != training_class.pk:
        raise ValidationError({"venue_point": _("Choose a venue point of this class.")})
    return venue_point.pk
