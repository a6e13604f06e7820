"""The mail server that an office set on its page, against a real one; and what the trial mail tells."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from caunoi.core.models import MailServer
from caunoi.web.base.mail_trial import send_trial
from caunoi.web.mail import sending
from scripts.postgres import free_port
from tests.web.mail.postoffice import certificate, only, post_office, tls

SECRET = "mat-khau-hop-thu-rieng"


def server_at(port, **fields):
    values = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "vanphong@example.vn", **fields}
    return MailServer.objects.create(**values)


def test_mails_go_through_the_server_that_the_office_set(db, message):
    with post_office() as office:
        server_at(office.port)

        assert sending.send_due().sent == 1

    (mail,) = office.mails()
    assert (mail["From"], mail["To"]) == ("vanphong@example.vn", "mau@example.vn")
    assert mail["Message-ID"].endswith("@example.vn>")


def test_environment_is_stronger_than_the_page(db, message, settings):
    settings.MAIL_IS_SET_OUTSIDE = True
    with post_office() as office:
        server_at(office.port)

        assert sending.send_due().sent == 1

    assert office.arrived == []


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("MAIL", "553 5.7.1 Sender address rejected: not owned by user"),
        ("RCPT", "550 5.1.1 User unknown"),
        ("RCPT", "450 4.2.0 Greylisted, come again"),
        ("DATA", "554 5.7.1 Spam"),
    ],
)
def test_trial_repeats_what_the_server_answered(db, step, answer):
    with post_office() as office:
        server_at(office.port)
        office.answers[step, "vanphong@example.vn" if step == "MAIL" else "thu@example.vn"] = answer

        verdict = send_trial("thu@example.vn")

    assert (verdict.taken, verdict.answer) == (False, answer)
    assert office.arrived == []


def test_trial_says_what_is_wrong_with_the_line(db, tmp_path):
    server = server_at(free_port())
    said = [send_trial("thu@example.vn").words]
    with post_office() as office:
        for security in ("tls", "starttls"):
            server.port, server.security = office.port, security
            server.save()
            said.append(send_trial("thu@example.vn").words)
    server.host, server.security = "khong-co.invalid", "none"
    server.save()
    said.append(send_trial("thu@example.vn").words)

    assert [words[:30] for words in said] == [
        "Không có gì trả lời ở cổng này"[:30],
        "Máy chủ thư không dùng kiểu mã hóa này"[:30],
        "Máy chủ thư không dùng kiểu mã hóa này"[:30],
        "Không tìm thấy máy chủ nào tên"[:30],
    ]


def test_tls_server_with_its_password_is_tried_and_used(db, message, tmp_path, monkeypatch):
    path = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    known = {"auth_required": True, "authenticator": only("vanphong", SECRET)}
    with post_office(tls_context=tls(path), require_starttls=True, **known) as office:
        server = server_at(office.port, security="starttls", username="vanphong", password=SECRET)
        assert send_trial("thu@example.vn").taken
        assert sending.send_due().sent == 1
        server.password = "sai"
        server.save()
        verdict = send_trial("thu@example.vn")
        assert (verdict.taken, verdict.answer[:3]) == (False, "535")
        monkeypatch.delenv("SSL_CERT_FILE")
        assert send_trial("thu@example.vn").words.startswith("Chứng thư")

    assert len(office.arrived) == 2


def test_page_sends_the_trial_and_never_gives_the_password_back(db, administrator):
    desk = Client()
    desk.force_login(administrator)
    with post_office() as office:
        typed = {
            "host": "127.0.0.1", "port": str(office.port), "security": "none", "username": "vanphong",
            "password": SECRET, "sender": "vanphong@example.vn", "revision": "0",
        }  # fmt: skip
        assert desk.post(reverse("desk:settings_mail"), typed).status_code == 302
        page = desk.post(reverse("desk:settings_mail_trial"), {"recipient": "thu@example.vn"})
        plain = desk.get(reverse("desk:settings_mail"))

    assert MailServer.objects.get().password == SECRET
    for each in (page, plain):
        assert SECRET not in each.content.decode()
    # A server that knows no signing in, asked to sign in.
    assert page.context["verdict"].taken is False
    assert office.arrived == []
