"""Participants and the register: persons added by thousands, used again, and forgotten with a list taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from caunoi.core import search
from caunoi.core.fields import lookup_hashes
from caunoi.core.text import fold
from caunoi.directory.enums import Provenance
from caunoi.directory.models import Organisation, Person, PersonScope, Post, User
from caunoi.directory.policies import ORGANISERS, holds_role, organises_in
from caunoi.directory.queries.scope import visible_persons
from caunoi.directory.services import people
from caunoi.training.models import (
    ClassOrganisation,
    Enrolment,
    Guest,
    Nomination,
    Speaker,
    SpeakerProfile,
    TrainingClass,
)
from caunoi.training.queries.classes import SEEING
from caunoi.training.queries.roster import Identity, identity
from caunoi.training.queries.senders import choosable_senders

_PART = 1_000
_KIND = "person"


@dataclass(frozen=True, kw_only=True)
class RosterRow:
    """One row of a list to take over; ``number`` is its row in the source, for words.

    ``person_id`` uses somebody the register knows; ``distinct`` says that a namesake is another person. ``sender`` is
    who sent the person, which :func:`check_sender` let through.
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
    sender: Organisation | None = None
    distinct: bool = False

    @property
    def identity(self) -> Identity:
        """What tells this person from others."""
        return identity(
            full_name=self.full_name, birth_year=self.birth_year, unit_text=self.unit_text, phone=self.phone
        )


def _known_through(actor: User | None, training_class: TrainingClass) -> list[Organisation]:
    """Return the organisations through which a participant is known: the keeper, and those the actor acts for.

    Who names people by a link acts for no account: the keeper alone.
    """
    links = ClassOrganisation.objects.filter(
        training_class=training_class, role__in=SEEING, organisation__isnull=False
    ).select_related("organisation")
    chosen = {training_class.keeper_id: training_class.keeper}
    if actor is None or organises_in(actor, training_class.keeper):
        return list(chosen.values())
    for link in links:
        if link.organisation and holds_role(actor, link.organisation.path, *ORGANISERS):
            chosen[link.organisation.pk] = link.organisation
    return list(chosen.values())


def check_sender(
    *, actor: User, training_class: TrainingClass, sender: Organisation | None, standing: Organisation | None = None
) -> None:
    """Raise ValidationError for a sender that the actor may not name, unless it is the one that stands.

    A sender sees whom it sent: nobody is shown to an organisation that is out of the actor's sight.
    """
    if sender is None or (standing is not None and sender.pk == standing.pk):
        return
    if not choosable_senders(actor, training_class).filter(pk=sender.pk).exists():
        raise ValidationError({"sender": _("Choose the sender from the list.")})


def make_known_to_sender(*, persons: Sequence[Person], sender: Organisation | None) -> None:
    """Let a sender see those whom it sent; does nothing without one."""
    if sender is not None:
        make_all_known(persons=persons, organisations=[sender])


def add_people(
    *, actor: User | None, training_class: TrainingClass, rows: Sequence[RosterRow], provenance: Provenance
) -> list[Person]:
    """Add the persons of ``rows`` to the register, in their order, known through the class's organisations."""
    faults: list[str] = []
    persons: list[Person] = []
    for row in rows:
        try:
            persons.append(
                people.build_person(
                    full_name=row.full_name, birth_year=row.birth_year, phone=row.phone, provenance=provenance
                )
            )
        except ValidationError as error:
            if not row.number:
                raise
            faults += [_("Row %(row)s: ") % {"row": row.number} + message for message in error.messages]
    if faults:
        raise ValidationError({"rows": faults})
    organisations = _known_through(actor, training_class)
    insert_persons(persons=persons, organisations=organisations)
    return persons


def use_known(*, actor: User, training_class: TrainingClass, rows: Sequence[RosterRow]) -> dict[UUID, Person]:
    """Return the register's persons that ``rows`` name, made known through the class.

    Raises ValidationError for an id that is neither in scope nor called by the same name and phone: nobody is drawn
    into scope by an id alone.
    """
    ids = {row.person_id for row in rows if row.person_id}
    if not ids:
        return {}
    found: dict[UUID, Person] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), _PART):
        part = wanted[start : start + _PART]
        visible = set(visible_persons(actor).filter(pk__in=part).order_by("pk").values_list("pk", flat=True))
        for person in Person.objects.filter(pk__in=part, merged_into__isnull=True).order_by("pk"):
            same = [
                row
                for row in rows
                if row.person_id == person.pk
                and row.phone
                and person.phone_hash in lookup_hashes(row.phone)
                and person.folded_name == fold(row.full_name)
            ]
            if person.pk in visible or same:
                found[person.pk] = person
    missing = [row for row in rows if row.person_id not in found]
    if missing:
        raise ValidationError(
            {
                "rows": [
                    _("Row %(row)s: the person chosen from the register is not there any more. Choose again.")
                    % {"row": row.number}
                    for row in missing
                ]
            }
        )
    make_all_known(persons=list(found.values()), organisations=_known_through(actor, training_class))
    return found


def forget_unused(*, persons: Sequence[UUID]) -> None:
    """Remove those of ``persons`` that nothing refers to but their visibility and their search document."""
    used = (Enrolment, Nomination, Speaker, SpeakerProfile, Guest, Post)
    for start in range(0, len(persons), _PART):
        part = persons[start : start + _PART]
        unused = Person.objects.filter(
            pk__in=part, users__isnull=True, merged_from__isnull=True, merged_into__isnull=True
        )
        for model in used:
            unused = unused.exclude(Exists(model.objects.filter(person=OuterRef("pk"))))
        ids = list(unused.order_by("pk").values_list("pk", flat=True))
        search.remove_many(kind=_KIND, object_ids=[str(pk) for pk in ids])
        PersonScope.objects.filter(person__in=ids).delete()
        Person.objects.filter(pk__in=ids).delete()


def insert_persons(*, persons: Sequence[Person], organisations: Sequence[Organisation]) -> None:
    """Insert unsaved ``persons``, known to ``organisations``, with their search documents."""
    Person.objects.bulk_create(persons, batch_size=_PART)
    _make_visible(persons, organisations)
    paths = frozenset(one.path for one in organisations)
    search.index_many(
        search.Document(kind=_KIND, object_id=str(person.pk), title=person.full_name, paths=paths) for person in persons
    )


def make_all_known(*, persons: Sequence[Person], organisations: Sequence[Organisation]) -> None:
    """Let ``organisations`` see persons of the register, in lists and in search; does nothing where they do."""
    _make_visible(persons, organisations)
    search.widen(
        kind=_KIND, object_ids=[str(person.pk) for person in persons], paths=[one.path for one in organisations]
    )


def _make_visible(persons: Sequence[Person], organisations: Sequence[Organisation]) -> None:
    rows = [
        PersonScope(person=person, organisation=organisation) for organisation in organisations for person in persons
    ]
    PersonScope.objects.bulk_create(rows, batch_size=_PART, ignore_conflicts=True)
    # Who was known only through a merged entry is known by the class from now on: that outlasts the merging.
    for start in range(0, len(persons), _PART):
        known = PersonScope.objects.filter(person__in=persons[start : start + _PART], organisation__in=organisations)
        known.filter(inherited=True).update(inherited=False)
