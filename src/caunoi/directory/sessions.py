"""The store of sessions (``SESSION_ENGINE``): encrypted, with the account beside each session."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth import SESSION_KEY

from caunoi.core.sessions import SessionStore as EncryptedStore
from caunoi.directory.models import AccountSession

# What the sign-in writes into a session for its owner to see: the device in words, and two moments.
DEVICE, STARTED, SEEN = "signed_in_with", "signed_in_at", "seen_at"


class SessionStore(EncryptedStore):
    """Keeps sessions in :class:`~caunoi.directory.models.AccountSession`."""

    @classmethod
    def get_model_class(cls) -> type[AccountSession]:
        """Return the model of the table."""
        return AccountSession

    def create_model_instance(self, data: dict[str, Any]) -> AccountSession:
        """Return the row for ``data``: with its account where somebody is signed in."""
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.device = data.get(DEVICE, "")
        row.started_at = _moment(data.get(STARTED))
        row.seen_at = _moment(data.get(SEEN))
        return row  # type: ignore[no-any-return]


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
