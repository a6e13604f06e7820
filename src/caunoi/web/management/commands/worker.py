"""``caunoi worker``: background jobs, the schedule, mails."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.crypto import get_random_string
from django_tasks.base import DEFAULT_TASK_BACKEND_ALIAS

from caunoi.core.jobs.worker import STALE_AFTER, JobWorker, Keeper


class Command(BaseCommand):
    """Runs until SIGTERM or Ctrl-C; then it finishes its job. Several may run at once."""

    help = "Run background jobs, the schedule and the sending of mails"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how often to look, and when another worker counts as gone."""
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks for work (1)")
        parser.add_argument(
            "--stale-after",
            type=float,
            default=STALE_AFTER.total_seconds(),
            help="seconds without a sign after which another worker counts as gone (120); the same for all workers",
        )
        parser.add_argument("--batch", action="store_true", help="do what waits, then end; no schedule")

    def handle(self, *, interval: float, stale_after: float, batch: bool, verbosity: int, **_options: Any) -> None:
        """Run."""
        if verbosity:
            logging.getLogger("caunoi.core.jobs").setLevel(logging.INFO)
        worker = JobWorker(
            queue_names=["*"],
            interval=interval,
            batch=batch,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        if batch:
            worker.run()
            return
        worker.configure_signals()
        keeper = Keeper(worker_id=worker.worker_id, stale_after=dt.timedelta(seconds=stale_after))
        keeper.start()
        try:
            worker.run()
        finally:
            keeper.end()
            # It may have beaten once more after the worker had left.
            worker.leave()
