"""``caunoi prepare_demo``."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import translation

from caunoi.web.demo import office
from caunoi.web.management.preparing import PreparingCommand


class Command(PreparingCommand):
    """Make the demonstration ready to be served; what stands already is left as it is."""

    help = "Compile the texts, migrate, load units, build the demonstration office where there is none."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Prepare and build. Raises CommandError under the settings of a real office."""
        if not settings.DEMO:
            raise CommandError("The demonstration is built by `make run` alone, in a home of its own.")
        self.prepare()
        if not office.exists():
            with self.step("demonstration office"), translation.override("vi"):
                office.build(accounts_file=settings.ENV.home / office.ACCOUNTS)
