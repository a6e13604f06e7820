"""What a real office refuses to start with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from caunoi.web.demo import office as demo
from config.safety import DEMONSTRATION

ROOT = Path(__file__).resolve().parents[1]


def start(module, home, **environment):
    """The words with which settings refuse to load, "" where they load."""
    given = {"CAUNOI_HOME": str(home), "CAUNOI_BASE_URL": "https://caunoi.example.vn", **environment}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CAUNOI_")}
    done = subprocess.run(
        [sys.executable, "-c", f"import config.settings.{module}"],
        cwd=ROOT,
        env={**clean, **given},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""


def test_production_starts_with_fresh_keys(tmp_path):
    assert start("production", tmp_path) == ""
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"CAUNOI_DEBUG": "1"}, "CAUNOI_DEBUG"),
        ({"CAUNOI_HOSTS": "a.vn,*"}, "CAUNOI_HOSTS"),
        ({"CAUNOI_BASE_URL": "http://caunoi.example.vn"}, "CAUNOI_BASE_URL"),
    ],
)
def test_production_refuses_what_no_server_may_run_with(tmp_path, environment, named):
    assert named in start("production", tmp_path, **environment)


@pytest.mark.parametrize("secret", ["", "django-insecure-" + "x" * 60, "ngan"])
def test_production_refuses_a_default_secret(tmp_path, secret):
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    (keys / "django.key").write_text(secret)
    (keys / "django.key").chmod(0o600)
    refused = start("production", tmp_path)

    # An empty file is a lost key: a new one is made.
    assert ("django.key" in refused) == bool(secret)


@pytest.mark.parametrize(("name", "mode"), [("keys", 0o750), ("keys/django.key", 0o644), ("keys/fields.key", 0o640)])
def test_production_refuses_keys_that_others_can_read(tmp_path, name, mode):
    assert start("production", tmp_path) == ""
    (tmp_path / "keys" / "fields.key").touch(mode=0o600)
    (tmp_path / name).chmod(mode)

    assert str(tmp_path / name) in start("production", tmp_path)


@pytest.mark.parametrize("module", ["office", "production"])
def test_home_of_the_demonstration_is_no_office(tmp_path, module):
    (tmp_path / DEMONSTRATION).write_text("quantri …")

    assert "demonstration" in start(module, tmp_path)
    assert "demonstration" in start(module, tmp_path / "other", CAUNOI_KEYS=str(tmp_path / "keys"))


def test_demonstration_marks_its_home():
    assert demo.ACCOUNTS == DEMONSTRATION


def test_demonstration_is_never_built_in_an_office(settings, tmp_path):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("prepare_demo")
    with pytest.raises(RuntimeError):
        demo.build(accounts_file=tmp_path / "accounts.txt")
    assert not (tmp_path / "accounts.txt").exists()
