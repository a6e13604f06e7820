"""Signing in with an OpenID Connect provider: a real one, in a real browser; and what is refused."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from playwright.sync_api import Page, expect

from caunoi.core.models import AuditEntry
from caunoi.directory.models import User
from config.env import Environment, SignInProvider, oidc_settings
from tests.factories import OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def provider():
    script = Path(__file__).with_name("provider.py")
    running = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"},
    )
    try:
        yield f"http://127.0.0.1:{int(running.stdout.readline())}"
    finally:
        running.kill()
        running.wait()
        running.stdout.close()


@pytest.fixture
def known(provider, settings, transactional_db):
    """The office's provider, and somebody with an account and an e-mail."""
    environment = object.__new__(Environment)
    object.__setattr__(
        environment,
        "provider",
        SignInProvider(url=provider, client="van-phong", secret="bi-mat", name="Tài khoản thành phố"),
    )
    settings.SOCIALACCOUNT_PROVIDERS = oidc_settings(environment)
    told(provider)
    return UserFactory.with_role(OrganisationFactory(), name="Trần Thị Mẫu", email="mau@phuong.example")


@pytest.fixture
def refused(open_page):
    """A refusal has the status of one, which the browser notes as a fault of the page."""
    yield open_page
    open_page.faults[:] = [fault for fault in open_page.faults if not re.search(r"status of 40[13] ", fault)]


def told(provider: str, **lies: str) -> None:
    requests.put(f"{provider}/lies", json=lies, timeout=10).raise_for_status()


def vouches(provider: str, sub: str, **claims: object) -> None:
    requests.put(f"{provider}/users/{sub}", json=claims, timeout=10).raise_for_status()


def go_there(page: Page) -> None:
    # The provider's own page asks for a style sheet from elsewhere; nothing leaves this machine.
    page.context.route(
        lambda address: urlsplit(address).hostname not in {"localhost", "127.0.0.1"},
        lambda route: route.fulfill(status=200, content_type="text/css", body=""),
    )
    page.goto("/tai-khoan/login/")
    page.get_by_role("link", name="Đăng nhập bằng Tài khoản thành phố").click()


def come_from(page: Page, sub: str) -> None:
    go_there(page)
    page.fill("input[name=sub]", sub)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(lambda address: urlsplit(address).hostname == "localhost")


def test_known_person_signs_in_without_scripts_and_is_linked_once(known, provider, open_page):
    vouches(provider, "so-1", email="Mau@phuong.example", email_verified=True, name="Khác hẳn")
    for _time in range(2):
        page = open_page(javascript=False)
        come_from(page, "so-1")
        page.wait_for_url("**/viec/**")

    linked = SocialAccount.objects.get()
    assert (linked.user, linked.uid, linked.extra_data) == (known, "so-1", {})
    rows = AuditEntry.objects.filter(object_id=str(known.pk)).values_list("action", "details")
    assert list(rows) == [("account.method_added", {"way": "openid_connect", "name": "Tài khoản thành phố"})]


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "mau@phuong.example", "email_verified": False},
        {"email": "mau@phuong.example", "email_verified": "true"},
        {"email": "mau@phuong.example"},
        {"email": "ai-do@noi-khac.example", "email_verified": True},
        {},
    ],
    ids=["not verified", "verified by a word", "not said", "unknown", "no e-mail"],
)
def test_person_without_an_account_is_refused_in_words(known, provider, refused, claims):
    vouches(provider, "so-2", **claims)
    page = refused(javascript=False)
    come_from(page, "so-2")

    expect(page.get_by_role("heading", level=1)).to_have_text("Không có tài khoản nào phù hợp")
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 1
    page.goto("/viec/")
    assert "/login/" in page.url


def test_closed_account_stays_closed(known, provider, refused):
    User.objects.filter(pk=known.pk).update(is_active=False)
    vouches(provider, "so-3", email="mau@phuong.example", email_verified=True)
    page = refused(javascript=False)
    come_from(page, "so-3")
    expect(page.get_by_role("heading", level=1)).to_have_text("Không có tài khoản nào phù hợp")


@pytest.mark.parametrize("lie", [{"aud": "van-phong-khac"}, {"nonce": "cua-lan-khac"}])
def test_answer_for_another_office_or_another_sign_in_is_refused(known, provider, refused, lie):
    vouches(provider, "so-4", email="mau@phuong.example", email_verified=True)
    told(provider, **lie)
    page = refused(javascript=False)
    come_from(page, "so-4")

    expect(page.get_by_role("heading", level=1)).to_have_text("Chưa đăng nhập được")
    assert not SocialAccount.objects.exists()


def test_answer_is_good_once_and_only_in_the_browser_that_asked(known, provider, refused):
    vouches(provider, "so-5", email="mau@phuong.example", email_verified=True)
    page = refused(javascript=False)
    answers: list[str] = []
    page.on("request", lambda request: answers.append(request.url) if "/login/callback/" in request.url else None)
    come_from(page, "so-5")
    page.wait_for_url("**/viec/**")

    for victim in (page, refused(javascript=False)):
        victim.context.clear_cookies()
        victim.goto(answers[0])
        expect(victim.get_by_role("heading", level=1)).to_have_text("Chưa đăng nhập được")
        victim.goto("/viec/")
        assert "/login/" in victim.url


def test_cancelled_there_is_said_here(known, provider, open_page):
    page = open_page(javascript=False)
    go_there(page)
    state = parse_qs(urlsplit(page.url).query)["state"][0]
    page.goto(f"/tai-khoan/oidc/co-quan/login/callback/?error=access_denied&state={state}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chưa đăng nhập")
