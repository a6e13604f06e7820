"""Models without a domain."""

from caunoi.core.models.audit import AuditEntry, AuditSeal, AuditWipe
from caunoi.core.models.files import LooseBytes, StoredFile
from caunoi.core.models.jobs import ScheduleMark, SendingHours, WorkerBeat
from caunoi.core.models.office import HolidayChange, MailServer, WorkingHours
from caunoi.core.models.once import SentForm
from caunoi.core.models.outbox import OutboxMessage
from caunoi.core.models.retention import RetentionRule, RetentionRun
from caunoi.core.models.search import SearchDocument, SearchScope
from caunoi.core.models.stamp import Stamp
from caunoi.core.models.tries import TryCount

__all__ = [
    "AuditEntry",
    "AuditSeal",
    "AuditWipe",
    "HolidayChange",
    "LooseBytes",
    "MailServer",
    "OutboxMessage",
    "RetentionRule",
    "RetentionRun",
    "ScheduleMark",
    "SearchDocument",
    "SearchScope",
    "SendingHours",
    "SentForm",
    "Stamp",
    "StoredFile",
    "TryCount",
    "WorkerBeat",
    "WorkingHours",
]
