"""What every test stands on: a home of its own, the database named by the run, factories."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import django
import hypothesis
import pytest

# Settings read the environment when they are imported, so the test home is set before Django wakes.
_HOME = Path(tempfile.mkdtemp(prefix="caunoi-test-"))
os.environ["CAUNOI_HOME"] = str(_HOME)
os.environ.pop("CAUNOI_KEYS", None)
os.environ["CAUNOI_DATABASE_URL"] = os.environ.get("CAUNOI_TEST_DATABASE_URL") or f"sqlite:///{_HOME / 'main.sqlite3'}"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
# Playwright keeps an event loop in the thread of a journey; Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

# How long an example takes on a busy machine says nothing; timings live in the benchmarks.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")

pytest_plugins = ["tests.fixtures"]

_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database: it runs on both of them."""
    for item in items:
        if item.get_closest_marker("django_db") or _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.data)
        if "tests/journeys/" in item.nodeid:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(autouse=True)
def _nothing_counted():
    """What one test's visitors tried, how common its words were and which language they read, the process remembers.

    The next test begins anew.
    """
    from django.utils import translation

    from caunoi.core.tries import forget_here
    from caunoi.publishing.queries.search import common

    forget_here()
    common.forget()
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_keepdb():
    """The database is a copy made for this run: Django needs not make it, nor take it away."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Start from a migrated copy instead of from nothing."""
    from django.conf import settings

    from tests import databases

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        databases.sqlite_copy(Path(database["TEST"]["NAME"]))
    else:
        database["TEST"]["TEMPLATE"] = databases.postgresql_template(os.environ["CAUNOI_DATABASE_URL"])


def pytest_sessionfinish() -> None:
    """Take the test home away."""
    shutil.rmtree(_HOME, ignore_errors=True)
