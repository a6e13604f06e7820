"""What the owner of an account is told by mail: a way in that changed, a device that was not seen before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from caunoi.core import outbox
from caunoi.directory.enums import AccountAction, Action
from caunoi.directory.models import User
from caunoi.directory.queries.signin import home_of

# What is told; how a mail words each stands in its template.
TOLD = frozenset(
    {
        AccountAction.PASSWORD_CHOSEN,
        AccountAction.METHOD_ADDED,
        AccountAction.METHOD_REMOVED,
        AccountAction.SPARE_CODES_MADE,
        AccountAction.CODE_USED,
        AccountAction.EMAIL_CHANGED,
        Action.PASSWORD_RESET,
    }
)
NEW_DEVICE = "new_device"


def tell_owner(
    *, user: User, what: str, actor: User | None = None, to: str = "", details: Mapping[str, Any] | None = None
) -> None:
    """Put a mail about ``what`` into the outbox, to the owner's address or ``to``; belongs to the caller's transaction.

    Does nothing without an address. It goes out in the hours of mails: nobody waits for it at a screen. Neither an
    address nor anything secret stands in it.
    """
    recipient = to or user.email
    if not recipient:
        return
    told = details or {}
    outbox.enqueue(
        recipient=recipient,
        template="account_notice",
        context={
            "to": user.get_full_name(),
            "what": str(what),
            "way": str(told.get("way", "")),
            "device": str(told.get("device", "")),
            "by": actor.get_full_name() if actor and actor.pk != user.pk else "",
            "at": f"{timezone.localtime():%H:%M, %d/%m/%Y}",
        },
        organisation_id=home_of(user),
        repeatable=True,
    )


def tell_of_new_device(*, user: User, device: str) -> None:
    """Tell the owner that the account signed in with a device that never signed in to it before."""
    tell_owner(user=user, what=NEW_DEVICE, details={"device": device})
