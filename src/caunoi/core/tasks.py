"""Jobs of the core."""

from __future__ import annotations

from django_tasks import task

from caunoi.core import audit
from caunoi.core.keeping.scheduled import make_scheduled


@task()
def seal_audit_trail() -> int:
    """Seal the audit rows written since the last seal; idempotent. Returns how many rows were sealed."""
    return audit.seal_pending()


@task()
def make_backup() -> str:
    """Make a scheduled backup and delete the old ones that need not stay; returns its path."""
    return str(make_scheduled().made.file)
