"""Secrets typed into every form of the desk and put into every address; a server's log is searched for them."""

from __future__ import annotations

import io
import itertools
import json
import logging
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import include, path, reverse

from caunoi.core.logs import Lines
from caunoi.directory.models import Unit
from tests import leaks
from tests.web.scope_world import build_office
from tests.web.test_scope_walk import address, drained, patterns

pytestmark = pytest.mark.django_db

SECRETS = [
    "Trần Thị Kín Đáo Mẫu",
    "0905 731 846",
    "kin.dao@hop-thu-kin.vn",
    "mat-khau-kin-8842",
    "c7k2w9-3f8a1d6b5e90",
    "Số 9 đường Rất Kín",
]
NAME, PHONE, MAIL, PASSWORD, TOKEN, PLACE = SECRETS
_TYPED = {"text", "search", "email", "tel", "password", "url", "number", None}


def broken(request, code):
    """Fails while everything that was sent lies in its local variables."""
    phone, form, name = request.GET["phone"], dict(request.POST), str(request.user)
    raise ValueError(f"{phone} {code} {form} {name}")


urlpatterns = [path("hong/<str:code>/", broken, name="broken"), path("", include("config.urls"))]


@pytest.fixture
def lines():
    """All that anybody logs, down to what only developers ask for, as a server writes it."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    before = {name: logging.getLogger(name).level for name in ("", "django", "axes", "caunoi")}
    root.addHandler(handler)
    for name in before:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield out
    root.removeHandler(handler)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def filled(form, secrets) -> dict[str, object]:
    """What is sent with a form in whose every field a secret was typed."""
    sent: dict[str, object] = {}
    for field in form.find_all(["input", "textarea", "select", "button"]):
        name, kind = field.get("name"), field.get("type")
        if not name:
            continue
        if field.name == "textarea" or (field.name == "input" and kind in _TYPED):
            sent[name] = next(secrets)
        elif field.name == "select":
            chosen = field.find("option", selected=True) or field.find_all("option")[-1:] or [None]
            option = chosen[0] if isinstance(chosen, list) else chosen
            sent[name] = option.get("value", "") if option else ""
        elif kind == "file":
            text = f"Họ và tên,Đơn vị,SĐT\n{NAME},{PLACE},{PHONE}\n".encode()
            sent[name] = SimpleUploadedFile(f"{next(secrets)}.csv", text)
        elif kind == "hidden" or field.has_attr("checked"):
            sent[name] = field.get("value", "")
    return sent


def test_nothing_that_is_typed_comes_into_the_log(lines, settings):
    settings.AXES_ENABLED = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "axes.middleware.AxesMiddleware"]
    Unit.objects.create(
        code="99999", level="commune", prefix="Xã", name="Thử", folded_name="thu", folded_full_name="xa thu"
    )
    office = build_office("Zxqvung", "Wkbjang")
    clients = {True: Client(raise_request_exception=False), False: Client(raise_request_exception=False)}
    clients[True].force_login(office.boss)
    secrets, seen = itertools.cycle(SECRETS), set()
    places = [address(*pattern, office) for pattern in patterns()]
    own = [reverse("account_login"), reverse("account_reset_password"), reverse("base:code"), "/", "/tim/"]
    sent = 0
    for place, inside in [*((each, True) for each in places), *((each, False) for each in own)]:
        client = clients[inside]
        page = client.get(place, {"q": PHONE, "next": f"/{TOKEN}/", "page": NAME, "sort": MAIL})
        content = drained(page)
        if not page.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for form in BeautifulSoup(content, "lxml").find_all("form"):
            action = urljoin(place, form.get("action") or place)
            shape = (action, tuple(sorted(field.get("name") or "" for field in form.find_all(["input", "textarea"]))))
            # What signs out or ends sessions would end the walk.
            if shape in seen or "logout" in action or "/phien/" in action or "ket-thuc" in action:
                continue
            seen.add(shape)
            send = client.get if form.get("method", "get").lower() == "get" else client.post
            drained(send(action, filled(form, secrets)))
            sent += 1
    for place in (f"/tai-khoan/loi-moi/{TOKEN}/", f"/tai-khoan/password/reset/key/{TOKEN}/", f"/{TOKEN}/{PHONE}/"):
        clients[False].get(place)
        clients[False].post(place, {"password": PASSWORD}, headers={"Referer": f"http://x/{TOKEN}", "User-Agent": NAME})
    clients[False].get("/", headers={"Host": "0905731846.vn", "Cookie": f"sessionid={TOKEN}; csrftoken={PASSWORD}"})
    settings.ROOT_URLCONF = "tests.web.test_logs"
    for client in clients.values():
        answer = client.post(f"/hong/{TOKEN}/?phone={PHONE}", {"name": NAME, "password": PASSWORD})
        assert answer.status_code == 500

    written = lines.getvalue()
    told = [json.loads(line) for line in written.splitlines()]
    assert sent > 120
    assert sum(one["event"] == "request" for one in told) > 300
    assert [one["fault"] for one in told if one.get("route") is None and "fault" in one][-1] == "builtins.ValueError"
    assert str(office.boss.pk) in {one.get("user") for one in told if one.get("route") == "broken"}
    assert leaks.find(SECRETS, written.encode(), "log") == []
    assert leaks.find(["Zxqvung Wkbjang"], written.encode(), "log") == []
