"""The one place where a message is put into the outbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from caunoi.core.models import OutboxMessage

_POSTMEN: list[Callable[[], object]] = []


def wake_with(postman: Callable[[], object]) -> None:
    """Name who is called after the commit of every message; the face that sends mails does, once."""
    _POSTMEN.append(postman)


def enqueue(
    *, recipient: str, template: str, context: Mapping[str, Any], organisation_id: UUID | None
) -> OutboxMessage:
    """Write a message to be rendered from ``template`` and sent by the mail job; belongs to the caller's transaction.

    ``context`` holds JSON types only. Nothing is sent when the transaction is rolled back.
    """
    for postman in _POSTMEN:
        transaction.on_commit(postman)
    return OutboxMessage.objects.create(
        recipient=recipient,
        template=template,
        context=dict(context),
        organisation_id=organisation_id,
        not_before=timezone.now(),
    )
