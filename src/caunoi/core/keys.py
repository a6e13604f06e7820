"""Keys of an installation: files outside the database and its backup, readable by the owner alone."""

from __future__ import annotations

import base64
import datetime as dt
import fcntl
import hashlib
import os
import secrets
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

# What tells one content of a key file from another without reading it.
_Signature = tuple[int, int, int, int]
# Keys in use, and those that are out of it.
_ENDINGS = ("key", "retired")


class KeysOpen(Exception):
    """The folder of keys or a file in it can be read by others; the message says which and what to do."""


@dataclass(frozen=True)
class Key:
    """One key of a ring; ``made_at`` is unknown for a key that was put there by hand."""

    secret: str
    made_at: dt.datetime | None

    @property
    def fingerprint(self) -> str:
        """What the key is called where it may not be shown: it can't be turned back."""
        return hashlib.sha256(self.secret.encode("ascii")).hexdigest()[:8]

    def __repr__(self) -> str:
        """Name the key without telling it: an object may end in a log."""
        return f"<Key {self.fingerprint}>"

    def line(self) -> str:
        """Return the key as it stands in its file."""
        return f"{self.secret} {self.made_at.isoformat()}\n" if self.made_at else f"{self.secret}\n"


class KeyRing:
    """Key files in one directory (mode 0700, files 0600), each made when it is first asked for.

    A key file holds one key a line, newest first, with the time it was made: the first encrypts, all decrypt. Every
    use looks whether the file was replaced, so a running process takes a new key at once. Reading raises
    :class:`KeysOpen` while others could read along.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._read: dict[str, tuple[_Signature, tuple[Key, ...]]] = {}

    def secret(self, name: str) -> str:
        """Return the newest key called ``name``; makes it where it is missing."""
        return self.all(name)[0]

    def all(self, name: str) -> list[str]:
        """Return every key called ``name``, newest first; makes the first where there is none."""
        return [key.secret for key in self.keys(name)]

    def keys(self, name: str) -> tuple[Key, ...]:
        """Return every key called ``name`` with its age, newest first; makes the first where there is none."""
        known = self._read.get(name)
        try:
            now = _signature(self._path(name))
        except FileNotFoundError:
            now = None
        if known and known[0] == now:
            return known[1]
        return self._load(name) or self._make(name)

    def names(self) -> list[str]:
        """Return what the keys are called that were made so far."""
        return sorted(path.stem for path in self.directory.glob("*.key"))

    def rotate(self, name: str) -> Key:
        """Put a new key before those called ``name`` and return it; the file is replaced in one step.

        Two rotations at once come one after the other: none loses the other's key.
        """
        self.keys(name)
        with self._alone():
            key = _new_key()
            self._write(name, [key, *self._parse(name)])
        return key

    def retire(self, name: str, fingerprints: Collection[str]) -> list[Key]:
        """Take old keys out of use, and return them; the newest always stays.

        They are kept in ``NAME.retired``, which nothing reads: a backup from before the rotation needs them.
        """
        with self._alone():
            kept = self._parse(name)
            gone = [key for key in kept[1:] if key.fingerprint in fingerprints]
            if gone:
                retired = self._path(name, "retired")
                before = retired.read_text(encoding="ascii") if retired.exists() else ""
                self._replace(retired, "".join(key.line() for key in gone) + before)
                self._write(name, [key for key in kept if key not in gone])
        return gone

    def refuse_open(self) -> None:
        """Raise :class:`KeysOpen` when the folder or any file in it can be read or changed by others."""
        if self.directory.exists():
            _refuse_open(self.directory)
            for path in sorted(self.directory.iterdir()):
                # What is written aside is gone once it stands in its place.
                with suppress(FileNotFoundError):
                    _refuse_open(path)

    def _path(self, name: str, ending: str = "key") -> Path:
        return self.directory / f"{name}.{ending}"

    def _load(self, name: str) -> tuple[Key, ...]:
        """Read the file as it is now; () where it is missing."""
        path = self._path(name)
        while True:
            try:
                before = _signature(path)
                _refuse_open(self.directory)
                _refuse_open(path)
                keys = tuple(self._parse(name))
                after = _signature(path)
            except FileNotFoundError:
                return ()
            # Replaced between the look and the reading: what was read may not be what was seen.
            if before == after:
                break
        if keys:
            self._read[name] = (after, keys)
        return keys

    def _parse(self, name: str) -> list[Key]:
        lines = self._path(name).read_text(encoding="ascii").splitlines()
        words = [line.split() for line in lines if line.strip()]
        return [Key(each[0], dt.datetime.fromisoformat(each[1]) if each[1:] else None) for each in words]

    def _make(self, name: str) -> tuple[Key, ...]:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_open(self.directory)
        with self._alone():
            # Of two processes that start together, one makes the key and both read it.
            if not self._path(name).exists() or not self._parse(name):
                self._write(name, [_new_key()])
        return self._load(name)

    def _write(self, name: str, keys: list[Key]) -> None:
        self._replace(self._path(name), "".join(key.line() for key in keys))

    def _replace(self, path: Path, text: str) -> None:
        """Write aside, make it durable, put it in place, make that durable: a kill leaves the old or the new file."""
        aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
        folder = os.open(self.directory, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        handle = os.open(self.directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            # Left over by a writer that was killed; whoever holds the lock is the only writer of these now. Other files
            # of the folder, the anchor of the trail among them, have writers and locks of their own.
            for ending in _ENDINGS:
                for left in self.directory.glob(f"*.{ending}.*.new"):
                    left.unlink()
            yield
        finally:
            os.close(handle)


def _new_key() -> Key:
    secret = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii")
    return Key(secret, dt.datetime.now(dt.UTC).replace(microsecond=0))


def _signature(path: Path) -> _Signature:
    seen = path.stat()
    return seen.st_ino, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size


def _refuse_open(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        right = "0700" if path.is_dir() else "0600"
        raise KeysOpen(
            f"{path} holds keys of this office and can be read by other users of this computer (mode {mode:04o}). "
            f"Give it to its owner alone: chmod {right} {path}"
        )
