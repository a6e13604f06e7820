"""A backup holds everything but the keys, is one moment, and stands whole or not at all."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from caunoi.core.files import path_of, store
from caunoi.core.keeping import archive, snapshots
from caunoi.core.keeping.backup import make_backup
from caunoi.core.keeping.errors import Refused
from caunoi.core.keeping.restore import restore_backup
from caunoi.core.keeping.snapshots import snapshot
from caunoi.core.keeping.tables import LEFT_OUT, kept_tables, tables_at
from caunoi.directory.models import Person
from tests.core.keeping.conftest import faults
from tests.core.keeping.places import elsewhere
from tests.factories import PersonFactory

PDF = b"%PDF-1.4 made up "


def test_every_table_is_kept_or_left_out_with_a_reason(office):
    with snapshot() as moment:
        known = {table.name for table in tables_at(moment.applied())}
        kept = {table.name for table in kept_tables(moment.applied())}
    assert known - kept == known & set(LEFT_OUT)
    assert set(LEFT_OUT) - known == (set() if connection.vendor == "sqlite" else {"wagtailsearch_indexentry_fts"})
    assert all(LEFT_OUT.values())
    # What is left are the shadows of SQLite's own search tables.
    shadows = ("wagtailsearch_indexentry_fts_", "core_search_index", "publishing_public_index")
    loose = set(connection.introspection.table_names()) - known
    assert all(name.startswith(shadows) for name in loose)


def test_backup_is_one_moment_while_others_write(office, tmp_path, monkeypatch):
    """What is written while the backup reads is not in it, whichever table it comes to later."""
    kind = snapshots.SqliteSnapshot if connection.vendor == "sqlite" else snapshots.PostgresqlSnapshot
    read = kind.chunks
    PersonFactory()

    def chunks(self, table):
        if table.name == "core_auditentry":
            PersonFactory()
        return read(self, table)

    monkeypatch.setattr(kind, "chunks", chunks)
    make_backup(tmp_path / "a.zip")
    with archive.reading(tmp_path / "a.zip") as reader:
        assert reader.manifest.tables["directory_person"].rows == 1
    assert Person.objects.count() == 2


def test_no_key_and_no_secret_is_in_a_backup(original):
    secrets = [key for path in settings.KEYS.directory.glob("*.key") for key in path.read_text().split()]
    assert len(secrets) >= 3
    with zipfile.ZipFile(original.backup) as opened:
        everything = b"".join(opened.read(name) for name in opened.namelist())
    # The search would find them if they were there.
    assert "Hòa Khánh".encode() in everything
    for secret in [*secrets, "0905 111 222", "0905111222"]:
        assert secret.encode() not in everything
    assert stat.S_IMODE(original.backup.stat().st_mode) == 0o600
    assert not list(original.backup.parent.glob("*.part"))


def test_a_backup_overwrites_nothing(office, tmp_path):
    (tmp_path / "a.zip").write_text("something else")
    with pytest.raises(Refused, match=r"a\.zip"):
        make_backup(tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_text() == "something else"


def test_a_backup_that_fails_leaves_nothing(office, tmp_path, monkeypatch):
    def fail(_path, _needed):
        raise Refused("the disk is full")

    monkeypatch.setattr(archive, "require_space", fail)
    with pytest.raises(Refused, match="full"):
        make_backup(tmp_path / "a.zip")
    assert not list(tmp_path.glob("a.zip*"))


def test_a_missing_and_a_damaged_file_are_named_and_the_rest_is_kept(office, tmp_path):
    files = [store(content=PDF + bytes([n]), name=f"{n}.pdf", organisation_id=None) for n in (65, 66, 67)]
    gone, changed, whole = (file.sha256 for file in files)
    path_of(gone).unlink()
    path_of(changed).write_bytes(PDF + b"?")
    made = make_backup(tmp_path / "a.zip")
    assert (made.missing, made.damaged, made.files) == ((gone,), (changed,), 2)
    with elsewhere(tmp_path / "there"):
        assert restore_backup(tmp_path / "a.zip", compare=True).files == 2
        assert path_of(whole).read_bytes() == PDF + b"C"
        assert sorted(one.where for one in faults()) == sorted(f"{f.name} ({f.sha256[:12]})" for f in files[:2])


def test_paths_in_a_backup_lead_nowhere_else(office, tmp_path):
    """Names of media files come from rows; none leads out of the folder."""
    from wagtail.documents import get_document_model

    get_document_model().objects.create(title="x", file="../../outside.txt", file_size=1, file_hash="x")
    (Path(settings.MEDIA_ROOT).parent.parent / "outside.txt").write_text("not of the office")
    assert make_backup(tmp_path / "a.zip").missing == ("media/../../outside.txt",)


def test_a_newer_database_is_not_backed_up_by_an_older_program(office, tmp_path):
    MigrationRecorder(connection).record_applied("training", "0999_of_tomorrow")
    with pytest.raises(Refused):
        make_backup(tmp_path / "a.zip")
