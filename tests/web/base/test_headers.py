"""What every answer of every face tells the browser, one test a header."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client, override_settings

from caunoi.directory.models import Unit
from tests import databases
from tests.fuzz.world import OURS, WAGTAIL
from tests.web.scope_world import build_office
from tests.web.test_scope_walk import drained

ROOT = Path(__file__).resolve().parents[3]
FACES = {
    "portal": lambda route: not route.startswith(("viec/", "tai-khoan/", "bien-tap/")),
    "desk": lambda route: route.startswith("viec/"),
    "account": lambda route: route.startswith("tai-khoan/"),
    "editors' window": lambda route: route.startswith("bien-tap/"),
}
PRIVATE = ("desk", "account", "editors' window")


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker):
    """The answers of all addresses, face by face: to the administrator, to nobody, and to a form without a token."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        Unit.objects.create(
            code="99999", level="commune", prefix="Xã", name="Thử", folded_name="thu", folded_full_name="xa thu"
        )
        office = build_office("Zxqvung", "Wkbjang")
        signed_in = Client(raise_request_exception=False)
        signed_in.force_login(office.boss)
        strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
        found = {face: [] for face in FACES}
        for address in [*OURS, *WAGTAIL]:
            face = next(face for face, fits in FACES.items() if fits(address.route))
            path = address.of(office)
            with transaction.atomic():
                asked = [Client(raise_request_exception=False).get(path), strict.post(path)]
                if face == "desk":
                    asked.append(signed_in.get(path))
                transaction.set_rollback(True)
            found[face] += [(f"{each.status_code} {path}", each.headers) for each in asked]
            for each in asked:
                drained(each)
        static = Client().get("/static/caunoi/css/tokens.css")
        drained(static)
        found["portal"].append(("200 /static", static.headers))
        yield found
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.data]
every_face = pytest.mark.parametrize("face", FACES)


def wrong(answers, face, fits):
    return [f"{what}: {dict(head)}" for what, head in answers[face] if not fits(head)][:5]


def but_the_door(answers, face):
    """The answers without the door app's page: what it may use beside has tests of its own (web/hall/door)."""
    return {face: [(what, head) for what, head in answers[face] if what != "200 /hoi-truong/cua/"]}


def but_open_to_all(answers, face):
    """The answers without those about one certificate to machines: any site may show what stands in them."""
    return {face: [(what, head) for what, head in answers[face] if not what.split()[1].startswith("/api/chung-nhan/")]}


def has(name, value):
    return lambda head: head.get(name) == value


@every_face
def test_no_policy_allows_inline_code_or_a_frame(answers, face):
    def fits(head):
        policy = head.get("Content-Security-Policy", "")
        if "text/css" in head.get("Content-Type", ""):
            return True
        return "unsafe" not in policy and "frame-ancestors 'none'" in policy and "default-src '" in policy

    assert wrong(but_the_door(answers, face), face, fits) == []


@every_face
def test_no_type_is_guessed(answers, face):
    assert wrong(answers, face, has("X-Content-Type-Options", "nosniff")) == []


@every_face
def test_text_names_its_charset(answers, face):
    def fits(head):
        kind = head.get("Content-Type", "text/plain; charset=utf-8").lower()
        return not kind.startswith("text/") or 'charset="utf-8"' in kind or "charset=utf-8" in kind

    assert wrong(answers, face, fits) == []


@every_face
def test_no_address_is_told_to_another_host(answers, face):
    # What a link without an account opens tells its address to nobody at all.
    assert wrong(answers, face, lambda head: head.get("Referrer-Policy") in {"same-origin", "no-referrer"}) == []


@every_face
def test_no_window_of_another_host_holds_ours(answers, face):
    assert wrong(answers, face, has("Cross-Origin-Opener-Policy", "same-origin")) == []


@every_face
def test_no_other_host_takes_our_answers_in(answers, face):
    assert wrong(but_open_to_all(answers, face), face, has("Cross-Origin-Resource-Policy", "same-origin")) == []


@every_face
def test_no_page_may_use_camera_microphone_or_place(answers, face):
    def fits(head):
        told = head.get("Permissions-Policy", "")
        return all(f"{name}=()" in told for name in ("camera", "microphone", "geolocation", "payment", "usb"))

    assert wrong(but_the_door(answers, face), face, fits) == []


@every_face
def test_no_page_stands_in_a_frame(answers, face):
    pages = [(what, head) for what, head in answers[face] if "html" in head.get("Content-Type", "")]
    assert [what for what, head in pages if head.get("X-Frame-Options") != "DENY" and not what.startswith("400")] == []


@pytest.mark.parametrize("face", PRIVATE)
def test_private_pages_are_kept_by_nobody(answers, face):
    assert wrong(answers, face, lambda head: "no-store" in head.get("Cache-Control", "")) == []


@every_face
def test_the_walk_met_every_address(answers, face):
    assert len(answers[face]) > 15


def test_cookies_are_hidden_from_scripts_and_other_hosts(client, organiser):
    client.post("/tai-khoan/login/", {"login": organiser.username, "password": "mat-khau-thu"})
    client.post("/tai-khoan/ngon-ngu/", {"language": "en"})
    client.post("/tai-khoan/giao-dien/", {"theme": "dark"})
    kept = {name: (each["samesite"], each["httponly"], each["path"]) for name, each in client.cookies.items()}
    assert kept == {
        "sessionid": ("Lax", True, "/"),
        # A page that stood open while one signed in anew takes the token that holds now: js/token.js.
        "csrftoken": ("Lax", "", "/"),
        "django_language": ("Lax", True, "/"),
        "theme": ("Lax", True, "/"),
        # Which devices were used before, so that a new one is told: base/devices.py.
        "cn_known": ("Lax", True, "/"),
    }


ASK = """
import json, os, django
django.setup()
from django.conf import settings
from django.test import Client, override_settings
plain_files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain_files}).enable()
plain = Client(SERVER_NAME="caunoi.example.vn").get("/viec/?a=b")
page = Client(SERVER_NAME="caunoi.example.vn", headers={"X-Forwarded-Proto": "https"}).get("/tai-khoan/login/")
odd = Client(SERVER_NAME="evil.example", headers={"X-Forwarded-Proto": "https"}, raise_request_exception=False).get("/")
told = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
moved = Client(SERVER_NAME="caunoi.example.vn", headers=told)
print(json.dumps({
    "plain": [plain.status_code, plain.headers.get("Location")],
    "hsts": page.headers.get("Strict-Transport-Security"),
    "cookies": {n: [bool(c["secure"]), c["samesite"], c["path"], c["domain"]] for n, c in page.cookies.items()},
    "odd": odd.status_code,
    "moved": "evil.example" in moved.get("/tai-khoan/login/").content.decode(),
    "names": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.LANGUAGE_COOKIE_SECURE],
}))
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """What an installation with the settings of a server answers."""
    home = tmp_path_factory.mktemp("home")
    databases.sqlite_copy(home / "caunoi.sqlite3")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CAUNOI_")}
    given = {
        "CAUNOI_HOME": str(home), "CAUNOI_BASE_URL": "https://caunoi.example.vn", "CAUNOI_HOSTS": "caunoi.example.vn",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env={**clean, **given}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


def test_a_server_leads_to_https_and_stays_there(production):
    assert production["plain"] == [301, "https://caunoi.example.vn/viec/?a=b"]
    assert production["hsts"] == "max-age=31536000"


def test_cookies_of_a_server_are_bound_to_its_host(production):
    assert production["cookies"] == {"__Host-csrftoken": [True, "Lax", "/", ""]}
    assert production["names"] == ["__Host-sessionid", True, True]


def test_another_host_name_is_refused_and_a_forwarded_one_not_believed(production):
    assert (production["odd"], production["moved"]) == (400, False)


@override_settings(UPLOAD_MAX_BODY=1000)
@pytest.mark.django_db
def test_a_body_that_is_too_large_is_refused_before_it_is_read(client):
    response = client.post("/tai-khoan/login/", {"login": "x" * 2000})
    assert (response.status_code, "quá nhiều" in response.content.decode().lower()) == (413, True)
    assert client.post("/tai-khoan/login/", {"login": "x"}).status_code == 200


@pytest.mark.django_db
def test_more_fields_than_any_form_has_are_refused(client):
    assert client.post("/tai-khoan/login/", {f"f{n}": "" for n in range(6001)}).status_code == 400
