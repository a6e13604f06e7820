"""A program of its own: takes a report over on a real SQLite file and is killed at the n-th query, for every n.

Called as ``python -m tests.intake.killing FOLDER``; prints one JSON object a kill: how many rows each table held
afterwards, and the candidate's state. The last one is the run that nobody killed.
"""

# ruff: noqa: E402 - settings are chosen before Django is imported

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from tests import killing

FOLDER = Path(sys.argv[1])
killing.wake(FOLDER)

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
    office = OrganisationFactory()
    user = UserFactory.with_role(office, RoleKind.ORGANISER)
    accept_confident(actor=user, candidate=CandidateFactory(organisation=office), threshold=0)


def take_over() -> None:
    candidate, user = ReportCandidate.objects.get(), User.objects.get()
    accept_candidate(actor=user, candidate=candidate, revision=candidate.revision)


def look() -> dict[str, object]:
    with closing(sqlite3.connect(FOLDER / killing.NAME)) as database:
        counts = {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}
        state = database.execute("SELECT state FROM intake_reportcandidate").fetchone()[0]
    return counts | {"state": state}


if __name__ == "__main__":
    killing.at_every_query(FOLDER, prepare=prepare, act=take_over, look=look)
