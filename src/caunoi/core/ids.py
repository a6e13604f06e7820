"""Permanent public identifiers."""

from __future__ import annotations

import secrets
import uuid

import uuid_utils.compat

# Without 0/O, 1/I/L, 2/Z, 5/S, 8/B and U: read aloud on the phone and written by hand without doubt.
ALPHABET = "34679ACDEFGHJKMNPQRTVWXY"


def new_id() -> uuid.UUID:
    """Return a uuid7: ordered by time of creation, so that indexes stay compact."""
    return uuid_utils.compat.uuid7()


def new_code(length: int = 6) -> str:
    """Return a random short code of ``length`` letters and digits without look-alikes (about 27 bits in 6)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def range_below(path: str) -> tuple[str, str]:
    """Return the half-open range of paths that holds ``path`` and everything below it.

    A path is made of ``ALPHABET``, in which Z does not stand: path + "Z" sorts after all of them in every collation,
    also where a database sorts by the rules of a language.
    """
    return path, f"{path}Z"
