"""What a first start makes before anything is served: the same for the demonstration and for a real office."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from caunoi.core.texts import compile_catalogues
from caunoi.directory.models import Unit
from caunoi.directory.services.units import load_units


class PreparingCommand(BaseCommand):
    """Compile the texts, migrate, load units; what stands already is left as it is."""

    # A first start finds no texts and no tables: both are made below.
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def prepare(self) -> None:
        """Do each step that is due, and say how long it took."""
        with self.step("Vietnamese texts"):
            for folder in settings.LOCALE_PATHS:
                compile_catalogues(folder)
        # WhiteNoise warns of a folder that isn't there; served from the sources, it stays empty.
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        if self._migrations_wait():
            with self.step("database"):
                call_command("migrate", verbosity=0)
        if not Unit.objects.exists():
            with self.step("administrative units"):
                load_units()

    def _migrations_wait(self) -> bool:
        # Looking costs a tenth of what a run of migrate costs that finds nothing to do.
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Print the step's name, run it, print its seconds."""
        self.stdout.write(f"• {name} … ", ending="")
        self.stdout.flush()
        began = time.monotonic()
        yield
        self.stdout.write(f"{time.monotonic() - began:.1f} s")
