"""The end of the chain, kept in a file beside the keys: whoever cuts the database's trail can't cut it too."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from caunoi.core.models import AuditSeal


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """How many seals there were, and the digest of all of them."""

    position: int
    chain: str

    @property
    def fits(self) -> bool:
        """Whether the database holds this seal still."""
        return AuditSeal.objects.filter(position=self.position, chain=self.chain).exists()


def read() -> Anchor | None:
    """Return the anchor; None where none was written yet. Raises ValueError for a file that was damaged."""
    try:
        words = _path().read_text(encoding="ascii").split()
    except FileNotFoundError:
        return None
    if len(words) != 2 or not words[0].isdigit() or len(words[1]) != 64:
        raise ValueError(f"{_path()} is damaged: it holds a number and a digest of 64 letters, nothing else.")
    return Anchor(position=int(words[0]), chain=words[1])


def move_on(seal: AuditSeal) -> bool:
    """Write down ``seal`` as the end; returns whether that was done.

    The anchor never goes back, and never passes by an end that the database no longer holds: what was cut off stays
    visible until somebody takes the rest for whole (``set_anew``).
    """
    with _alone():
        known = read()
        if known and (known.position >= seal.position or not known.fits):
            return False
        _write(seal)
        return True


def set_anew(seal: AuditSeal) -> None:
    """Take ``seal`` for the end, whatever stood there."""
    with _alone():
        _write(seal)


def _path() -> Path:
    return Path(settings.TRAIL_HEAD)


@contextmanager
def _alone() -> Iterator[None]:
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # It lies among the keys, where nothing may be open to others.
    handle = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+") as lock:
        os.fchmod(handle, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(seal: AuditSeal) -> None:
    path = _path()
    aside = path.with_suffix(".new")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(f"{seal.position} {seal.chain}\n")
        out.flush()
        os.fsync(out.fileno())
    aside.replace(path)
