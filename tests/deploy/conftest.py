"""One server for all tests of this folder: nginx, two web servers, a worker, in production settings."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts.postgres import free_port
from tests import databases
from tests.deploy.place import ROOT, Nginx, Place, Service, install, python
from tests.deploy.visitor import Visitor


@dataclass
class Running:
    """A server at work."""

    place: Place
    web: list[Service]
    worker: Service
    known: dict

    def visitor(self, source: str = "127.0.0.1") -> Visitor:
        """Somebody new at a browser."""
        return Visitor(self.place, source)

    def clerk(self, source: str = "127.0.0.1") -> Visitor:
        """A clerk who is signed in."""
        visitor = self.visitor(source)
        answer = visitor.sign_in(*self.known["clerk"])
        assert answer.status == 302, answer.text
        return visitor


def wait_for(answer: Callable[[], bool], seconds: float = 60) -> None:
    """Ask until the answer is yes."""
    until = time.monotonic() + seconds
    while not answer():
        assert time.monotonic() < until
        time.sleep(0.2)


@pytest.fixture(scope="session")
def server():
    # A socket's path may have 107 signs: pytest's own folders are too deep.
    root = Path(tempfile.mkdtemp(prefix="cn-"))
    place = Place(root, http=free_port(), https=free_port())
    services: list[Service] = []
    nginx = None
    home = place.at("/var/lib/caunoi")
    home.mkdir(parents=True)
    try:
        with databases.own(home) as own:
            for file in home.glob("own.sqlite3*"):
                file.chmod(0o600)
            install(place, database=own["CAUNOI_DATABASE_URL"])
            place.caunoi("collectstatic", "--noinput", "--verbosity", "0")
            place.caunoi("pages")
            filled = subprocess.run(
                [python(), "-m", "tests.deploy.fill"], cwd=ROOT, env=place.environment(), umask=0o027,
                capture_output=True, text=True, check=False, timeout=120,
            )  # fmt: skip
            assert filled.returncode == 0, filled.stderr
            services += [Service(place, f"caunoi-web@{number}") for number in (1, 2)]
            for each in services:
                each.open()
                each.start()
            worker = Service(place, "caunoi-worker")
            worker.start()
            services.append(worker)
            nginx = Nginx(place)
            running = Running(place, services[:2], worker, json.loads(filled.stdout))
            wait_for(lambda: "caunoi_workers 1.0" in running.visitor().get("/metrics").text)
            yield running
            for each in services:
                each.stop()
    finally:
        if nginx is not None:
            nginx.stop()
        for each in services:
            if each.child is not None and each.child.poll() is None:
                each.kill()
            each.close()
        shutil.rmtree(root, ignore_errors=True)
