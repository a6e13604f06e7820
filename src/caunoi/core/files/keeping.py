"""Looking after the store: bytes that nobody refers to go after a while, missing and altered ones are found."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from caunoi.core.files.register import lock_number
from caunoi.core.files.stores import DiskStore, store_in_use
from caunoi.core.models import LooseBytes, StoredFile

# A backup that began before a file was removed has ended by then; so has any upload.
GRACE = dt.timedelta(days=2)
_PART = 1_000


@dataclass(frozen=True)
class Fault:
    """One file of the register whose bytes are not what they were."""

    file: StoredFile
    what: str

    def __str__(self) -> str:
        return f"{self.what}: {self.file.name} ({self.file.pk}, {self.file.sha256})"


def sweep(*, grace: dt.timedelta = GRACE) -> int:
    """Delete bytes that the register has not referred to for ``grace``; returns how many. Safe at any time.

    The first run that finds them loose notes the time; a later one deletes them. What an upload is about to refer to
    stays: it holds the bytes until its transaction ends.
    """
    kept = store_in_use()
    part: list[str] = []
    for digest in kept.digests():
        part.append(digest)
        if len(part) == _PART:
            _note_loose(part)
            part = []
    _note_loose(part)
    ripe = LooseBytes.objects.filter(since__lte=timezone.now() - grace).order_by("since", "sha256")
    swept = sum(_delete(digest) for digest in list(ripe.values_list("sha256", flat=True)))
    if isinstance(kept, DiskStore):
        for aside in kept.asides():
            _drop_aside(aside, grace)
    return swept


def _note_loose(digests: list[str]) -> None:
    used = set(StoredFile.objects.filter(sha256__in=digests).order_by().values_list("sha256", flat=True))
    loose = [LooseBytes(sha256=digest) for digest in digests if digest not in used]
    LooseBytes.objects.bulk_create(loose, ignore_conflicts=True)
    LooseBytes.objects.filter(sha256__in=used).delete()


def _delete(digest: str) -> bool:
    with transaction.atomic():
        if not _alone_with(digest):
            return False
        LooseBytes.objects.filter(sha256=digest).delete()
        if StoredFile.objects.filter(sha256=digest).exists():
            return False
        store_in_use().delete(digest)
    return True


def _alone_with(digest: str) -> bool:
    """Take the bytes for this transaction; False while an upload holds them."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_number(digest)])
        return bool(cursor.fetchone()[0])


def _drop_aside(aside: Path, grace: dt.timedelta) -> None:
    """Remove what a killed writer left; a living one needs seconds, not days."""
    try:
        if aside.stat().st_mtime < time.time() - max(grace.total_seconds(), 3600):
            aside.unlink()
    except FileNotFoundError:
        return


def faults() -> Iterator[Fault]:
    """Read every stored file and give those whose bytes are missing or altered."""
    judged, verdict = "", ""
    for file in StoredFile.objects.order_by("sha256", "pk").iterator(chunk_size=500):
        if file.sha256 != judged:
            judged, verdict = file.sha256, _verdict(file.sha256)
        if verdict:
            yield Fault(file, verdict)


def _verdict(digest: str) -> str:
    found = hashlib.sha256()
    try:
        for piece in store_in_use().stream(digest):
            found.update(piece)
    except FileNotFoundError:
        return "missing"
    return "" if found.hexdigest() == digest else "altered"
