"""The code on a badge: who signed, which class, which ticket; small enough for a QR picture that a cheap phone reads.

``CN1:`` and 81 octets as Base45 (RFC 9285), all of it signs of a QR code's alphanumeric mode:
1 octet version (1), 4 octets of the key's name, 4 octets number of the class (big-endian), 8 octets number of the
ticket, 64 octets Ed25519 signature over ``caunoi-door-1`` and the 17 octets before it. No name stands in it, and it
opens nothing: whoever photographs a badge knows nothing more.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from caunoi.core import signing
from caunoi.core.ids import ALPHABET

PREFIX = "CN1:"
_SAID = b"caunoi-door-1"
_HEAD = struct.Struct(">B4sI8s")
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)}


@dataclass(frozen=True)
class DoorCode:
    """What a code says; ``ticket`` is the ticket's number, 16 hexadecimal digits."""

    key_id: bytes
    class_id: int
    ticket: str


def class_number(code: str) -> int:
    """Return the number by which a class's code stands in door codes: the code read as a number of base 24."""
    number = 0
    for letter in code:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    return number


def make_code(*, class_id: int, ticket: str) -> str:
    """Return the text of the QR picture of a ticket, signed with the newest key of the ring ``door``.

    ``class_id`` is the :func:`class_number` of its class.
    """
    public, private = signing.signing_key(signing.DOOR)
    head = _HEAD.pack(1, public.id, class_id, bytes.fromhex(ticket))
    return PREFIX + to_base45(head + private.sign(_SAID + head))


def read_code(text: str) -> DoorCode | None:
    """Return what a code says, None unless it was signed by a key of the ring ``door``."""
    raw = from_base45(text[len(PREFIX) :]) if text.startswith(PREFIX) else None
    if raw is None or len(raw) != _HEAD.size + signing.SIGNATURE:
        return None
    head, signature = raw[: _HEAD.size], raw[_HEAD.size :]
    version, key_id, class_id, ticket = _HEAD.unpack(head)
    if version != 1 or not signing.verify(signing.DOOR, key_id=key_id, message=_SAID + head, signature=signature):
        return None
    return DoorCode(key_id=key_id, class_id=class_id, ticket=ticket.hex())


def to_base45(raw: bytes) -> str:
    """Return octets as Base45 (RFC 9285)."""
    out = []
    for start in range(0, len(raw), 2):
        pair = raw[start : start + 2]
        number, size = int.from_bytes(pair, "big"), len(pair) + 1
        for _place in range(size):
            number, value = divmod(number, 45)
            out.append(_LETTERS[value])
    return "".join(out)


def from_base45(text: str) -> bytes | None:
    """Return the octets of a Base45 text; None for what :func:`to_base45` never makes."""
    if len(text) % 3 == 1 or any(letter not in _VALUES for letter in text):
        return None
    out = bytearray()
    for start in range(0, len(text), 3):
        letters = text[start : start + 3]
        number = sum(_VALUES[letter] * 45**place for place, letter in enumerate(letters))
        size = len(letters) - 1
        if number >= 256**size:
            return None
        out += number.to_bytes(size, "big")
    return bytes(out)
