"""``caunoi reindex``: write search documents anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from caunoi.core import search
from caunoi.publishing.queries.search import lookup
from caunoi.publishing.services import finding

# What readers of the portal find, of all kinds.
_PORTAL = "portal"


class Command(BaseCommand):
    """Write the search documents of all kinds anew, or of those named; searches go on meanwhile."""

    help = "Write the search documents anew: all kinds, or those named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the kinds."""
        parser.add_argument("kinds", nargs="*", help="person, class, topic …, portal; all of them when none is named")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Rebuild one kind after the other, each in one transaction."""
        known = [*search.registered(), _PORTAL]
        wanted = options["kinds"] or known
        unknown = sorted(set(wanted) - set(known))
        if unknown:
            raise CommandError(f"No such kind: {', '.join(unknown)}. There are: {', '.join(known)}.")
        for kind in wanted:
            self.stdout.write(f"{kind}: {_portal() if kind == _PORTAL else search.reindex(kind)}")


def _portal() -> int:
    count = finding.rebuild()
    lookup.tidy()
    return count
