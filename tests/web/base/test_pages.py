import re

import pytest
from django.conf import settings
from django.test import Client, override_settings

from caunoi.directory.enums import RoleKind
from tests.factories import UserFactory

# A block of data is no code: the browser runs none of it.
INLINE = re.compile(
    r"""<style|\sstyle=|<script(?![^>]*(?:\ssrc=|type="application/json"))|\son[a-z]+=|javascript:""", re.IGNORECASE
)


OPEN = [
    "login/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/1-x/",
    "password/reset/key/done/",
    "signup/",
    "inactive/",
]
OWN = ["logout/", "password/change/", "2fa/"]
CLOSED = ["email/", "confirm-email/", "password/set/", "3rdparty/", "social/connections/", "login/code/confirm/"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", OPEN)
def test_entrance_pages_open_in_our_look_without_inline_code(client, address):
    page = client.get(f"/tai-khoan/{address}").content.decode()
    assert page.count("<h1") == 1
    assert INLINE.findall(page) == []
    assert "⟦undefined" not in page


@pytest.mark.parametrize("address", OWN)
def test_own_pages_open_in_our_look_without_inline_code(desk, address):
    page = desk.get(f"/tai-khoan/{address}").content.decode()
    assert page.count("<h1") == 1
    assert INLINE.findall(page) == []
    assert "⟦undefined" not in page


@pytest.mark.parametrize("address", CLOSED)
def test_pages_of_allauth_that_nobody_uses_are_shut(desk, address):
    assert desk.get(f"/tai-khoan/{address}").status_code == 404


@pytest.mark.django_db
def test_nobody_signs_up(client):
    from caunoi.directory.models import User

    client.post("/tai-khoan/signup/", {"username": "ai-do", "password1": "mat-khau-dai", "password2": "mat-khau-dai"})
    assert User.objects.count() == 0


def test_two_step_sign_in_is_set_up_used_and_switched_off(organiser):
    from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time

    client = Client()
    client.post("/tai-khoan/login/", {"login": organiser.username, "password": "mat-khau-thu"})
    client.post("/tai-khoan/reauthenticate/", {"password": "mat-khau-thu"})
    page = client.get("/tai-khoan/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert INLINE.findall(page.content.decode()) == []

    def code():
        _before, now, _after = yield_hotp_counters_from_time()
        return f"{hotp_value(secret, now):06d}"

    client.post("/tai-khoan/2fa/totp/activate/", {"code": code()})
    spare = client.get("/tai-khoan/2fa/recovery-codes/").context["unused_codes"]
    client.post("/tai-khoan/logout/")
    second = client.post("/tai-khoan/login/", {"login": organiser.username, "password": "mat-khau-thu"})
    assert second["Location"].startswith("/tai-khoan/2fa/authenticate/")
    assert client.get("/viec/").status_code == 302
    client.post("/tai-khoan/2fa/authenticate/", {"code": spare[0]})
    assert client.get("/viec/").status_code == 200


@pytest.mark.django_db
def test_error_pages_speak_and_keep_their_status(client):
    client.raise_request_exception = False
    missing = client.get("/viec/khong-co/")
    assert missing.status_code == 404
    assert missing.content.decode().count("<h1>") == 1


def test_csrf_failure_says_what_to_do(organiser):
    client = Client(enforce_csrf_checks=True)
    client.force_login(organiser)
    client.cookies["django_language"] = "en"
    answer = client.post("/tai-khoan/logout/")
    assert answer.status_code == 403
    assert "Nothing was saved." in answer.content.decode()


def test_broken_page_says_that_nothing_was_saved_and_asks_no_database(organiser, django_assert_num_queries):
    from django.test import RequestFactory
    from django.views.defaults import server_error

    with django_assert_num_queries(0):
        answer = server_error(RequestFactory().get("/"))
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "caunoi/css/public.css" in page
    assert INLINE.findall(page) == []


@pytest.mark.django_db
def test_forbidden_page_says_why(client):
    from django.core.exceptions import PermissionDenied
    from django.test import RequestFactory
    from django.views.defaults import permission_denied

    answer = permission_denied(RequestFactory().get("/"), PermissionDenied("Hỏi người quản trị."))
    assert answer.status_code == 403
    assert "Hỏi người quản trị." in answer.content.decode()


@pytest.mark.django_db
def test_maintenance_file_shuts_every_page_without_the_database(client, tmp_path, django_assert_num_queries):
    sign = tmp_path / "maintenance"
    sign.touch()
    with override_settings(MAINTENANCE_FILE=sign), django_assert_num_queries(0):
        answer = client.get("/viec/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")


@pytest.mark.django_db
def test_screens_are_vietnamese_whatever_the_browser_says(client):
    answer = client.get("/tai-khoan/login/", headers={"accept-language": "en-US"})
    assert '<html lang="vi"' in answer.content.decode()


def test_language_and_colours_are_chosen_and_stay(desk):
    desk.post("/tai-khoan/ngon-ngu/", {"language": "en", "next": "/viec/"})
    answer = desk.post("/tai-khoan/giao-dien/", {"theme": "dark", "next": "/viec/"})
    assert answer["Location"] == "/viec/"
    assert '<html lang="en" data-theme="dark"' in desk.get("/viec/").content.decode()
    desk.post("/tai-khoan/giao-dien/", {"theme": "", "next": "https://evil.example/"})
    assert '<html lang="en">' in desk.get("/viec/").content.decode()


def test_choosing_colours_never_leads_elsewhere(desk):
    assert desk.post("/tai-khoan/giao-dien/", {"theme": "dark", "next": "https://evil.example/"})["Location"] == "/"


def test_policy_allows_no_inline_code_on_the_desk(desk):
    policy = desk.get("/viec/")["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy


def test_menu_shows_only_what_the_role_uses(office):
    def labels(kind):
        client = Client()
        client.force_login(UserFactory.with_role(office, kind))
        page = client.get("/viec/").content.decode()
        return "/viec/nhap/" in page.split("<header")[0]

    assert [labels(RoleKind.ORGANISER), labels(RoleKind.AUDITOR)] == [True, False]


def test_user_name_with_html_is_only_text(office):
    client = Client()
    client.force_login(UserFactory.with_role(office, name="<script>alert(1)</script>"))
    assert "<script>alert" not in client.get("/viec/").content.decode()


def test_locked_out_page_says_how_long():
    from django.template.loader import render_to_string
    from django.utils import translation

    with translation.override("en"):
        assert "15 minutes" in render_to_string("account/lockout.html")
    assert settings.AXES_COOLOFF_TIME == 0.25
