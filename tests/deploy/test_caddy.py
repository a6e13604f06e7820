"""Caddy in front instead of nginx, with the shipped file: the name's certificate is one made here."""

from __future__ import annotations

import re
import signal
import subprocess
import time

import pytest

from scripts.postgres import free_port
from tests.deploy.place import DEPLOY, NAME, Place
from tests.deploy.visitor import Visitor

pytestmark = pytest.mark.data


@pytest.fixture
def caddy(server):
    """Somebody who speaks to Caddy; the office behind is the one that nginx has."""
    here, port = server.place, free_port()
    # The same folders, another port of the web.
    front = Place(here.root, http=here.http, https=port)
    keys = here.at(f"/etc/letsencrypt/live/{NAME}")
    text = here.moved((DEPLOY / "caddy/Caddyfile").read_text(encoding="utf-8"))
    text = re.sub(r"(?m)^\{$", f"{{\n\tadmin off\n\tauto_https disable_redirects\n\thttps_port {port}", text, count=1)
    site = f"{NAME} {{\n\tbind 127.0.0.1\n\ttls {keys}/fullchain.pem {keys}/privkey.pem\n"
    file = here.at("/etc/caddy/Caddyfile")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.replace(f"{NAME} {{\n", site, 1), encoding="utf-8")
    log = here.at("/var/log/caddy-start.txt")
    with log.open("ab") as out:
        child = subprocess.Popen(
            ["caddy", "run", "--config", str(file), "--adapter", "caddyfile"],
            stdout=out, stderr=out, start_new_session=True,
            env={"PATH": "/usr/bin:/bin", "HOME": str(here.at("/tmp-caddy"))},
        )  # fmt: skip
    visitor = Visitor(front)
    try:
        until = time.monotonic() + 20
        while True:
            assert child.poll() is None, log.read_text()
            try:
                visitor.get("/healthz")
                break
            except OSError:
                assert time.monotonic() < until, log.read_text()
                time.sleep(0.1)
        yield visitor
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(timeout=20)


def test_pages_styles_and_sign_in_go_through_caddy(server, caddy):
    page = caddy.get("/tai-khoan/login/")
    assert page.status == 200
    assert page.headers.get_all("Strict-Transport-Security") == ["max-age=31536000"]
    hashed = next(name for name in caddy.static_names() if re.search(r"\.[0-9a-f]{12}\.css$", name))
    style = caddy.get(hashed, Accept_Encoding="gzip")
    assert (style.status, style.headers["Content-Encoding"]) == (200, "gzip")
    assert style.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    # What a visitor claims of himself does not reach the office: this machine asks, so it is told.
    assert caddy.get("/metrics", X_Forwarded_For="203.0.113.9").status == 200
    assert caddy.sign_in(*server.known["clerk"]).status == 302
    assert caddy.get("/viec/").status == 200


def test_caddy_says_that_nobody_is_there(server, caddy):
    try:
        for each in server.web:
            each.stop()
            each.close()
        found = caddy.get("/viec/")
    finally:
        for each in server.web:
            each.open()
            each.start()
    assert (found.status, found.headers["Retry-After"]) == (503, "120")
    assert "Hệ thống đang được bảo trì" in found.text
    assert found.headers["Cache-Control"] == "no-store"


def test_stored_bytes_have_no_address_behind_caddy(server, caddy):
    digest = server.known["digest"]
    assert caddy.get(f"/private-files/{digest[:2]}/{digest[2:4]}/{digest}").status == 404
