"""Links by which a unit names its people without an account, and the marks of the forms that are sent to units.

A token holds the link's id, the second until which it is good, and a secret, and is signed: one that was made up,
altered or has run out is refused before the database is asked. What the database keeps of it is a hash.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import re
import secrets
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from caunoi.core.signed import address_bytes, address_text, sign, signed_payload
from caunoi.training.enums import ClassState
from caunoi.training.models import NominationBatch, NominationLink, Quota, TrainingClass

# Days that a link may be good for at most.
MOST_DAYS = 90
_LINK, _FORM = "nomination link", "nomination form"
_ID, _TIME, _SECRET, _TAG = 16, 4, 9, 16
_FORM_TAG = 9
# The code of a class, a dash, and the signed id of the quota in letters that survive being typed.
MARK = re.compile(r"\b([A-Z0-9]{4,8})-([A-Z2-7]{40})\b")


def new_token(*, link_id: UUID, expires_at: dt.datetime) -> str:
    """Return a token of sixty signs for a link; nobody can make the same one again, not with the key either."""
    until = int(expires_at.timestamp()).to_bytes(_TIME, "big")
    return address_text(sign(purpose=_LINK, payload=link_id.bytes + until + secrets.token_bytes(_SECRET), size=_TAG))


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def opened_link(token: str, *, now: dt.datetime | None = None) -> NominationLink | None:
    """Return the link that a token opens now, with quota, class and organisations; None for every other text.

    None without a question to the database where the signature or the time is wrong; else one question, for a link
    that was taken back or replaced, and for a class that was cancelled.
    """
    now = now or timezone.now()
    raw = address_bytes(token)
    payload = signed_payload(purpose=_LINK, signed=raw, size=_TAG) if raw else None
    if payload is None or len(payload) != _ID + _TIME + _SECRET:
        return None
    if int.from_bytes(payload[_ID : _ID + _TIME], "big") <= now.timestamp():
        return None
    return (
        open_links(now)
        .select_related("quota__training_class__keeper", "quota__organisation")
        .filter(pk=UUID(bytes=payload[:_ID]), token_hash=token_hash(token))
        .exclude(quota__training_class__state=ClassState.CANCELLED)
        .first()
    )


def open_links(now: dt.datetime | None = None) -> QuerySet[NominationLink]:
    """Return the links that were not taken back and have not run out."""
    return NominationLink.objects.filter(revoked_at__isnull=True, expires_at__gt=now or timezone.now())


def newest_links(training_class: TrainingClass) -> dict[UUID, NominationLink]:
    """Return the newest link of each quota of a class, by the quota's id, open or not; one query."""
    links = NominationLink.objects.filter(quota__training_class=training_class).select_related("created_by")
    return {link.quota_id: link for link in links.order_by("created_at", "id")}


def form_mark(quota: Quota, training_class: TrainingClass) -> str:
    """Return the mark of the form of a quota: it says to which class and unit a list belongs, and opens nothing."""
    signed = sign(purpose=f"{_FORM} {training_class.code}", payload=quota.pk.bytes, size=_FORM_TAG)
    return f"{training_class.code}-{base64.b32encode(signed).decode('ascii')}"


def quota_id_of_mark(text: str) -> tuple[str, UUID] | None:
    """Return class code and quota id that a text holds as a mark; None without one, and for one that is not ours."""
    for found in MARK.finditer(text):
        try:
            signed = base64.b32decode(found[2])
        except binascii.Error:
            continue
        payload = signed_payload(purpose=f"{_FORM} {found[1]}", signed=signed, size=_FORM_TAG)
        if payload and len(payload) == _ID:
            return found[1], UUID(bytes=payload)
    return None


def undoable_nominations(training_class: TrainingClass) -> QuerySet[NominationBatch]:
    """Return the lists of nominations that were taken over and not undone, newest first."""
    rows = NominationBatch.objects.filter(training_class=training_class, undone_at__isnull=True)
    return rows.order_by("-accepted_at", "id")
