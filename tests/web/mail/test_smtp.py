"""Against a real mail server: what each answer of it means, TLS, and signing in."""

from __future__ import annotations

import dataclasses
import logging
import socket
import threading
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from caunoi.core import outbox
from caunoi.core.models import OutboxMessage
from caunoi.web.mail import sending
from config.env import BadEnvironment, mail_settings
from scripts.postgres import free_port
from tests.web.mail.conftest import CONTEXT
from tests.web.mail.postoffice import certificate, only, post_office, tls

SECRET = "mat khau+/@:%?"


def environment(url):
    return dataclasses.replace(settings.ENV, mail_url=url, mail_from="thu@example.vn")


def mailing(url):
    return override_settings(**mail_settings(environment(url)), DEFAULT_FROM_EMAIL="Cầu Nối <thu@example.vn>")


def write(recipient, **options):
    return outbox.enqueue(
        recipient=recipient, template="article_submitted", context=CONTEXT, organisation_id=None, **options
    )


def states():
    return {each.recipient: (each.state, each.reason, each.attempts) for each in OutboxMessage.objects.order_by("pk")}


@pytest.fixture
def office():
    with post_office() as running, mailing(f"smtp://127.0.0.1:{running.port}"):
        yield running


def test_mail_arrives_whole_in_vietnamese(db, office):
    write("a@example.vn")

    assert sending.send_due().sent == 1

    ((recipient, raw),) = office.arrived
    (mail,) = office.mails()
    assert recipient == "a@example.vn"
    head = raw.split(b"\r\n\r\n")[0]
    assert head.isascii()
    assert "Tập <huấn> & hòa giải" in mail["Subject"]
    assert mail["Message-ID"] == f"<{OutboxMessage.objects.get().pk}@example.vn>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert "Kính gửi anh/chị Lê Thị Thử" in mail.get_content()
    assert max(len(line) for line in raw.split(b"\r\n")) < 999


@pytest.mark.parametrize(
    ("step", "answer", "fate"),
    [
        ("RCPT", "550 no such user", ("failed", "refused")),
        ("RCPT", "450 mailbox busy", ("waiting", "busy")),
        ("DATA", "554 looks like spam", ("failed", "rejected")),
        ("DATA", "451 try again later", ("waiting", "busy")),
    ],
)
def test_refused_for_good_is_not_repeated_and_refused_for_now_is(db, office, step, answer, fate):
    office.answers[step, "xau@example.vn"] = answer
    write("xau@example.vn")
    write("tot@example.vn")

    assert (sending.send_due().sent, len(office.arrived)) == (1, 1)
    assert states() == {"xau@example.vn": (*fate, 1), "tot@example.vn": ("sent", "", 1)}

    office.answers.clear()
    OutboxMessage.objects.filter(state="waiting").update(not_before=timezone.now())
    sending.send_due()
    assert len(office.arrived) == (2 if fate[0] == "waiting" else 1)


def test_sender_refused_halts_the_round_and_nothing_is_lost(db, office):
    office.answers["MAIL", "thu@example.vn"] = "553 who are you"
    write("a@example.vn")
    write("b@example.vn")

    assert sending.send_due().halted
    assert sorted(states().values()) == [("waiting", "", 0), ("waiting", "sender", 1)]


def test_server_out_of_reach_keeps_the_mail(db):
    with mailing(f"smtp://127.0.0.1:{free_port()}"):
        write("a@example.vn")
        assert sending.send_due().halted
    assert states() == {"a@example.vn": ("waiting", "unreachable", 1)}


@pytest.mark.parametrize("repeatable", [False, True])
def test_line_that_breaks_after_the_text_leaves_it_unsure_unless_it_may_come_twice(db, repeatable):
    made = write("a@example.vn", repeatable=repeatable)
    # The server dies with the mail in its hands and says nothing more.
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    def take():
        line, _ = listener.accept()
        with line, line.makefile("rwb") as talk:
            talk.write(b"220 here\r\n")
            talk.flush()
            for row in talk:
                word = row[:4].upper()
                if row == b".\r\n":
                    return
                if word in {b"EHLO", b"MAIL", b"RCPT"}:
                    talk.write(b"250 OK\r\n")
                    talk.flush()
                elif word == b"DATA":
                    talk.write(b"354 go on\r\n")
                    talk.flush()

    thread = threading.Thread(target=take)
    thread.start()
    with mailing(f"smtp://127.0.0.1:{port}"):
        sending.send_due()
    thread.join()
    listener.close()
    made.refresh_from_db()
    assert (made.state, made.reason) == (("waiting", "") if repeatable else ("unsure", "cut_off"))


def test_starttls_and_name_and_password(db, tmp_path, monkeypatch):
    path = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with post_office(
        tls_context=tls(path), require_starttls=True, auth_required=True, authenticator=only("van-thu", SECRET)
    ) as running:
        write("a@example.vn")
        with mailing(f"smtp://van-thu:sai@127.0.0.1:{running.port}?starttls=1"):
            assert sending.send_due().halted
        assert states() == {"a@example.vn": ("waiting", "login", 1)}
        OutboxMessage.objects.update(not_before=timezone.now())
        with mailing(f"smtp://van-thu:{quote(SECRET, safe='')}@127.0.0.1:{running.port}?starttls=1"):
            assert sending.send_due().sent == 1
        assert len(running.arrived) == 1


def test_tls_from_the_first_byte(db, tmp_path, monkeypatch):
    path = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with post_office(ssl_context=tls(path)) as running, mailing(f"smtps://127.0.0.1:{running.port}"):
        write("a@example.vn")
        assert sending.send_due().sent == 1
        assert len(running.arrived) == 1


def test_server_whose_certificate_nobody_knows_gets_nothing(db, tmp_path):
    path = certificate(tmp_path)
    with post_office(tls_context=tls(path)) as running, mailing(f"smtp://127.0.0.1:{running.port}?starttls=1"):
        write("a@example.vn")
        assert sending.send_due().halted
        assert running.arrived == []
    assert states() == {"a@example.vn": ("waiting", "unreachable", 1)}


@pytest.mark.parametrize(
    "url",
    [
        "smtp://u:bi-mat@mail.example.vn",
        "smtp://u:bi-mat@mail.example.vn?starttls=0",
        "smtps://u:bi-mat@mail.example.vn?starttls=1",
        "smtp://u:bi-mat@mail.example.vn?tls=1",
        "smtp://u:bi-mat@mail.example.vn:99999?starttls=1",
        "http://u:bi-mat@mail.example.vn",
    ],
)
def test_address_of_the_mail_server_that_cannot_be_is_refused_without_its_password(url):
    with pytest.raises(BadEnvironment) as refused:
        mail_settings(environment(url))
    assert "bi-mat" not in str(refused.value)


def test_addresses_stand_neither_in_logs_nor_in_readable_columns(db, office, caplog):
    caplog.set_level(logging.DEBUG)
    office.answers["RCPT", "zxqvung@example.vn"] = "550 zxqvung@example.vn is unknown"
    write("zxqvung@example.vn")
    sending.send_due()
    ours = [record.getMessage() for record in caplog.records if record.name != "mail.log"]
    assert "zxqvung" not in "".join(ours)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM core_outboxmessage")
        assert "zxqvung" not in str(cursor.fetchall())
