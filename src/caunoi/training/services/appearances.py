"""People who appear in a programme: found in the register or added to it, with the post they held then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.text import clean, fold
from caunoi.directory.enums import Action, Provenance
from caunoi.directory.models import Person, User
from caunoi.directory.queries.people import post_at
from caunoi.directory.queries.scope import visible_persons
from caunoi.directory.services.people import build_person, index_person, make_known
from caunoi.training.models import TrainingClass
from caunoi.training.queries.programme import appearing_persons


@dataclass(frozen=True, kw_only=True)
class Appearance:
    """A speaker or guest as typed: a person of the register, or a name; ``post`` None takes the one held that day."""

    person: Person | None = None
    full_name: str = ""
    post: str | None = None


def resolve(
    *,
    actor: User,
    training_class: TrainingClass,
    appearance: Appearance,
    day: date | None,
    provenance: Provenance = Provenance.TYPED,
) -> tuple[Person, str]:
    """Return the person and the post held on ``day``; part of the caller's transaction.

    A name that speaks or is a guest in this class already is the same person; any other name without a person is
    somebody new, known to the keeper: namesakes are never joined here. Raises ValidationError for a missing name and
    for a person whom the actor can't see.
    """
    person = appearance.person
    if person is None:
        person = _in_this_class(training_class, appearance.full_name) or _added(
            actor, training_class, appearance.full_name, provenance
        )
    elif not (
        visible_persons(actor).filter(pk=person.pk).exists()
        or appearing_persons(training_class).filter(pk=person.pk).exists()
    ):
        raise ValidationError({"person": _("This person is not known to your office. Type the name instead.")})
    post = post_at(person, day) if appearance.post is None else clean(appearance.post)
    if len(post) > 300:
        raise ValidationError({"post": _("The post is longer than 300 letters. Shorten it.")})
    return person, post


def _in_this_class(training_class: TrainingClass, full_name: str) -> Person | None:
    same = list(appearing_persons(training_class).filter(folded_name=fold(full_name)[:120])[:2])
    return same[0] if len(same) == 1 else None


def _added(actor: User, training_class: TrainingClass, full_name: str, provenance: Provenance) -> Person:
    person = build_person(full_name=full_name, provenance=provenance)
    person.save(force_insert=True)
    make_known(person=person, organisation=training_class.keeper)
    audit.record(
        actor=actor,
        action=Action.PERSON_ADDED,
        subject=person,
        organisation_id=training_class.keeper_id,
        person_id=person.pk,
    )
    index_person(person)
    return person
