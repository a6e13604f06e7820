from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from caunoi.core.models import OutboxMessage
from caunoi.core.outbox import enqueue
from caunoi.publishing.services import send_back, submit
from caunoi.web.mail import sending
from caunoi.web.mail.tasks import deliver_outbox
from tests.publishing.conftest import draft, editor, site

__all__ = ["draft", "editor", "site"]

CONTEXT = {
    "to": "Lê Thị Thử",
    "sender": "Trần Văn Mẫu",
    "title": "Tập <huấn> & hòa giải",
    "number": 7,
    "site": "Phường",
    "note": "Thêm ảnh.",
}


@pytest.fixture
def message(db):
    return enqueue(recipient="mau@example.vn", template="article_submitted", context=CONTEXT, organisation_id=None)


def refresh(message):
    return OutboxMessage.objects.get(pk=message.pk)


def test_mail_is_sent_once_in_vietnamese(message):
    assert sending.send_due() == (1, 0)
    assert sending.send_due() == (0, 0)

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

    for attempt in range(1, sending.MOST_ATTEMPTS + 1):
        assert sending.send_due() == (0, 1)
        assert sending.send_due() == (0, 0)
        assert refresh(message).attempts == attempt
        OutboxMessage.objects.update(not_before=timezone.now())

    assert refresh(message).state == "failed"
    assert "No module named" in refresh(message).error
    assert sending.send_due() == (0, 0)


def test_one_bad_message_does_not_stop_the_others(message):
    enqueue(recipient="khac@example.vn", template="../etc/passwd", context={}, organisation_id=None)

    assert sending.send_due() == (1, 1)


def test_message_is_not_sent_before_its_time(message):
    OutboxMessage.objects.update(not_before=timezone.now() + dt.timedelta(minutes=5))

    assert sending.send_due() == (0, 0)


def test_postman_comes_again_only_after_a_failure(message, settings):
    settings.EMAIL_BACKEND = "no.such.Backend"
    deliver_outbox.func()
    again = DBTaskResult.objects.filter(task_path="caunoi.web.mail.tasks.deliver_outbox")
    assert [task.run_after == refresh(message).not_before for task in again] == [True]

    again.delete()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutboxMessage.objects.update(not_before=timezone.now())
    deliver_outbox.func()

    assert not again.exists()


def test_article_sent_for_approval_and_back_wakes_the_postman(
    draft, organiser, editor, django_capture_on_commit_callbacks
):
    organiser.email = "tac-gia@example.vn"
    organiser.save()
    with django_capture_on_commit_callbacks(execute=True):
        submit(actor=organiser, article=draft)
        send_back(actor=editor, article=draft, note="Thêm ảnh.")

    assert DBTaskResult.objects.filter(task_path="caunoi.web.mail.tasks.deliver_outbox").count() == 2
    assert sending.send_due() == (2, 0)
    assert [sent.to for sent in mail.outbox] == [["bien-tap@example.vn"], ["tac-gia@example.vn"]]
