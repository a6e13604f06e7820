"""What a user may see: the organisations of his roles, all below them, and what these took over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from caunoi.core.ids import range_below
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Directive, Organisation, OrganisationSuccession, Person, PersonScope, Role, User

Range: TypeAlias = tuple[str, str]
AnyUser: TypeAlias = User | AnonymousUser


@dataclass(frozen=True)
class Scope:
    """Half-open ranges of organisation paths, by the role that opens them."""

    by_kind: dict[RoleKind, tuple[Range, ...]]

    @property
    def ranges(self) -> tuple[Range, ...]:
        """Everything visible, whatever the role."""
        return _prune(r for ranges in self.by_kind.values() for r in ranges)

    @property
    def register(self) -> tuple[Range, ...]:
        """Where persons of the register may be seen: everywhere but where the user only stands at the door."""
        return _prune(r for kind, ranges in self.by_kind.items() if kind != RoleKind.DOOR for r in ranges)

    def q(self, field: str) -> Q:
        """Return the condition that ``field``, a path, lies in scope; matches nothing for an empty scope."""
        return in_ranges(field, self.ranges)

    def holds(self, path: str, *kinds: RoleKind) -> bool:
        """Say whether ``path`` lies in scope, of one of the roles ``kinds`` where any are named."""
        chosen = [self.by_kind.get(kind, ()) for kind in kinds] if kinds else list(self.by_kind.values())
        return any(low <= path < high for ranges in chosen for low, high in ranges)


def in_ranges(field: str, ranges: Iterable[Range]) -> Q:
    """Return the condition that ``field`` lies in one of the half-open ranges; matches nothing without any."""
    condition = Q(pk__in=[])
    for low, high in ranges:
        condition |= Q(**{f"{field}__gte": low, f"{field}__lt": high})
    return condition


def scope_of(user: AnyUser) -> Scope:
    """Return the scope of ``user`` today; read once for each user object, that is once a request."""
    cached = user.__dict__.get("_scope")
    if cached is None:
        cached = _read_scope(user, timezone.localdate())
        user.__dict__["_scope"] = cached
    return cached


def forget_scope(user: AnyUser) -> None:
    """Read the scope anew at the next question: called when roles or paths changed within a request."""
    user.__dict__.pop("_scope", None)


def _read_scope(user: AnyUser, day: date) -> Scope:
    if not isinstance(user, User) or not user.is_active:
        return Scope(by_kind={})
    roles = roles_at(user, day).values_list("kind", "organisation__path")
    by_kind: dict[RoleKind, list[Range]] = {}
    for kind, path in roles:
        by_kind.setdefault(RoleKind(kind), []).append(range_below(path))
    return Scope(by_kind={kind: _with_predecessors(ranges, day) for kind, ranges in by_kind.items()})


def lent_through(user: User, path: str, kind: RoleKind) -> Role | None:
    """Return the lent role by which alone ``user`` is of ``kind`` at ``path``, the one that lasts longest.

    None where an own role makes him so, or none does.
    """
    day = timezone.localdate()
    roles = list(roles_at(user, day).filter(kind=kind).select_related("organisation").order_by("-valid_to", "pk"))
    reaching = [role for role in roles if _reaches(role, path, day)]
    return None if any(role.source_id is None for role in reaching) else next(iter(reaching), None)


def _reaches(role: Role, path: str, day: date) -> bool:
    ranges = _with_predecessors([range_below(role.organisation.path)], day)
    return any(low <= path < high for low, high in ranges)


def roles_at(user: User, day: date) -> QuerySet[Role]:
    """Return the roles that ``user`` holds on ``day``; a delegated one holds while the roles behind it do.

    There are two at most behind it: what a lent administrator gave hangs on the lent role, and that on the own one.
    """
    first = Q(source__isnull=True) | in_force(day, "source__")
    second = Q(source__source__isnull=True) | in_force(day, "source__source__")
    return Role.objects.filter(in_force(day), first, second, user=user)


def in_force(day: date, prefix: str = "") -> Q:
    """Return the condition that a role's period holds ``day`` and its account is open."""
    return (
        (Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day}))
        & (Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day}))
        & Q(**{f"{prefix}user__is_active": True})
    )


def _with_predecessors(ranges: Iterable[Range], day: date) -> tuple[Range, ...]:
    """Add what the organisations within ``ranges`` took over by ``day``, and what those had taken over before."""
    known = _prune(ranges)
    while True:
        paths = OrganisationSuccession.objects.filter(in_ranges("successor__path", known), on__lte=day).values_list(
            "predecessor__path", flat=True
        )
        wider = _prune([*known, *(range_below(path) for path in paths)])
        if wider == known:
            return known
        known = wider


def _prune(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Drop ranges that lie in another one."""
    kept: list[Range] = []
    for low, high in sorted(set(ranges)):
        if kept and low < kept[-1][1]:
            continue
        kept.append((low, high))
    return tuple(kept)


def visible_organisations(user: AnyUser) -> QuerySet[Organisation]:
    """Return the organisations in the user's scope."""
    return Organisation.objects.filter(scope_of(user).q("path"))


def visible_persons(user: AnyUser) -> QuerySet[Person]:
    """Return the persons who hold a post in, or were sent or enrolled through, an organisation in scope."""
    known = PersonScope.objects.filter(in_ranges("organisation__path", scope_of(user).register), person=OuterRef("pk"))
    return Person.objects.filter(Exists(known), merged_into__isnull=True)


def visible_directives(user: AnyUser) -> QuerySet[Directive]:
    """Return the directives that organisations in scope keep, newest first, undated ones last."""
    return Directive.objects.filter(scope_of(user).q("owner__path")).order_by(
        F("issued_on").desc(nulls_last=True), "number"
    )


def organisations_for(user: AnyUser, *kinds: RoleKind) -> QuerySet[Organisation]:
    """Return the organisations in which one of the roles ``kinds`` lets the user act."""
    scope = scope_of(user)
    return Organisation.objects.filter(in_ranges("path", (r for kind in kinds for r in scope.by_kind.get(kind, ()))))
