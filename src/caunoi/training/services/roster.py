"""Participants: enrolled one by one, changed, withdrawn, substituted. Whole lists stand in :mod:`batches`."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.core.text import clean, natural_key
from caunoi.directory.enums import Provenance
from caunoi.directory.models import Organisation, Person, User
from caunoi.directory.services import people
from caunoi.training.enums import THERE, Action, ClassState, EnrolmentState
from caunoi.training.models import (
    Attendance,
    Enrolment,
    TrainingClass,
    VenuePoint,
)
from caunoi.training.policies import leads_class
from caunoi.training.queries.roster import ListIndex
from caunoi.training.services.guard import note, open_for_change
from caunoi.training.services.listing import build_enrolment, listed_words
from caunoi.training.services.make_ups import leave_make_ups
from caunoi.training.services.register import (
    RosterRow,
    add_people,
    check_sender,
    make_known_to_sender,
    use_known,
)
from caunoi.training.services.seats.line import came_back, joined_list, left_list, settle

_PART = 1_000


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
    sender: Organisation | None = None,
    distinct: bool = False,
) -> Enrolment:
    """Put one person on the list; without ``person`` a new one is added to the register.

    ``sender`` sees the person from then on, and this row of the class. Raises PermissionDenied, NotNow (class closed),
    ValidationError without a name, for a sender that the actor may not name, or when nothing known tells the person
    from somebody on the list (unless ``distinct``) or the register's person is on it already.
    """
    training_class = open_for_change(actor=actor, training_class=training_class, may=leads_class)
    check_sender(actor=actor, training_class=training_class, sender=sender)
    row = RosterRow(
        full_name=person.full_name if person else full_name,
        post=post,
        unit_text=unit_text,
        birth_year=birth_year,
        phone=phone,
        note=note_text,
        venue_point_id=_venue_of(training_class, venue_point),
        person_id=person.pk if person else None,
        sender=sender,
        distinct=distinct,
    )
    listed = ListIndex(training_class).find(row.identity, row.person_id)
    if listed and not (row.distinct and row.person_id is None):
        raise ValidationError({"full_name": ValidationError(listed_words(listed), code="listed")})
    if person is None:
        (person,) = add_people(actor=actor, training_class=training_class, rows=[row], provenance=Provenance.TYPED)
    else:
        use_known(actor=actor, training_class=training_class, rows=[row])
    enrolment = build_enrolment(training_class, person, row)
    enrolment.save(force_insert=True)
    make_known_to_sender(persons=[person], sender=sender)
    _note_enrolled(actor, training_class, enrolment)
    joined_list(actor=actor, training_class=training_class, enrolments=[enrolment])
    return enrolment


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
    sender: Organisation | None = None,
) -> Enrolment:
    """Change a row of the list; name, year and phone are changed in the register where ``full_name`` is given.

    Does nothing where nothing differs. A sender that is taken away sees the row no longer; the person stays known to
    it. Raises PermissionDenied (also when the person is out of scope), NotNow, ValidationError for an empty name and
    for a sender that the actor may not name.
    """
    training_class = open_for_change(actor=actor, training_class=enrolment.training_class, may=leads_class)
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("person", "sender")
    enrolment = rows.get(pk=enrolment.pk)
    check_sender(actor=actor, training_class=training_class, sender=sender, standing=enrolment.sender)
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
    before = {name: getattr(enrolment, name) for name in ("post", "unit_text", "note", "venue_point_id", "sender")}
    enrolment.person = person
    enrolment.sort_name = person.sort_name
    enrolment.post = clean(post)[:300]
    enrolment.unit_text = clean(unit_text)[:200]
    enrolment.folded_unit = natural_key(unit_text)[:200]
    enrolment.note = clean(note_text)[:300]
    enrolment.venue_point_id = _venue_of(training_class, venue_point)
    enrolment.sender = sender
    details = audit.changes(before, {name: getattr(enrolment, name) for name in before})
    if "venue_point_id" in details:
        names = dict(VenuePoint.objects.filter(training_class=training_class).order_by("id").values_list("id", "name"))
        details["venue_point"] = [names.get(pk) for pk in details.pop("venue_point_id")]
    if details:
        enrolment.save(update_fields=["post", "unit_text", "folded_unit", "note", "venue_point", "sender"])
        make_known_to_sender(persons=[person], sender=sender)
        note(
            actor=actor,
            action=Action.ENROLMENT_CHANGED,
            training_class=training_class,
            person_id=person.pk,
            details={"participant": person.full_name, **details},
        )
        settle(actor=actor, training_class=training_class)
    return enrolment


@transaction.atomic
def withdraw(*, actor: User, enrolment: Enrolment, reason: str = "") -> Enrolment:
    """Take one person off the list; the row stays, struck out, and can be brought back.

    The seat goes to whoever is next in line; a unit's nomination of the person is withdrawn, too. Raises
    PermissionDenied, and NotNow when the class is closed or the person was there at a sitting.
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
    leave_make_ups(enrolment)
    enrolment.state = EnrolmentState.WITHDRAWN
    enrolment.after_settled = enrolment.after_settled or training_class.state == ClassState.HELD
    enrolment.save(update_fields=["state", "after_settled"])
    note(
        actor=actor,
        action=Action.WITHDRAWN,
        training_class=training_class,
        person_id=enrolment.person_id,
        details={"participant": enrolment.person.full_name},
        reason=clean(reason)[:300],
    )
    left_list(actor=actor, training_class=training_class, enrolment=enrolment)
    return enrolment


@transaction.atomic
def restore(*, actor: User, enrolment: Enrolment) -> Enrolment:
    """Bring somebody withdrawn back on the list; does nothing for one who stands on it.

    Whom a unit named comes back at the end of the line, and on the list only where a seat is free: else the row stays
    struck out, and the nomination waits.
    """
    training_class = open_for_change(actor=actor, training_class=enrolment.training_class, may=leads_class)
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("person").get(pk=enrolment.pk)
    if enrolment.state == EnrolmentState.WITHDRAWN and not came_back(
        actor=actor, training_class=training_class, enrolment=enrolment
    ):
        enrolment.state = EnrolmentState.NOMINATED
        enrolment.after_settled = enrolment.after_settled or training_class.state == ClassState.HELD
        enrolment.save(update_fields=["state", "after_settled"])
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

    The substitute takes unit, venue point and sender of the original. Raises as :func:`enrol`, and NotNow when the
    original has a substitute already, is one, or was withdrawn.
    """
    open_for_change(actor=actor, training_class=enrolment.training_class, may=leads_class)
    original = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("training_class", "person", "venue_point", "sender")
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
    row.substitute_for, row.sender = original, original.sender
    row.save(update_fields=["substitute_for", "sender"])
    make_known_to_sender(persons=[row.person], sender=original.sender)
    note(
        actor=actor,
        action=Action.ENROLMENT_CHANGED,
        training_class=original.training_class,
        person_id=row.person_id,
        details={"participant": row.person.full_name, "substitute_for": name},
    )
    return row


def _note_enrolled(actor: User, training_class: TrainingClass, enrolment: Enrolment) -> None:
    note(
        actor=actor,
        action=Action.ENROLLED,
        training_class=training_class,
        person_id=enrolment.person_id,
        details={
            "participant": enrolment.person.full_name,
            **{name: getattr(enrolment, name) for name in ("post", "unit_text") if getattr(enrolment, name)},
            **({"sender": enrolment.sender.name} if enrolment.sender else {}),
        },
    )


def _venue_of(training_class: TrainingClass, venue_point: VenuePoint | None) -> int | None:
    if venue_point is None:
        return None
    if venue_point.training_class_id != training_class.pk:
        raise ValidationError({"venue_point": _("Choose a venue point of this class.")})
    return venue_point.pk
