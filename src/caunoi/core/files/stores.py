"""Where bytes lie: in a folder, or in a bucket that speaks S3. Both know them by their SHA-256 alone."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qs, urlsplit

import obstore
from django.conf import settings
from obstore.exceptions import BaseError
from obstore.store import S3Store

if TYPE_CHECKING:
    from obstore import GetOptions

_DIGEST = re.compile(r"[0-9a-f]{64}")
_PIECE = 256 * 1024


class StoreDown(Exception):
    """The store of files can't be reached; what it holds is not lost."""


class Store(Protocol):
    """Bytes by their digest. ``read`` and ``stream`` raise FileNotFoundError for what is not there."""

    def put(self, digest: str, content: bytes) -> None:
        """Keep ``content``, durable on return; does nothing where it lies there already."""

    def read(self, digest: str) -> bytes: ...

    def stream(self, digest: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Give the bytes of [start, end) piece by piece; what is missing is told at once, not at the first piece."""

    def size(self, digest: str) -> int | None:
        """Return how many bytes lie there; None for nothing."""

    def delete(self, digest: str) -> None:
        """Forget the bytes; does nothing where there are none."""

    def digests(self) -> Iterator[str]:
        """Give the digests of everything kept, in no order."""


def name_in_store(digest: str) -> str:
    """Return the name of the bytes below the root of the store, with slashes."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


class DiskStore:
    """A folder of this computer."""

    def __init__(self, root: Path, *, mode: int = 0o600) -> None:
        """Take the folder, and what others may do with a file in it: nginx, for one, may have to read it."""
        self.root = root
        self.mode = mode

    def path(self, digest: str) -> Path:
        return self.root / name_in_store(digest)

    def put(self, digest: str, content: bytes) -> None:
        path = self.path(digest)
        try:
            # Read, not only looked for: bytes that went bad are replaced by sending the file again.
            if hashlib.sha256(path.read_bytes()).hexdigest() == digest:
                return
        except FileNotFoundError:
            pass
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and put in place in one step: nobody ever sees half a file, and of two writers either may win.
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix="aside-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                os.fchmod(out.fileno(), self.mode)
                out.flush()
                os.fsync(out.fileno())
            Path(aside).replace(path)
        finally:
            Path(aside).unlink(missing_ok=True)
        for folder in (path.parent, path.parent.parent, self.root):
            _make_durable(folder)

    def read(self, digest: str) -> bytes:
        return self.path(digest).read_bytes()

    def stream(self, digest: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        file = self.path(digest).open("rb")
        file.seek(start)

        def pieces() -> Iterator[bytes]:
            left = None if end is None else end - start
            with file:
                while left is None or left > 0:
                    piece = file.read(_PIECE if left is None else min(_PIECE, left))
                    if not piece:
                        return
                    left = None if left is None else left - len(piece)
                    yield piece

        return _Closing(pieces(), file)

    def size(self, digest: str) -> int | None:
        try:
            return self.path(digest).stat().st_size
        except FileNotFoundError:
            return None

    def delete(self, digest: str) -> None:
        self.path(digest).unlink(missing_ok=True)

    def digests(self) -> Iterator[str]:
        return (path.name for path in self.root.glob("??/??/*") if _DIGEST.fullmatch(path.name))

    def asides(self) -> Iterator[Path]:
        """Give what writers left that were killed, and what living ones write right now."""
        return self.root.glob("??/??/aside-*")


class _Closing(Iterator[bytes]):
    """Pieces of a file that is closed also where nobody asked for the first one."""

    def __init__(self, pieces: Iterator[bytes], file: Any) -> None:
        self.pieces, self.file = pieces, file

    def __next__(self) -> bytes:
        return next(self.pieces)

    def close(self) -> None:
        self.file.close()


def _make_durable(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class BucketStore:
    """A bucket behind S3's protocol. A server that is down is :class:`StoreDown`."""

    def __init__(self, address: str, *, key: str, secret: str) -> None:
        """Take ``s3://bucket/prefix?endpoint=…&region=…``; raises ValueError where no bucket is named."""
        parts = urlsplit(address)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if not parts.netloc or not set(asked) <= {"endpoint", "region"}:
            raise ValueError(f"{address!r} is no bucket: s3://bucket?endpoint=https://…")
        endpoint = asked.get("endpoint", "")
        wanted: dict[str, Any] = {"endpoint": endpoint} if endpoint else {}
        self._store = S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            region=asked.get("region", "us-east-1"),
            access_key_id=key,
            secret_access_key=secret,
            client_options={"allow_http": endpoint.startswith("http://"), "timeout": "60s", "connect_timeout": "5s"},
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=20)},
            **wanted,
        )

    def put(self, digest: str, content: bytes) -> None:
        if self.size(digest) == len(content):
            return
        try:
            obstore.put(self._store, name_in_store(digest), content)
        except BaseError as error:
            raise StoreDown(str(error)) from error

    def read(self, digest: str) -> bytes:
        return b"".join(self.stream(digest))

    def stream(self, digest: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        options: GetOptions = {}
        if start or end is not None:
            options["range"] = (start, end) if end is not None else {"offset": start}
        try:
            found = obstore.get(self._store, name_in_store(digest), options=options)
        except BaseError as error:
            raise StoreDown(str(error)) from error
        return (bytes(piece) for piece in found.stream(min_chunk_size=_PIECE))

    def size(self, digest: str) -> int | None:
        try:
            return int(obstore.head(self._store, name_in_store(digest))["size"])
        except FileNotFoundError:
            return None
        except BaseError as error:
            raise StoreDown(str(error)) from error

    def delete(self, digest: str) -> None:
        try:
            obstore.delete(self._store, name_in_store(digest))
        except FileNotFoundError:
            return
        except BaseError as error:
            raise StoreDown(str(error)) from error

    def digests(self) -> Iterator[str]:
        try:
            for batch in obstore.list(self._store):
                names = (each["path"].rpartition("/")[2] for each in batch)
                yield from (name for name in names if _DIGEST.fullmatch(name))
        except BaseError as error:
            raise StoreDown(str(error)) from error


@lru_cache(maxsize=4)
def _bucket(address: str, key: str, secret: str) -> BucketStore:
    return BucketStore(address, key=key, secret=secret)


def store_in_use() -> Store:
    """Return the store that the settings name: ``FILES_URL`` of ``file:`` or ``s3://bucket?endpoint=…``."""
    if settings.FILES_URL.startswith("s3:"):
        return _bucket(settings.FILES_URL, settings.FILES_S3_KEY, settings.FILES_S3_SECRET)
    # What nginx sends it must be able to read: its group owns the folder (docs/how-to/run-an-office.md).
    return DiskStore(Path(settings.FILES_ROOT), mode=0o640 if settings.FILES_ACCEL else 0o600)


def path_of(digest: str) -> Path:
    """Return where the disk store keeps bytes of this SHA-256."""
    return DiskStore(Path(settings.FILES_ROOT)).path(digest)
