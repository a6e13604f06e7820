"""The postman's job."""

from __future__ import annotations

from django_tasks import task

from caunoi.web.mail import sending


@task()
def deliver_outbox() -> None:
    """Send what is due; come again where something failed and may be tried once more. Idempotent."""
    _sent, failed = sending.send_due()
    due = sending.next_due() if failed else None
    if due is not None:
        deliver_outbox.using(run_after=due).enqueue()
