"""The one place where the audit trail is written."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, models, transaction
from django.utils.functional import Promise

from caunoi.core.models import AuditEntry, AuditSeal

_LABELS: dict[str, str | Promise] = {}


class Actor(Protocol):
    """Whoever changes something: a user, or None for the system itself."""

    @property
    def pk(self) -> Any: ...
    def get_full_name(self) -> str: ...


def register_actions(*actions: type[models.TextChoices]) -> None:
    """Make the words of a domain's actions known, so that the trail reads as sentences."""
    for group in actions:
        _LABELS.update(group.choices)


def action_label(action: str) -> str:
    """Return the words for an action's code; the code itself where no domain claims it."""
    return str(_LABELS.get(action, action))


def commitment(entry: AuditEntry) -> str:
    """Return the salted digest of the entry's facts: what the chain binds."""
    facts = [
        str(entry.organisation_id),
        str(entry.actor_id),
        entry.actor_name,
        entry.action,
        entry.object_type,
        entry.object_id,
        entry.object_label,
        str(entry.person_id),
        entry.details,
        entry.reason,
    ]
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{entry.salt}{text}".encode()).hexdigest()


def record(
    *,
    actor: Actor | None,
    action: str,
    subject: models.Model,
    organisation_id: UUID | None,
    details: Mapping[str, Any] | None = None,
    reason: str = "",
    person_id: UUID | None = None,
) -> AuditEntry:
    """Append one row; must run inside the transaction of the change it tells of.

    ``details`` maps a field's name to ``[from, to]`` or to a plain value; values are JSON types.
    Raises RuntimeError outside a transaction: a row without its change, or a change without its row, can't be.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An audit row is written in the transaction of its change.")
    entry = AuditEntry(
        organisation_id=organisation_id,
        actor_id=actor.pk if actor else None,
        actor_name=(actor.get_full_name() if actor else "")[:200],
        action=str(action),
        object_type=subject._meta.label_lower,
        object_id=str(subject.pk),
        object_label=str(subject)[:300],
        person_id=person_id,
        details=dict(details or {}),
        reason=reason,
        salt=secrets.token_hex(16),
    )
    entry.commitment = commitment(entry)
    entry.save(force_insert=True)
    return entry


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return ``{field: [from, to]}`` for the fields whose values differ, as JSON types."""
    return {
        name: [_plain(before.get(name)), _plain(value)] for name, value in after.items() if before.get(name) != value
    }


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def seal_pending(*, most: int = 10_000) -> int:
    """Seal the rows that no seal holds yet, a chain an organisation; returns how many rows were sealed.

    Sealing runs in a job, apart from the writes, so that no two clerks wait for each other.
    """
    with transaction.atomic():
        rows = list(
            AuditEntry.objects.filter(seal__isnull=True)
            .select_for_update(skip_locked=_can_skip())
            .order_by("id")[:most]
        )
        chains: dict[UUID | None, list[AuditEntry]] = {}
        for row in rows:
            chains.setdefault(row.organisation_id, []).append(row)
        for organisation_id, entries in chains.items():
            _seal(organisation_id, entries)
    return len(rows)


def _can_skip() -> bool:
    return connection.features.has_select_for_update_skip_locked


def _seal(organisation_id: UUID | None, entries: Iterable[AuditEntry]) -> None:
    entries = list(entries)
    last = AuditSeal.objects.filter(organisation_id=organisation_id).order_by("-number").first()
    previous = last.digest if last else ""
    seal = AuditSeal.objects.create(
        organisation_id=organisation_id,
        number=last.number + 1 if last else 1,
        count=len(entries),
        previous=previous,
        digest=seal_digest(previous, entries),
    )
    AuditEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(seal=seal)


def seal_digest(previous: str, entries: Iterable[AuditEntry]) -> str:
    """Return the digest of a batch: the digest before it, and each row's id, time and commitment in order."""
    digest = hashlib.sha256(previous.encode())
    for entry in entries:
        digest.update(f"{entry.pk}|{entry.at.timestamp():.6f}|{entry.commitment}\n".encode())
    return digest.hexdigest()
