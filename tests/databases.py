"""Migrating takes seconds, so it is done once for a state of the migrations; every run starts from a copy."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "var" / "test"


def state() -> str:
    """Return a digest of everything that decides the tables: our migrations, and the versions of packages."""
    digest = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for path in sorted((ROOT / "src").glob("caunoi/**/migrations/*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def sqlite_copy(target: Path) -> None:
    """Put a migrated database at ``target``."""
    template = CACHE / f"{state()}.sqlite3"
    with _alone():
        if not template.exists():
            for old in CACHE.glob("*.sqlite3*"):
                old.unlink()
            aside = template.with_suffix(".new")
            _migrate(f"sqlite:///{aside}")
            aside.replace(template)
    for left in target.parent.glob(f"{target.name}*"):
        left.unlink()
    shutil.copyfile(template, target)


def postgresql_template(address: str) -> str:
    """Return the name of a migrated database on the server of ``address``, to be cloned."""
    import psycopg

    name = f"caunoi_{state()}"
    with _alone(), psycopg.connect(address, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            connection.execute(f'DROP DATABASE IF EXISTS "{name}_new"')
            connection.execute(f'CREATE DATABASE "{name}_new"')
            _migrate(f"{address.rsplit('/', 1)[0]}/{name}_new")
            connection.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


def _migrate(address: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        check=True,
        cwd=ROOT,
        env={**os.environ, "CAUNOI_DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
    )


@contextmanager
def own(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of programs that work on a migrated database of their own, of the kind that is tested."""
    import psycopg

    address = os.environ["CAUNOI_DATABASE_URL"]
    environment = {
        **os.environ,
        "CAUNOI_HOME": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONUNBUFFERED": "1",
    }
    if address.startswith("sqlite"):
        sqlite_copy(folder / "own.sqlite3")
        yield {**environment, "CAUNOI_DATABASE_URL": f"sqlite:///{folder / 'own.sqlite3'}"}
        return
    name = f"caunoi_own_{secrets.token_hex(4)}"
    template = postgresql_template(address)
    with psycopg.connect(address, autocommit=True) as connection:
        # Another process of the run may be copying the same template.
        with _alone():
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield {**environment, "CAUNOI_DATABASE_URL": f"{address.rsplit('/', 1)[0]}/{name}"}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
