"""Scans at the door while the server is killed: whatever was acknowledged is there, once, and counted."""

from __future__ import annotations

import base64
import json
import subprocess
import sys

import pytest

from bench._door import SITTINGS, Clients, Server, batches, killed
from scripts.postgres import free_port
from tests import databases
from tests.programs import ROOT

pytestmark = pytest.mark.data
PEOPLE = 90
KILLS = 4


def door(environment, *order):
    done = subprocess.run(
        [sys.executable, "-m", "bench._door", *order],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(base64.b64decode(done.stdout.splitlines()[-1]))


def test_server_and_its_processes_killed_while_two_devices_upload(tmp_path):
    with databases.own(tmp_path) as environment:
        environment |= {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "CAUNOI_HOSTS": "127.0.0.1"}
        (pair,) = door(environment, "fill", "1", str(PEOPLE))
        server = Server(environment, free_port())
        server.start()
        try:
            clients = Clients(server.port, tmp_path, [batches([device], size=15) for device in pair])
            kills = killed(server, clients, whole=2 * PEOPLE * SITTINGS, kills=KILLS)
            clients.wait()
        finally:
            server.kill()
        found = door(environment, "state")

    assert kills == KILLS
    assert sorted(found["ids"]) == sorted(set(clients.ids()))
    cells = PEOPLE * SITTINGS
    assert (len(found["ids"]), found["cells"], found["late"]) == (2 * cells, cells, cells // 3)
