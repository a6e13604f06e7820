"""The audit trail as an office reads it: the rows of organisations in scope, and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Role, User
from caunoi.directory.queries.scope import AnyUser, in_ranges, organisations_for, scope_of

READERS_OF_TRAIL = (RoleKind.ADMINISTRATOR, RoleKind.AUDITOR)
NEWEST_FIRST = ("-at", "-id")
_FEW = 60


@dataclass(frozen=True, kw_only=True)
class TrailFilter:
    """What the trail is narrowed to; both days count."""

    actor: UUID | None = None
    kind: str = ""
    action: str = ""
    first: dt.date | None = None
    last: dt.date | None = None


def visible_trail(user: AnyUser) -> QuerySet[AuditEntry]:
    """Return the rows of the organisations whose trail the user may read, newest first.

    Rows without an organisation are the installation's own: operators read them by the command.
    """
    readable = organisations_for(user, *READERS_OF_TRAIL).values_list("pk", flat=True)
    # Few are named, so that their own index is walked; with many, nearly every row of the walk through time is one.
    few = list(readable.order_by("path")[: _FEW + 1])
    wanted = few if len(few) <= _FEW else readable
    return AuditEntry.objects.filter(organisation_id__in=wanted).order_by(*NEWEST_FIRST)


def filtered_trail(user: AnyUser, wanted: TrailFilter) -> QuerySet[AuditEntry]:
    """Return the visible rows that match every part of ``wanted``."""
    found = visible_trail(user)
    if wanted.actor:
        found = found.filter(actor_id=wanted.actor)
    if wanted.kind:
        found = found.filter(object_type=wanted.kind)
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.first:
        found = found.filter(at__gte=_begin(wanted.first))
    if wanted.last:
        found = found.filter(at__lt=_begin(wanted.last + dt.timedelta(days=1)))
    return found


def trail_of_person(user: AnyUser, person_id: UUID, kind: str) -> QuerySet[AuditEntry]:
    """Return the visible rows that concern a person; ``kind`` is what the trail calls one."""
    concerned = Q(person_id=person_id) | Q(object_type=kind, object_id=str(person_id))
    return visible_trail(user).filter(concerned)


def trail_of_object(user: AnyUser, kind: str, object_id: str) -> QuerySet[AuditEntry]:
    """Return the visible rows of one object."""
    return visible_trail(user).filter(object_type=kind, object_id=object_id)


def writers_of_trail(user: AnyUser) -> QuerySet[User]:
    """Return the accounts that hold or held a role where the user reads the trail: who may have done it."""
    scope = scope_of(user)
    ranges = [each for kind in READERS_OF_TRAIL for each in scope.by_kind.get(kind, ())]
    held = Role.objects.filter(in_ranges("organisation__path", ranges))
    return User.objects.filter(pk__in=held.values("user"))


def _begin(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
