"""Who may do what in the directory, and the words that refuse."""

from __future__ import annotations

import rules
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Directive, Organisation, Person
from caunoi.directory.queries.background import keeps_everything
from caunoi.directory.queries.merging import seen_wholly
from caunoi.directory.queries.scope import AnyUser, scope_of, visible_persons
from caunoi.directory.queries.trail import READERS_OF_TRAIL

ORGANISERS = (RoleKind.ADMINISTRATOR, RoleKind.ORGANISER)
EDITORS = (RoleKind.ADMINISTRATOR, RoleKind.EDITOR)
LEADERS = (*ORGANISERS, RoleKind.LEADER)
MARKERS = (*LEADERS, RoleKind.DOOR)


def holds_role(user: AnyUser, path: str, *kinds: RoleKind) -> bool:
    """Say whether ``user`` holds one of ``kinds`` in the organisation at ``path`` or above it."""
    return scope_of(user).holds(path, *kinds)


@rules.predicate
def administers(user: AnyUser, organisation: Organisation) -> bool:
    """An administrator of the organisation or of one above it."""
    return holds_role(user, organisation.path, RoleKind.ADMINISTRATOR)


@rules.predicate
def organises_in(user: AnyUser, organisation: Organisation) -> bool:
    """An organiser or administrator of the organisation or of one above it."""
    return holds_role(user, organisation.path, *ORGANISERS)


@rules.predicate
def edits_in(user: AnyUser, organisation: Organisation) -> bool:
    """An editor or administrator of the organisation or of one above it."""
    return holds_role(user, organisation.path, *EDITORS)


@rules.predicate
def sees_person(user: AnyUser, person: Person) -> bool:
    """Somebody in whose scope the person is known."""
    return visible_persons(user).filter(pk=person.pk).exists()


@rules.predicate
def may_merge(user: AnyUser, person: Person) -> bool:
    """An organiser or administrator of every organisation that knows the person: nobody decides for another office."""
    return person.pk in seen_wholly(user, [person.pk], *ORGANISERS)


@rules.predicate
def may_export_person(user: AnyUser, person: Person) -> bool:
    """An administrator of every organisation that knows the person."""
    return person.pk in seen_wholly(user, [person.pk], RoleKind.ADMINISTRATOR)


@rules.predicate
def organises_somewhere(user: AnyUser) -> bool:
    """Somebody who organises in any organisation."""
    scope = scope_of(user)
    return any(scope.by_kind.get(kind) for kind in ORGANISERS)


@rules.predicate
def reads_trail(user: AnyUser) -> bool:
    """An administrator or auditor of any organisation; he reads its rows and those below it."""
    scope = scope_of(user)
    return any(scope.by_kind.get(kind) for kind in READERS_OF_TRAIL)


@rules.predicate
def edits_directive(user: AnyUser, directive: Directive) -> bool:
    """An organiser where the directive is kept."""
    return bool(organises_in(user, directive.owner))


@rules.predicate
def runs_installation(user: AnyUser) -> bool:
    """Whoever administers everything here: each organisation that stands under no other, or the operator's account."""
    return keeps_everything(user)


may_change_person = sees_person & organises_somewhere


def require(allowed: bool) -> None:
    """Raise PermissionDenied, in words for the person at the screen, unless ``allowed``."""
    if not allowed:
        raise PermissionDenied(_("Your role does not allow this here. Ask the administrator of your office."))
