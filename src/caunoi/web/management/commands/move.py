"""``caunoi move``."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from caunoi.core.keeping.errors import Refused
from caunoi.core.keeping.move import move_database


class Command(BaseCommand):
    """Copy the office's database into another, empty one and compare every row."""

    help = "Move the office to another database: SQLite to PostgreSQL or back. The old one stays as it is."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address."""
        parser.add_argument("address", help="postgres://user@host/name or sqlite:////path/of/the/file")
        parser.add_argument(
            "--again", action="store_true", help="after one that stopped half-way: clear the target first"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Move and say what to set."""
        try:
            moved = move_database(options["address"], say=self.stdout.write, again=options["again"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            _("%(rows)s rows are the same in both. Set CAUNOI_DATABASE_URL to the new address, then start again.")
            % {"rows": moved.rows}
        )
