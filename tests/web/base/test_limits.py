"""Whoever tries too often waits; everybody else goes on working."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.urls import get_resolver

from caunoi.core import tries
from caunoi.core.models import TryCount
from caunoi.web.base import limits
from tests.factories import UserFactory
from tests.fuzz.addresses import every_address

SIGN_IN = "/tai-khoan/login/"
GUESSED = "mat-khau-sai"
CODE = {"login": "a", "code": "ABCD2345", "password1": "x" * 12, "password2": "x" * 12}


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch):
    """Counting begins anew at the full quarter of an hour; a test stands within one."""
    now = time.time() // 3600 * 3600 + 30
    tries.forget_here()
    monkeypatch.setattr(tries, "_now", lambda: int(now))
    # allauth's own counters lie in the memory of the process.
    cache.clear()


@pytest.fixture
def few(monkeypatch):
    """The same limits with three tries each."""
    import dataclasses

    monkeypatch.setattr(limits, "LIMITS", tuple(dataclasses.replace(each, most=3) for each in limits.LIMITS))


def from_(address):
    return Client(REMOTE_ADDR=address)


def wrong_password(address, login):
    return from_(address).post(SIGN_IN, {"login": login, "password": GUESSED}).status_code


def test_every_page_of_a_limit_is_a_page(db):
    known = {each.name for each in every_address(get_resolver())}
    assert {page for limit in limits.LIMITS for page in limit.pages} - known == set()


def test_every_export_has_a_limit(db):
    exports = {each.name for each in every_address() if each.name.startswith("desk:") and "export" in each.name}
    assert exports - limits._EXPORTS == set()


@pytest.mark.django_db
def test_one_address_that_tries_many_names_waits_and_nobody_else_does(few, organiser):
    assert [wrong_password("10.0.0.9", f"ai-do-{n}") for n in range(4)] == [200, 200, 200, 429]
    # From there nobody comes in for a while, from elsewhere everybody does.
    right = {"login": organiser.username, "password": "mat-khau-thu"}
    assert from_("10.0.0.9").post(SIGN_IN, right).status_code == 429
    assert from_("10.0.0.10").post(SIGN_IN, right).status_code == 302


@pytest.mark.django_db
def test_the_answer_says_in_words_when_to_come_back(few):
    for n in range(3):
        wrong_password("10.0.0.9", f"ai-do-{n}")
    response = from_("10.0.0.9").post(SIGN_IN, {"login": "x", "password": "y"})
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 15 * 60
    assert "15 phút" in response.content.decode()


@pytest.mark.django_db
def test_signing_in_rightly_counts_for_nothing(few, organiser):
    right = {"login": organiser.username, "password": "mat-khau-thu"}
    assert [from_("10.0.0.9").post(SIGN_IN, right).status_code for _ in range(6)] == [302] * 6


@pytest.mark.django_db
def test_one_name_tried_from_many_addresses_waits(few, organiser):
    tried = [wrong_password(f"10.0.{n}.1", organiser.username) for n in range(4)]
    assert tried == [200, 200, 200, 429]
    assert wrong_password("10.0.9.1", "ai-khac") == 200


@override_settings(AXES_ENABLED=True)
@pytest.mark.django_db
def test_one_attacker_keeps_nobody_out_of_the_office(organiser):
    """With the numbers of an office: locked at the attacker's address, free at one's own desk."""
    for _ in range(200):
        wrong_password("10.0.0.9", organiser.username)
    right = {"login": organiser.username, "password": "mat-khau-thu"}
    assert from_("10.0.0.9").post(SIGN_IN, right).status_code == 429
    assert from_("10.0.0.10").post(SIGN_IN, right).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "body", "first"),
    [
        (
            "post",
            "/tai-khoan/ma/",
            CODE,
            200,
        ),
        ("get", "/tai-khoan/loi-moi/doan-mo/", {}, 404),
        ("get", "/tai-khoan/password/reset/key/1-xyz/", {}, 200),
        ("post", "/tai-khoan/password/reset/", {"email": "a@example.vn"}, 302),
        ("post", "/viec/bat-dau/", {"token": "sai"}, 200),
        ("get", "/tim/", {"q": "hoa giai"}, 200),
    ],
)
def test_guessing_and_searching_from_one_address_have_an_end(few, method, path, body, first):
    if "reset/key" in path:
        # The page of a dead link answers 200: only what is posted to it is a try.
        method, first = "post", 200
    answers = [getattr(from_("10.0.0.9"), method)(path, body).status_code for _ in range(4)]
    assert answers == [first] * 3 + [429]
    other = {name: value.replace("a", "b", 1) if name in {"login", "email"} else value for name, value in body.items()}
    assert getattr(from_("10.0.0.10"), method)(path, other).status_code == first


def test_downloads_have_an_end_for_each_account(few, desk, administrator):
    path = "/viec/danh-ba/nguoi/tai-ve.csv"
    assert [desk.get(path).status_code for _ in range(4)] == [200, 200, 200, 429]
    other = Client()
    other.force_login(administrator)
    assert other.get(path).status_code == 200


def test_uploads_have_an_end_for_each_account(few, desk):
    from django.core.files.uploadedfile import SimpleUploadedFile

    def send():
        return desk.post("/viec/nhap/tai-len/", {"files": SimpleUploadedFile("a.txt", b"x")}).status_code

    assert [send() == 429 for _ in range(4)] == [False, False, False, True]


def test_a_request_of_htmx_gets_words_and_no_page(few, desk):
    answers = [desk.get("/viec/tim/?q=a", headers={"HX-Request": "true"}) for _ in range(4)]
    assert (answers[-1].status_code, answers[-1].content) == (429, b"")
    assert answers[-1].headers["X-Cn-Message"]


@override_settings(TRUSTED_PROXIES=1)
@pytest.mark.django_db
def test_behind_a_proxy_the_address_counts_that_the_proxy_saw(few):
    def tried(told):
        return Client(REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": told}).get("/tim/", {"q": "a"}).status_code

    # What stands further left was made up by whoever asks.
    assert [tried(f"1.1.1.{n}, 10.0.0.9") for n in range(4)] == [200, 200, 200, 429]
    assert tried("10.0.0.9, 10.0.0.10") == 200


@pytest.mark.django_db
def test_a_client_cannot_walk_through_its_own_network_of_ipv6(few):
    tried = [from_(f"2001:db8:1:2::{n}").get("/tim/", {"q": "a"}).status_code for n in range(1, 5)]
    assert tried == [200, 200, 200, 429]
    assert from_("2001:db8:1:3::1").get("/tim/", {"q": "a"}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_tries_of_several_processes_are_counted_as_one():
    def one(_number):
        try:
            return tries.count_try(kind="thu", who="10.0.0.9", seconds=60)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        counted = list(pool.map(one, range(40)))
    assert sorted(counted) == list(range(1, 41))


@pytest.mark.django_db
def test_counts_tell_nobodys_address_and_go_by_themselves(monkeypatch):
    tries.count_try(kind="thu", who="10.0.0.9", seconds=60)
    assert "10.0.0.9" not in TryCount.objects.get().key
    assert tries.forget_old_tries() == 0
    later = tries._now() + 61
    monkeypatch.setattr(tries, "_now", lambda: later)
    assert tries.tries(kind="thu", who="10.0.0.9", seconds=60) == 0
    assert tries.forget_old_tries() == 1


@pytest.mark.django_db
def test_signing_in_takes_the_same_work_for_unknown_names(settings):
    """A password is hashed whether the name exists or not: else the time tells who works here."""
    from django.contrib.auth import hashers

    hashed = []

    class Counted(hashers.PBKDF2PasswordHasher):
        algorithm = "counted"
        iterations = 1

        def encode(self, *args, **kwargs):
            hashed.append(1)
            return super().encode(*args, **kwargs)

    settings.PASSWORD_HASHERS = [f"{__name__}.Counted"]
    globals()["Counted"] = Counted
    hashers.get_hashers.cache_clear()
    hashers.get_hashers_by_algorithm.cache_clear()
    user = UserFactory()
    try:
        work = []
        for login in (user.username, "khong-co-ai"):
            hashed.clear()
            wrong_password("10.0.0.9", login)
            work.append(len(hashed))
    finally:
        hashers.get_hashers.cache_clear()
        hashers.get_hashers_by_algorithm.cache_clear()
    assert work[0] == work[1] > 0
