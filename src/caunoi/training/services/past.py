"""A past class that a report tells of: recorded and closed at once, with what is known and no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.text import clean, fold
from caunoi.directory.enums import Provenance
from caunoi.directory.models import Directive, Organisation, Person, User
from caunoi.directory.policies import organises_in, require
from caunoi.directory.queries.scope import visible_directives
from caunoi.directory.services.directives import add_directive
from caunoi.training.enums import Action, AgendaKind, ClassOrigin, ClassState, GuestRole, HostRole, Qualifier
from caunoi.training.facts import ProvenanceFact
from caunoi.training.models import (
    AgendaItem,
    ClassDirective,
    ClassOrganisation,
    Guest,
    Speaker,
    TrainingClass,
)
from caunoi.training.queries.current import current
from caunoi.training.services.appearances import Appearance, resolve
from caunoi.training.services.classes import add_keeper
from caunoi.training.services.closing import freeze
from caunoi.training.services.guard import note


class PastOrganiser(NamedTuple):
    """An organiser as the report calls it; ``organisation`` None where the directory knows none of that name."""

    name: str
    organisation: Organisation | None = None
    role: HostRole = HostRole.HOST


class PastPerson(NamedTuple):
    """A speaker or guest as the report names him; ``person`` None is somebody new. ``role`` counts for guests only."""

    full_name: str
    post: str = ""
    person: Person | None = None
    role: GuestRole = GuestRole.ATTENDS


@transaction.atomic
def record_past_class(
    *,
    actor: User,
    keeper: Organisation,
    title: str,
    days: Sequence[date] = (),
    when: str = "",
    place: str = "",
    audience: str = "",
    organisers: Sequence[PastOrganiser] = (),
    speakers: Sequence[PastPerson] = (),
    guests: Sequence[PastPerson] = (),
    topics: Sequence[str] = (),
    directives: Sequence[str] = (),
    count: int | None = None,
    qualifier: Qualifier = Qualifier.EXACT,
    provenance: ProvenanceFact,
) -> TrainingClass:
    """Record a class of the past, closed with the first version of its report; the report is ``class.reports.get()``.

    ``days`` need not follow each other; ``when`` keeps the report's own words where no day can be made of them.
    ``count`` is what the report says of how many took part, with its qualifier: "hơn 270" stays "hơn 270". What is
    not given is unknown, never nought. Speakers and topics are not joined to each other or to a sitting. An organiser
    whom the directory knows sees the class; one that it doesn't is kept by name.

    Raises PermissionDenied unless the actor organises in the keeper, ValidationError for a missing title or what
    can't be; nothing is written then.
    """
    require(organises_in(actor, keeper))
    ordered = sorted(set(days))
    _check(title, ordered, count)
    training_class = TrainingClass.objects.create(
        keeper=keeper,
        title=clean(title)[:300],
        folded_title=fold(title)[:300],
        audience=clean(audience)[:500],
        place=clean(place)[:300],
        starts_on=ordered[0] if ordered else None,
        ends_on=ordered[-1] if ordered else None,
        state=ClassState.HELD,
        origin=ClassOrigin.REPORT,
        reported_count=count,
        reported_qualifier=Qualifier(qualifier) if count is not None else "",
    )
    _write_organisers(training_class, organisers)
    _write_topics(training_class, topics)
    _write_people(actor, training_class, speakers, guests)
    _write_directives(actor, training_class, directives)
    found = current(
        training_class,
        provenance=provenance,
        days=[day.isoformat() for day in ordered],
        when="" if ordered else clean(when),
    )
    freeze(actor=actor, training_class=training_class, found=found)
    note(
        actor=actor,
        action=Action.PAST_RECORDED,
        training_class=training_class,
        details={"source": provenance.source, "count": count, "qualifier": str(training_class.reported_qualifier)},
    )
    return training_class


def _check(title: str, days: Sequence[date], count: int | None) -> None:
    faults: dict[str, str] = {}
    if not clean(title):
        faults["title"] = _("Type the title of the class.")
    if days and not 1945 <= days[0].year <= days[-1].year <= 2100:
        faults["days"] = _("The year must lie between 1945 and 2100.")
    if count is not None and not 0 <= count <= 1_000_000:
        faults["count"] = _("The number of participants must lie between 0 and 1,000,000.")
    if faults:
        raise ValidationError(faults)


def _write_organisers(training_class: TrainingClass, organisers: Sequence[PastOrganiser]) -> None:
    add_keeper(training_class)
    rows: dict[object, ClassOrganisation] = {}
    for position, (name, organisation, role) in enumerate(organisers, start=1):
        written = clean(name) or (organisation.name if organisation else "")
        key = (organisation.pk if organisation else fold(written), HostRole(role))
        if written and key not in rows:
            rows[key] = ClassOrganisation(
                training_class=training_class,
                organisation=organisation,
                name=written[:300],
                role=HostRole(role),
                position=position,
            )
    ClassOrganisation.objects.bulk_create(rows.values())


def _write_topics(training_class: TrainingClass, topics: Sequence[str]) -> None:
    titles = dict.fromkeys(filter(None, map(clean, topics)))
    AgendaItem.objects.bulk_create(
        AgendaItem(training_class=training_class, kind=AgendaKind.TOPIC, title=title[:500], position=position)
        for position, title in enumerate(titles, start=1)
    )


def _write_people(
    actor: User, training_class: TrainingClass, speakers: Sequence[PastPerson], guests: Sequence[PastPerson]
) -> None:
    seen: set[object] = set()
    for position, speaker in enumerate(speakers, start=1):
        person, post = _resolved(actor, training_class, speaker)
        if person.pk not in seen:
            seen.add(person.pk)
            Speaker.objects.create(training_class=training_class, person=person, post=post, position=position)
    seen.clear()
    for position, guest in enumerate(guests, start=1):
        person, post = _resolved(actor, training_class, guest)
        if person.pk not in seen:
            seen.add(person.pk)
            Guest.objects.create(
                training_class=training_class,
                person=person,
                post=post,
                role=GuestRole(guest[3]) if len(guest) > 3 else GuestRole.ATTENDS,
                position=position,
            )


def _resolved(actor: User, training_class: TrainingClass, named: PastPerson) -> tuple[Person, str]:
    full_name, post, person = named[:3]
    return resolve(
        actor=actor,
        training_class=training_class,
        appearance=Appearance(person=person, full_name=full_name[:120], post=post[:300]),
        day=training_class.starts_on,
        provenance=Provenance.REPORT,
    )


def _write_directives(actor: User, training_class: TrainingClass, numbers: Sequence[str]) -> None:
    found: list[Directive] = []
    for number in dict.fromkeys(filter(None, map(clean, numbers))):
        known = visible_directives(actor).filter(folded_number=fold(number)[:60]).first()
        found.append(known or add_directive(actor=actor, owner=training_class.keeper, number=number[:60]))
    ClassDirective.objects.bulk_create(
        ClassDirective(training_class=training_class, directive=directive, position=position)
        for position, directive in enumerate(dict.fromkeys(found), start=1)
    )
