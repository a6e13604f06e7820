"""``caunoi backup``."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from caunoi.core.keeping import scheduled
from caunoi.core.keeping.backup import Made, make_backup
from caunoi.core.keeping.errors import Refused
from caunoi.core.keeping.progress import MB


class Command(BaseCommand):
    """Write database and files into one file while the office works; keys are not taken."""

    help = "Back up database and files into one file, while the office works. Keys are kept apart."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, or --scheduled."""
        parser.add_argument("file", nargs="?", type=Path, help="where to write it; nothing is overwritten")
        parser.add_argument(
            "--scheduled", action="store_true", help="write into CAUNOI_BACKUPS and delete what is old there"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make it and say what is in it; ends with 1 where a registered file is missing or damaged."""
        if bool(options["file"]) == options["scheduled"]:
            raise CommandError(_("Name a file, or --scheduled."))
        try:
            if options["scheduled"]:
                done = scheduled.make_scheduled(say=self.stdout.write)
                made, deleted = done.made, done.deleted
            else:
                made, deleted = make_backup(options["file"].resolve(), say=self.stdout.write), ()
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            _("%(file)s: %(rows)s rows, %(files)s files, %(size)s MB.")
            % {"file": made.file, "rows": made.rows, "files": made.files, "size": made.size // MB}
        )
        for old in deleted:
            self.stdout.write(_("deleted: %(file)s") % {"file": old.name})
        self._complain(made)

    def _complain(self, made: Made) -> None:
        for digest in (*made.missing, *made.damaged):
            self.stderr.write(digest)
        if made.missing or made.damaged:
            raise CommandError(
                _(
                    "The backup is made, but %(missing)s registered files were missing and %(damaged)s have another"
                    " content than they should. Run caunoi check --deep to see which."
                )
                % {"missing": len(made.missing), "damaged": len(made.damaged)}
            )
