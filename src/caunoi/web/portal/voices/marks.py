"""What a form of readers carries instead of a cookie, and the work by which a browser shows that it is one (ALTCHA)."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import secrets
import time
from typing import Any
from uuid import UUID, uuid5

import altcha
from django.conf import settings
from django.utils import timezone

from caunoi.core import once, signed

# Seconds that somebody needs at least to write a comment, and for which a form that was opened may be sent.
QUICKEST = 3
LONGEST = 24 * 60 * 60
_TAG = 12
# Under this key stand the forms of all readers: nothing says which reader.
_READERS = UUID("7b1f3c52-6a0e-4e0a-9d53-3d5f6a1c0b77")
# Work for a second or so: more would keep old phones out, and every comment is looked at anyway.
_ROUNDS = 1_000
_FEWEST_TRIES, _MOST_TRIES = 500, 2_500
_GOOD_FOR = dt.timedelta(minutes=30)


def new_mark(purpose: str, number: int) -> str:
    """Return the mark of a form about the thing of this number, as it is opened now."""
    payload = int(time.time()).to_bytes(8, "big") + secrets.token_bytes(8) + number.to_bytes(8, "big")
    return signed.address_text(signed.sign(purpose=purpose, payload=payload, size=_TAG))


def age_of(purpose: str, number: int, mark: str) -> int | None:
    """Return for how many seconds the form is open; None for a mark that is not ours, or of something else."""
    raw = signed.address_bytes(mark)
    payload = signed.signed_payload(purpose=purpose, signed=raw, size=_TAG) if raw else None
    if payload is None or len(payload) != 24 or int.from_bytes(payload[16:], "big") != number:
        return None
    return int(time.time()) - int.from_bytes(payload[:8], "big")


def form_key(mark: str, *typed: str) -> UUID:
    """Return what tells one sending of a form from another."""
    return uuid5(_READERS, "\0".join((mark, *typed)))


def send_once(key: UUID, make: Any) -> None:
    """Run ``make`` unless this was sent before; right over all processes."""
    once.make_once(actor_id=_READERS, key=key, make=make, leads_to=lambda _made: "")


def new_challenge() -> dict[str, Any]:
    """Return the work that a browser is asked to do, as the ALTCHA widget reads it."""
    secret = _secrets()[0]
    made = altcha.create_challenge(
        algorithm="PBKDF2/SHA-256",
        cost=_ROUNDS,
        counter=_FEWEST_TRIES + secrets.randbelow(_MOST_TRIES - _FEWEST_TRIES),
        expires_at=timezone.now() + _GOOD_FOR,
        hmac_secret=secret,
        hmac_key_secret=secret,
    )
    return made.to_dict()


def is_work_done(payload: str) -> bool:
    """Say whether the work was done, for a challenge of ours that is neither too old nor changed."""
    return any(altcha.verify_solution(payload, secret, hmac_key_secret=secret).verified for secret in _secrets())


def is_work_new(payload: str) -> bool:
    """Say whether work that was done is used for the first time, and remember it: right over all processes."""
    used: list[bool] = []
    once.make_once(
        actor_id=_READERS,
        key=uuid5(_READERS, f"altcha {_signature(payload)}"),
        make=lambda: used.append(True),
        leads_to=lambda _made: "",
    )
    return bool(used)


def _signature(payload: str) -> str:
    """Return the signature of the challenge: one payload can be written in many ways, its challenge in one."""
    said = json.loads(base64.b64decode(payload))
    return str(said["challenge"]["signature"]).lower()


def _secrets() -> list[str]:
    """Return the keys for challenges, newest first: made of those that sign links."""
    return [hashlib.sha256(f"altcha {key}".encode()).hexdigest() for key in settings.KEYS.all(signed.RING)]
