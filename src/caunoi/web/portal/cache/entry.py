"""A page as it is kept: its pieces plain and compressed, its headers, and the editions of what it shows."""

from __future__ import annotations

import hashlib
import json
import struct
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from caunoi.web.portal.cache.live import Hole

_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
# The last block of a compressed stream, empty.
_GZIP_END = b"\x01\x00\x00\xff\xff"
_STORED_MOST = 0xFFFF
# What is larger than a page (a calendar of thousands of entries) is packed less tightly, in a third of the time.
_LEVEL, _QUICK = 6, 1
_LARGE = 1 << 18


@dataclass
class Entry:
    """One kept page.

    ``pieces`` are the bytes between its holes, one more than there are holes. ``packed`` are the same, each compressed
    so that they can be put together with anything between them: a counter that moved costs no compression.
    """

    route: str
    headers: list[tuple[str, str]]
    versions: dict[str, int]
    pieces: list[bytes]
    holes: list[Hole]
    counted: str
    made_at: float = field(default_factory=time.time)
    packed: list[bytes] = field(default_factory=list)
    _whole: tuple[list[bytes], Filled] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not self.packed:
            self.packed = [_packed(piece) for piece in self.pieces]

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return sum(map(len, self.pieces)) + sum(map(len, self.packed)) + 2000

    def filled(self, fillings: list[bytes]) -> Filled:
        """Return the page with its holes filled; what was put together last is remembered."""
        whole = self._whole
        if whole is not None and whole[0] == fillings:
            return whole[1]
        plain = [self.pieces[0]]
        packed = [_GZIP_HEAD, self.packed[0]]
        for filling, piece, pack in zip(fillings, self.pieces[1:], self.packed[1:], strict=True):
            plain += (filling, piece)
            packed += (_stored(filling), pack)
        body = b"".join(plain)
        packed += (_GZIP_END, struct.pack("<II", zlib.crc32(body), len(body) & 0xFFFFFFFF))
        done = Filled(
            plain=body, gzip=b"".join(packed), etag=f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        )
        self._whole = (fillings, done)
        return done

    def to_bytes(self) -> bytes:
        """Return it for the store."""
        head = json.dumps(
            {
                "route": self.route,
                "headers": self.headers,
                "versions": self.versions,
                "holes": self.holes,
                "counted": self.counted,
                "made_at": self.made_at,
                "lengths": [[len(piece), len(pack)] for piece, pack in zip(self.pieces, self.packed, strict=True)],
            }
        ).encode()
        return b"".join((struct.pack("<I", len(head)), head, *self.pieces, *self.packed))

    @classmethod
    def from_bytes(cls, kept: bytes) -> Entry:
        """Return what :meth:`to_bytes` wrote; raises ValueError or struct.error for anything else."""
        (length,) = struct.unpack_from("<I", kept)
        head = json.loads(kept[4 : 4 + length])
        at = 4 + length
        parts: list[list[bytes]] = [[], []]
        for which in (0, 1):
            for lengths in head["lengths"]:
                parts[which].append(kept[at : at + lengths[which]])
                at += lengths[which]
        if at != len(kept):
            raise ValueError("a kept page is cut off")
        return cls(
            route=head["route"],
            headers=[(name, value) for name, value in head["headers"]],
            versions=head["versions"],
            pieces=parts[0],
            holes=[(name, key, language) for name, key, language in head["holes"]],
            counted=head["counted"],
            made_at=head["made_at"],
            packed=parts[1],
        )


@dataclass(frozen=True)
class Filled:
    """A page as it goes out."""

    plain: bytes
    gzip: bytes
    etag: str


def _packed(piece: bytes) -> bytes:
    """Return the piece as deflate blocks that end on a byte and refer to nothing before them."""
    level = _QUICK if len(piece) > _LARGE else _LEVEL
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)


def _stored(filling: bytes) -> bytes:
    """Return bytes as deflate blocks without compression."""
    blocks: Sequence[bytes] = [filling[at : at + _STORED_MOST] for at in range(0, len(filling), _STORED_MOST)]
    return b"".join(struct.pack("<BHH", 0, len(block), len(block) ^ 0xFFFF) + block for block in blocks)
