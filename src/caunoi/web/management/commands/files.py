"""``caunoi files``: the store of files, looked through and swept."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from caunoi.core.files import StoreDown, keeping


class Command(BaseCommand):
    """Find files whose bytes are missing or altered; delete bytes to which no file refers."""

    help = "Find missing and altered files, or sweep bytes that nothing refers to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("check", help="read every stored file and name those that are missing or altered")
        actions.add_parser("sweep", help="delete bytes that nothing has referred to for two days")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do one of the two; a fault found ends the command with 1."""
        try:
            if options["action"] == "sweep":
                self.stdout.write(f"{keeping.sweep()} contents without a file were deleted.")
            else:
                self._check()
        except StoreDown as fault:
            raise CommandError(f"The store can't be reached: {fault}") from None

    def _check(self) -> None:
        found = 0
        for fault in keeping.faults():
            self.stdout.write(str(fault))
            found += 1
        if found:
            raise CommandError(f"{found} files are missing or altered. Restore them from a backup, or send them anew.")
        self.stdout.write("Every stored file is there and unaltered.")
