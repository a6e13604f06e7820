"""A program of its own: erases a person on a real SQLite file and is killed at every fourth query.

Called as ``python -m tests.directory.killed_erasure FOLDER``; prints one JSON object a kill: which names are found in
a dump, the dump's digest, how many entries are erased, the counts of the classes. The last run nobody killed.
"""

# ruff: noqa: E402 - settings are chosen before Django is imported

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from tests import killing

FOLDER = Path(sys.argv[1])
killing.wake(FOLDER)

from caunoi.core import audit
from caunoi.directory.models import Person, User
from caunoi.directory.services.erasure import erase_person
from tests import leaks
from tests.directory import plenty


def act() -> None:
    person = Person.objects.get(full_name=plenty.NAME)
    boss = User.objects.get(name="Phạm Quản Trị")
    erase_person(actor=boss, person=person, typed=plenty.NAME, reason="Theo đơn số 12")


def look() -> dict[str, object]:
    content = b"".join(path.read_bytes() for path in FOLDER.glob(f"{killing.NAME}*"))
    dump = leaks.dump()
    return {
        "found": sorted({secret for secret in plenty.SECRETS if secret.encode() in dump}),
        "in_file": plenty.NAME.encode() in content,
        "digest": hashlib.sha256(dump).hexdigest(),
        "erased": Person.objects.filter(erased_at__isnull=False).count(),
        "counts": hashlib.sha256(str(plenty.counts()).encode()).hexdigest(),
        "faults": [str(fault) for fault in audit.verify().faults],
    }


if __name__ == "__main__":
    killing.at_every_query(FOLDER, prepare=plenty.person_with_everything, act=act, look=look, step=4)
