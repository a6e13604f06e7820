"""A program of its own: takes a report over on a real SQLite file and is killed at the n-th query, for every n.

Called as ``python -m tests.intake.killing FOLDER``; prints one JSON object a kill: how many rows each table held
afterwards, and the candidate's state. The last one is the run that nobody killed.
"""

# ruff: noqa: E402, T201 - settings are chosen before Django is imported; the answer is printed

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
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

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import User
from caunoi.intake.models import ReportCandidate
from caunoi.intake.services.outcome import accept_candidate
from caunoi.intake.services.review import accept_confident
from tests.factories import OrganisationFactory, UserFactory
from tests.intake.factories import CandidateFactory

TABLES = (
    "training_trainingclass",
    "training_classreport",
    "training_classorganisation",
    "training_agendaitem",
    "training_speaker",
    "training_guest",
    "training_classdirective",
    "directory_person",
    "directory_directive",
    "core_auditentry",
    "core_searchdocument",
)


def prepare() -> None:
    call_command("migrate", run_syncdb=True, verbosity=0, skip_checks=True)
    office = OrganisationFactory()
    user = UserFactory.with_role(office, RoleKind.ORGANISER)
    accept_confident(actor=user, candidate=CandidateFactory(organisation=office), threshold=0)
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    (FOLDER / "run.sqlite3").rename(FOLDER / "prepared.sqlite3")


def take_over(at: int) -> None:
    left = at

    def die(execute, sql, params, many, context):
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    candidate, user = ReportCandidate.objects.get(), User.objects.get()
    with connection.execute_wrapper(die):
        accept_candidate(actor=user, candidate=candidate, revision=candidate.revision)


def look() -> dict[str, object]:
    with closing(sqlite3.connect(FOLDER / "run.sqlite3")) as database:
        counts = {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}
        state = database.execute("SELECT state FROM intake_reportcandidate").fetchone()[0]
    return counts | {"state": state}


def main() -> None:
    prepare()
    for at in range(500):
        for old in FOLDER.glob("run.sqlite3*"):
            old.unlink()
        shutil.copy(FOLDER / "prepared.sqlite3", FOLDER / "run.sqlite3")
        child = os.fork()
        if not child:
            take_over(at)
            connection.close()
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        print(json.dumps({"killed": killed} | look()))
        if not killed:
            sys.exit(os.waitstatus_to_exitcode(status))


main()
