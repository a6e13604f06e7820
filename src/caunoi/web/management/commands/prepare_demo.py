"""``caunoi prepare_demo``."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation

from caunoi.core.texts import compile_catalogues
from caunoi.directory.models import Unit
from caunoi.directory.services.units import load_units
from caunoi.web.demo import office


class Command(BaseCommand):
    """Make the demonstration ready to be served; what stands already is left as it is."""

    help = "Compile the texts, migrate, load units, build the demonstration office where there is none."

    # A first start finds no texts and no tables: both are made below.
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do each step and say how long it took."""
        with self._step("Vietnamese texts"):
            for folder in settings.LOCALE_PATHS:
                compile_catalogues(folder)
        # WhiteNoise warns of a folder that isn't there; served from the sources, it stays empty.
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        if self._migrations_wait():
            with self._step("database"):
                call_command("migrate", verbosity=0)
        if not Unit.objects.exists():
            with self._step("administrative units"):
                load_units()
        if not office.exists():
            with self._step("demonstration office"), translation.override("vi"):
                office.build(accounts_file=settings.ENV.home / "accounts.txt")

    def _migrations_wait(self) -> bool:
        # Looking costs a tenth of what a run of migrate costs that finds nothing to do.
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        self.stdout.write(f"• {name} … ", ending="")
        self.stdout.flush()
        began = time.monotonic()
        yield
        self.stdout.write(f"{time.monotonic() - began:.1f} s")
