"""What every write to a class begins and ends with: permission, lock, state; audit row, search document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from caunoi.core import audit, search
from caunoi.core.errors import NotNow, StaleChange
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.training.enums import ClassState, HostRole
from caunoi.training.models import Sitting, TrainingClass
from caunoi.training.policies import runs_class
from caunoi.training.queries.trail import PLACED

SEARCH_KIND = "class"
# Who repeats elsewhere what a class says of itself, and has to follow it within the same transaction.
_FOLLOWERS: list[Callable[[TrainingClass], None]] = []


def follow(follower: Callable[[TrainingClass], None]) -> None:
    """Let ``follower(training_class)`` know, within its transaction, of each change of when, where or whether."""
    if follower not in _FOLLOWERS:
        _FOLLOWERS.append(follower)


def open_for_change(
    *,
    actor: User,
    training_class: TrainingClass,
    revision: int | None = None,
    may: Callable[[User, TrainingClass], bool] = runs_class,
    closed_too: bool = False,
) -> TrainingClass:
    """Return the class as it stands now, its row locked until the transaction ends.

    Whoever changes a class or anything in it calls this first, so that closing and changing wait for each other.
    Raises PermissionDenied unless ``may(actor, class)``, StaleChange when ``revision`` is given and no longer stands,
    NotNow when the class is closed or cancelled (unless ``closed_too``).
    """
    require(may(actor, training_class))
    return lock_class(training_class=training_class, revision=revision, closed_too=closed_too)


def lock_class(
    *, training_class: TrainingClass, revision: int | None = None, closed_too: bool = False
) -> TrainingClass:
    """Return the class, locked, for whoever was let in already; raises as :func:`open_for_change` does."""
    locked = TrainingClass.objects.select_for_update(of=("self",)).select_related("keeper").get(pk=training_class.pk)
    if revision is not None and revision != locked.revision:
        raise StaleChange
    if locked.state == ClassState.CLOSED and not closed_too:
        raise NotNow(_("The class is closed. Reopen it, with a reason, to change something in it."))
    if locked.state == ClassState.CANCELLED and not closed_too:
        raise NotNow(_("The class was cancelled. Take it up again to change something in it."))
    return locked


def note(
    *,
    actor: User | None,
    action: str,
    training_class: TrainingClass,
    details: Mapping[str, Any] | None = None,
    reason: str = "",
    person_id: UUID | None = None,
) -> None:
    """Write the audit row of a change to the class or to a part of it; the class is always its subject.

    A part that was removed can't be looked up any more: what it was called belongs into ``details``.
    """
    audit.record(
        actor=actor,
        action=action,
        subject=training_class,
        organisation_id=training_class.keeper_id,
        details=details,
        reason=reason,
        person_id=person_id,
    )
    if action in PLACED:
        for follower in _FOLLOWERS:
            follower(training_class)


def index_class(training_class: TrainingClass) -> None:
    """Write what search knows of a class, under its code: title, place, organisers, topics, directives.

    No person's name is part of it: what a class is called must not be found through the people who sat in it.
    """
    links = list(training_class.organisations.select_related("organisation").order_by("position", "id"))
    hosts = [link.name for link in links if link.role == HostRole.HOST]
    topics = training_class.agenda.order_by("id").values_list("title", flat=True)
    numbers = training_class.directive_links.order_by("id").values_list("directive__number", flat=True)
    others = [link.name for link in links if link.role == HostRole.CO_ORGANISER]
    text = " ".join([training_class.code, training_class.audience, *others, *topics, *numbers])
    search.index(
        kind=SEARCH_KIND,
        object_id=training_class.code,
        title=training_class.title,
        summary=" · ".join(part for part in (", ".join(hosts), training_class.place) if part),
        text=text,
        date=training_class.starts_on,
        paths=[link.organisation.path for link in links if link.organisation and link.role != HostRole.SENDER],
    )


def sitting_label(sitting: Sitting) -> str:
    """Return the sitting as the trail keeps it, whatever the language: "2026-11-12 morning"."""
    return f"{sitting.date.isoformat()} {sitting.part}"
