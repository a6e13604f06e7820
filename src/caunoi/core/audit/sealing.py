"""Binding rows into the chains, apart from the writes, so that no two clerks wait for each other."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import connection, transaction

from caunoi.core.audit import anchor
from caunoi.core.audit.digests import chain_digest, leaf, seal_digest
from caunoi.core.models import AuditEntry, AuditSeal

# One sealer at a time; the number means nothing else.
_LOCK = 5_318_008_301
BATCH = 5_000


def seal_pending(*, most: int = BATCH) -> int:
    """Seal up to ``most`` rows that no seal holds yet, oldest id first; returns how many were sealed.

    A row that was committed late, after rows with higher ids were sealed, goes into the next seal. Two sealers at once
    make no two chains: the second finds the first at work and seals nothing.
    """
    with transaction.atomic():
        if not _alone():
            return 0
        # ``seal`` alone is set afterwards, and wiping changes nothing that is bound here: no row needs a lock.
        rows = list(AuditEntry.objects.filter(seal__isnull=True).order_by("id")[:most])
        if not rows:
            return 0
        batches: dict[UUID | None, list[AuditEntry]] = {}
        for row in rows:
            batches.setdefault(row.organisation_id, []).append(row)
        last = AuditSeal.objects.defer("leaves").order_by("-position").first()
        for organisation_id, entries in batches.items():
            last = _seal(organisation_id, entries, last)
        if last:
            transaction.on_commit(_moving_the_anchor(last), robust=True)
    return len(rows)


def _moving_the_anchor(seal: AuditSeal) -> Callable[[], None]:
    # With a name of its own: where it fails, Django logs the name, and a partial has none.
    def move_the_anchor() -> None:
        anchor.move_on(seal)

    return move_the_anchor


def seal_all(*, rounds: int = 1_000) -> int:
    """Seal batch after batch until nothing waits; returns how many rows were sealed."""
    total = 0
    for _round in range(rounds):
        sealed = seal_pending()
        total += sealed
        if sealed < BATCH:
            break
    return total


def waiting() -> int:
    """Return how many rows no seal holds yet."""
    return AuditEntry.objects.filter(seal__isnull=True).count()


def hold_seals() -> None:
    """Let nothing be sealed, and nobody else hold seals, until the transaction ends.

    For who changes many sealed or waiting rows at once: a sealer does too, and the two would lock them crosswise.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _alone() -> bool:
    """Say whether no other sealer is at work until the transaction ends."""
    if connection.vendor != "postgresql":
        return True  # SQLite lets one transaction write at a time, and this one was begun to write.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _seal(organisation_id: UUID | None, entries: list[AuditEntry], last: AuditSeal | None) -> AuditSeal:
    before = AuditSeal.objects.defer("leaves").filter(organisation_id=organisation_id).order_by("-number").first()
    leaves = b"".join(leaf(entry) for entry in entries)
    number, position = (before.number if before else 0) + 1, (last.position if last else 0) + 1
    previous = before.digest if before else ""
    digest = seal_digest(
        previous=previous, organisation_id=organisation_id, number=number, count=len(entries), leaves=leaves
    )
    seal = AuditSeal.objects.create(
        organisation_id=organisation_id,
        number=number,
        position=position,
        count=len(entries),
        leaves=leaves,
        previous=previous,
        digest=digest,
        chain=chain_digest(before=last.chain if last else "", position=position, digest=digest),
    )
    AuditEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(seal=seal)
    return seal
