"""The store of files on disk and in a bucket of a real server that speaks S3."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
import urllib.request
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from caunoi.core import files
from caunoi.core.files import stores
from config.env import BadEnvironment, read_environment

CONTENT = b"noi dung thu " * 50_000
DIGEST = hashlib.sha256(CONTENT).hexdigest()
OTHER = hashlib.sha256(b"khac").hexdigest()


@pytest.fixture(scope="session")
def endpoint():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    with urllib.request.urlopen(urllib.request.Request(f"{address}/kho", method="PUT")) as made:
        assert made.status == 200
    yield address
    server.stop()


@pytest.fixture(params=["disk", "bucket"])
def store(request, tmp_path, settings):
    if request.param == "disk":
        settings.FILES_ROOT = tmp_path / "files"
    else:
        address = request.getfixturevalue("endpoint")
        settings.FILES_URL = f"s3://kho/{tmp_path.name}?endpoint={address}"
        settings.FILES_S3_KEY, settings.FILES_S3_SECRET = "khoa", "bi-mat"
    return files.store_in_use()


def test_bytes_come_back_whole_and_in_parts(store):
    assert store.size(DIGEST) is None
    store.put(DIGEST, CONTENT)
    store.put(DIGEST, CONTENT)
    store.put(OTHER, b"khac")
    assert store.read(DIGEST) == CONTENT
    assert b"".join(store.stream(DIGEST, 300_000, 600_001)) == CONTENT[300_000:600_001]
    assert b"".join(store.stream(DIGEST, 649_990)) == CONTENT[649_990:]
    assert store.size(DIGEST) == len(CONTENT)
    assert sorted(store.digests()) == sorted([DIGEST, OTHER])
    store.delete(DIGEST)
    store.delete(DIGEST)
    assert list(store.digests()) == [OTHER]
    for lost in (store.read, store.stream):
        with pytest.raises(FileNotFoundError):
            lost(DIGEST)


def test_two_writers_at_once_leave_one_whole_copy(store):
    threads = [threading.Thread(target=store.put, args=(DIGEST, CONTENT)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(store.digests()) == [DIGEST]
    assert store.read(DIGEST) == CONTENT


@pytest.mark.django_db
def test_files_are_kept_and_read_wherever_they_lie(store, office):
    kept = files.store(content=CONTENT, name="a.txt", organisation_id=office.pk)
    assert files.read_stored(kept) == CONTENT
    with files.open_stored(kept) as opened:
        assert opened.read() == CONTENT
    assert list(store.digests()) == [kept.sha256]


@pytest.mark.django_db
def test_bucket_that_is_down_refuses_in_words_and_writes_no_row(settings, office):
    settings.FILES_URL = "s3://kho?endpoint=http://127.0.0.1:9"
    with pytest.raises(files.RefusedFile, match="Không liên lạc được với nơi lưu tệp"):
        files.store(content=b"xin", name="a.txt", organisation_id=office.pk)
    assert not files.StoreDown.__subclasses__()


def test_bytes_that_went_bad_on_disk_are_replaced(tmp_path):
    store = stores.DiskStore(tmp_path)
    store.put(DIGEST, CONTENT)
    store.path(DIGEST).write_bytes(CONTENT[:-1] + b"x")
    store.put(DIGEST, CONTENT)
    assert store.read(DIGEST) == CONTENT


def test_writer_killed_in_the_middle_leaves_nothing_under_the_name(tmp_path):
    store = stores.DiskStore(tmp_path)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.fsync = lambda _handle: (os.write(writing, b"1"), signal.pause())
            store.put(DIGEST, CONTENT)
        finally:
            os._exit(1)
    assert os.read(reading, 1) == b"1"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)
    os.close(writing)
    assert (list(store.digests()), store.size(DIGEST), len(list(store.asides()))) == ([], None, 1)
    store.put(DIGEST, CONTENT)
    assert store.read(DIGEST) == CONTENT


@pytest.mark.parametrize("address", ["s3:", "ftp://kho", "s3://khoa:mat@kho", "/var/files"])
def test_address_that_is_no_store_stops_the_start(monkeypatch, address):
    monkeypatch.setenv("CAUNOI_FILES_URL", address)
    with pytest.raises(BadEnvironment, match="CAUNOI_FILES_URL takes") as refused:
        read_environment()
    assert "mat@" not in str(refused.value)


def test_unstarted_stream_holds_no_file_open(tmp_path):
    store = stores.DiskStore(Path(tmp_path))
    store.put(DIGEST, CONTENT)
    store.stream(DIGEST).close()
