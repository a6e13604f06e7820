"""The ``caunoi`` command."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Read reports without a database (``caunoi read``); hand everything else to Django's management commands."""
    if sys.argv[1:2] == ["read"]:
        from caunoi.reader.output import main as read  # noqa: PLC0415 - reading needs no Django, and starts sooner

        return read(sys.argv[2:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the settings are named

    execute_from_command_line(sys.argv)
    return 0
