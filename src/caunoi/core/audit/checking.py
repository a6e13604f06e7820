"""Checking the trail against its seals, row by row, in bounded memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from caunoi.core.audit import anchor
from caunoi.core.audit.digests import chain_digest, leaves_of, row_digest, seal_digest, wipes_digest, words_digest
from caunoi.core.models import AuditEntry, AuditSeal, AuditWipe

# Rows of so many are read at once.
_CHUNK = 2_000
_KEPT = 20
# A row that says it is so much older than one written before it was put in later, or the clock was set.
LATE = dt.timedelta(hours=1)


class Wrong(StrEnum):
    """What can be wrong with the trail."""

    CHANGED = "changed"
    REMOVED = "removed"
    MOVED = "moved"
    ADDED = "added"
    WORDS = "words"
    WIPED = "wiped"
    WIPING = "wiping"
    SEAL = "seal"
    SEAL_MISSING = "seal_missing"
    LOOSE = "loose"
    CUT = "cut"
    ANCHOR = "anchor"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong: with the row ``entry_id`` (None: with a seal), at ``at`` where the row still tells."""

    what: Wrong
    entry_id: int | None = None
    at: dt.datetime | None = None
    organisation_id: UUID | None = None
    seal: int | None = None
    other: int | None = None


@dataclass(kw_only=True)
class Verdict:
    """What was read, and what is wrong: the first faults in the order of sealing, and how many there are."""

    rows: int = 0
    seals: int = 0
    waiting: int = 0
    wiped: int = 0
    late: int = 0
    fault_count: int = 0
    faults: list[Fault] = field(default_factory=list)
    anchored: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.fault_count

    def add(self, fault: Fault) -> None:
        """Count a fault; the first ones are kept."""
        self.fault_count += 1
        if len(self.faults) < _KEPT:
            self.faults.append(fault)


def verify(*, organisation_id: UUID | None = None) -> Verdict:
    """Read every row and every seal, or those of one organisation's chain, and say what doesn't fit.

    Nothing is locked: rows written meanwhile count as waiting. Memory holds a few thousand rows at a time.
    """
    check = _Check(organisation_id)
    check.run()
    return check.verdict


class _Check:
    def __init__(self, organisation_id: UUID | None) -> None:
        self.organisation_id = organisation_id
        self.verdict = Verdict()
        # Of each chain: the last number and digest.
        self.ends: dict[UUID | None, tuple[int, str]] = {}
        self.position, self.chain = 0, ""
        self.newest: dt.datetime | None = None
        # Rows and seals may be added while this reads: what comes after is not looked at.
        self.last_row = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def run(self) -> None:
        for seals in _groups(self._seals().order_by("position")):
            self._rows_of(seals)
        self._waiting()
        self._wipings()
        if self.organisation_id is None:
            self._loose()
            self._end()

    def _seals(self) -> QuerySet[AuditSeal]:
        seals = AuditSeal.objects.all()
        return seals if self.organisation_id is None else seals.filter(organisation_id=self.organisation_id)

    def _entries(self) -> QuerySet[AuditEntry]:
        rows = AuditEntry.objects.filter(pk__lte=self.last_row)
        return rows if self.organisation_id is None else rows.filter(organisation_id=self.organisation_id)

    def _rows_of(self, seals: list[AuditSeal]) -> None:
        found: dict[int, list[AuditEntry]] = {seal.pk: [] for seal in seals}
        for entry in AuditEntry.objects.filter(seal__in=found).order_by("pk"):
            found[entry.seal_id or 0].append(entry)
        left = _left(entry for rows in found.values() for entry in rows if entry.wiped_at)
        for seal in seals:
            self.verdict.seals += 1
            self.verdict.rows += len(found[seal.pk])
            self._leaves(seal, found[seal.pk])
            self._chain(seal)
            for entry in found[seal.pk]:
                self._words(entry, left)
                self._time(entry)

    def _leaves(self, seal: AuditSeal, rows: list[AuditEntry]) -> None:
        leaves = dict(leaves_of(bytes(seal.leaves)))
        ids = {digest: pk for pk, digest in leaves.items()}
        here = {entry.pk: entry for entry in rows}
        for pk in sorted(leaves.keys() | here.keys()):
            entry = here.get(pk)
            if entry is None:
                self._fault(Wrong.REMOVED, seal, entry_id=pk)
                continue
            digest = row_digest(entry)
            if pk not in leaves:
                self._fault(Wrong.ADDED, seal, entry)
            elif entry.organisation_id != seal.organisation_id or digest != leaves[pk]:
                other = ids.get(digest)
                self._fault(Wrong.MOVED if other else Wrong.CHANGED, seal, entry, other=other)

    def _chain(self, seal: AuditSeal) -> None:
        number, previous = self.ends.get(seal.organisation_id, (0, ""))
        digest = seal_digest(
            previous=previous,
            organisation_id=seal.organisation_id,
            number=seal.number,
            count=seal.count,
            leaves=bytes(seal.leaves),
        )
        fits = (seal.previous, seal.digest, seal.count * 40) == (previous, digest, len(seal.leaves))
        if seal.number != number + 1:
            self._fault(Wrong.SEAL_MISSING, seal, other=number + 1)
        elif not fits:
            self._fault(Wrong.SEAL, seal)
        if self.organisation_id is None:
            before = self.chain
            if seal.position != self.position + 1:
                self._fault(Wrong.SEAL_MISSING, seal)
            elif fits and seal.chain != chain_digest(before=before, position=seal.position, digest=seal.digest):
                self._fault(Wrong.SEAL, seal)
        # What follows is measured by what stands here, so that one fault is told once.
        self.ends[seal.organisation_id] = (seal.number, seal.digest)
        self.position, self.chain = seal.position, seal.chain

    def _words(self, entry: AuditEntry, left: dict[int, str]) -> None:
        self.verdict.wiped += bool(entry.wiped_at)
        if not _fits(entry, left) and not _fits_now(entry):
            empty = not (entry.actor_name or entry.object_label or entry.details or entry.reason)
            what = Wrong.WIPED if entry.wiped_at or empty else Wrong.WORDS
            self._fault(what, None, entry)

    def _time(self, entry: AuditEntry) -> None:
        if self.newest and entry.at < self.newest - LATE:
            self.verdict.late += 1
        elif self.newest is None or entry.at > self.newest:
            self.newest = entry.at

    def _waiting(self) -> None:
        rows = self._entries().filter(seal__isnull=True)
        for part in _parts(rows):
            self.verdict.waiting += len(part)
            left = _left(entry for entry in part if entry.wiped_at)
            for entry in part:
                self._words(entry, left)

    def _wipings(self) -> None:
        """Check that every wiping wiped what it says, and that nothing was wiped without one."""
        for part in _parts(self._entries().filter(wipes__isnull=False)):
            for wiping in part:
                wiped = AuditWipe.objects.filter(wiping=wiping).order_by("entry_id")
                left = wiped.values_list("entry_id", "left_digest")
                count = wiped.count()
                if (count, wipes_digest(left.iterator(chunk_size=_CHUNK))) != (wiping.wipes, wiping.wipes_digest):
                    self._fault(Wrong.WIPING, None, wiping, other=count)
        for wipe in AuditWipe.objects.filter(wiping__wipes__isnull=True).select_related("entry").order_by("id")[:_KEPT]:
            self._fault(Wrong.WIPED, None, wipe.entry)

    def _loose(self) -> None:
        seal = AuditSeal.objects.filter(pk=OuterRef("seal_id"))
        for entry in self._entries().filter(~Exists(seal), seal__isnull=False).order_by("pk")[:_KEPT]:
            self._fault(Wrong.LOOSE, None, entry)

    def _end(self) -> None:
        try:
            known = anchor.read()
        except ValueError:
            self._fault(Wrong.ANCHOR, None)
            return
        if known is None:
            return
        self.verdict.anchored = known.position
        if not known.fits:
            self._fault(Wrong.CUT, None, other=known.position)

    def _fault(
        self,
        what: Wrong,
        seal: AuditSeal | None,
        entry: AuditEntry | None = None,
        *,
        entry_id: int | None = None,
        other: int | None = None,
    ) -> None:
        self.verdict.add(
            Fault(
                what=what,
                entry_id=entry.pk if entry else entry_id,
                at=entry.at if entry else None,
                organisation_id=entry.organisation_id if entry else seal.organisation_id if seal else None,
                seal=seal.position if seal else None,
                other=other,
            )
        )


def _groups(seals: QuerySet[AuditSeal]) -> Iterator[list[AuditSeal]]:
    """Give seals in groups that hold a few thousand rows together."""
    group: list[AuditSeal] = []
    rows = 0
    for seal in seals.iterator(chunk_size=50):
        group.append(seal)
        rows += seal.count
        if rows >= _CHUNK or len(group) >= 500:
            yield group
            group, rows = [], 0
    if group:
        yield group


def _parts(rows: QuerySet[AuditEntry]) -> Iterator[list[AuditEntry]]:
    last = 0
    while part := list(rows.filter(pk__gt=last).order_by("pk")[:_CHUNK]):
        yield part
        last = part[-1].pk


def _fits(entry: AuditEntry, left: dict[int, str]) -> bool:
    bound = left.get(entry.pk) if entry.wiped_at else entry.words_digest
    return bound is not None and words_digest(entry) == bound


def _fits_now(entry: AuditEntry) -> bool:
    """Say whether the row fits when it is read anew: its words may have been wiped since."""
    now = AuditEntry.objects.filter(pk=entry.pk).first()
    return now is not None and _fits(now, _left([now]))


def _left(entries: Iterable[AuditEntry]) -> dict[int, str]:
    """Return what the newest wiping left of each row."""
    wipes = AuditWipe.objects.filter(entry__in=[entry.pk for entry in entries]).order_by("id")
    return dict(wipes.values_list("entry_id", "left_digest"))
