"""Accounts and roles, as an administrator sees them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from caunoi.core.text import fold, given_name_first
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Organisation, Role, User
from caunoi.directory.queries.scope import AnyUser, in_ranges, scope_of

# What a search narrows to at most; more is not read page by page.
_MOST = 1_000


def visible_roles(user: AnyUser) -> QuerySet[Role]:
    """Return the roles, past ones too, in organisations that ``user`` administers; nobody else sees accounts."""
    ranges = scope_of(user).by_kind.get(RoleKind.ADMINISTRATOR, ())
    return Role.objects.filter(in_ranges("organisation__path", ranges))


def visible_accounts(user: AnyUser) -> QuerySet[User]:
    """Return the accounts that hold or held a role in an organisation that ``user`` administers."""
    return User.objects.filter(Exists(visible_roles(user).filter(user=OuterRef("pk"))))


def listed_accounts(user: AnyUser, text: str = "") -> QuerySet[User]:
    """Return visible accounts in whose name, user name or e-mail every word of ``text`` stands, marks or not.

    Each comes with those of its roles that ``user`` may see, as ``known_roles``.
    """
    found = visible_accounts(user)
    words = fold(text).split()
    if words:
        # Accounts are few and have no folded column: they are compared here, so that marks don't matter.
        rows = found.order_by("username").values_list("pk", "name", "username", "email")
        kept = [pk for pk, *texts in rows if all(word in fold(" ".join(texts)) for word in words)]
        found = found.filter(pk__in=kept[:_MOST])
    roles = visible_roles(user).select_related("organisation").order_by("id")
    return found.prefetch_related(Prefetch("roles", roles, to_attr="known_roles"))


def by_given_name(accounts: QuerySet[User], *, descending: bool = False) -> list[UUID]:
    """Return the keys of ``accounts`` as Vietnamese lists are sorted; accounts are few and have no sorting column."""
    rows = [
        (given_name_first(name), username, pk) for pk, name, username in accounts.values_list("pk", "name", "username")
    ]
    return [pk for *_names, pk in sorted(rows, reverse=descending)]


def in_order(accounts: QuerySet[User], keys: Sequence[UUID]) -> list[User]:
    """Return the accounts of ``keys`` in just that order."""
    found = {each.pk: each for each in accounts.filter(pk__in=keys).order_by("pk")}
    return [found[key] for key in keys if key in found]


def current_roles(organisation_path: str = "") -> QuerySet[Role]:
    """Return the roles that are or will be held by active accounts, in the organisation at the path where given."""
    today = timezone.localdate()
    held = Role.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today), user__is_active=True)
    return held.filter(organisation__path=organisation_path) if organisation_path else held


def lies_within(user: AnyUser, account: User) -> bool:
    """Say whether everything that ``account`` may do lies in what ``user`` administers.

    Whoever can set another's password can act as that account, so partly is not enough.
    """
    paths = Organisation.objects.filter(roles__in=current_roles().filter(user=account)).values_list("path", flat=True)
    scope = scope_of(user)
    return not account.is_superuser and all(scope.holds(path, RoleKind.ADMINISTRATOR) for path in paths)
