"""An office of every earlier version is restored by this one, brought up to it, and sound."""

from __future__ import annotations

import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

from caunoi.core import search
from caunoi.core.fields import lookup_hash
from caunoi.core.ids import range_below
from caunoi.core.keeping import archive
from caunoi.core.keeping.restore import restore_backup
from caunoi.core.keeping.tables import waiting
from caunoi.core.keys import KeyRing
from caunoi.directory.models import Organisation, Person
from tests.core.keeping.conftest import faults, free  # noqa: F401 - a fixture
from tests.core.keeping.places import place

HERE = Path(__file__).parent
VERSIONS = sorted(path.name for path in HERE.iterdir() if (path / "backup.zip").exists())


def test_this_version_left_its_backup():
    assert version("caunoi") in VERSIONS
    assert all((HERE / each / "backup.zip").stat().st_size < 400_000 for each in VERSIONS)


@pytest.mark.data
@pytest.mark.parametrize("each", VERSIONS)
def test_an_office_of_that_version_goes_on_with_this_one(free, tmp_path, settings, each):  # noqa: F811
    shutil.copytree(HERE / each / "keys", tmp_path / "keys")
    (tmp_path / "keys").chmod(0o700)
    for path in (tmp_path / "keys").glob("*.key"):
        path.chmod(0o600)
    backup = HERE / each / "backup.zip"
    with archive.reading(backup) as reader:
        older = bool(waiting(reader.manifest.applied))
    with place(tmp_path / "there", migrated=False, tables=not older) as made, made.entered():
        settings.KEYS = KeyRing(tmp_path / "keys")
        done = restore_backup(backup, compare=True)
        assert (done.version, bool(done.migrated)) == (each, older)
        assert faults() == []
        person = Person.objects.get(phone_hash=lookup_hash("0905 111 222"))
        assert (person.full_name, person.phone) == ("Trần Xã Mẫu Nâng Cấp", "0905 111 222")
        office = Organisation.objects.get(folded_name="uy ban xa mau nang cap")
        found = search.find(query="xa mau", ranges=(range_below(office.path),), kinds=("class", "person", "article"))
        assert {one.kind for one in found} == {"class", "person", "article"}
