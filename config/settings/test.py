"""Settings of the test suite: strict templates, quick password hashes, the database named by the run."""

from __future__ import annotations

from config.settings.base import *
from config.settings.base import DATABASES, ENV, MIDDLEWARE, TEMPLATE_OPTIONS

DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATE_OPTIONS["string_if_invalid"] = "⟦undefined: %s⟧"
TEMPLATE_OPTIONS["debug"] = True
# Locking out after failed attempts has tests of its own that switch it on.
AXES_ENABLED = False
MIDDLEWARE = [m for m in MIDDLEWARE if not m.startswith("axes.")]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
WHITENOISE_AUTOREFRESH = True
# What one test kept must not answer in another: tests of the store open one of their own.
PAGE_STORE = ""
# A thread would write beside the transaction of a test.
VIEWS_WAIT = 0
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in an office: several connections, a journal, real locks.
    DATABASES["default"]["TEST"] = {"NAME": str(ENV.home / "test.sqlite3")}
