"""``docs/how-to/run-an-office.md`` is followed word for word on a machine that exists below one folder.

Paths, ports, the two names of step 1 and the name in the database are moved; everything else is run as it stands. What
a machine without systemd can't do is named in ``STANDING_IN``: a program of that name notes what it was asked, and the
test does what systemd would, as the units say. The units themselves are judged by systemd in ``test_units.py``.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

from scripts import postgres
from tests.deploy.conftest import wait_for
from tests.deploy.place import AS_ROOT, ROOT, Nginx, Place, Service, directives, python
from tests.deploy.visitor import Visitor

GUIDE = ROOT / "docs/how-to/run-an-office.md"
OFFICE = "localhost"
STANDING_IN = {
    "apt-get": "packages of the machine: what the tests need of them is installed by scripts/needs.py",
    "timedatectl": "the clock of the machine",
    "adduser": "an account of the machine",
    "systemctl": "systemd",
    "certbot": "an authority of the network",
    "runuser": "there is one account here",
    "id": "as above",
    "install": "as above: owners that are not there are left out",
    "git": "what is taken is this project, and the paths in its deploy/ are moved",
    "nginx": "the shipped file is read by the real program, from another folder",
}
_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)


def blocks() -> list[str]:
    """What the page tells to type, in order."""
    return _BLOCK.findall(GUIDE.read_text(encoding="utf-8").partition("<!-- bắt đầu -->")[2])


class Walk:
    """A shell in which the blocks are typed, and a systemd that does what was asked of it afterwards."""

    def __init__(self, place: Place, database: str) -> None:
        self.place = place
        self.database = database
        self.services: dict[str, Service] = {}
        self.nginx: Nginx | None = None
        self.asked: list[str] = []
        self.tools, self.notes = place.at("/tools"), place.at("/notes")
        self.tools.mkdir()
        self._stand_in()
        for folder in (
            "/etc/nginx/sites-available", "/etc/nginx/sites-enabled", "/etc/nginx/snippets", "/etc/systemd/system",
            "/etc/logrotate.d", "/usr/local/bin", "/run/caunoi", "/run/caunoi-metrics", "/var/www/html", "/media",
        ):  # fmt: skip
            place.at(folder).mkdir(parents=True, exist_ok=True)
        place.at("/etc/nginx/sites-enabled/default").write_text("# Debian's own page\n")
        for folder in ("/run/caunoi", "/var", "/var/lib", "/var/log", "/run", "/etc"):
            place.at(folder).mkdir(parents=True, exist_ok=True)
            place.at(folder).chmod(0o755)

    def _stand_in(self) -> None:
        note = f'echo "$(basename "$0") $*" >> {self.notes}\n'
        real = {name: shutil.which(name) for name in ("git", "install", "id")}
        nginx, front = shutil.which("nginx") or "/usr/sbin/nginx", self.place.at("/etc/nginx")
        lines = {
            "runuser": 'export AS="$2"; shift 3; exec "$@"',
            "id": f'if [ "$*" = -un ]; then echo "${{AS:-root}}"; else exec {real["id"]} "$@"; fi',
            "git": f'{real["git"]} "$@"\nexec {python()} -m tests.deploy.moving "${{@: -1}}"',
            "install": f'exec {python()} -m tests.deploy.installing {real["install"]} {int(AS_ROOT)} "$@"',
            "certbot": f"exec {python()} -m tests.deploy.moving --certificate {OFFICE}",
            "nginx": f'exec {nginx} -p {front} -c {front}/nginx.conf -e stderr "$@"',
        }
        for name in STANDING_IN:
            path = self.tools / name
            path.write_text(f"#!/bin/bash\nset -eu\n{note}{lines.get(name, '')}\n")
            path.chmod(0o755)

    def type(self, block: str) -> str:
        """Type one block; it must end well."""
        kept, given = self.place.at("/kept"), self.place.moved(block)
        for there, here in (
            ("TEN=co-quan.example.vn", f"TEN={OFFICE}"),
            ("KHO=https://kho.example.vn/caunoi.git", f"KHO={ROOT}"),
            ("createuser --createdb caunoi", "createuser --createdb caunoi_walk"),
            ("--owner caunoi --encoding UTF8 --template template0 caunoi",
             "--owner caunoi_walk --encoding UTF8 --template template0 caunoi_walk"),
            ("/media/the-nho", str(self.place.at("/media/the-nho"))),
        ):  # fmt: skip
            given = given.replace(there, here)
        script = self.place.at("/block")
        before = f". {kept}\n" if kept.exists() else ""
        after = f'declare -p TEN KHO > {kept}; echo "cd $PWD" >> {kept}\n'
        script.write_text(f"set -eu\n{before}{given}\n{after}", encoding="utf-8")
        port = re.search(r":(\d+)/", self.database)
        assert port
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("CAUNOI_", "DJANGO_", "UV_"))
        } | {
            "PATH": f"{self.tools}:{self.place.at('/usr/local/bin')}:{postgres.programs()}:{os.environ['PATH']}",
            "PGHOST": "127.0.0.1", "PGPORT": port[1], "PGUSER": "caunoi",
            "PLACE": str(self.place.root), "PLACE_PORTS": f"{self.place.http} {self.place.https}",
            "PLACE_DATABASE": f"postgres://caunoi_walk@127.0.0.1:{port[1]}/caunoi_walk",
            "PYTHONPATH": str(ROOT),
            "SSL_CERT_FILE": str(self.place.at(f"/etc/letsencrypt/live/{OFFICE}/ca.pem")),
        }  # fmt: skip
        done = subprocess.run(
            ["bash", str(script)], env=environment, cwd=self.place.root, capture_output=True, text=True, check=False,
            timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        self._obey()
        return done.stdout

    def _obey(self) -> None:
        noted = self.notes.read_text(encoding="utf-8").splitlines() if self.notes.exists() else []
        for line in noted[len(self.asked) :]:
            name, *words = line.split()
            if name == "systemctl":
                self._systemd(words[0], [word for word in words[1:] if not word.startswith("-")])
        self.asked = noted

    def _systemd(self, verb: str, units: list[str]) -> None:
        for unit in units:
            if unit in {"nginx", "systemd-journald"}:
                if unit == "nginx":
                    self._front()
                continue
            name = unit.removesuffix(".service")
            if unit.endswith(".target"):
                self._systemd("start", directives(self.place, unit)["Wants"].split())
            elif unit.endswith(".timer"):
                assert directives(self.place, unit)["OnCalendar"]
            elif unit.endswith(".socket"):
                self._service(unit.removesuffix(".socket")).open()
            elif verb == "restart":
                self._service(name).restart()
            else:
                self._service(name).start()

    def _service(self, name: str) -> Service:
        if name not in self.services:
            self.services[name] = Service(self.place, name)
        self.services[name].says = directives(self.place, f"{name}.service")
        return self.services[name]

    def _front(self) -> None:
        assert self.nginx is not None
        if self.nginx.child is None:
            self.nginx.start()
        else:
            self.nginx.child.send_signal(signal.SIGHUP)

    def end(self) -> None:
        """Stop everything."""
        if self.nginx is not None and self.nginx.child is not None:
            self.nginx.stop()
        for each in self.services.values():
            if each.child is not None and each.child.poll() is None:
                each.kill()
            each.close()


@pytest.fixture
def walk():
    root = Path(tempfile.mkdtemp(prefix="cn-"))
    with postgres.server() as database:
        place = Place(root, http=postgres.free_port(), https=postgres.free_port())
        walk = Walk(place, database)
        try:
            walk.nginx = Nginx(place, start=False)
            yield walk
        finally:
            walk.end()
            shutil.rmtree(root, ignore_errors=True)


def test_a_server_is_set_up_and_updated_word_for_word(walk):
    said = {}
    for number, block in enumerate(blocks()):
        if "caunoi doctor" in block:
            # The worker gives its first sign within a moment.
            wait_for(lambda: "caunoi_workers 0" not in _visitor(walk).get("/metrics").text)
        said[number] = walk.type(block)
        if "first-run.token" in block:
            _office_is_opened(walk, code=said[number].strip())

    healthy = [said[number] for number, block in enumerate(blocks()) if block == "caunoi doctor\n"]
    assert [text.splitlines()[-1] for text in healthy] == ["Mọi thứ đều ổn."] * 2
    current = walk.place.at("/opt/caunoi/current")
    # The update was made, and then taken back.
    assert current.resolve().name == "1"
    assert "No planned migration operations." in "".join(said.values())
    assert list(walk.place.at("/var/backups/caunoi").glob("caunoi-*.zip"))
    assert {path.name for path in walk.place.at("/media/the-nho/khoa-caunoi").iterdir()} >= {"django.key", "fields.key"}
    assert _visitor(walk).get("/tai-khoan/login/").status == 200
    # Every program that stands in was needed, and no other was noted.
    assert {line.split()[0] for line in walk.asked} == set(STANDING_IN)


def _visitor(walk: Walk) -> Visitor:
    return Visitor(walk.place, name=OFFICE, origin=f"https://{OFFICE}:{walk.place.https}")


def _office_is_opened(walk: Walk, *, code: str) -> None:
    visitor = _visitor(walk)
    page = visitor.get("/viec/bat-dau/")
    assert page.status == 200
    answer = visitor.post("/viec/bat-dau/", {"token": code})
    assert (answer.status, answer.headers["Location"]) == (302, "/viec/bat-dau/co-quan/"), answer.text


def test_what_the_page_names_is_there():
    """Files of deploy/ that are named exist; units that are asked for ship; none that ships is left unsaid."""
    text = GUIDE.read_text(encoding="utf-8")
    named = set(re.findall(r"deploy/[\w./@-]+\w", text))
    assert [name for name in named if not (ROOT / name).exists()] == []
    units = {path.name for path in (ROOT / "deploy/systemd").iterdir()}
    asked = set(re.findall(r"caunoi[\w@-]*\.(?:socket|target|timer)", text))
    assert {re.sub(r"@\d", "@", unit) for unit in asked} <= units
    assert {unit for unit in units if unit.endswith((".socket", ".target", ".timer"))} <= {
        re.sub(r"@\d", "@", unit) for unit in asked
    }


def test_this_machine_has_its_own_address():
    assert socket.gethostbyname(OFFICE) == "127.0.0.1"
