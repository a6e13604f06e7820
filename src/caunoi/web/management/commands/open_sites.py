"""``caunoi open_sites``: a site for each office below one."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from caunoi.directory.enums import OrganisationKind
from caunoi.directory.models import Organisation, User
from caunoi.publishing.services.opening import open_sites


class Command(BaseCommand):
    """Open what is missing; whoever runs it twice opens nothing twice."""

    help = "Open a public site for each office of a kind at and below one, in the name of an administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who opens, below which office, and of which kind."""
        parser.add_argument("user", help="user name of an administrator of the office")
        parser.add_argument("office", help="the office's name, or its key")
        parser.add_argument(
            "--kind", default="", choices=["", *OrganisationKind.values], help="of all kinds unless named"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say how far it is every hundred sites, and whose site could not be opened."""
        actor = User.objects.filter(username=options["user"], is_active=True).first()
        if actor is None:
            raise CommandError(f"There is no account {options['user']!r}.")
        began = time.monotonic()

        def told(done: int, of: int) -> None:
            if done % 100 == 0 or done == of:
                self.stdout.write(f"{done}/{of}  {time.monotonic() - began:.0f} s")

        try:
            opened = open_sites(actor=actor, top=_office(options["office"]), kind=options["kind"], progress=told)
        except PermissionDenied:
            raise CommandError(f"{actor.username} does not administer this office.") from None
        for name, why in opened.refused:
            self.stderr.write(f"{name}: {why}")
        self.stdout.write(f"opened: {opened.count}, refused: {len(opened.refused)}")


def _office(named: str) -> Organisation:
    found = list(Organisation.objects.filter(name=named).order_by("path")[:2])
    if not found and len(named) == 36:
        found = list(Organisation.objects.filter(pk=named)[:1])
    if len(found) != 1:
        raise CommandError(f"{'Several offices are' if found else 'No office is'} called {named!r}.")
    return found[0]
