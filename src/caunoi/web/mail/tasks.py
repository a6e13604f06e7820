"""The postman's job."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from caunoi.core import outbox
from caunoi.core.jobs import job
from caunoi.core.jobs.timetable import waits
from caunoi.core.jobs.worker import current_worker
from caunoi.web.mail import sending


@job(label=_("Send mails"))
def deliver_outbox() -> int:
    """Send what is due, and come again at once where more is. Idempotent; returns how many were sent."""
    delivery = sending.send_due(worker_id=current_worker())
    if not delivery.halted and outbox.due().exists():
        wake()
    return delivery.sent


def wake() -> None:
    """Put the postman into the queue, unless he stands there already; what slips through, the schedule finds."""
    if not waits(deliver_outbox):
        deliver_outbox.enqueue()
