"""Whenever the process dies while a class is closed, all of it stands or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.data


def test_closing_killed_at_any_write_leaves_all_or_nothing(tmp_path):
    name = str(tmp_path / "killed.sqlite3") if connection.vendor == "sqlite" else f"test_killed_{os.getpid()}"
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.training.killed_closing", name],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-3000:]
    *killed, finished = json.loads(done.stdout)
    # Report, class, search document with its scope, trail, commit: at least these.
    assert len(killed) >= 5
    assert {tuple(each[key] for key in ("killed", "state", "reports", "trail", "search")) for each in killed} == {
        (True, "held", 0, 0, 0)
    }
    assert finished == {
        "at": len(killed) + 1,
        "killed": False,
        "state": "closed",
        "reports": 1,
        "trail": 1,
        "search": 1,
    }
