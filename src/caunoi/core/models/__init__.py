"""Models without a domain."""

from caunoi.core.models.audit import AuditEntry, AuditSeal, AuditWipe
from caunoi.core.models.files import LooseBytes, StoredFile
from caunoi.core.models.jobs import ScheduleMark, SendingHours, WorkerBeat
from caunoi.core.models.once import SentForm
from caunoi.core.models.outbox import OutboxMessage
from caunoi.core.models.search import SearchDocument, SearchScope
from caunoi.core.models.tries import TryCount

__all__ = [
    "AuditEntry",
    "AuditSeal",
    "AuditWipe",
    "LooseBytes",
    "OutboxMessage",
    "ScheduleMark",
    "SearchDocument",
    "SearchScope",
    "SendingHours",
    "SentForm",
    "StoredFile",
    "TryCount",
    "WorkerBeat",
]
