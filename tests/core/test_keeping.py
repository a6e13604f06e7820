"""Sweeping, checking, and uploads that race with the sweeper."""

from __future__ import annotations

import datetime as dt
import io
import os
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from caunoi.core import files
from caunoi.core.files import keeping
from caunoi.core.models import LooseBytes, StoredFile

NOW = dt.timedelta(0)


@pytest.fixture(autouse=True)
def root(tmp_path, settings):
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT


def told(*arguments):
    out = io.StringIO()
    call_command("files", *arguments, stdout=out)
    return out.getvalue()


def kept(content=b"xin chao"):
    return files.store(content=content, name="a.txt", organisation_id=None)


@pytest.mark.django_db
def test_bytes_go_only_after_they_were_loose_for_a_while():
    gone, other = kept(), kept(b"o lai")
    gone.delete()
    assert (keeping.sweep(), keeping.sweep()) == (0, 0)
    assert LooseBytes.objects.get().sha256 == gone.sha256
    LooseBytes.objects.update(since="2026-01-01T00:00Z")
    assert told("sweep") == "1 contents without a file were deleted.\n"
    assert list(files.store_in_use().digests()) == [other.sha256]
    assert not LooseBytes.objects.exists()


@pytest.mark.django_db
def test_bytes_stored_again_are_not_loose_any_more():
    kept().delete()
    keeping.sweep()
    again = kept()
    LooseBytes.objects.update(since="2026-01-01T00:00Z")
    assert keeping.sweep(grace=NOW) == 0
    assert files.read_stored(again) == b"xin chao"
    assert not LooseBytes.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_running_upload_keeps_its_bytes_from_the_sweeper():
    """The bytes are loose and ripe, the upload has kept them and not committed yet; then the sweeper comes."""
    kept().delete()
    keeping.sweep()
    stored, swept, go_on = threading.Event(), [], threading.Event()

    def upload():
        with transaction.atomic():
            kept()
            stored.set()
            go_on.wait(30)
        connection.close()

    def sweeper():
        swept.append(keeping.sweep(grace=NOW))
        connection.close()

    first = threading.Thread(target=upload)
    first.start()
    assert stored.wait(30)
    second = threading.Thread(target=sweeper)
    second.start()
    if connection.vendor == "postgresql":
        # Nobody waits: the sweeper passes by what is held. On SQLite it stands in the queue of writers.
        second.join(30)
        assert swept == [0]
    go_on.set()
    first.join(30)
    second.join(30)
    assert swept == [0]
    assert files.read_stored(StoredFile.objects.get()) == b"xin chao"


@pytest.mark.django_db
def test_what_a_killed_writer_left_goes_later(root):
    stored = kept()
    aside = files.path_of(stored.sha256).parent / "aside-x1"
    aside.write_bytes(b"nua chung")
    keeping.sweep()
    assert aside.exists()
    os.utime(aside, (0, 0))
    keeping.sweep()
    assert not aside.exists()


@pytest.mark.django_db
def test_missing_and_altered_bytes_are_named():
    whole, missing, altered = kept(), kept(b"mat"), kept(b"doi")
    assert told("check") == "Every stored file is there and unaltered.\n"
    files.path_of(missing.sha256).unlink()
    files.path_of(altered.sha256).write_bytes(b"DOI")
    assert {(fault.file, fault.what) for fault in keeping.faults()} == {(missing, "missing"), (altered, "altered")}
    with pytest.raises(CommandError, match="2 files are missing or altered"):
        told("check")
    assert files.read_stored(whole) == b"xin chao"
