"""What is created by a form is created once, however often the form is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from caunoi.core.models import SentForm

T = TypeVar("T")
# Longer than any page stands open; then the row goes, with the next form that the account sends.
_KEPT = timedelta(days=7)


def made_before(*, actor_id: UUID, key: UUID) -> str:
    """Return the page that the form of this key led to; "" where it was not sent yet."""
    return SentForm.objects.filter(actor_id=actor_id, key=key).values_list("leads_to", flat=True).first() or ""


def make_once(*, actor_id: UUID, key: UUID | None, make: Callable[[], T], leads_to: Callable[[T], str]) -> str:
    """Run ``make`` unless the form of this ``key`` was sent before; returns the page of what it made then or now.

    All in one transaction: a request that comes at the same time waits for the first one, and where ``make`` raises,
    nothing is remembered and the form may be sent again. Without a key ``make`` is run each time.
    """
    if key is None:
        return leads_to(make())
    with transaction.atomic():
        sent, is_new = SentForm.objects.get_or_create(actor_id=actor_id, key=key)
        if not is_new:
            return sent.leads_to
        SentForm.objects.filter(actor_id=actor_id, sent_at__lt=timezone.now() - _KEPT).delete()
        sent.leads_to = leads_to(make())
        sent.save(update_fields=["leads_to"])
    return sent.leads_to
