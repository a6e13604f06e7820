"""A class itself: created, changed, duplicated, moved from state to state; who organises it and on what it rests."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.core.text import clean, clean_lines, fold
from caunoi.directory.models import Directive, Organisation, User
from caunoi.directory.policies import organises_in, require
from caunoi.directory.queries.scope import visible_directives
from caunoi.training.enums import Action, ClassOrigin, ClassState, HostRole
from caunoi.training.models import (
    AgendaItem,
    ClassDirective,
    ClassOrganisation,
    PlanItem,
    Quota,
    Sitting,
    Topic,
    TrainingClass,
    VenuePoint,
)
from caunoi.training.policies import keeps_class, sees_class
from caunoi.training.queries.classes import choosable_organisers, has_scans
from caunoi.training.queries.programme import visible_topics
from caunoi.training.queries.rooms import choosable_rooms
from caunoi.training.services.guard import index_class, note, open_for_change
from caunoi.training.services.placing import give_way, placing
from caunoi.training.services.seats.line import refuse_too_few, settle

# From where to where ``move_on`` leads. Closing and reopening have services of their own.
TRANSITIONS: dict[ClassState, tuple[ClassState, ...]] = {
    ClassState.PREPARING: (ClassState.GATHERING, ClassState.HELD, ClassState.CANCELLED),
    ClassState.GATHERING: (ClassState.HELD, ClassState.PREPARING, ClassState.CANCELLED),
    ClassState.HELD: (ClassState.GATHERING, ClassState.CANCELLED),
    ClassState.CANCELLED: (ClassState.PREPARING,),
    ClassState.CLOSED: (),
}

_LINES = ("strong_points", "weak_points", "proposals")
_WORDS = {"title": 300, "audience": 500, "place": 300}
_FIELDS = (*_WORDS, "starts_on", "ends_on", "quota", *_LINES)
_YEAR = re.compile(r"\b(19|20)\d\d\b")


@transaction.atomic
def create_class(
    *,
    actor: User,
    keeper: Organisation,
    title: str,
    audience: str = "",
    place: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    quota: int | None = None,
) -> TrainingClass:
    """Create a class in preparation, kept and hosted by ``keeper``; nothing but the title is needed.

    Raises PermissionDenied unless the actor organises in the keeper, ValidationError for an empty title or days out
    of order.
    """
    made = write_class(
        actor=actor,
        keeper=keeper,
        title=title,
        audience=audience,
        place=place,
        starts_on=starts_on,
        ends_on=ends_on,
        quota=quota,
    )
    index_class(made)
    return made


def write_class(
    *, actor: User, keeper: Organisation, plan_item: PlanItem | None = None, **fields: Any
) -> TrainingClass:
    """Create a class as :func:`create_class` does, but for search: the caller indexes it once it has the rest.

    ``fields`` are those of ``create_class``. Part of the caller's transaction.
    """
    require(organises_in(actor, keeper))
    values = _checked(fields)
    training_class = TrainingClass.objects.create(
        keeper=keeper, plan_item=plan_item, folded_title=fold(values["title"])[:300], **values
    )
    add_keeper(training_class)
    ClassOrganisation.objects.create(
        training_class=training_class, organisation=keeper, name=keeper.name, role=HostRole.HOST
    )
    note(actor=actor, action=Action.CLASS_CREATED, training_class=training_class)
    return training_class


def add_keeper(training_class: TrainingClass) -> None:
    """Write the row by which the keeper's people see the class; part of the caller's transaction."""
    ClassOrganisation.objects.create(
        training_class=training_class,
        organisation=training_class.keeper,
        name=training_class.keeper.name,
        role=HostRole.KEEPER,
    )


@transaction.atomic
def change_class(
    *, actor: User, training_class: TrainingClass, revision: int, despite: str = "", **fields: Any
) -> TrainingClass:
    """Change what ``fields`` names of: title, audience, place, starts_on, ends_on, quota, strong_points,
    weak_points, proposals. Does nothing where nothing differs; else the revision rises by one.

    Raises StaleChange when another change came in between, ValidationError for what can't be and for a room that is
    taken on the new days (:func:`placing.placing`), NotNow for a closed class, PermissionDenied unless the actor runs
    the class, TypeError for a field that isn't changed here.
    """  # noqa: D205 - the fields are the summary
    unknown = set(fields) - set(_FIELDS)
    if unknown:
        raise TypeError(f"change_class changes no {', '.join(sorted(unknown))}")
    locked = open_for_change(actor=actor, training_class=training_class, revision=revision)
    before = {name: getattr(locked, name) for name in _FIELDS}
    after = _checked(before | fields)
    details = audit.changes(before, after)
    if not details:
        return locked
    if "quota" in details:
        refuse_too_few(training_class=locked, total=after["quota"])
    for name, value in after.items():
        setattr(locked, name, value)
    locked.folded_title = fold(locked.title)[:300]
    locked.revision += 1
    with placing(actor=actor, training_class=locked, despite=despite):
        locked.save()
    note(actor=actor, action=Action.CLASS_CHANGED, training_class=locked, details=details)
    index_class(locked)
    if "quota" in details:
        settle(actor=actor, training_class=locked)
    return locked


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values as they are stored; raises ValidationError naming every field that can't be."""
    faults: dict[str, str] = {}
    checked = dict(values)
    for name, most in _WORDS.items():
        checked[name] = clean(checked.get(name) or "")
        if len(checked[name]) > most:
            faults[name] = _("At most %(most)s letters, please; this has %(count)s.") % {
                "most": most,
                "count": len(checked[name]),
            }
    for name in _LINES:
        if name in checked:
            checked[name] = clean_lines(checked[name] or "")
    if not checked["title"]:
        faults["title"] = _("Type the title of the class.")
    faults |= _faults_of_days(checked.get("starts_on"), checked.get("ends_on"))
    quota = checked.get("quota")
    if quota is not None and not 0 < quota <= 100_000:
        faults["quota"] = _("The number of seats must lie between 1 and 100,000.")
    if faults:
        raise ValidationError(faults)
    return checked


def _faults_of_days(starts_on: date | None, ends_on: date | None) -> dict[str, str]:
    if ends_on and not starts_on:
        return {"starts_on": _("Type the first day, too.")}
    if starts_on and not 1945 <= starts_on.year <= 2100:
        return {"starts_on": _("The year must lie between 1945 and 2100.")}
    if starts_on and ends_on and ends_on < starts_on:
        return {"ends_on": _("The last day lies before the first day.")}
    if starts_on and ends_on and (ends_on - starts_on).days > 366:
        return {"ends_on": _("A class lasts at most a year. Check the days.")}
    return {}


@transaction.atomic
def move_on(
    *,
    actor: User,
    training_class: TrainingClass,
    state: ClassState,
    revision: int,
    reason: str = "",
    despite: str = "",
) -> TrainingClass:
    """Move the class to ``state`` where ``TRANSITIONS`` allows it.

    Cancelling needs the keeper's organiser and a reason, and is refused once attendance was marked. Raises
    PermissionDenied, StaleChange, NotNow for a way that does not exist, ValidationError for a missing reason, and for
    a class taken up again whose rooms or speakers others took meanwhile (:func:`placing.placing`).
    """
    state = ClassState(state)
    locked = open_for_change(
        actor=actor, training_class=training_class, revision=revision, closed_too=state == ClassState.PREPARING
    )
    before = ClassState(locked.state)
    reason = clean(reason)
    if state not in TRANSITIONS[before]:
        raise NotNow(
            _("A class that is “%(before)s” can't become “%(after)s”.") % {"before": before.label, "after": state.label}
        )
    if state == ClassState.CANCELLED:
        require(keeps_class(actor, locked))
        if not reason:
            raise ValidationError({"reason": _("Type why the class is cancelled.")})
        if has_scans(locked):
            raise NotNow(_("Attendance has been marked already, so the class took place: close it instead."))
    locked.state = state
    locked.revision += 1
    with placing(actor=actor, training_class=locked, despite=despite):
        locked.save(update_fields=["state", "revision"])
    note(
        actor=actor,
        action=Action.CLASS_STATE,
        training_class=locked,
        details={"state": [str(before), str(state)]},
        reason=reason,
    )
    return locked


@transaction.atomic
def set_organisers(
    *,
    actor: User,
    training_class: TrainingClass,
    hosts: Sequence[Organisation],
    co_organisers: Sequence[Organisation] = (),
    named_hosts: Sequence[str] = (),
    named_co_organisers: Sequence[str] = (),
    revision: int | None = None,
) -> TrainingClass:
    """Replace hosts and co-organisers, in the order given; named ones are those that the directory does not know.

    Only the keeper's organisers may: it decides who sees the class. Raises PermissionDenied, StaleChange, NotNow,
    ValidationError without any host.
    """
    locked = open_for_change(actor=actor, training_class=training_class, revision=revision, may=keeps_class)
    wanted: list[tuple[HostRole, Organisation | None, str]] = []
    for role, known, named in (
        (HostRole.HOST, hosts, named_hosts),
        (HostRole.CO_ORGANISER, co_organisers, named_co_organisers),
    ):
        wanted += [(role, organisation, organisation.name) for organisation in dict.fromkeys(known)]
        wanted += [(role, None, name[:300]) for name in dict.fromkeys(map(clean, named)) if name]
    if not any(role == HostRole.HOST for role, _organisation, _name in wanted):
        raise ValidationError({"hosts": _("Name one host at least.")})
    both = {o for role, o, _n in wanted if o and role == HostRole.HOST} & set(co_organisers)
    if both:
        raise ValidationError(
            {"co_organisers": _("%(name)s can't be host and co-organiser at once.") % {"name": next(iter(both)).name}}
        )
    links = locked.organisations.filter(role__in=(HostRole.HOST, HostRole.CO_ORGANISER))
    known_ids = {organisation.pk for _role, organisation, _name in wanted if organisation}
    allowed = Q(pk__in=choosable_organisers(actor).values("pk")) | Q(pk__in=links.values("organisation"))
    if Organisation.objects.filter(allowed, pk__in=known_ids).count() != len(known_ids):
        raise ValidationError({"hosts": _("One of the organisations is not known to your office.")})
    before = _by_role((link.role, link.name) for link in links.order_by("position", "id"))
    after = _by_role((str(role), name) for role, _organisation, name in wanted)
    if before == after:
        return locked
    links.delete()
    ClassOrganisation.objects.bulk_create(
        ClassOrganisation(training_class=locked, organisation=organisation, name=name, role=role, position=position)
        for position, (role, organisation, name) in enumerate(wanted, start=1)
    )
    _bump(locked)
    note(
        actor=actor,
        action=Action.HOSTS_CHANGED,
        training_class=locked,
        details=audit.changes(before, after),
    )
    index_class(locked)
    return locked


def _by_role(rows: Any) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {str(HostRole.HOST): [], str(HostRole.CO_ORGANISER): []}
    for role, name in rows:
        grouped[role].append(name)
    return grouped


@transaction.atomic
def set_directives(
    *, actor: User, training_class: TrainingClass, directives: Sequence[Directive], revision: int | None = None
) -> TrainingClass:
    """Replace the directives on which the class rests, in the order given.

    A directive out of the actor's scope is refused unless the class cites it already. Raises PermissionDenied,
    StaleChange, NotNow, ValidationError.
    """
    locked = open_for_change(actor=actor, training_class=training_class, revision=revision)
    links = list(locked.directive_links.select_related("directive").order_by("position", "id"))
    wanted = list(dict.fromkeys(directives))
    standing = [link.directive for link in links]
    fresh = [directive.pk for directive in wanted if directive not in standing]
    if visible_directives(actor).filter(pk__in=fresh).count() != len(fresh):
        raise ValidationError({"directives": _("One of the directives is not known to your office.")})
    if wanted == standing:
        return locked
    locked.directive_links.all().delete()
    ClassDirective.objects.bulk_create(
        ClassDirective(training_class=locked, directive=directive, position=position)
        for position, directive in enumerate(wanted, start=1)
    )
    _bump(locked)
    note(
        actor=actor,
        action=Action.DIRECTIVES_CHANGED,
        training_class=locked,
        details=audit.changes({"directives": [str(d) for d in standing]}, {"directives": [str(d) for d in wanted]}),
    )
    index_class(locked)
    return locked


def _bump(training_class: TrainingClass) -> None:
    training_class.revision += 1
    training_class.save(update_fields=["revision"])


@transaction.atomic
def duplicate_class(
    *,
    actor: User,
    training_class: TrainingClass,
    starts_on: date | None = None,
    title: str = "",
    keeper: Organisation | None = None,
) -> TrainingClass:
    """Make a new class in preparation from an earlier one, its days moved so that it begins on ``starts_on``.

    Copied: title (with the new year where it names the old one), audience, place, seats, quotas, organisers, venue
    points, sittings with their programme; with the points their rooms, where the actor may choose them and nobody has
    them on the new days (:func:`placing.give_way`). Not copied: participants, speakers, guests, persons in charge,
    questions, and directives, because last year's plan is no basis for this year. Without ``starts_on`` the copy has
    no days yet and no sittings. For another ``keeper`` the copy is that office's alone: place, points, quotas,
    organisers and topics of a catalogue that the actor doesn't see are the old one's, and stay behind. Raises
    PermissionDenied unless the actor sees the class and organises in the new keeper.
    """
    require(sees_class(actor, training_class))
    keeper = keeper or training_class.keeper
    require(organises_in(actor, keeper))
    own = keeper == training_class.keeper
    first = training_class.starts_on
    shift = starts_on - first if starts_on and first else None
    values = _checked(
        {
            "title": title or with_year(training_class.title, first, starts_on),
            "audience": training_class.audience,
            "place": training_class.place if own else "",
            "starts_on": starts_on,
            "ends_on": training_class.ends_on + shift if shift is not None and training_class.ends_on else None,
            "quota": training_class.quota,
        }
    )
    copy = TrainingClass.objects.create(
        keeper=keeper, folded_title=fold(values["title"])[:300], origin=ClassOrigin.HELD, **values
    )
    add_keeper(copy)
    if own:
        _copy_surroundings(actor, training_class, copy)
    else:
        ClassOrganisation.objects.create(
            training_class=copy, organisation=keeper, name=keeper.name, role=HostRole.HOST, position=1
        )
    copy_programme(source=training_class, copy=copy, shift=shift)
    give_way(actor=actor, training_class=copy)
    if not own:
        copy.agenda.exclude(topic__in=visible_topics(actor).order_by().values("pk")).update(topic=None)
    note(
        actor=actor,
        action=Action.CLASS_DUPLICATED,
        training_class=copy,
        details={"from": f"{training_class.title} ({training_class.code})"},
    )
    index_class(copy)
    return copy


def _copy_surroundings(actor: User, training_class: TrainingClass, copy: TrainingClass) -> None:
    """Copy organisers, venue points and quotas."""
    links = training_class.organisations.filter(role__in=(HostRole.HOST, HostRole.CO_ORGANISER))
    ClassOrganisation.objects.bulk_create(
        ClassOrganisation(
            training_class=copy, organisation=link.organisation, name=link.name, role=link.role, position=link.position
        )
        for link in links.select_related("organisation").order_by("position", "id")
    )
    usable = set(choosable_rooms(actor).order_by().values_list("pk", flat=True))
    VenuePoint.objects.bulk_create(
        VenuePoint(
            training_class=copy,
            room_id=point.room_id if point.room_id in usable else None,
            name=point.name,
            address=point.address,
            capacity=point.capacity,
            is_online=point.is_online,
            position=point.position,
        )
        for point in training_class.venue_points.order_by("position", "id")
    )
    _copy_quotas(actor, training_class, copy)


def _copy_quotas(actor: User, source: TrainingClass, copy: TrainingClass) -> None:
    """Copy units and their seats; an organisation that the actor may not name is copied by its name alone."""
    quotas = list(source.quotas.order_by("position", "id"))
    known = choosable_organisers(actor).filter(pk__in=[one.organisation_id for one in quotas if one.organisation_id])
    allowed = set(known.values_list("pk", flat=True))
    Quota.objects.bulk_create(
        Quota(
            training_class=copy,
            organisation_id=one.organisation_id if one.organisation_id in allowed else None,
            name=one.name,
            folded_name=one.folded_name,
            seats=one.seats,
            position=one.position,
        )
        for one in quotas
    )


def with_year(title: str, old: date | None, new: date | None) -> str:
    """Return the title with the year of ``new`` where it names that of ``old``."""
    if not old or not new or old.year == new.year:
        return title
    return _YEAR.sub(lambda match: str(new.year) if match.group() == str(old.year) else match.group(), title)


def copy_programme(
    *,
    source: TrainingClass,
    copy: TrainingClass,
    shift: timedelta | None,
    topics: Mapping[UUID, Topic] | None = None,
) -> None:
    """Copy sittings, moved by ``shift``, and items; part of the caller's transaction.

    Without ``shift`` the items stand without a sitting. ``topics`` gives, by key, what stands for a topic in the copy;
    without it the topics are the same.
    """
    sittings: dict[int | None, Sitting | None] = {None: None}
    if shift is not None:
        for sitting in source.sittings.order_by("date", "order", "id"):
            sittings[sitting.pk] = Sitting.objects.create(
                training_class=copy,
                date=sitting.date + shift,
                part=sitting.part,
                order=sitting.order,
                starts_at=sitting.starts_at,
                ends_at=sitting.ends_at,
            )
    AgendaItem.objects.bulk_create(
        AgendaItem(
            training_class=copy,
            sitting=sittings.get(item.sitting_id),
            kind=item.kind,
            title=item.title,
            topic_id=topics[item.topic_id].pk if topics and item.topic_id else item.topic_id,
            starts_at=item.starts_at,
            periods=item.periods,
            position=item.position,
        )
        for item in source.agenda.order_by("sitting__date", "sitting__order", "position", "id")
    )
