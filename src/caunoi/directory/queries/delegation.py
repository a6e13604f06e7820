"""What can be delegated, to whom, and what is."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from caunoi.directory.models import Role, User
from caunoi.directory.queries.scope import in_force, roles_at


def delegable_roles(user: User) -> QuerySet[Role]:
    """Return the roles that ``user`` holds today in his own right."""
    return roles_at(user, timezone.localdate()).filter(source__isnull=True).select_related("organisation")


def colleagues(user: User) -> QuerySet[User]:
    """Return the open accounts that hold a role today in one of the organisations in which ``user`` holds one."""
    today = timezone.localdate()
    own = roles_at(user, today).values("organisation")
    held = Role.objects.filter(in_force(today), organisation__in=own)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk=user.pk).order_by("name", "pk")


def delegations(user: User) -> QuerySet[Role]:
    """Return the delegations that ``user`` gave or received and that are not over, the first to end first."""
    return (
        Role.objects.filter(
            Q(source__user=user) | Q(user=user, source__isnull=False), valid_to__gt=timezone.localdate()
        )
        .select_related("organisation", "user", "source__user")
        .order_by("valid_to", "pk")
    )
