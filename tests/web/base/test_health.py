"""The addresses for machines: who is told what, and what makes an office not ready."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from caunoi.core import outbox
from caunoi.core.audit import record
from caunoi.core.keys import KeyRing
from caunoi.core.models import AuditEntry, WorkerBeat
from caunoi.core.running import readiness
from caunoi.core.tasks import apply_retention
from caunoi.web.base.health import is_near
from tests.factories import OrganisationFactory

AWAY = {"X-Forwarded-For": "203.0.113.9"}
TOKEN = "mot-ma-do-luong-dai-hon-24"


@pytest.fixture
def client(settings):
    # A host of the list, HTTPS and a session are what everything else needs here.
    settings.ALLOWED_HOSTS = ["co-quan.example.vn"]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    return Client(headers={"host": "10.0.0.7:8080"})


def figures(body: bytes) -> dict[tuple[str, str], float]:
    return {
        (sample.name, ",".join(value for _name, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(body.decode())
        for sample in family.samples
    }


@pytest.mark.django_db
def test_health_needs_no_host_no_session_and_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        found = client.get("/healthz")
    assert (found.status_code, found.content, dict(found.cookies)) == (200, b"ok\n", {})
    assert found["Cache-Control"] == "no-store"
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_ready_office_says_so(client, settings):
    settings.KEYS.secret("django")
    found = client.get("/readyz")
    assert (found.status_code, found.json(), dict(found.cookies)) == (200, {"ready": True, "missing": []}, {})


def _no_room(settings, monkeypatch, tmp_path):
    monkeypatch.setattr(readiness, "LEAST_ROOM", 1 << 60)


def _keys_open(settings, monkeypatch, tmp_path):
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    (folder / "django.key").write_text("x" * 44)
    (folder / "django.key").chmod(0o644)
    settings.KEYS = KeyRing(folder)


def _keys_gone(settings, monkeypatch, tmp_path):
    settings.KEYS = KeyRing(tmp_path / "none")


def _files_closed(settings, monkeypatch, tmp_path):
    (tmp_path / "files").write_text("no folder")
    settings.FILES_ROOT = tmp_path / "files"


def _store_down(settings, monkeypatch, tmp_path):
    settings.FILES_URL = "s3://thu?endpoint=http://127.0.0.1:9"
    settings.FILES_S3_KEY = settings.FILES_S3_SECRET = "thu"


def _closed(settings, monkeypatch, tmp_path):
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    settings.MAINTENANCE_FILE.touch()


def _migrations_wait(settings, monkeypatch, tmp_path):
    monkeypatch.setattr(readiness, "_SEEN", set())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core' AND name LIKE '0010%'")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("broken", "named"),
    [
        (_no_room, "disk"),
        (_keys_open, "keys"),
        (_keys_gone, "keys"),
        (_files_closed, "files"),
        (_store_down, "files"),
        (_closed, "maintenance"),
        (_migrations_wait, "migrations"),
    ],
)
def test_what_is_missing_is_named_to_this_machine_only(  # noqa: PLR0917 - fixtures
    client, settings, monkeypatch, tmp_path, broken, named
):
    settings.KEYS.secret("django")
    settings.TRUSTED_PROXIES = 1
    broken(settings, monkeypatch, tmp_path)
    near, away = client.get("/readyz"), client.get("/readyz", headers=AWAY)

    assert (near.status_code, near.json()) == (503, {"ready": False, "missing": [named]})
    assert (away.status_code, away.json()) == (503, {"ready": False})


@pytest.mark.parametrize(
    ("proxies", "peer", "headers", "near"),
    [
        (1, "", {}, True),
        (1, "127.0.0.1", {}, True),
        (1, "", {"X-Forwarded-For": "127.0.0.1"}, True),
        (1, "", {"X-Forwarded-For": "203.0.113.9"}, False),
        (1, "", {"X-Forwarded-For": "127.0.0.1, 203.0.113.9"}, False),
        (0, "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, False),
        (0, "127.0.0.1", {"X-Real-IP": "127.0.0.1"}, False),
        (0, "203.0.113.9", {}, False),
        (0, "::1", {}, True),
    ],
)
def test_who_is_near(settings, proxies, peer, headers, near):
    settings.TRUSTED_PROXIES = proxies
    assert is_near(RequestFactory(headers=headers).get("/metrics", REMOTE_ADDR=peer)) is near


@pytest.mark.django_db
def test_measures_are_for_this_machine_or_for_the_token(client, settings):
    settings.TRUSTED_PROXIES = 1
    wrong, right = AWAY | {"Authorization": "Bearer sai"}, AWAY | {"Authorization": f"Bearer {TOKEN}"}
    assert client.get("/metrics").status_code == 200
    # Without a token of the office nothing opens, an empty one neither.
    assert client.get("/metrics", headers=AWAY | {"Authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = TOKEN
    answers = [client.get("/metrics", headers=headers).status_code for headers in (AWAY, wrong, right)]
    assert answers == [404, 404, 200]


@pytest.mark.django_db
def test_measures_tell_what_waits_and_name_pages_only(settings, tmp_path):
    settings.ENV = dataclasses.replace(settings.ENV, backups=tmp_path)
    office = OrganisationFactory()
    before = figures(Client().get("/metrics").content)
    Client().get("/trang-khong-co/muc/?q=bi-mat-7731")
    apply_retention.enqueue()
    outbox.enqueue(recipient="mau@example.vn", template="article_submitted", context={}, organisation_id=office.pk)
    WorkerBeat.objects.create(worker_id="mot", seen_at=timezone.now())
    record(actor=None, action="thu.do_luong", subject=office, organisation_id=office.pk)
    AuditEntry.objects.update(at=timezone.now() - dt.timedelta(hours=2))
    made = timezone.localtime() - dt.timedelta(hours=5)
    (tmp_path / f"caunoi-{made:%Y-%m-%d-%H%M%S}.zip").touch()
    body = Client().get("/metrics").content
    now = figures(body)

    grown = now[("caunoi_requests_total", "GET,4xx,portal:section")] - before.get(
        ("caunoi_requests_total", "GET,4xx,portal:section"), 0
    )
    assert grown == 1
    assert now[("caunoi_jobs", "waiting")] - before[("caunoi_jobs", "waiting")] == 1
    assert now[("caunoi_mails", "waiting")] - before[("caunoi_mails", "waiting")] == 1
    assert now[("caunoi_workers", "")] == 1
    assert now[("caunoi_trail_unsealed_seconds", "")] == pytest.approx(7200, abs=60)
    assert now[("caunoi_backup_age_seconds", "")] == pytest.approx(18000, abs=60)
    assert b"bi-mat" not in body
    assert b"khong-co" not in body
