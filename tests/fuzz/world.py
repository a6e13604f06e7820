"""Two offices, everybody who may come to their door, and the forms of every page that the first one shows."""

from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import resolve

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Unit
from tests.factories import UserFactory
from tests.fuzz.addresses import Address, every_address
from tests.fuzz.made import Form
from tests.web.scope_world import build_office

ADDRESSES = list(every_address())
WAGTAIL = [each for each in ADDRESSES if each.route.startswith("bien-tap/")]
OURS = [each for each in ADDRESSES if not each.route.startswith("bien-tap/")]
WHO = ("nobody", "outsider", "superuser", *RoleKind.values)


def client_for(session: str) -> Client:
    """Return a browser with a session that shows what happened instead of raising it."""
    client = Client(raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def _session_of(user) -> str:
    if user is None:
        return ""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@contextmanager
def undone():
    """Take back what happens within."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build() -> SimpleNamespace:
    """Build the world and look at every page of it once."""
    Unit.objects.create(
        code="99999", level="commune", prefix="Xã", name="Thử", folded_name="thu", folded_full_name="xa thu"
    )
    theirs, own = build_office("Zxqvung", "Wkbjang"), build_office("Hgfding", "Pytroong")
    people = {"nobody": None, "outsider": theirs.boss, "superuser": UserFactory(is_superuser=True, is_staff=True)}
    for kind in RoleKind.values:
        people[kind] = UserFactory.with_role(own.office, kind, name=f"Người {kind}")
    sessions = {name: _session_of(user) for name, user in people.items()}
    world = SimpleNamespace(theirs=theirs, own=own, sessions=sessions, people=people)
    world.forms, world.names = _seen(world)
    return world


def _seen(world) -> tuple[dict[str, tuple[Form, ...]], dict[str, tuple[str, ...]]]:
    """Return, by an address's name, the forms that are sent there, and the names that stand in its query strings."""
    forms: dict[str, dict[Form, None]] = {}
    names: dict[str, set[str]] = {}
    for address in OURS:
        path = address.of(world.own)
        for who in ("nobody", "administrator") if address.route.startswith("tai-khoan/") else ("administrator",):
            with undone():
                response = client_for(world.sessions[who]).get(path)
            if response.status_code != 200 or "html" not in response.headers.get("Content-Type", ""):
                continue
            page = BeautifulSoup(response.content, "lxml")
            for link in page.select("a[href]"):
                parts = urlsplit(link["href"])
                if parts.query and not parts.netloc:
                    name = _name(parts.path or path)
                    names.setdefault(name, set()).update(key for key, _value in parse_qsl(parts.query))
            for form in page.select("form"):
                _note(form, path, forms, names)
    return {name: tuple(found) for name, found in forms.items()}, {name: tuple(sorted(k)) for name, k in names.items()}


def _note(form, path: str, forms, names) -> None:
    found = _read(form, path)
    name = _name(found.action)
    if form.get("method", "get").lower() == "get":
        names.setdefault(name, set()).update(key for key, _value in found.fields)
    else:
        forms.setdefault(name, {})[found] = None
        for button in form.select("button[name]"):
            more = (button["name"], button.get("value", ""))
            forms[name][Form(found.action, (*found.fields, more), found.files)] = None
        for button in form.select("button[formaction]"):
            there = urlsplit(button["formaction"]).path
            forms.setdefault(_name(there), {})[Form(there, found.fields, found.files)] = None


def _name(path: str) -> str:
    try:
        return resolve(path).view_name
    except Exception:  # noqa: BLE001 - a link of a page that leads nowhere is another test's
        return ""


def _read(form, path: str) -> Form:
    fields, files = [], []
    for each in form.select("input[name], select[name], textarea[name]"):
        name, kind = each["name"], each.get("type", "")
        if kind == "file":
            files.append(name)
        elif each.name == "select":
            chosen = each.select_one("option[selected]") or (each.select("option") or [None])[-1]
            fields.append((name, chosen.get("value", "") if chosen else ""))
        elif each.name == "textarea":
            fields.append((name, each.get_text() or "Nội dung"))
        elif kind not in {"checkbox", "radio"} or each.has_attr("checked"):
            fields.append((name, each.get("value") or ("x" if each.has_attr("required") else "")))
        else:
            fields.append((name, each.get("value", "on")))
    action = urlsplit(form.get("action") or path).path or path
    return Form(action, tuple(fields), tuple(files))


__all__ = ["ADDRESSES", "OURS", "WAGTAIL", "WHO", "Address", "build", "client_for", "undone"]
