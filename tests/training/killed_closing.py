"""Closes a class in children that are killed at each writing statement and before the commit; prints what was left.

Run as a program by ``test_killed_closing``: the database is one of its own, which no other test sees.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection

from tests import databases

WRITES = ("INSERT", "UPDATE", "DELETE")


def main() -> None:
    """Prepare the database, kill one child a statement, then let one finish."""
    connection.settings_dict["TEST"]["NAME"] = sys.argv[1]
    if connection.vendor == "sqlite":
        databases.sqlite_copy(Path(sys.argv[1]))
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=True)
    else:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        pk, actor = _prepare()
        found, at = [], 1
        while True:
            killed = _in_child(pk, actor, at)
            found.append({"at": at, "killed": killed, **_left(pk)})
            if not killed:
                break
            at += 1
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)
    sys.stdout.write(json.dumps(found))


def _prepare() -> tuple[str, str]:
    from caunoi.training.enums import Mark
    from caunoi.training.services.attendance import CellMark, mark
    from tests.factories import (
        EnrolmentFactory,
        OrganisationFactory,
        PersonFactory,
        SittingFactory,
        TrainingClassFactory,
        UserFactory,
    )

    office = OrganisationFactory()
    actor = UserFactory.with_role(office)
    held = TrainingClassFactory(keeper=office, starts_on="2026-03-02", ends_on=None, state="held")
    sitting = SittingFactory(training_class=held)
    people = [EnrolmentFactory(training_class=held, person=PersonFactory()) for _ in range(3)]
    held.refresh_from_db()
    cells = [CellMark(enrolment_id=one.pk, sitting_id=sitting.pk, mark=Mark.PRESENT) for one in people]
    mark(actor=actor, training_class=held, cells=cells)
    return str(held.pk), str(actor.pk)


def _in_child(pk: str, actor: str, at: int) -> bool:
    """Close the class in a child that dies at its ``at``-th write, the commit being the last; says whether it died."""
    connection.close()
    child = os.fork()
    if not child:
        _close(pk, actor, at)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _close(pk: str, actor: str, at: int) -> None:
    from caunoi.directory.models import User
    from caunoi.training.models import TrainingClass
    from caunoi.training.services.closing import close_class

    seen = 0

    def count_down() -> None:
        nonlocal seen
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        if sql.startswith(WRITES):
            count_down()
        return execute(sql, params, many, context)

    user, training_class = User.objects.get(pk=actor), TrainingClass.objects.get(pk=pk)
    commit = connection._commit

    def last() -> None:
        count_down()
        commit()
        # What follows the commit is a job of its own: closing is done.
        os._exit(0)

    connection._commit = last
    with connection.execute_wrapper(watch):
        close_class(actor=user, training_class=training_class, revision=training_class.revision)


def _left(pk: str) -> dict[str, Any]:
    from caunoi.core.models import AuditEntry, SearchDocument
    from caunoi.training.models import ClassReport, TrainingClass

    return {
        "state": TrainingClass.objects.get(pk=pk).state,
        "reports": ClassReport.objects.filter(training_class=pk).count(),
        "trail": AuditEntry.objects.filter(object_id=pk, action="training.class_closed").count(),
        "search": SearchDocument.objects.filter(kind="class").count(),
    }


if __name__ == "__main__":
    django.setup()
    main()
