"""The one place where the audit trail is written, sealed, checked and wiped.

What the chain finds and what it can't find: ``docs/explanation/trail.md``.
"""

from caunoi.core.audit.checking import Fault, Verdict, Wrong, verify
from caunoi.core.audit.sealing import seal_all, seal_pending, waiting
from caunoi.core.audit.wiping import register_places, wipe_words
from caunoi.core.audit.writing import (
    Action,
    Actor,
    action_label,
    changes,
    record,
    register_actions,
    registered_actions,
)

__all__ = [
    "Action",
    "Actor",
    "Fault",
    "Verdict",
    "Wrong",
    "action_label",
    "changes",
    "record",
    "register_actions",
    "register_places",
    "registered_actions",
    "seal_all",
    "seal_pending",
    "verify",
    "waiting",
    "wipe_words",
]
