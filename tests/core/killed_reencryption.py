"""A program of its own: re-encrypts on a real SQLite file and is killed at the n-th query, for every n.

Called as ``python -m tests.core.killed_reencryption FOLDER``; prints one JSON object a kill: what the persons read as,
how many values lie under the old keys, and after a second run that nobody kills how many are left.
"""

# ruff: noqa: E402, T201 - settings are chosen before Django is imported; the answer is printed

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import traceback
from pathlib import Path

FOLDER = Path(sys.argv[1])
os.environ["CAUNOI_HOME"] = str(FOLDER)
os.environ["CAUNOI_DATABASE_URL"] = f"sqlite:///{FOLDER / 'run.sqlite3'}"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"

import django
from django.conf import settings


class NoMigrations(dict):
    """Tables come from the models: a second's work instead of every migration's."""

    def __missing__(self, label):
        return None

    def __contains__(self, label):
        return True


settings.MIGRATION_MODULES = NoMigrations()
django.setup()

from django.core.management import call_command
from django.db import connection

from caunoi.core import outbox, reencryption
from caunoi.core.fields import lookup_hash
from caunoi.core.models import OutboxMessage
from caunoi.directory.models import Person
from tests.factories import PersonFactory

# Small, so that a run has many batches and many places to die at.
reencryption._BATCH = 2


def prepare() -> None:
    call_command("migrate", run_syncdb=True, verbosity=0, skip_checks=True)
    for number in range(5):
        phone = f"090500000{number}"
        PersonFactory(
            full_name=f"Trần Mẫu {number}", phone=phone, phone_hash=lookup_hash(phone), email=f"{number}@x.vn"
        )
    outbox.enqueue(recipient="hop-thu@x.vn", template="x", context={"to": "Mẫu"}, organisation_id=None)
    for name in reencryption.ROTATED:
        settings.KEYS.rotate(name)
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    (FOLDER / "run.sqlite3").rename(FOLDER / "prepared.sqlite3")


def run_until(at: int) -> None:
    left = at

    def die(execute, sql, params, many, context):
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die):
        reencryption.reencrypt()


def plain() -> list[object]:
    people = list(Person.objects.order_by("full_name").values_list("full_name", "phone", "email"))
    return [*map(list, people), *map(list, OutboxMessage.objects.values_list("recipient", "context"))]


def old() -> int:
    left = 0
    for name in reencryption.ROTATED:
        newest, *_older = settings.KEYS.keys(name)
        counts = reencryption.count_old(name)
        left += sum(counts.values()) - counts[newest.fingerprint]
    return left


def main() -> None:
    prepare()
    for at in range(500):
        for left in FOLDER.glob("run.sqlite3*"):
            left.unlink()
        shutil.copy(FOLDER / "prepared.sqlite3", FOLDER / "run.sqlite3")
        child = os.fork()
        if not child:
            code = 1
            try:
                run_until(at)
                connection.close()
                code = 0
            except Exception:  # noqa: BLE001 - told, and the process ends
                traceback.print_exc()
            finally:
                os._exit(code)
        _pid, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        connection.close()
        seen = {"killed": killed, "plain": plain(), "old": old()}
        reencryption.reencrypt()
        print(json.dumps(seen | {"after": plain(), "left": old()}))
        connection.close()
        if not killed:
            sys.exit(os.waitstatus_to_exitcode(status))


main()
