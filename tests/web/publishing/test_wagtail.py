from __future__ import annotations

import copy
import re
import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import Page

from caunoi.directory.models import User
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.services import approve

PREFIX = "bien-tap/"


def every_address(number):
    """Every address below Wagtail's admin, its arguments filled with a page's key."""
    found = set()

    def walk(patterns, path):
        for pattern in patterns:
            step = path + _filled(pattern.pattern, number)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, step)
            elif isinstance(pattern, URLPattern):
                found.add(step)

    for pattern in get_resolver().url_patterns:
        if str(pattern.pattern) == PREFIX:
            walk(pattern.url_patterns, f"/{PREFIX}")
    return sorted(found)


def _filled(pattern, number):
    text = str(pattern)
    if not text.startswith("^"):
        return re.sub(
            r"<(?:(\w+):)?\w+>",
            lambda part: {"int": str(number), "uuid": str(uuid.UUID(int=1))}.get(part[1], "publishing"),
            text,
        )
    return {r"^.*/$": "bat-ky/", r"^": ""}.get(text, "bat-ky/")


def test_walk_finds_the_admins_addresses(site):
    addresses = every_address(site.pk)

    assert len(addresses) > 150
    for known in (f"/bien-tap/pages/{site.pk}/edit/", "/bien-tap/choose-page/", "/bien-tap/reports/locked/"):
        assert known in addresses
    assert not [address for address in addresses if "<" in address]


@pytest.mark.parametrize("who", ["editor", "stranger", "administrator"])
def test_no_address_of_wagtails_admin_answers_an_editor(who, request, draft):
    """Of this or another commune alike, for looking and for writing, at each address."""
    user = request.getfixturevalue(who)
    user.is_staff = True
    user.save()
    client = Client()
    client.force_login(user)
    before = list(Page.objects.order_by("pk").values())

    open_addresses = {
        address
        for address in every_address(draft.pk)
        for response in (client.get(address), client.post(address, {"title": "x", "action-publish": "1"}))
        if response.status_code not in {403, 404}
    }

    # Icons and the words of scripts, which the editor at the desk fetches.
    assert open_addresses == {"/bien-tap/jsi18n/", "/bien-tap/sprite/"}
    assert client.post("/bien-tap/jsi18n/").status_code == 403
    assert list(Page.objects.order_by("pk").values()) == before


def test_stranger_signs_in_at_our_own_door(client, draft):
    for address in ("/bien-tap/", "/bien-tap/login/", f"/bien-tap/pages/{draft.pk}/edit/"):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/tai-khoan/login/")


@pytest.fixture
def wagtails_own_templates(settings):
    """Wagtail's templates count on undefined variables being empty."""
    settings.TEMPLATES = copy.deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""


@pytest.fixture
def doorless(settings, wagtails_own_templates):
    """The admin without the window: only the hooks are left."""
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if not each.endswith("WagtailWindow")]


@pytest.fixture
def operator(db, wagtails_own_templates):
    client = Client()
    client.force_login(User.objects.create_superuser("van-hanh", "mat-khau-thu", name="Vận hành"))
    return client


def test_operator_looks_but_changes_nothing(operator, draft, editor):
    published = approve(actor=editor, article=draft)
    before = list(Page.objects.order_by("pk").values())
    assert operator.get("/bien-tap/").status_code == 200
    assert operator.get(f"/bien-tap/pages/{published.section_id}/").status_code == 200
    assert operator.get(f"/bien-tap/pages/{published.pk}/history/").status_code == 200

    changing = {
        address
        for address in every_address(published.pk)
        if operator.post(address, {"title": "x", "action-publish": "1"}).status_code not in {403, 404}
    }

    assert changing == set()
    assert list(Page.objects.order_by("pk").values()) == before


def test_article_in_wagtails_admin_opens_at_the_desk(operator, draft):
    response = operator.get(f"/bien-tap/pages/{draft.pk}/edit/")

    assert (response.status_code, response["Location"]) == (302, f"/viec/tin-bai/{draft.pk}/")


@pytest.mark.parametrize("view", ["delete", "unpublish", "move/{section}/confirm", "copy"])
def test_hooks_refuse_even_without_the_door(doorless, operator, draft, editor, view):
    published = approve(actor=editor, article=draft)

    response = operator.post(f"/bien-tap/pages/{published.pk}/{view.format(section=published.section_id)}/")

    assert (response.status_code, response["Location"]) == (302, "/bien-tap/")

    stored = ArticlePage.objects.get(pk=published.pk)
    assert (stored.live, stored.path) == (True, published.path)


def test_hooks_refuse_bulk_actions_even_without_the_door(doorless, operator, draft, editor):
    published = approve(actor=editor, article=draft)

    for action in ("delete", "unpublish", "publish", "move"):
        operator.post(f"/bien-tap/bulk/wagtailcore/page/{action}/?id={published.pk}", {"cascade": ""})

    assert ArticlePage.objects.get(pk=published.pk).live
