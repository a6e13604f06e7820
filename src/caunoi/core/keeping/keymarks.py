"""Telling whether the keys of a place are those that a backup needs, without any key in the backup."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

_PHRASE = b"caunoi: which key is this"
# Signs cookies and links of mails only: with another one, everybody signs in again.
EXPENDABLE = {"django"}


def key_marks(folder: Path) -> dict[str, list[str]]:
    """Return a mark for each key of each file in ``folder``; makes none and shows none.

    A mark is a keyed hash of a fixed phrase: of a random key of 256 bits it tells only whether it is the same one.
    """
    return {path.stem: [_mark(key) for key in _keys_in(path)] for path in _key_files(folder)}


def missing_keys(wanted: dict[str, list[str]], folder: Path) -> list[str]:
    """Return the names of the keys that were in use when ``wanted`` was written and are not in ``folder``."""
    there = key_marks(folder)
    return sorted(
        name for name, marks in wanted.items() if name not in EXPENDABLE and not set(marks) <= set(there.get(name, []))
    )


def _key_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.key")) if folder.is_dir() else []


def _keys_in(path: Path) -> list[str]:
    """Return the keys of a file: the first word of each line; the time it was made stands behind it."""
    return [line.split()[0] for line in path.read_text(encoding="ascii").splitlines() if line.strip()]


def _mark(key: str) -> str:
    return hmac.new(key.encode("ascii"), _PHRASE, hashlib.sha256).hexdigest()[:16]
