"""Mails and jobs, as an administrator sees them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from caunoi.core.models import OutboxMessage
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Organisation, User
from caunoi.directory.queries.organisations import standing_on
from caunoi.directory.queries.scope import AnyUser, organisations_for, scope_of

_State = OutboxMessage.State
TROUBLED = (_State.FAILED, _State.UNSURE)


def keeps_everything(user: AnyUser) -> bool:
    """Say whether ``user`` administers each organisation that stands under no other now, or is an operator."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.is_superuser:
        return True
    scope = scope_of(user)
    if not scope.by_kind.get(RoleKind.ADMINISTRATOR):
        return False
    roots = Organisation.objects.filter(standing_on(timezone.localdate()), parent__isnull=True)
    return all(scope.holds(path, RoleKind.ADMINISTRATOR) for path in roots.values_list("path", flat=True))


def visible_mails(user: AnyUser) -> QuerySet[OutboxMessage]:
    """Return the mails of the organisations that ``user`` administers; those of no organisation to who keeps all."""
    own = organisations_for(user, RoleKind.ADMINISTRATOR)
    condition = Q(organisation_id__in=own.values("pk"))
    if keeps_everything(user):
        condition |= Q(organisation_id__isnull=True)
    return OutboxMessage.objects.filter(condition)


def visible_jobs(user: AnyUser) -> QuerySet[DBTaskResult[Any, Any]]:
    """Return the jobs of the whole installation to who keeps all of it; nothing to anybody else."""
    jobs = DBTaskResult.objects.order_by("-enqueued_at", "pk")
    return jobs if keeps_everything(user) else jobs.none()


def count_troubled(user: AnyUser) -> int:
    """Return how many mails and jobs wait for a person's decision."""
    if not scope_of(user).by_kind.get(RoleKind.ADMINISTRATOR) and not getattr(user, "is_superuser", False):
        return 0
    mails = visible_mails(user).filter(state__in=TROUBLED).count()
    return mails + visible_jobs(user).filter(status=TaskResultStatus.FAILED).count()


def masked(address: str) -> str:
    """Return an address that tells whom it belongs to only to whoever knows: m…@example.vn."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}" if name else "…"
