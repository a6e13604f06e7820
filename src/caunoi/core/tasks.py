"""Jobs of the core."""

from __future__ import annotations

from django_tasks import task

from caunoi.core import audit


@task()
def seal_audit_trail() -> int:
    """Seal the audit rows written since the last seal; idempotent. Returns how many rows were sealed."""
    return audit.seal_pending()
