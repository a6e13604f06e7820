"""Models without a domain."""

from caunoi.core.models.audit import AuditEntry, AuditSeal
from caunoi.core.models.files import StoredFile
from caunoi.core.models.once import SentForm
from caunoi.core.models.outbox import OutboxMessage
from caunoi.core.models.search import SearchDocument, SearchScope

__all__ = ["AuditEntry", "AuditSeal", "OutboxMessage", "SearchDocument", "SearchScope", "SentForm", "StoredFile"]
