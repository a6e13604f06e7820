"""One's own e-mail and links, and what the owner of an account is told by mail."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from caunoi.core.models import AuditEntry, OutboxMessage
from caunoi.directory.models import User
from caunoi.directory.services import accounts, emails, passes, signin
from caunoi.web.mail.sending import render
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
PASSWORD = "mat-khau-thu"
OLD, NEW = "cu@phuong.example", "moi@phuong.example"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def clerk(office):
    return UserFactory.with_role(office, "organiser", username="maunv", email=OLD)


def signed_in(client, user, **headers):
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD}, **headers)
    return client


@pytest.fixture
def own(clerk):
    client = signed_in(Client(), clerk)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def mails(template="account_notice"):
    return [
        (each.recipient, render(each).subject, render(each).body)
        for each in OutboxMessage.objects.filter(template=template).order_by("created_at", "id")
    ]


def asked(own):
    assert own.post(reverse("base:email"), {"email": NEW.upper()}).status_code == 302
    ((to, _subject, body),) = mails("email_confirm")
    assert to == NEW
    return re.search(r"http://[^/]+(/tai-khoan/thu-dien-tu/\S+)", body)[1]


def test_email_is_changed_once_the_new_mailbox_said_so_and_both_are_told(own, clerk):
    link = asked(own)
    clerk.refresh_from_db()
    assert clerk.email == OLD
    assert Client().get(link).status_code == 200
    clerk.refresh_from_db()
    assert clerk.email == OLD

    assert Client().post(link).status_code == 302

    clerk.refresh_from_db()
    assert clerk.email == NEW
    assert sorted(to for to, _subject, body in mails() if "Thư điện tử của tài khoản đã được đổi" in body) == [OLD, NEW]
    row = AuditEntry.objects.get(action="account.email_changed")
    assert row.details == {"email": "…"}
    assert Client().post(link).status_code == 404
    assert Client().get(link).status_code == 404


def test_link_runs_out_is_worth_nothing_altered_and_stands_in_no_address_in_the_clear(own, clerk, monkeypatch):
    link = asked(own)
    assert NEW.split("@", maxsplit=1)[0] not in link
    assert Client().get(link[:-3] + "AA/").status_code == 404
    monkeypatch.setattr(emails, "SECONDS", -1)
    assert Client().post(link).status_code == 404
    assert User.objects.get(pk=clerk.pk).email == OLD


def test_address_of_another_account_gets_the_same_answer_and_no_link(own, clerk):
    UserFactory(email=NEW)

    taken = own.post(reverse("base:email"), {"email": NEW})
    page = own.get(taken["Location"]).content.decode()

    assert taken.status_code == 302
    assert NEW in page
    assert mails("email_confirm") == []
    assert [to for to, _subject, _body in mails("email_taken")] == [NEW]


def test_address_taken_meanwhile_is_not_taken_twice(own, clerk):
    link = asked(own)
    UserFactory(email=NEW)

    assert Client().post(link).status_code == 404
    assert User.objects.get(pk=clerk.pk).email == OLD


@pytest.mark.parametrize("typed", ["", "không phải thư", OLD])
def test_wrong_address_is_said_beside_the_field(own, typed):
    page = own.post(reverse("base:email"), {"email": typed})

    assert set(page.context["form"].errors) == {"email"}
    assert mails("email_confirm") == []


def test_password_is_asked_for_again_before(clerk):
    client = Client()
    client.force_login(clerk)

    assert client.get(reverse("base:email"))["Location"].startswith("/tai-khoan/reauthenticate/")
    assert client.post(reverse("base:email"), {"email": NEW})["Location"].startswith("/tai-khoan/reauthenticate/")
    assert mails("email_confirm") == []


def test_asking_again_and_again_is_stopped(own):
    answers = [own.post(reverse("base:email"), {"email": f"a{n}@phuong.example"}).status_code for n in range(5)]

    assert answers == [302, 302, 302, 200, 200]


def linked(user):
    return SocialAccount.objects.create(user=user, provider="co-quan", uid=f"nguoi-{user.pk}")


def test_link_with_the_provider_is_taken_away_and_told(own, clerk):
    link = linked(clerk)
    assert reverse("base:link_remove", args=[link.pk]) in own.get(reverse("base:links")).content.decode()

    own.post(reverse("base:link_remove", args=[link.pk]))

    assert not SocialAccount.objects.exists()
    assert AuditEntry.objects.filter(action="account.method_removed", object_id=str(clerk.pk)).exists()
    assert "Đã bỏ liên kết" in mails()[-1][2]


def test_last_way_in_is_not_taken_away(own, clerk):
    link = linked(clerk)
    User.objects.filter(pk=clerk.pk).update(password="!")

    client = Client()
    client.force_login(User.objects.get(pk=clerk.pk))
    with pytest.raises(signin.NotNow):
        signin.unlink_provider(actor=User.objects.get(pk=clerk.pk), link=link)
    assert SocialAccount.objects.exists()
    Authenticator.objects.create(user=clerk, type="webauthn", data={"name": "Điện thoại"})
    signin.unlink_provider(actor=User.objects.get(pk=clerk.pk), link=link)
    assert not SocialAccount.objects.exists()


def test_link_of_somebody_else_is_404(own, organiser):
    link = linked(organiser)

    assert own.post(reverse("base:link_remove", args=[link.pk])).status_code == 404
    assert SocialAccount.objects.exists()


def test_each_change_of_a_way_in_is_told_by_day_without_addresses(clerk, administrator):
    Authenticator.objects.create(user=clerk, type="webauthn", data={"name": "Điện thoại"})
    Authenticator.objects.create(user=clerk, type="totp", data={})
    Authenticator.objects.create(user=clerk, type="recovery_codes", data={})
    signin.choose_password(actor=clerk, password="ba con meo mun")
    accounts.reset_password(actor=administrator, user=clerk)
    code = passes.hand_over_code(actor=administrator, user=clerk)
    passes.redeem_code(login="maunv", code=code, password="bon con meo mun")
    signin.remove_second_steps(actor=administrator, user=clerk)

    bodies = [body for _to, _subject, body in mails()]
    said = [
        "Đã thêm một khóa truy cập", "Đã bật ứng dụng tạo mã", "Đã tạo mã dự phòng mới", "Mật khẩu", "Mật khẩu",
        "Mật khẩu", "Đã bỏ một cách đăng nhập",
    ]  # fmt: skip
    assert [words in body for words, body in zip(said, bodies, strict=True)] == [True] * 7
    assert [administrator.get_full_name() in body for body in bodies] == [False] * 4 + [True, False, True]
    assert not any(OLD in body for body in bodies)
    assert not OutboxMessage.objects.filter(template="account_notice", urgent=True).exists()


def test_a_new_device_is_told_and_a_known_one_is_not(clerk):
    chrome = {"HTTP_USER_AGENT": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0"}
    known = signed_in(Client(), clerk, **chrome)
    assert mails() == []
    known.post(reverse("account_logout"))
    signed_in(known, clerk, **chrome)
    assert mails() == []

    signed_in(Client(), clerk, **chrome)

    ((to, subject, body),) = mails()
    assert (to, subject) == (OLD, "Tài khoản vừa được dùng trên một thiết bị mới")
    assert "Chrome, Windows" in body
    other = UserFactory(username="nguoikhac", email="khac@phuong.example")
    User.objects.filter(pk=other.pk).update(last_login="2026-01-01T00:00:00Z")
    known.post(reverse("account_logout"))
    signed_in(known, other, **chrome)
    assert [to for to, _subject, _body in mails()] == [OLD, "khac@phuong.example"]
    cookie = known.cookies["cn_known"]
    assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax")
    assert str(clerk.pk) not in cookie.value


def test_a_made_up_mark_of_a_device_is_none(clerk):
    signed_in(Client(), clerk)
    client = Client()
    client.cookies["cn_known"] = "abc:def:ghi"
    signed_in(client, clerk)

    assert len(mails()) == 1


def test_who_has_no_address_is_told_nothing(office):
    silent = UserFactory.with_role(office, "organiser", email="")
    signin.choose_password(actor=silent, password="ba con meo mun")

    assert not OutboxMessage.objects.exists()
