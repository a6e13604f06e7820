"""The ``caunoi`` command."""

from __future__ import annotations

import os
import sys

# What runs for as long as the office is open; no restore may run beside them.
_RUNNING = {"db_worker", "runserver", "worker"}


def main() -> int:
    """Read reports without a database (``caunoi read``); hand everything else to Django's management commands."""
    if sys.argv[1:2] == ["read"]:
        from caunoi.reader.output import main as read  # noqa: PLC0415 - reading needs no Django, and starts sooner

        return read(sys.argv[2:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    if sys.argv[1:2] == ["doctor"]:
        from caunoi.web import first_look  # noqa: PLC0415 - other commands need no look

        if first_look.look():
            return 1
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the settings are named

    if sys.argv[1:2] and sys.argv[1] in _RUNNING:
        import django  # noqa: PLC0415 - as above

        django.setup()
        hold_or_leave()
    execute_from_command_line(sys.argv)
    return 0


def hold_or_leave() -> None:
    """Hold the installation's place as one who runs on it; ends the process with words where it can't be run on."""
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now
    from django.db import DatabaseError, connection  # noqa: PLC0415 - as above
    from django.utils.translation import gettext as _  # noqa: PLC0415 - as above

    from caunoi.core.checking.keys import nothing_opens  # noqa: PLC0415 - as above
    from caunoi.core.keeping import place  # noqa: PLC0415 - as above
    from caunoi.core.keeping.errors import Refused  # noqa: PLC0415 - as above

    try:
        place.hold()
    except Refused as refusal:
        raise SystemExit(str(refusal)) from refusal
    try:
        lost = bool(place.table_names()) and nothing_opens()
    except (DatabaseError, Refused):
        # Out of reach, or of another version: server and worker say so themselves, and better.
        lost = False
    if lost:
        raise SystemExit(
            _("The office's keys are not in %(folder)s: nothing that is encrypted could be read. Put them there first.")
            % {"folder": settings.KEYS.directory}
        )
    # The server forks after this.
    connection.close()
