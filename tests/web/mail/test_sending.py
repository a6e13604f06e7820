from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from caunoi.core import outbox
from caunoi.core.models import OutboxMessage
from caunoi.core.outbox import enqueue
from caunoi.publishing.services import send_back, submit
from caunoi.web.mail import sending
from caunoi.web.mail.tasks import deliver_outbox
from tests.factories import OrganisationFactory
from tests.publishing.conftest import draft, editor, site
from tests.web.mail.conftest import CONTEXT

__all__ = ["draft", "editor", "site"]


def refresh(message):
    return OutboxMessage.objects.get(pk=message.pk)


def counts(delivery):
    return delivery.sent, delivery.failed


def test_mail_is_sent_once_in_vietnamese(message):
    assert counts(sending.send_due()) == (1, 0)
    assert counts(sending.send_due()) == (0, 0)

    (sent,) = mail.outbox
    assert sent.to == ["mau@example.vn"]
    assert "Tập <huấn> & hòa giải" in sent.subject
    assert "\n" not in sent.subject
    assert "http://127.0.0.1:8000/viec/tin-bai/7/" in sent.body
    assert "⟦" not in sent.subject + sent.body
    assert (refresh(message).state, refresh(message).attempts) == ("sent", 1)


@pytest.mark.parametrize("template", ["article_submitted", "article_sent_back"])
def test_every_mail_has_subject_and_text(db, template):
    made = enqueue(recipient="mau@example.vn", template=template, context=CONTEXT, organisation_id=None)

    rendered = sending.render(made)

    assert rendered.subject
    assert "===" not in rendered.body
    assert "⟦" not in rendered.subject + rendered.body


def test_failure_is_kept_and_tried_again_until_it_is_given_up(message, settings):
    settings.EMAIL_BACKEND = "no.such.Backend"

    for attempt in range(1, outbox.MOST_ATTEMPTS + 1):
        assert counts(sending.send_due()) == (0, 1)
        assert counts(sending.send_due()) == (0, 0)
        assert refresh(message).attempts == attempt
        OutboxMessage.objects.update(not_before=timezone.now())

    assert (refresh(message).state, refresh(message).reason) == ("failed", "unreachable")
    assert "ModuleNotFoundError" in refresh(message).error
    assert counts(sending.send_due()) == (0, 0)


def test_pauses_grow_to_four_hours(message, settings):
    settings.EMAIL_BACKEND = "no.such.Backend"
    pauses = []
    for _attempt in range(7):
        sending.send_due()
        left = refresh(message).not_before - timezone.now()
        pauses.append(round(left.total_seconds() / 60))
        OutboxMessage.objects.update(not_before=timezone.now())
    assert pauses == [1, 5, 15, 60, 240, 240, 240]


def test_one_bad_message_does_not_stop_the_others(message):
    bad = enqueue(recipient="khac@example.vn", template="../etc/passwd", context={}, organisation_id=None)
    OutboxMessage.objects.filter(pk=bad.pk).update(not_before=timezone.now() - dt.timedelta(hours=1))

    assert counts(sending.send_due()) == (1, 1)
    assert (refresh(bad).state, refresh(bad).reason) == ("failed", "unwritten")


def test_message_is_not_sent_before_its_time(message):
    OutboxMessage.objects.update(not_before=timezone.now() + dt.timedelta(minutes=5))

    assert counts(sending.send_due()) == (0, 0)


def test_server_that_is_away_costs_one_message_an_attempt_not_all(message, settings):
    for number in range(3):
        enqueue(recipient=f"{number}@example.vn", template="article_submitted", context=CONTEXT, organisation_id=None)
    settings.EMAIL_BACKEND = "no.such.Backend"

    delivery = sending.send_due()

    assert (delivery.failed, delivery.halted) == (1, True)
    assert sorted(OutboxMessage.objects.values_list("attempts", flat=True)) == [0, 0, 0, 1]


def test_message_id_is_the_same_at_every_attempt_and_answers_go_to_the_office(db, settings):
    settings.DEFAULT_FROM_EMAIL = "Cầu Nối <thu@example.vn>"
    above = OrganisationFactory(email="van-thu@example.vn")
    office = OrganisationFactory(parent=above)
    made = enqueue(recipient="a@b.vn", template="article_submitted", context=CONTEXT, organisation_id=office.pk)

    first, second = sending.render(made).message(), sending.render(made).message()

    assert first["Message-ID"] == second["Message-ID"] == f"<{made.pk}@example.vn>"
    assert first["Reply-To"] == "van-thu@example.vn"
    office.email = "phuong@example.vn"
    office.save()
    assert sending.render(made).message()["Reply-To"] == "phuong@example.vn"


def test_secret_of_a_mail_stands_in_its_text_and_nowhere_readable(db):
    link = "https://caunoi.example.vn/mat-khau/Zxqvung"
    made = enqueue(
        recipient="a@b.vn",
        template="account",
        context={"subject": "Đặt lại mật khẩu", "body": f"Mở {link}"},
        organisation_id=None,
    )
    assert (sending.render(made).subject, link in sending.render(made).body) == ("Đặt lại mật khẩu", True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM core_outboxmessage")
        assert "Zxqvung" not in json.dumps(cursor.fetchall(), default=str)


def test_postman_comes_again_at_once_only_where_more_is_due(message, monkeypatch):
    DBTaskResult.objects.all().delete()
    for number in range(3):
        enqueue(recipient=f"{number}@example.vn", template="article_submitted", context=CONTEXT, organisation_id=None)
    monkeypatch.setattr(sending, "MOST_AT_ONCE", 2)

    assert deliver_outbox.func() == 2
    assert DBTaskResult.objects.filter(task_path="caunoi.web.mail.tasks.deliver_outbox").count() == 1
    assert deliver_outbox.func() == 2
    assert DBTaskResult.objects.filter(task_path="caunoi.web.mail.tasks.deliver_outbox").count() == 1


def test_article_sent_for_approval_and_back_wakes_the_postman(
    draft, organiser, editor, django_capture_on_commit_callbacks
):
    organiser.email = "tac-gia@example.vn"
    organiser.save()
    with django_capture_on_commit_callbacks(execute=True):
        submit(actor=organiser, article=draft)
        send_back(actor=editor, article=draft, note="Thêm ảnh.")

    assert DBTaskResult.objects.filter(task_path="caunoi.web.mail.tasks.deliver_outbox").count() == 1
    assert counts(sending.send_due()) == (2, 0)
    assert [sent.to for sent in mail.outbox] == [["bien-tap@example.vn"], ["tac-gia@example.vn"]]
