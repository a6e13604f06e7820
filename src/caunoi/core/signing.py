"""Signatures that anybody can check: Ed25519 keys of the office's rings, the newest signs, every one is believed.

Codes at the door and certificates are checked where no secret may lie: on phones, by strangers. The public halves are
handed out; a key that was retired ends what it signed.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

DOOR = "door"
CREDENTIALS = "credentials"
# Octets of a signature.
SIGNATURE = 64
# Octets of what a key is called inside something that was signed.
KEY_ID = 4


@dataclass(frozen=True)
class PublicKey:
    """What others need to check a signature: ``id`` (4 octets of the SHA-256 of ``raw``) and the key, 32 octets."""

    id: bytes
    raw: bytes


def public_keys(ring: str) -> tuple[PublicKey, ...]:
    """Return the public halves of the ring, newest first."""
    return tuple(_pair(secret)[1] for secret in settings.KEYS.all(ring))


def signing_key(ring: str) -> tuple[PublicKey, Ed25519PrivateKey]:
    """Return the newest pair of the ring, which signs."""
    private, public = _pair(settings.KEYS.secret(ring))
    return public, private


_LIVING: dict[str, Callable[[], Mapping[str, int]]] = {}


def register_living(ring: str, count: Callable[[], Mapping[str, int]]) -> None:
    """Let a domain say how many things live that each key of a ring signed, by the key's name in hexadecimal digits.

    Such a key is never taken out of use: what it signed could not be checked any more.
    """
    _LIVING[ring] = count


def living(ring: str) -> dict[str, int]:
    """Return how many things live that each key of the ring signed, by the key's fingerprint; {} where none counts."""
    if ring not in _LIVING:
        return {}
    counts = _LIVING[ring]()
    return {key.fingerprint: counts.get(_pair(key.secret)[1].id.hex(), 0) for key in settings.KEYS.keys(ring)}


def verify(ring: str, *, key_id: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether a key of the ring called ``key_id`` signed this message."""
    return any(key.id == key_id and verify_with(key.raw, message, signature) for key in public_keys(ring))


def verify_with(raw: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether the owner of the public key ``raw`` (32 octets) signed this message."""
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=16)
def _pair(secret: str) -> tuple[Ed25519PrivateKey, PublicKey]:
    private = Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(secret))
    raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return private, PublicKey(id=hashlib.sha256(raw).digest()[:KEY_ID], raw=raw)
