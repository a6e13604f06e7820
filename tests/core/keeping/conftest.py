"""An office with one of everything in a place of its own, and its backup; made once, changed by nobody."""

from __future__ import annotations

import dataclasses
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection

from caunoi.core import checks, search
from caunoi.core.keeping.backup import Made, make_backup
from caunoi.core.keeping.snapshots import snapshot
from caunoi.core.keeping.tables import kept_tables
from caunoi.core.models import StoredFile
from caunoi.directory.models import User
from tests.core.keeping.places import Place, place
from tests.web.scope_world import build_office


@dataclasses.dataclass(frozen=True)
class Original:
    """An office, its backup, and what stood in both."""

    place: Place
    world: SimpleNamespace
    backup: Path
    made: Made
    lines: dict[str, list[str]]
    digests: frozenset[str]


@pytest.fixture(scope="module")
def free(django_db_setup, django_db_blocker):
    """Let the tests of a module use databases of their own, beside the run's."""
    with django_db_blocker.unblock():
        yield
        connection.close()


@pytest.fixture(scope="module")
def original(free, tmp_path_factory):
    folder = tmp_path_factory.mktemp("original")
    with place(folder / "home", migrated=True) as made:
        with made.entered():
            world = build_office("Hòa Khánh", "Đông")
            # The factory of offices tells search nothing.
            search.reindex("organisation")
            lines = every_line()
            digests = frozenset(StoredFile.objects.values_list("sha256", flat=True))
            backup = make_backup(folder / "a.zip")
        yield Original(made, world, folder / "a.zip", backup, lines, digests)


@pytest.fixture
def office(free, tmp_path):
    """A place of the test's own with one account, to be changed at will."""
    with place(tmp_path / "office", migrated=True) as made, made.entered():
        User.objects.create(username="mau", name="Nguyễn Văn Mẫu")
        yield made


def every_line() -> dict[str, list[str]]:
    with snapshot() as moment:
        return {
            table.name: b"".join(moment.chunks(table)).decode().split("\n") for table in kept_tables(moment.applied())
        }


def faults(*, deep: bool = True) -> list[checks.Finding]:
    return [one for name in checks.registered() for one in checks.run(name, deep=deep) if not one.notice]


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder of the scheduled backups as another run does."""
    with (folder / "lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
