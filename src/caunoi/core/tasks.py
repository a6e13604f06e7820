"""Jobs of the core."""

from __future__ import annotations

from django_tasks import task

from caunoi.core import audit, reencryption
from caunoi.core.files import keeping


@task()
def seal_audit_trail() -> int:
    """Seal the audit rows that no seal holds yet; returns how many. Idempotent, and one query where none wait."""
    return audit.seal_all()


@task()
def reencrypt_values() -> int:
    """Bring every encrypted value and look-up hash under the newest key; idempotent. Returns how many were changed."""
    return reencryption.reencrypt()


@task()
def sweep_files() -> int:
    """Delete stored bytes that nothing has referred to for days; idempotent, meant for every night."""
    return keeping.sweep()
