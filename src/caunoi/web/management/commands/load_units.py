"""``caunoi load_units``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from caunoi.directory.services.units import load_units


class Command(BaseCommand):
    """Bring the administrative units to what this version ships."""

    help = "Load provinces, former districts and communes with their succession. Safe to run again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load and say how many there are."""
        units, successions = load_units()
        self.stdout.write(f"{units} units, {successions} successions.")
