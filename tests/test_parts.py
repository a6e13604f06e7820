"""What is not ours: the check finds what it is there for, and never says "fine" of what it could not see."""

from __future__ import annotations

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from scripts import parts, vendor


def test_everything_is_as_locked_listed_and_licensed():
    assert [*parts.unlocked(), *parts.unlicensed(), *parts.altered()] == []


def test_another_version_than_the_locked_one_is_named():
    locked = [{"name": "django", "version": "1.0", "source": {}, "sdist": {"hash": "sha256:x"}}]
    (said,) = parts.unlocked(locked)
    assert said.startswith("django: ")
    assert said.endswith("uv.lock says 1.0")


def test_a_locked_file_without_a_hash_is_named():
    locked = [{"name": "khong-co-goi-nay", "version": "1.0", "source": {}, "wheels": [{"url": "x"}]}]
    assert list(parts.unlocked(locked)) == ["khong-co-goi-nay: a file has no hash in uv.lock"]


def test_a_licence_that_is_not_allowed_is_named(monkeypatch):
    from email.message import Message

    about = Message()
    about["License-Expression"] = "AGPL-3.0-only"
    monkeypatch.setattr(parts.metadata, "metadata", lambda _name: about)
    assert list(parts.unlicensed({"x"})) == ["x: AGPL-3.0-only"]


@pytest.fixture
def vendored(tmp_path, monkeypatch):
    folder = tmp_path / "vendor" / "thu"
    folder.mkdir(parents=True)
    (folder / "thu.js").write_bytes(b"1")
    digest = hashlib.sha256(b"1").hexdigest()
    manifest = tmp_path / "vendor" / "VENDORED.toml"
    manifest.write_text(
        f'[[package]]\nname = "thu"\nversion = "1.0"\nlicence = "MIT"\n[[package.file]]\n'
        f'path = "vendor/thu/thu.js"\nsha256 = "{digest}"\n'
    )
    monkeypatch.setattr(vendor, "PACKAGES", (vendor.Package("thu", "1.0", "MIT", ()),))
    return manifest


def found(manifest):
    return list(parts.altered(manifest, root=manifest.parents[1]))


def test_a_listed_file_is_fine(vendored):
    assert found(vendored) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda f: (f.parent / "thu/thu.js").write_bytes(b"2"), "vendor/thu/thu.js: altered"),
        (lambda f: (f.parent / "thu/thu.js").unlink(), "vendor/thu/thu.js: missing"),
        (lambda f: (f.parent / "thu/them.js").write_bytes(b"2"), "vendor/thu/them.js: not listed"),
        (lambda f: f.write_text(f.read_text().replace("1.0", "1.1")), "thu: listed 1.1, pinned 1.0"),
        (lambda f: f.write_text(f.read_text().replace("MIT", "AGPL-3.0")), "thu: licence AGPL-3.0"),
    ],
)
def test_what_is_wrong_with_a_vendored_file_is_named(vendored, spoil, said):
    spoil(vendored)
    assert found(vendored) == [said]


class Advisories(BaseHTTPRequestHandler):
    """A service of advisories in the form of osv.dev, which knows one of Django."""

    told: str = "django"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        known = {"vulns": [{"id": "THU-1", "modified": "2026-01-01T00:00:00Z"}]}
        self.answer({"results": [known if each["package"]["name"] == self.told else {} for each in asked]})

    def do_GET(self):
        reach = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99"}]}]
        affected = [{"package": {"ecosystem": "PyPI", "name": self.told}, "ranges": reach}]
        self.answer({"id": "THU-1", "modified": "2026-01-01T00:00:00Z", "summary": "made up", "affected": affected})

    def answer(self, what):
        body = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        """Write nothing."""


@pytest.fixture
def service(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Advisories)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("ADVISORIES", f"http://127.0.0.1:{server.server_port}/")
    monkeypatch.setattr(parts.sys, "argv", ["parts.py"])
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_known_advisory_ends_with_1_and_is_named(service, capsys):
    assert parts.main() == 1
    assert "THU-1 made up (mended in 99)" in capsys.readouterr().out


def test_no_known_advisory_ends_with_0(service, monkeypatch, capsys):
    monkeypatch.setattr(Advisories, "told", "khong-co-goi-nay")
    assert parts.main() == 0
    assert "✓ advisories" in capsys.readouterr().out


def test_without_a_network_nothing_is_called_fine(monkeypatch, capsys):
    # Nobody listens on this port.
    monkeypatch.setenv("ADVISORIES", "http://127.0.0.1:1/")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    monkeypatch.setattr(parts.sys, "argv", ["parts.py"])
    assert parts.main() == 3
    said = capsys.readouterr().out
    assert "NOT CHECKED" in said
    assert "✓ advisories" not in said
