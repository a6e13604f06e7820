"""What every test stands on: a home of its own, the database named by the run, factories."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# Settings read the environment when they are imported, so the test home is set before Django wakes.
_HOME = Path(tempfile.mkdtemp(prefix="caunoi-test-"))
os.environ["CAUNOI_HOME"] = str(_HOME)
os.environ.pop("CAUNOI_KEYS", None)
os.environ["CAUNOI_DATABASE_URL"] = os.environ.get("CAUNOI_TEST_DATABASE_URL") or f"sqlite:///{_HOME / 'test.sqlite3'}"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"

pytest_plugins = ["tests.fixtures"]
