"""Writing the rows of the trail."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, connections, models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caunoi.core.audit.digests import plain, words_digest
from caunoi.core.models import AuditEntry

# So many rows after the last ones, a job seals them, whatever the schedule of jobs says.
SEAL_EVERY = 1_000
_LABELS: dict[str, str | Promise] = {}


class Actor(Protocol):
    """Whoever changes something: a user, or None for the system itself."""

    @property
    def pk(self) -> Any: ...
    def get_full_name(self) -> str: ...


class Action(models.TextChoices):
    """What the trail says of itself."""

    WORDS_WIPED = "core.words_wiped", _("wiped names and words from the trail")
    KEY_ROTATED = "core.key_rotated", _("made a new key")
    KEY_RETIRED = "core.key_retired", _("took the key out of use")
    CLEARED_AWAY = "core.cleared_away", _("cleared away what was past its period")
    ANCHOR_SET = "core.anchor_set", _("took the trail as it stands for whole")


def register_actions(*actions: type[models.TextChoices]) -> None:
    """Make the words of a domain's actions known, so that the trail reads as sentences."""
    for group in actions:
        _LABELS.update(group.choices)


def registered_actions() -> dict[str, str | Promise]:
    """Return the words of every action, by code."""
    return dict(_LABELS)


def action_label(action: str) -> str:
    """Return the words for an action's code; the code itself where no domain claims it."""
    return str(_LABELS.get(action, action))


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

    ``details`` maps a field's name to ``[from, to]`` or to a plain value; values are JSON types, fractions are kept
    as text. Raises RuntimeError outside a transaction: a row without its change, or a change without its row, can't
    be.
    """
    return append(
        AuditEntry(
            organisation_id=organisation_id,
            actor_id=actor.pk if actor else None,
            actor_name=(actor.get_full_name() if actor else "")[:200],
            action=str(action),
            object_type=subject._meta.label_lower,
            object_id=str(subject.pk),
            object_label=str(subject)[:300],
            person_id=person_id,
            details=plain(dict(details)) if details else {},
            reason=reason,
        )
    )


def append(entry: AuditEntry) -> AuditEntry:
    """Salt, bind and insert a row that was never saved; raises RuntimeError outside a transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("An audit row is written in the transaction of its change.")
    entry.salt = secrets.token_hex(16)
    entry.words_digest = words_digest(entry)
    _insert(entry)
    if entry.pk % SEAL_EVERY == 0:
        transaction.on_commit(_seal_soon)
    return entry


def _insert(entry: AuditEntry) -> None:
    """Insert a row by a statement made once: every write of the house pays for this one."""
    entry.at = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            _statement(connection.alias),
            [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in _columns()],
        )
        (entry.pk,) = cursor.fetchone()
    entry._state.adding, entry._state.db = False, connection.alias


@cache
def _columns() -> tuple[models.Field[Any, Any], ...]:
    return tuple(field for field in AuditEntry._meta.local_concrete_fields if not field.primary_key)


@cache
def _statement(alias: str) -> str:
    quote = connections[alias].ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in _columns())
    places = ", ".join(["%s"] * len(_columns()))
    return f"INSERT INTO {quote(AuditEntry._meta.db_table)} ({names}) VALUES ({places}) RETURNING id"  # noqa: S608 - names of the model's own columns


def _seal_soon() -> None:
    from caunoi.core.tasks import seal_audit_trail  # noqa: PLC0415 - tasks stand above what they call

    seal_audit_trail.enqueue()


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
