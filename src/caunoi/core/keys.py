"""Keys of an installation: files outside the database and its backup, readable by the owner alone."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path


class KeyRing:
    """Key files in one directory (mode 0700, files 0600), each made when it is first asked for.

    A key file holds one key a line, newest first: the first encrypts, all decrypt.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def secret(self, name: str) -> str:
        """Return the newest key called ``name``; makes it where it is missing."""
        return self.all(name)[0]

    def all(self, name: str) -> list[str]:
        """Return every key called ``name``, newest first; makes the first where there is none."""
        path = self.directory / f"{name}.key"
        try:
            lines = path.read_text(encoding="ascii").split()
        except FileNotFoundError:
            lines = []
        return lines or [self._make(path)]

    def _make(self, path: Path) -> str:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii")
        # Written aside and linked: of two processes that start together, one wins and both read the same key.
        aside = path.with_suffix(f".{os.getpid()}.new")
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(key + "\n")
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            key = path.read_text(encoding="ascii").split()[0]
        finally:
            aside.unlink()
        return key
