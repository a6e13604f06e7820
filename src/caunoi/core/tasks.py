"""Jobs of the core."""

from __future__ import annotations

from django_tasks import task

from caunoi.core import audit


@task()
def seal_audit_trail() -> int:
    """Seal the audit rows that no seal holds yet; returns how many. Idempotent, and one query where none wait."""
    return audit.seal_all()
