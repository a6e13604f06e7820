"""Sessions, lock-outs and passes of accounts: what their owner and the administrator see."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from caunoi.directory.models import AccountPass, AccountSession, User
from caunoi.directory.queries.accounts import current_roles

# An account that nobody used for so long is shown to the administrator.
UNUSED_AFTER = dt.timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class OpenSession:
    """One place where an account is signed in; ``handle`` names it without telling its key."""

    handle: str
    device: str
    started_at: dt.datetime | None
    seen_at: dt.datetime | None
    is_this: bool


def handle_of(session_key: str) -> str:
    """Return the name of a session that may stand on a page."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:20]


def live_sessions(user: User) -> QuerySet[AccountSession]:
    """Return the account's sessions that have not run out, the newest first."""
    live = AccountSession.objects.filter(user=user, expire_date__gt=timezone.now())
    return live.order_by("-started_at", "session_key")


def open_sessions(user: User, *, current: str = "") -> list[OpenSession]:
    """Return where ``user`` is signed in, the session with the key ``current`` first."""
    found = [
        OpenSession(
            handle=handle_of(row.session_key),
            device=row.device,
            started_at=row.started_at,
            seen_at=row.seen_at,
            is_this=row.session_key == current,
        )
        for row in live_sessions(user)
    ]
    return sorted(found, key=lambda each: not each.is_this)


def open_passes(user: User) -> QuerySet[AccountPass]:
    """Return the invitation and the code of an account that can still be used."""
    return AccountPass.objects.filter(
        user=user,
        used_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=timezone.now(),
        attempts__lt=AccountPass.MOST_ATTEMPTS,
    )


def locked_usernames(usernames: Iterable[str] | None = None) -> set[str]:
    """Return the user names that are locked out somewhere now, of ``usernames`` where given."""
    since = timezone.now() - dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts = AccessAttempt.objects.filter(attempt_time__gte=since)
    if usernames is not None:
        attempts = attempts.filter(username__in=list(usernames))
    counted = attempts.order_by().values("username", "ip_address").annotate(failures=Sum("failures_since_start"))
    locked = counted.filter(failures__gte=settings.AXES_FAILURE_LIMIT)
    return {name for name in locked.values_list("username", flat=True) if name}


def in_state(accounts: QuerySet[User], state: str) -> QuerySet[User]:
    """Narrow accounts to those that are "locked", "unused" for long, "waiting" for a first sign-in, or "closed"."""
    if state == "locked":
        return accounts.filter(username__in=locked_usernames())
    if state == "closed":
        return accounts.filter(is_active=False)
    if state == "waiting":
        return accounts.filter(is_active=True, last_login__isnull=True)
    if state == "unused":
        since = timezone.now() - UNUSED_AFTER
        return accounts.filter(is_active=True, last_login__lt=since)
    return accounts


def account_called(login: str) -> User | None:
    """Return the account with this user name or e-mail, whatever its letters' case."""
    typed = login.strip()
    if not typed:
        return None
    return User.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed)).order_by("username").first()


def home_of(user: User) -> UUID | None:
    """Return the organisation under which the trail keeps what is done to an account: that of its first role."""
    role = current_roles().filter(user=user).order_by("id").first() or user.roles.order_by("-id").first()
    return role.organisation_id if role else None
