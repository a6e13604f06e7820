"""Background work of training."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from caunoi.core.jobs import job
from caunoi.training.services.seats.deadlines import settle_after_deadlines


@job(label=_("Give free seats to those who wait after the deadline"))
def serve_the_line() -> None:
    """Serve the line of each class whose deadline for names is past."""
    settle_after_deadlines()
