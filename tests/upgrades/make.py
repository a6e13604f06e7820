"""Make the small backup that a version leaves behind: ``.venv/bin/python -m tests.upgrades.make``, once a release.

Everything in it is made up, its keys too: they lie beside it, and open nothing else.
"""

# ruff: noqa: E402, T201 - settings are chosen before Django is imported; a program may print

from __future__ import annotations

import os
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

TARGET = Path(__file__).parent / version("caunoi")
HOME = Path(tempfile.mkdtemp(prefix="caunoi-upgrade-"))
os.environ["CAUNOI_HOME"] = str(HOME)
os.environ["CAUNOI_DATABASE_URL"] = f"sqlite:///{HOME / 'caunoi.sqlite3'}"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"

import django

django.setup()

from caunoi.core import search
from caunoi.core.keeping.backup import make_backup
from tests.databases import sqlite_copy
from tests.web.scope_world import build_office


def main() -> None:
    sqlite_copy(HOME / "caunoi.sqlite3")
    build_office("Xã Mẫu", "Nâng Cấp")
    search.reindex("organisation")
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir()
    made = make_backup(TARGET / "backup.zip")
    (TARGET / "keys").mkdir()
    for name in ("fields", "lookup"):
        shutil.copy(HOME / "keys" / f"{name}.key", TARGET / "keys")
    shutil.rmtree(HOME)
    print(f"{made.file}: {made.rows} rows, {made.files} files, {made.size // 1024} KB")


main()
