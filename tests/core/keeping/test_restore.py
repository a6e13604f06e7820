"""Restored elsewhere, every row and file is equal; a place is restored as a whole or says that it is not."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile

import pytest
from django.db import connection, transaction

from caunoi.core import search
from caunoi.core.audit import record
from caunoi.core.fields import lookup_hash
from caunoi.core.files import path_of
from caunoi.core.ids import range_below
from caunoi.core.keeping import archive, filling, place, restore
from caunoi.core.keeping.backup import make_backup
from caunoi.core.keeping.compare import first_difference
from caunoi.core.keeping.errors import Refused
from caunoi.core.keeping.restore import restore_backup
from caunoi.core.keeping.snapshots import snapshot
from caunoi.core.keeping.tables import kept_tables
from caunoi.core.keys import KeyRing
from caunoi.core.models import AuditEntry
from caunoi.directory.models import Person, User
from tests.core.keeping.conftest import every_line, faults
from tests.core.keeping.places import elsewhere
from tests.factories import PersonFactory


def test_restored_elsewhere_everything_is_equal(original, tmp_path):
    world = original.world
    assert (original.made.missing, original.made.damaged) == ((), ())
    with elsewhere(tmp_path / "there"):
        done = restore_backup(original.backup, compare=True)
        assert (done.rows, done.files, done.migrated) == (original.made.rows, len(original.digests), 0)
        assert every_line() == original.lines
        for digest in original.digests:
            assert hashlib.sha256(path_of(digest).read_bytes()).hexdigest() == digest
        assert Person.objects.get(pk=world.person.pk).phone == "0905 111 222"
        assert Person.objects.get(phone_hash=lookup_hash("0905111222")).pk == world.person.pk
        found = search.find(query="lop hoa khanh dong", ranges=(range_below(world.office.path),), kinds=("class",))
        assert [one.object_id for one in found] == [world.training_class.code]
        assert faults() == []


def test_counters_go_on_although_the_last_row_was_deleted(office, tmp_path):
    def write() -> AuditEntry:
        with transaction.atomic():
            return record(actor=None, action="test", subject=User.objects.get(), organisation_id=None)

    last = write()
    AuditEntry.objects.filter(pk=last.pk).delete()
    make_backup(tmp_path / "a.zip")
    with elsewhere(tmp_path / "there"):
        restore_backup(tmp_path / "a.zip")
        assert write().pk == last.pk + 1


def test_texts_of_every_kind_come_back(office, tmp_path):
    names = ["\\N", "a\tb", "c\nd", "e\\f", "\\", "g\r\nh", "i\u2028j", "k\x0bl\x1cm", "'\"", "Đặng Thị Ệ", "\\t"]
    people = [PersonFactory(full_name=name) for name in names]
    make_backup(tmp_path / "a.zip")
    with elsewhere(tmp_path / "there"):
        restore_backup(tmp_path / "a.zip", compare=True)
        assert [Person.objects.get(pk=person.pk).full_name for person in people] == names


@pytest.mark.parametrize("where", ["file", "end", "manifest"])
def test_a_damaged_backup_writes_nothing(original, tmp_path, where):
    content = bytearray(original.backup.read_bytes())
    with zipfile.ZipFile(original.backup) as opened:
        names = [archive.MANIFEST] if where == "manifest" else [n for n in opened.namelist() if n.startswith("files")]
        info = opened.getinfo(names[0])
    if where == "end":
        del content[-2000:]
    else:
        content[info.header_offset + 30 + len(info.filename) + 20 + 5] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(content)
    with elsewhere(tmp_path / "there") as there:
        with pytest.raises(Refused, match=r"a\.zip|files/"):
            restore_backup(tmp_path / "a.zip")
        assert sorted(path.name for path in there.iterdir()) == ["running.lock"]
        assert not place.is_half_restored()


def test_a_place_with_work_in_it_is_refused(original, office, tmp_path):
    before = every_line()
    with pytest.raises(Refused):
        restore_backup(original.backup)
    assert every_line() == before
    with elsewhere(tmp_path / "there") as there:
        (there / "files").mkdir()
        (there / "files" / "paper").write_text("of somebody")
        with pytest.raises(Refused, match="files"):
            restore_backup(original.backup)


def test_a_place_that_runs_is_refused(original, tmp_path):
    with elsewhere(tmp_path / "there"):
        place.hold()
        try:
            assert place.is_held()
            with pytest.raises(Refused):
                restore_backup(original.backup)
        finally:
            place._HELD.pop().close()
        assert not place.is_held()
        with place.alone(), pytest.raises(Refused):
            place.hold()


def test_other_keys_are_refused_before_anything_is_written(original, tmp_path, settings):
    shutil.copytree(settings.KEYS.directory, tmp_path / "keys")
    (tmp_path / "keys" / "fields.key").unlink()
    with elsewhere(tmp_path / "there") as there:
        settings.KEYS = KeyRing(tmp_path / "keys")
        with pytest.raises(Refused, match="fields"):
            restore_backup(original.backup)
        assert sorted(path.name for path in there.iterdir()) == ["running.lock"]
        assert restore_backup(original.backup, without_keys=True).missing_keys == ("fields",)
        assert {one.check for one in faults()} == {"keys"}
        assert not (tmp_path / "keys" / "fields.key").exists()
        settings.KEYS.secret("fields")
        assert {one.check for one in faults()} == {"keys"}


def test_a_backup_of_a_newer_version_is_refused(original, tmp_path):
    with zipfile.ZipFile(original.backup) as opened, zipfile.ZipFile(tmp_path / "b.zip", "w") as out:
        manifest = json.loads(opened.read(archive.MANIFEST))
        manifest["migrations"].append(["training", "0999_of_tomorrow"])
        text = json.dumps(manifest).encode()
        for name in opened.namelist():
            out.writestr(name, text if name == archive.MANIFEST else opened.read(name))
        out.comment = hashlib.sha256(text).hexdigest().encode()
    with elsewhere(tmp_path / "there"), pytest.raises(Refused, match=r"0\.1\.0"):
        restore_backup(tmp_path / "b.zip")


def test_a_difference_of_one_letter_is_seen(original, tmp_path):
    with elsewhere(tmp_path / "there"):
        restore_backup(original.backup)
        Person.objects.filter(pk=original.world.person.pk).update(full_name="Trần Hòa Khánh Đônq")
        with archive.reading(original.backup) as reader, snapshot() as moment:
            odd = {
                table.name
                for table in kept_tables(moment.applied())
                if first_difference(table, reader.rows(table.name), moment) is not None
            }
    assert odd == {"directory_person"}


@pytest.mark.parametrize("moment", ["files", "rows"])
def test_killed_half_way_the_place_is_refused_until_it_is_restored_again(original, tmp_path, moment, monkeypatch):
    with elsewhere(tmp_path / "there"):
        names = ("into_sqlite", "into_postgresql") if moment == "files" else ("_counters", "_set_counter")
        with monkeypatch.context() as patched:
            for name in names:
                patched.setattr(restore if moment == "files" else filling, name, lambda *_a, **_k: os._exit(9))
            connection.close()
            child = os.fork()
            if not child:
                try:
                    restore_backup(original.backup)
                finally:
                    os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        connection.close()
        assert place.is_half_restored()
        for call in (place.hold, lambda: restore_backup(original.backup), lambda: make_backup(tmp_path / "b.zip")):
            with pytest.raises(Refused):
                call()
        assert "restore" in {one.check for one in faults()}
        if connection.vendor == "postgresql":
            # Its tables are made anew by the migrations, which the move between databases tries out.
            place.clear_half()
            assert place.table_names() == set()
            return
        restore_backup(original.backup, again=True, compare=True)
        assert every_line() == original.lines
        assert not place.is_half_restored()
        with pytest.raises(Refused):
            restore_backup(original.backup, again=True)
        assert every_line() == original.lines


def test_again_touches_no_database_that_the_mark_does_not_mean(original, tmp_path):
    with elsewhere(tmp_path / "there") as there:
        restore_backup(original.backup)
        (there / "restoring").write_text(json.dumps({"database": "another one"}))
        with pytest.raises(Refused):
            restore_backup(original.backup, again=True)
        (there / "restoring").unlink()
        assert every_line() == original.lines
