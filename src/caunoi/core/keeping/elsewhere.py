"""Running this program's own commands on another home or database, as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from caunoi.core.keeping.progress import Say


def run_elsewhere(*command: str, say: Say, home: Path | None = None, database: str | None = None) -> int:
    """Run ``command`` with another home or database and this installation's keys; passes its words on.

    Returns the code with which it ended. Settings are read once a process, so another place needs another process.
    """
    environment = {**os.environ, "CAUNOI_KEYS": str(settings.KEYS.directory), "PYTHONUNBUFFERED": "1"}
    environment["CAUNOI_HOME"] = str(home or settings.ENV.home)
    if database is not None:
        environment["CAUNOI_DATABASE_URL"] = database
    elif home is not None:
        environment.pop("CAUNOI_DATABASE_URL", None)
    with subprocess.Popen(  # noqa: S603 - our own program with words of its own
        [sys.executable, "-m", "django", *command],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            say(line.rstrip("\n"))
    return child.returncode
