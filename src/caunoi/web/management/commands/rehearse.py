"""``caunoi rehearse``."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from caunoi.core.keeping.errors import Refused
from caunoi.core.keeping.rehearsal import rehearse


class Command(BaseCommand):
    """Try out whether the newest backup can be restored."""

    help = "Restore the newest backup into a place of its own, compare and check it, and clean up."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take another backup than the newest."""
        parser.add_argument("file", nargs="?", type=Path, help="the newest scheduled backup unless named")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Rehearse and say how long it took."""
        try:
            done = rehearse(options["file"] and options["file"].resolve(), say=self.stdout.write)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if not done.well:
            raise CommandError(
                _("%(file)s could not be restored without faults. Its words stand above.") % {"file": done.file}
            )
        self.stdout.write(
            _("%(file)s can be restored: it took %(seconds)s seconds.")
            % {"file": done.file, "seconds": round(done.seconds)}
        )
