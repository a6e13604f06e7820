"""The commands of keeping, as processes of their own on real databases."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from caunoi.core.keeping.archive import reading
from caunoi.core.keeping.rows import comparer
from caunoi.core.keeping.snapshots import sqlite_snapshot
from caunoi.core.keeping.tables import kept_tables
from scripts import postgres
from tests import databases

ROOT = Path(__file__).resolve().parent.parent.parent
FIXTURE = ROOT / "tests" / "upgrades" / "0.1.0"


class Office:
    """A home with a database, and the command that works on it."""

    def __init__(self, home: Path, database: str = "") -> None:
        self.home = home
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CAUNOI_")},
            "CAUNOI_HOME": str(home),
            "CAUNOI_KEYS": str(home.parent / "keys"),
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            **({"CAUNOI_DATABASE_URL": database} if database else {}),
        }

    def start(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def run(self, *command: str) -> tuple[int, str]:
        with self.start(str(Path(sys.executable).parent / "caunoi"), *command) as child:
            out, _none = child.communicate(timeout=300)
        return child.returncode, out


@pytest.fixture(scope="session")
def restored(tmp_path_factory):
    """The office of the first version, restored and brought up to date once; each test works on a copy."""
    place = tmp_path_factory.mktemp("restored")
    shutil.copytree(FIXTURE / "keys", place / "keys")
    (place / "keys").chmod(0o700)
    for path in (place / "keys").glob("*.key"):
        path.chmod(0o600)
    code, out = Office(place / "home").run("restore", str(FIXTURE / "backup.zip"), "--no-check")
    assert code == 0, out
    return place


@pytest.fixture
def office(restored, tmp_path):
    for name in ("keys", "home"):
        shutil.copytree(restored / name, tmp_path / name)
    return Office(tmp_path / "home")


def meaning(path: Path) -> dict[str, list[list[object]]]:
    """Every row of a SQLite file as values, by table, with the counters."""
    with sqlite_snapshot(path) as moment:
        tables = kept_tables(moment.applied(), everything=True)
        found = {}
        for table in tables:
            lines = b"".join(moment.chunks(table)).decode().split("\n")[:-1]
            found[table.name] = [comparer(table)(line) for line in lines]
        found["counters"] = [sorted(moment.counters(tables).items())]
    return found


def test_an_office_moves_to_postgresql_and_back_and_nothing_changed(office, tmp_path):
    files = sorted(path.name for path in (office.home / "files").rglob("*") if path.is_file())
    before = meaning(office.home / "caunoi.sqlite3")
    assert len(before["directory_person"]) > 3
    with postgres.server() as address:
        code, out = office.run("move", address)
        assert code == 0, out
        moved = Office(office.home, address)
        code, out = moved.run("check", "--deep")
        assert code == 0, out
        again, out = office.run("move", address)
        assert again == 1, out
        back = tmp_path / "back.sqlite3"
        databases.sqlite_copy(back)
        code, out = moved.run("move", f"sqlite:///{back}")
        assert code == 0, out
    assert meaning(back) == before
    code, out = Office(office.home, f"sqlite:///{back}").run("check", "--deep")
    assert code == 0, out
    assert sorted(path.name for path in (office.home / "files").rglob("*") if path.is_file()) == files


def test_backups_are_scheduled_and_rehearsed(office):
    code, out = office.run("backup", "--scheduled")
    assert code == 0, out
    (made,) = (office.home / "backups").glob("caunoi-*.zip")
    code, out = office.run("rehearse")
    assert (code, made.name in out) == (0, True), out
    assert not list(office.home.glob("rehearsal-*"))
    with reading(made) as opened:
        assert opened.manifest.tables["directory_user"].rows > 0
    made.write_bytes(made.read_bytes()[:-500])
    code, out = office.run("rehearse")
    assert code == 1, out
    assert not list(office.home.glob("rehearsal-*"))


@pytest.mark.parametrize("who", ["server", "worker"])
def test_server_and_worker_hold_the_place(office, tmp_path, who):
    bin_ = Path(sys.executable).parent
    commands = {
        "server": (str(bin_ / "gunicorn"), "config.wsgi", "--bind", f"127.0.0.1:{postgres.free_port()}", "--preload"),
        "worker": (str(bin_ / "caunoi"), "db_worker", "--interval", "1"),
    }
    shutil.copytree(office.home / "files", tmp_path / "files")
    running = office.start(*commands[who])
    try:
        _wait_until_held(office.home / "running.lock", running)
        code, out = office.run("move", f"sqlite:///{tmp_path / 'other.sqlite3'}")
        assert code == 1, out
        assert not (tmp_path / "other.sqlite3").exists()
    finally:
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=60)
    # Without its keys, or with another office's, it would make new ones and write what the old ones never open.
    keys = office.home.parent / "keys"
    keys.rename(tmp_path / "away")
    assert str(keys) in _refused(office, commands[who])
    assert not (keys / "fields.key").exists()
    shutil.rmtree(keys, ignore_errors=True)
    (tmp_path / "away").rename(keys)
    (office.home / "restoring").write_text("{}")
    assert "--again" in _refused(office, commands[who])


def _refused(office, command):
    refused = office.start(*command)
    out, _none = refused.communicate(timeout=120)
    assert refused.returncode != 0
    return out


def _wait_until_held(path: Path, running: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and running.poll() is None:
        with path.open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
        time.sleep(0.2)
    raise AssertionError("Nobody held the place.")
