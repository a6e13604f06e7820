"""Short signed bytes that leave the house and come back: links without an account, marks of forms.

The keys stand in the ring ``links``: the newest signs, every one of it is still believed, and an old one that is
retired ends what it signed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from django.conf import settings

RING = "links"


def sign(*, purpose: str, payload: bytes, size: int) -> bytes:
    """Return ``payload`` and ``size`` bytes of its signature, which holds for this purpose and no other."""
    return payload + _tag(settings.KEYS.secret(RING), purpose, payload, size)


def signed_payload(*, purpose: str, signed: bytes, size: int) -> bytes | None:
    """Return what was signed, None where the signature is not one of ours. Every key is tried, none tells which."""
    if len(signed) <= size:
        return None
    payload, tag = signed[:-size], signed[-size:]
    fits = [hmac.compare_digest(tag, _tag(key, purpose, payload, size)) for key in settings.KEYS.all(RING)]
    return payload if any(fits) else None


def address_text(raw: bytes) -> str:
    """Return bytes, a multiple of three of them, as letters that stand in an address."""
    if len(raw) % 3:
        raise ValueError("Bits would be left over that anybody could change.")
    return base64.urlsafe_b64encode(raw).decode("ascii")


def address_bytes(text: str) -> bytes | None:
    """Return what :func:`address_text` was given; None for any text that it does not give."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii"))
    except (ValueError, binascii.Error):
        return None
    # The decoder passes over signs it does not know: one text alone stands for these bytes.
    return raw if len(raw) % 3 == 0 and address_text(raw) == text else None


def _tag(key: str, purpose: str, payload: bytes, size: int) -> bytes:
    said = purpose.encode() + b"\x00" + payload
    return hmac.new(key.encode("ascii"), said, hashlib.sha256).digest()[:size]
