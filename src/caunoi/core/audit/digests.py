"""What the trail's digests are made of. Changing a line here breaks every chain that was ever sealed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any
from uuid import UUID

from caunoi.core.models import AuditEntry

_ID, _LEAF = 8, 40


def plain(details: Any) -> Any:
    """Return details as both databases give them back: keys are text, and so are fractions."""
    return json.loads(json.dumps(details, ensure_ascii=False), parse_float=str, parse_constant=str)


def words_digest(entry: AuditEntry) -> str:
    """Return the salted digest of the row's names and free words as they stand."""
    return _sha(entry.salt, [entry.actor_name, entry.object_label, entry.details, entry.reason])


def row_digest(entry: AuditEntry) -> bytes:
    """Return the digest (32 bytes) of everything that stays: time, organisation, action, ids, digest of the words."""
    facts = [
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        _text(entry.organisation_id),
        _text(entry.actor_id),
        entry.action,
        entry.object_type,
        entry.object_id,
        _text(entry.person_id),
        entry.words_digest,
        entry.wipes,
        entry.wipes_digest,
    ]
    return bytes.fromhex(_sha("", facts))


def leaf(entry: AuditEntry) -> bytes:
    """Return the row as its seal holds it: id and digest."""
    return entry.pk.to_bytes(_ID, "big") + row_digest(entry)


def leaves_of(packed: bytes) -> Iterator[tuple[int, bytes]]:
    """Give id and digest of each row that a seal holds."""
    for start in range(0, len(packed), _LEAF):
        yield int.from_bytes(packed[start : start + _ID], "big"), packed[start + _ID : start + _LEAF]


def seal_digest(*, previous: str, organisation_id: UUID | None, number: int, count: int, leaves: bytes) -> str:
    """Return the digest of a batch: of the digest before it in the organisation's chain, and of every row in order."""
    head = json.dumps([previous, _text(organisation_id), number, count])
    return hashlib.sha256(head.encode() + leaves).hexdigest()


def chain_digest(*, before: str, position: int, digest: str) -> str:
    """Return the digest of all seals up to ``position``."""
    return _sha("", [before, position, digest])


def wipes_digest(left: Iterable[tuple[int, str]]) -> str:
    """Return the digest of a wiping: id and what was left of each row, ordered by id."""
    digest = hashlib.sha256()
    for entry_id, left_digest in left:
        digest.update(f"{entry_id}|{left_digest}\n".encode())
    return digest.hexdigest()


def _text(value: UUID | None) -> str:
    return str(value) if value else ""


def _sha(salt: str, facts: list[Any]) -> str:
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()
