"""The trail of the keys: who made or retired which, and when. The command line knows no account, only the machine's."""

from __future__ import annotations

import getpass
import os

from django.db import transaction

from caunoi.core.audit.writing import Action, append
from caunoi.core.keys import Key
from caunoi.core.models import AuditEntry


def operator() -> str:
    """Return the name of the machine's account that runs the command, of the one behind ``sudo`` where there is one."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):
        return ""


def note_key(*, name: str, key: Key, action: Action) -> AuditEntry:
    """Write the row of the whole installation about a key: its name and fingerprint, never the key."""
    with transaction.atomic():
        return append(
            AuditEntry(
                organisation_id=None,
                actor_name=operator()[:200],
                action=str(action),
                object_type="core.key",
                object_id=key.fingerprint,
                object_label=f"{name} {key.fingerprint}",
                details={"key": name, "fingerprint": key.fingerprint},
            )
        )
