"""For programs that kill themselves: real SQLite files, tables made from the models, death at the n-th query.

A test starts such a program (``python -m tests.….killed_something FOLDER``). The program calls :func:`wake` before it
imports anything of the house, then :func:`at_every_query`, which prints one JSON object a kill and ends.
"""

# ruff: noqa: T201 - the answer is printed

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

NAME = "run.sqlite3"


class NoMigrations(dict):
    """Tables come from the models: a second's work instead of every migration's."""

    def __missing__(self, label):
        return None

    def __contains__(self, label):
        return True


def wake(folder: Path) -> None:
    """Choose the settings and the database in ``folder``, and wake Django."""
    os.environ["CAUNOI_HOME"] = str(folder)
    os.environ["CAUNOI_DATABASE_URL"] = f"sqlite:///{folder / NAME}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django
    from django.conf import settings

    settings.MIGRATION_MODULES = NoMigrations()
    django.setup()


@contextmanager
def dying(at: int):
    """Within, the process kills itself right before its query number ``at``, counted from 0."""
    from django.db import connection

    left = at

    def die(execute, sql, params, many, context):
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die):
        yield


def at_every_query(
    folder: Path,
    *,
    prepare: Callable[[], None],
    act: Callable[[], None],
    look: Callable[[], dict[str, object]],
    most: int = 1_000,
    step: int = 1,
) -> None:
    """Prepare once; then act on a fresh copy, killed at each query (each ``step``-th), and look what is left.

    Prints what ``look`` gave, with ``killed``, a line a run; the last is the run that nobody killed. Ends the program.
    """
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", run_syncdb=True, verbosity=0, skip_checks=True)
    prepare()
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    run, prepared = folder / NAME, folder / "prepared.sqlite3"
    run.rename(prepared)
    for at in range(0, most, step):
        for old in folder.glob(f"{NAME}*"):
            old.unlink()
        shutil.copy(prepared, run)
        child = os.fork()
        if not child:
            with dying(at):
                act()
            connection.close()
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        print(json.dumps({"killed": killed} | look()))
        connection.close()
        if not killed:
            sys.exit(os.waitstatus_to_exitcode(status))


def run(program: str, folder: Path) -> list[dict[str, object]]:
    """Start a program for a test and return what it printed; fails with its last words where it failed."""
    done = subprocess.run(
        [sys.executable, "-m", program, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]
