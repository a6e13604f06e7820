"""Locks, sessions and handed-over ways in, through the pages; the browser's part stands in tests/journeys."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessLog
from django.conf import settings as configured
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from caunoi.core.models import AuditEntry, OutboxMessage
from caunoi.directory.models import AccountSession, User
from caunoi.directory.services import passes
from caunoi.directory.tasks import send_reset_link
from caunoi.web.base.devices import in_words
from caunoi.web.base.lockout import client_address
from caunoi.web.mail.sending import render
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
PASSWORD = "mat-khau-thu"
NEW = "ba con meo mun"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def locks(settings):
    settings.AXES_ENABLED = True
    settings.MIDDLEWARE = [*configured.MIDDLEWARE, "axes.middleware.AxesMiddleware"]


@pytest.fixture
def clerk(office):
    return UserFactory.with_role(office, "organiser", username="maunv", email="mau@phuong.example")


def sign_in(client: Client, login: str, password: str = PASSWORD, **headers: str):
    return client.post(reverse("account_login"), {"login": login, "password": password}, **headers)


def text_of(response) -> str:
    """Return the page without what differs at each request."""
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", response.content.decode())


def test_eighth_wrong_password_locks_by_name_and_mail_alike_and_says_so(locks, clerk):
    client = Client()
    for login in ["maunv", "MauNV", "mau@phuong.example", "maunv", "maunv", "mau@phuong.example", "maunv"]:
        assert sign_in(client, login, "sai-mat-khau").status_code == 200
    locked = sign_in(client, "maunv", "sai-mat-khau")

    assert locked.status_code == 429
    assert "15 phút" in locked.content.decode()
    assert sign_in(client, "mau@phuong.example").status_code == 429
    assert sign_in(client, "maunv", REMOTE_ADDR="10.0.0.9").status_code == 302
    assert not AccessLog.objects.exists()


def test_unknown_name_is_answered_and_locked_like_a_known_one(locks, clerk):
    answers = []
    for login in ("maunv", "khongco"):
        client = Client()
        answers.append([text_of(sign_in(client, login, "sai")) for _time in range(8)])
    assert answers[0] == [page.replace("khongco", "maunv") for page in answers[1]]


def test_administrator_lifts_the_lock(locks, clerk, administrator):
    client = Client()
    for _time in range(8):
        sign_in(client, "maunv", "sai")
    assert sign_in(client, "maunv").status_code == 429

    boss = Client()
    boss.force_login(administrator)
    listed = boss.get(reverse("desk:account_list"), {"state": "locked"})
    assert [each.pk for each in listed.context["page"]] == [clerk.pk]
    boss.post(reverse("desk:account_lift", args=[clerk.pk]))
    assert sign_in(client, "maunv").status_code == 302


def test_wrong_second_steps_count_with_wrong_passwords_and_are_not_kept(locks, clerk):
    Authenticator.objects.create(user=clerk, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    client = Client()
    assert sign_in(client, "maunv").url == reverse("mfa_authenticate")
    answers = [client.post(reverse("mfa_authenticate"), {"code": f"99000{n}"}).status_code for n in range(9)]

    assert answers == [200] * 7 + [429] * 2
    assert sign_in(Client(), "maunv").status_code == 429
    assert "99000" not in str(list(AccessAttempt.objects.values()))


def test_wrong_codes_count_too_and_tell_nothing(locks, clerk, administrator):
    code = passes.hand_over_code(actor=administrator, user=clerk)
    answers = {}
    for login in ("maunv", "khongco"):
        client = Client()
        data = {"login": login, "code": "AAAA-AAAA", "password1": NEW, "password2": NEW}
        answers[login] = [text_of(client.post(reverse("base:code"), data)) for _time in range(8)]
    assert answers["maunv"] == [page.replace("khongco", "maunv") for page in answers["khongco"]]
    data = {"login": "maunv", "code": code, "password1": NEW, "password2": NEW}
    assert Client().post(reverse("base:code"), data).status_code == 429
    assert code not in str(list(AccessAttempt.objects.values()))


def test_code_leads_to_a_new_password(clerk, administrator):
    code = passes.hand_over_code(actor=administrator, user=clerk)
    client = Client()
    data = {"login": "maunv", "code": code.lower(), "password1": NEW, "password2": "khac"}
    assert "Hai mật khẩu không giống nhau" in client.post(reverse("base:code"), data).content.decode()
    assert client.post(reverse("base:code"), {**data, "password2": NEW}).url == reverse("account_login")
    assert authenticate(username="maunv", password=NEW) == clerk


def test_reset_by_mail_waits_in_the_outbox_and_answers_alike(clerk):
    open_elsewhere = Client()
    sign_in(open_elsewhere, "maunv")
    pages, counts = [], []
    for address in ("mau@phuong.example", "khong-co@phuong.example"):
        with CaptureQueriesContext(connection) as asked:
            response = Client().post(reverse("account_reset_password"), {"email": address}, follow=True)
        pages.append(text_of(response))
        counts.append([query["sql"].split()[0] for query in asked])
    assert pages[0] == pages[1]
    assert counts[0] == counts[1]

    for job in DBTaskResult.objects.filter(task_path__endswith="send_reset_link").order_by("enqueued_at"):
        assert "phuong.example" not in str(job.args_kwargs)
        send_reset_link.func(*job.args_kwargs["args"])
    known, unknown = OutboxMessage.objects.order_by("created_at")
    link = re.search(r"http://127\.0\.0\.1:8000(/tai-khoan/password/reset/key/\S+)", render(known).body)[1]
    assert link not in str(known.context)
    assert "/tai-khoan/" not in render(unknown).body

    client = Client()
    form = client.get(link).url
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert authenticate(username="maunv", password=NEW) == clerk
    assert open_elsewhere.get("/viec/").status_code == 302
    assert not AccountSession.objects.filter(user=clerk).exists()
    assert AuditEntry.objects.filter(action="account.password_chosen").count() == 1
    assert "không còn dùng được" in Client().get(link, follow=True).content.decode()


def test_sessions_are_shown_and_ended_at_once(clerk):
    here, there, third = Client(), Client(), Client()
    for client in (here, there, third):
        sign_in(client, "maunv", HTTP_USER_AGENT=CHROME)
    shown = here.get(reverse("base:session_list")).context["sessions"]
    assert [(each.device, each.is_this) for each in shown] == [
        ("Chrome, Windows", True), ("Chrome, Windows", False), ("Chrome, Windows", False),
    ]  # fmt: skip

    here.post(reverse("base:session_end", args=[shown[1].handle]))
    assert sorted(client.get("/viec/").status_code for client in (there, third)) == [200, 302]
    here.post(reverse("base:sessions_end"))
    assert [client.get("/viec/").status_code for client in (here, there, third)] == [200, 302, 302]


def test_session_of_somebody_else_is_not_ended(clerk, administrator):
    theirs, own = Client(), Client()
    sign_in(theirs, administrator.username)
    sign_in(own, "maunv")
    handle = theirs.get(reverse("base:session_list")).context["sessions"][0].handle
    own.post(reverse("base:session_end", args=[handle]))
    assert theirs.get("/viec/").status_code == 200


def test_changed_password_ends_the_other_sessions_and_keeps_this_one(clerk):
    here, there = Client(), Client()
    sign_in(here, "maunv")
    sign_in(there, "maunv")
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post(reverse("account_change_password"), data).status_code == 302
    assert here.get("/viec/").status_code == 200
    assert there.get("/viec/").status_code == 302
    assert AccountSession.objects.filter(user=clerk).count() == 1


def test_invitation_page_welcomes_once(administrator, office):
    boss = Client()
    boss.force_login(administrator)
    response = boss.post(
        reverse("desk:account_new"),
        {"name": "Lê Thị Mẫu", "organisation": office.pk, "kind": "editor", "by": "link"},
    )
    secret = boss.get(response.url).context["secret"]
    path = secret.text.removeprefix("http://127.0.0.1:8000")
    assert secret.picture.startswith("data:image/svg+xml")
    assert boss.get(response.url).context["secret"] is None

    client = Client()
    assert "mault" in client.get(path).content.decode()
    assert "Hai mật khẩu" in client.post(path, {"password1": NEW, "password2": "x"}).content.decode()
    assert client.post(path, {"password1": NEW, "password2": NEW}).url == reverse("account_login")
    assert client.get(path).status_code == 404
    assert sign_in(client, "mault", NEW).status_code == 302


@pytest.mark.parametrize(("policy", "led"), [("free", False), ("administrators", True), ("everybody", True)])
def test_administrators_are_led_to_the_second_step(settings, administrator, policy, led):
    settings.TWO_STEP = policy
    client = Client()
    client.force_login(administrator)
    assert (client.get("/viec/").status_code == 302) is led
    if led:
        assert client.get("/viec/", follow=True).redirect_chain == [(reverse("base:two_step"), 302)]
        assert client.get("/bien-tap/").url == reverse("base:two_step")
    Authenticator.objects.create(user=administrator, type="totp", data={"secret": "x"})
    assert client.get("/viec/").status_code == 200


def test_organiser_is_not_led_there_unless_everybody_is(settings, desk):
    settings.TWO_STEP = "administrators"
    assert desk.get("/viec/").status_code == 200
    assert desk.get(reverse("base:two_step")).url == "/viec/"
    settings.TWO_STEP = "everybody"
    assert desk.get("/viec/").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 7.7.7.7", "7.7.7.7"),
        (2, "6.6.6.6, 7.7.7.7, 8.8.8.8", "7.7.7.7"),
        (1, "", "10.0.0.1"),
        (2, "7.7.7.7", "10.0.0.1"),
        (1, "no address", "0.0.0.0"),
    ],
)
def test_client_address_believes_only_the_offices_proxies(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address


def test_devices_are_named_in_plain_words():
    assert in_words(CHROME) == "Chrome, Windows"
    assert in_words(CHROME + " Edg/140.0") == "Edge, Windows"
    assert in_words("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1") == "Safari, iPhone"
    assert in_words("") == ""


def test_time_tells_nothing_at_sign_in_and_at_reset(locks, clerk, office, monkeypatch):
    """As many password hashes, and the same questions to the database, whoever is named."""
    UserFactory.with_role(office, username="khongmk", email="khongmk@phuong.example")
    User.objects.filter(username="khongmk").update(password="!")
    UserFactory.with_role(office, username="dadong", email="dadong@phuong.example", is_active=False)
    made: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: made.append("hash") or encode(self, *args))

    def cost(login, ask):
        made.clear()
        client = Client()
        client.get(reverse("account_login"))
        with CaptureQueriesContext(connection) as queries:
            page = ask(client, login)
        shapes = [re.sub(r"'[^']*'|\b\d+\b|\"s\d+_x\d+\"", "?", query["sql"]) for query in queries]
        return page.status_code, len(made), shapes

    def reset(client, login):
        return client.post(reverse("account_reset_password"), {"email": f"{login}@phuong.example"})

    for ask in (lambda client, login: sign_in(client, login, "sai-mat-khau"), reset):
        costs = {login: cost(login, ask) for login in ("maunv", "khongco", "khongmk", "dadong")}
        assert {login: each[:2] for login, each in costs.items()} == dict.fromkeys(costs, costs["maunv"][:2])
        assert {login: each[2] for login, each in costs.items()} == dict.fromkeys(costs, costs["maunv"][2])
