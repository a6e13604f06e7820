"""Models without a domain."""

from caunoi.core.models.audit import AuditEntry, AuditSeal, AuditWipe
from caunoi.core.models.files import LooseBytes, StoredFile
from caunoi.core.models.outbox import OutboxMessage
from caunoi.core.models.search import SearchDocument, SearchScope

__all__ = [
    "AuditEntry",
    "AuditSeal",
    "AuditWipe",
    "LooseBytes",
    "OutboxMessage",
    "SearchDocument",
    "SearchScope",
    "StoredFile",
]
