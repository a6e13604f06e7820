"""``caunoi restore``."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from caunoi.core.keeping.errors import Refused
from caunoi.core.keeping.restore import restore_backup


class Command(BaseCommand):
    """Put a backup into an empty place that does not run."""

    help = "Restore a backup into an empty home and database, bring it to this version and check it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and what may be left out."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--again", action="store_true", help="after one that stopped half-way: clear, then restore")
        parser.add_argument("--without-keys", action="store_true", help="even where the office's keys are not here")
        parser.add_argument("--only-database", action="store_true", help="leave the files of the home as they are")
        parser.add_argument("--compare", action="store_true", help="read every row back and compare it")
        parser.add_argument("--no-check", action="store_true", help="leave out the check at the end")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restore, then check."""
        try:
            done = restore_backup(
                options["file"].resolve(),
                say=self.stdout.write,
                again=options["again"],
                without_keys=options["without_keys"],
                with_files=not options["only_database"],
                compare=options["compare"],
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            _("Restored from version %(version)s: %(rows)s rows, %(files)s files.")
            % {"version": done.version, "rows": done.rows, "files": done.files}
        )
        if done.missing_keys:
            self.stderr.write(_("Keys that are still missing: %(names)s") % {"names": ", ".join(done.missing_keys)})
        if not options["no_check"]:
            call_command("check", stdout=self.stdout, stderr=self.stderr)
