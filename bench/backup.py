"""Backup under load and restore elsewhere: 100,000 persons, 2,000 classes, 2 GB of files."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bench.measure import Row, row

FILES, SIZE = 400, 5 * 1024 * 1024
SIZE_IN_WORDS = "100,000 persons, 2,000 classes, 2 GB of files"


def rows() -> Iterator[Row]:
    """Seconds of the backup while a clerk saves, of the restore with every row and file compared, and of both."""
    from django.conf import settings  # noqa: PLC0415 - the runner sets Django up first

    from bench.directory import build  # noqa: PLC0415 - as above

    build()
    _files()
    home = Path(settings.ENV.home)
    plain = _plain_copy(home)
    # Beside the home, on the same disk; both go away with it.
    backup, there = home / "bench.zip", home / "there"
    stop, saved = threading.Event(), [0]
    clerk = threading.Thread(target=_save_on, args=(stop, saved))
    clerk.start()
    began = time.perf_counter()
    try:
        _run("backup", str(backup))
        took = time.perf_counter() - began
    finally:
        stop.set()
        clerk.join()
    if saved[0] < 10:
        raise SystemExit(f"Only {saved[0]} changes were saved while the backup ran: it was under no load.")
    began = time.perf_counter()
    _run("restore", str(backup), "--compare", "--no-check", home=there, database=_empty_database())
    restored = time.perf_counter() - began
    _compare_files(Path(settings.FILES_ROOT), there / "files")
    copy = "plain copy of the same bytes"
    yield row(
        "backup under load", f"{SIZE_IN_WORDS}, {saved[0]} changes saved", took, "s", yardstick=copy, against=plain
    )
    yield row("restore elsewhere, every row compared", SIZE_IN_WORDS, restored, "s", yardstick=copy, against=plain)
    yield row("backup and restore", SIZE_IN_WORDS, took + restored, "s", yardstick="300 s", against=300)
    yield row("backup file", SIZE_IN_WORDS, backup.stat().st_size / 1024**2, "MB")


def _files() -> None:
    """Register files that are sparse on the disk: a few bytes of their own, then nothing."""
    from caunoi.core.files import path_of  # noqa: PLC0415 - the runner sets Django up first
    from caunoi.core.models import StoredFile  # noqa: PLC0415 - as above

    nothing, made = bytes(SIZE), []
    for number in range(FILES):
        head = f"%PDF-1.4 {number:06d}\n".encode()
        digest = hashlib.sha256(head + nothing[len(head) :]).hexdigest()
        path = path_of(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            out.write(head)
            out.truncate(SIZE)
        made.append(StoredFile(name=f"{number}.pdf", content_type="application/pdf", sha256=digest, size=SIZE))
    StoredFile.objects.bulk_create(made)


def _plain_copy(home: Path) -> float:
    """Copy the files, byte by byte and onto the disk, as the backup and the restore each have to."""
    with tempfile.TemporaryDirectory(dir=home) as folder:
        began = time.perf_counter()
        for path in (home / "files").rglob("*"):
            if path.is_file():
                with path.open("rb") as source, (Path(folder) / path.name).open("wb") as out:
                    shutil.copyfileobj(source, out, 1024 * 1024)
        os.sync()
        return time.perf_counter() - began


def _save_on(stop: threading.Event, saved: list[int]) -> None:
    """Add a person every few milliseconds, as clerks do all day."""
    from django.db import connection  # noqa: PLC0415 - the runner sets Django up first

    from caunoi.directory.models import Organisation, User  # noqa: PLC0415 - as above
    from caunoi.directory.services import people  # noqa: PLC0415 - as above

    actor = User.objects.get(username="do1")
    office = Organisation.objects.get(path="PRV001000007")
    while not stop.wait(0.02):
        people.add_person(actor=actor, organisation=office, full_name=f"Nguyễn Văn Đo {saved[0]}")
        saved[0] += 1
    connection.close()


def _run(*command: str, home: Path | None = None, database: str | None = None) -> None:
    environment = dict(os.environ)
    if home is not None:
        environment |= {"CAUNOI_KEYS": str(Path(environment["CAUNOI_HOME"]) / "keys"), "CAUNOI_HOME": str(home)}
        environment["CAUNOI_DATABASE_URL"] = database or f"sqlite:///{home}/caunoi.sqlite3"
    program = [sys.executable, "-m", "django", *command]
    subprocess.run(program, check=True, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program


def _empty_database() -> str | None:
    from django.conf import settings  # noqa: PLC0415 - the runner sets Django up first
    from django.db import connection  # noqa: PLC0415 - as above

    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE bench_there")
    return urlunsplit(urlsplit(settings.ENV.database_url)._replace(path="/bench_there"))


def _compare_files(here: Path, there: Path) -> None:
    names = sorted(path.relative_to(here) for path in here.rglob("*") if path.is_file())
    if names != sorted(path.relative_to(there) for path in there.rglob("*") if path.is_file()):
        raise SystemExit("The restored place has other files.")
    for name in names:
        with (here / name).open("rb") as one, (there / name).open("rb") as other:
            if hashlib.file_digest(one, "sha256").digest() != hashlib.file_digest(other, "sha256").digest():
                raise SystemExit(f"{name} is not what it was.")
