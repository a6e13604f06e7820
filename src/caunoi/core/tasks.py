"""Jobs of the core, all on the schedule."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from caunoi.core import audit, reencryption
from caunoi.core.files import keeping
from caunoi.core.jobs import job
from caunoi.core.keeping.scheduled import make_scheduled
from caunoi.core.models import AuditEntry, OutboxMessage
from caunoi.core.tries import forget_old_tries

DONE_KEPT = dt.timedelta(days=3)
FAILED_KEPT = dt.timedelta(days=60)
# A mail tells who was written to about what: it is kept only as long as somebody may ask whether it went out.
MAIL_KEPT = dt.timedelta(days=30)
UNSENT_MAIL_KEPT = dt.timedelta(days=180)


@job(label=_("Seal the audit trail"))
def seal_audit_trail() -> int:
    """Seal the audit rows that no seal holds yet; returns how many. Idempotent, and one query where none wait."""
    return audit.seal_all()


@job(label=_("Encrypt anew under the newest key"))
def reencrypt_values() -> int:
    """Bring every encrypted value and look-up hash under the newest key; idempotent. Returns how many were changed."""
    return reencryption.reencrypt()


@job(label=_("Clear away bytes without a file"))
def sweep_files() -> int:
    """Delete stored bytes that nothing has referred to for days; idempotent, meant for every night."""
    return keeping.sweep()


def has_unsealed_rows() -> bool:
    """Say whether audit rows wait for their seal."""
    return AuditEntry.objects.filter(seal__isnull=True).exists()


@job(label=_("Clear away old jobs"))
def delete_old_jobs() -> int:
    """Delete the rows of jobs that ended: done ones after three days, failed ones after sixty. Returns how many."""
    now = timezone.now()
    done = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - DONE_KEPT)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__lt=now - FAILED_KEPT)
    return DBTaskResult.objects.filter(done | failed).delete()[0]


@job(label=_("Clear away old mails"))
def delete_old_mails() -> int:
    """Delete mails: sent and given up ones after 30 days, those that never went out after 180. Returns how many."""
    now, state = timezone.now(), OutboxMessage.State
    over = Q(state__in=(state.SENT, state.GIVEN_UP), created_at__lt=now - MAIL_KEPT)
    unsent = Q(state__in=(state.FAILED, state.UNSURE), created_at__lt=now - UNSENT_MAIL_KEPT)
    return OutboxMessage.objects.filter(over | unsent).delete()[0]


@job(label=_("Clear away counts of tries"))
def delete_old_tries() -> int:
    """Delete the counts of rate limits whose time is over; returns how many."""
    return forget_old_tries()


@job(label=_("Clear away ended sessions"))
def delete_old_sessions() -> None:
    """Delete the sessions that ended by themselves."""
    import_string(f"{settings.SESSION_ENGINE}.SessionStore").clear_expired()


@job(label=_("Make the backup of the day"))
def make_backup() -> str:
    """Make a scheduled backup and delete the old ones that need not stay; returns its path."""
    return str(make_scheduled().made.file)
