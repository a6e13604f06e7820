"""What ships for systemd, logs and settings, judged by the programs that read it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest
from django.conf import settings

from tests.deploy.place import DEPLOY, ROOT, Place

SERVICES = sorted(path.name for path in (DEPLOY / "systemd").glob("*.service"))


@pytest.fixture
def units(tmp_path):
    """The units on a machine where their programs are: paths moved, as to another prefix."""
    place = Place(tmp_path, http=1080, https=1443)
    for unit in (DEPLOY / "systemd").iterdir():
        place.put(unit, f"/etc/systemd/system/{unit.name}")
    place.at("/opt/caunoi").mkdir(parents=True)
    place.at("/opt/caunoi/current").symlink_to(ROOT)
    return place.at("/etc/systemd/system")


def analyze(*command: str, folder) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *command], capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{folder}:", "SYSTEMD_LOG_LEVEL": "warning"},
    )  # fmt: skip


def test_systemd_understands_every_unit(units):
    names = [name.replace("@.", "@1.") for name in (path.name for path in units.iterdir())]
    done = analyze("verify", "--man=no", "--recursive-errors=no", *sorted(names), folder=units)
    ours = [line for line in done.stderr.splitlines() if "caunoi" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.parametrize("name", SERVICES)
def test_services_are_shut_in(units, name):
    done = analyze("security", "--offline=yes", "--threshold=25", "--no-pager", str(units / name), folder=units)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_variable_of_a_server_stands_in_the_sample():
    read = set(re.findall(r"CAUNOI_[A-Z0-9_]+", (ROOT / "config/env.py").read_text()))
    given = set(re.findall(r"(?m)^(?:# )?(CAUNOI_[A-Z0-9_]+)=", (DEPLOY / "caunoi.env").read_text()))
    # Debug pages and plain HTTP are nothing for a server; the instance is the unit's.
    assert given == read - {"CAUNOI_DEBUG", "CAUNOI_SECURE", "CAUNOI_INSTANCE"}


def test_nothing_that_ships_holds_a_secret():
    text = "\n".join(path.read_text() for path in DEPLOY.rglob("*") if path.is_file())
    assert re.findall(r"(?i)(?m)^[A-Z_]*(?:secret|token|password|key)=\S+$", text.replace("CAUNOI_KEYS=", "")) == []
    assert "BEGIN " not in text


def test_nginx_takes_as_much_as_the_office():
    text = (DEPLOY / "nginx/caunoi.conf").read_text()
    (megabytes,) = re.findall(r"client_max_body_size (\d+)m;", text)
    assert int(megabytes) * 1024 * 1024 == settings.UPLOAD_MAX_BODY
    (caddy,) = re.findall(r"max_size (\d+)MiB", (DEPLOY / "caddy/Caddyfile").read_text())
    assert caddy == megabytes
    assert settings.UPLOAD_MAX_BYTES < settings.UPLOAD_MAX_BODY
    (wait,) = re.findall(r"proxy_read_timeout (\d+)s;", (DEPLOY / "nginx/caunoi-proxy.conf").read_text())
    (limit,) = re.findall(r"(?m)^timeout = (\d+)$", (ROOT / "config/gunicorn.py").read_text())
    assert int(wait) > int(limit)


def test_folders_that_a_service_may_write_are_those_of_the_settings():
    env = (DEPLOY / "caunoi.env").read_text()
    wanted = set(re.findall(r"(?m)^CAUNOI_(?:HOME|KEYS|BACKUPS)=(.*)$", env))
    for name in SERVICES:
        text = (DEPLOY / "systemd" / name).read_text()
        (given,) = re.findall(r"(?m)^ReadWritePaths=(.*)$", text)
        assert {path.lstrip("-") for path in given.split()} == wanted, name


def test_command_of_the_server_is_a_shell_script_that_reads():
    assert shutil.which("sh")
    done = subprocess.run(["sh", "-n", str(DEPLOY / "bin/caunoi")], check=False, capture_output=True)
    assert done.returncode == 0
    assert os.access(DEPLOY / "bin/caunoi", os.X_OK)


def test_settings_file_means_the_same_to_systemd_and_to_the_shell():
    """Both read it; what needs quotes has them."""
    for line in (DEPLOY / "caunoi.env").read_text().splitlines():
        if line and not line.startswith("#"):
            assert re.fullmatch(r"[A-Z_]+=(?:[A-Za-z0-9_./:@,+-]*|'[^'\\\\]*')", line), line
