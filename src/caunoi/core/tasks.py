"""Jobs of the core."""

from __future__ import annotations

from django_tasks import task

from caunoi.core import audit, reencryption


@task()
def seal_audit_trail() -> int:
    """Seal the audit rows written since the last seal; idempotent. Returns how many rows were sealed."""
    return audit.seal_pending()


@task()
def reencrypt_values() -> int:
    """Bring every encrypted value and look-up hash under the newest key; idempotent. Returns how many were changed."""
    return reencryption.reencrypt()
