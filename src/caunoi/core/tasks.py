"""Jobs of the core, all on the schedule."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from caunoi.core import audit, reencryption, retention
from caunoi.core.files import keeping
from caunoi.core.jobs import job
from caunoi.core.keeping.scheduled import make_scheduled
from caunoi.core.models import AuditEntry
from caunoi.core.tries import forget_old_tries


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


@job(label=_("Clear away counts of tries"))
def delete_old_tries() -> int:
    """Delete the counts of rate limits whose time is over; returns how many."""
    return forget_old_tries()


@job(label=_("Clear away what is past its period"))
def apply_retention() -> int:
    """Clear away whatever was kept for its whole period; idempotent, meant for every night. Returns how many went."""
    return sum(retention.run_all().values())


@job(label=_("Make the backup of the day"))
def make_backup() -> str:
    """Make a scheduled backup and delete the old ones that need not stay; returns its path."""
    return str(make_scheduled().made.file)
