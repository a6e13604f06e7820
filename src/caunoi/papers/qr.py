"""QR pictures of many addresses that differ in their last letters alone, each in microseconds.

With version and mask fixed a QR code is linear: octets, error correction and mask are sums over GF(2). So the picture
of an address is that of one that was drawn, with the differences of each changed bit added; segno draws these once for
each beginning of an address. A test compares the pictures with segno's own.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache

import segno

MASK = 2
# White modules around the picture, as the standard asks.
QUIET = 4
# Octets that fit into each version at level M, where they are taken as they are (ISO/IEC 18004, table 7).
_ROOM = {3: 42, 4: 62, 5: 84, 6: 106, 7: 122, 8: 152, 9: 180, 10: 213, 11: 251, 12: 287, 13: 331}
_LETTERS_BITS = 7
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def version_of(size: int) -> int:
    """Return the smallest version that holds ``size`` octets; raises ValueError for more than 331."""
    for version, room in _ROOM.items():
        if size <= room:
            return version
    raise ValueError("The address is too long for a QR picture.")


def qr_bits(prefix: str, code: str) -> tuple[int, int]:
    """Return the side of the picture of ``prefix + code`` in modules, and its modules row by row as bits, dark is 1.

    Both must be ASCII. Raises ValueError for an address that is too long.
    """
    side, base, differences = _drawn(prefix, len(code))
    bits = base
    for place, letter in enumerate(code.encode("ascii")):
        changed = letter ^ _BASE
        for bit in range(_LETTERS_BITS):
            if changed >> bit & 1:
                bits ^= differences[place][bit]
    return side, bits


def qr_png(prefix: str, code: str) -> bytes:
    """Return the picture as PNG, one bit a module, with its quiet zone; the same address gives the same octets.

    Raises ValueError for an address that is too long.
    """
    side, bits = qr_bits(prefix, code)
    wide = side + 2 * QUIET
    octets = (wide + 7) // 8
    # White is 1; a row begins with its filter (none), and is filled up to whole octets.
    edge, full, fill = b"\0" + b"\xff" * octets, (1 << wide) - 1, octets * 8 - wide
    rows, row = [], (1 << side) - 1
    for number in reversed(range(side)):
        dark = bits >> (number * side) & row
        rows.append(b"\0" + ((full ^ dark << QUIET) << fill).to_bytes(octets, "big"))
    raw = b"".join([edge] * QUIET + rows + [edge] * QUIET)
    head = struct.pack(">IIBBBBB", wide, wide, 1, 0, 0, 0, 0)
    return _SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(raw, 1)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


_BASE = ord("3")


@lru_cache(maxsize=8)
def _drawn(prefix: str, length: int) -> tuple[int, int, list[list[int]]]:
    start = prefix.encode("ascii")
    version = version_of(len(start) + length)
    side, base = _draw(start + bytes([_BASE]) * length, version)
    differences = []
    for place in range(length):
        row = []
        for bit in range(_LETTERS_BITS):
            letters = bytearray([_BASE]) * length
            letters[place] ^= 1 << bit
            row.append(_draw(start + bytes(letters), version)[1] ^ base)
        differences.append(row)
    return side, base, differences


def _draw(content: bytes, version: int) -> tuple[int, int]:
    drawn = segno.make_qr(content, version=version, mask=MASK, error="m", mode="byte", boost_error=False)
    rows = ["".join("1" if module else "0" for module in row) for row in drawn.matrix]
    return len(rows), int("".join(rows), 2)
