"""Sessions in the database whose content is encrypted: links to reset a password and answers wait in them."""

from __future__ import annotations

from typing import Any

from cryptography.fernet import InvalidToken
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from caunoi.core.fields import cipher


class SessionStore(DatabaseStore):
    """Django's store with another coat: what stands in the table is readable with the installation's keys only."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the session as it is stored."""
        return cipher().encrypt(self.serializer().dumps(session_dict)).decode("ascii")

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Return what is stored; an empty session, and so a sign-in, where no key of the ring opens it."""
        try:
            return dict(self.serializer().loads(cipher().decrypt(session_data)))
        except (InvalidToken, ValueError):
            return {}
