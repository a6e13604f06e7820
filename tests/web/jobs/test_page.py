from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from caunoi.core import outbox
from caunoi.core.fields import cipher
from caunoi.core.models import AuditEntry, OutboxMessage
from caunoi.core.tasks import apply_retention
from caunoi.directory.enums import RoleKind
from caunoi.directory.services.passes import send_reset_link
from tests.factories import OrganisationFactory, UserFactory

PAGE = "/viec/viec-nen/"


@pytest.fixture
def boss(administrator):
    client = Client()
    client.force_login(administrator)
    return client


def mail(office, state="failed", **fields):
    made = outbox.enqueue(
        recipient="nguyenvanthu@example.vn", template="article_submitted", context={}, organisation_id=office.pk
    )
    OutboxMessage.objects.filter(pk=made.pk).update(state=state, **fields)
    return OutboxMessage.objects.get(pk=made.pk)


def failed_job():
    apply_retention.enqueue()
    DBTaskResult.objects.update(status="FAILED", exception_class_path="builtins.ValueError", worker_ids=["a"] * 5)
    return DBTaskResult.objects.get()


def actions():
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def test_failed_mail_stands_there_masked_with_its_reason_and_is_sent_again(boss, office):
    made = mail(office, reason="refused", attempts=3)
    page = boss.get(PAGE).content.decode()
    assert "n…@example.vn" in page
    assert "nguyenvanthu" not in page
    assert "Máy chủ thư không biết địa chỉ này" in page
    assert "⟦" not in page

    boss.post(f"{PAGE}thu/{made.pk}/gui-lai/")
    made.refresh_from_db()
    assert (made.state, made.attempts) == ("waiting", 0)
    assert actions() == ["directory.mail_tried_again"]


def test_mail_is_given_up(boss, office):
    made = mail(office, state="unsure", reason="cut_off")
    boss.post(f"{PAGE}thu/{made.pk}/thoi/")
    made.refresh_from_db()
    assert made.state == "given_up"
    assert actions() == ["directory.mail_given_up"]
    assert "nguyenvanthu" not in str(AuditEntry.objects.values())


@pytest.mark.parametrize("state", ["sent", "sending"])
def test_mail_that_goes_out_is_left_alone(boss, office, state):
    made = mail(office, state=state)
    for what in ("gui-lai", "thoi"):
        boss.post(f"{PAGE}thu/{made.pk}/{what}/")
    made.refresh_from_db()
    assert (made.state, actions()) == (state, [])


def test_all_failed_mails_are_sent_again_but_none_of_unknown_fate(boss, office):
    first, second, unsure = mail(office), mail(office), mail(office, state="unsure")
    boss.post(f"{PAGE}thu/gui-lai/")
    states = dict(OutboxMessage.objects.values_list("pk", "state"))
    assert [states[each.pk] for each in (first, second, unsure)] == ["waiting", "waiting", "unsure"]


def test_jobs_are_seen_and_decided_by_who_administers_everything(boss, office, administrator):
    run = failed_job()
    page = boss.get(PAGE).content.decode()
    assert "Dọn những gì đã hết thời hạn lưu" in page
    assert "Lỗi của phần mềm (ValueError)" in page
    boss.post(f"{PAGE}viec/{run.pk}/lam-lai/")
    run.refresh_from_db()
    assert (run.status, run.worker_ids) == ("READY", [])
    DBTaskResult.objects.update(status="FAILED")
    boss.post(f"{PAGE}viec/{run.pk}/thoi/")
    assert not DBTaskResult.objects.exists()
    assert actions() == ["directory.job_tried_again", "directory.job_given_up"]


def test_jobs_are_hidden_from_who_administers_a_part(boss, office):
    run = failed_job()
    OrganisationFactory()
    assert "Dọn những gì đã hết thời hạn lưu" not in boss.get(PAGE).content.decode()
    assert boss.post(f"{PAGE}viec/{run.pk}/lam-lai/").status_code == 404
    operator = Client()
    operator.force_login(UserFactory(is_superuser=True))
    assert "Dọn những gì đã hết thời hạn lưu" in operator.get(PAGE).content.decode()


def test_page_is_for_administrators(desk, office):
    assert desk.get(PAGE).status_code == 403


def test_mail_of_another_office_is_404_and_of_none_for_the_operator(boss, office):
    other = OrganisationFactory()
    theirs = mail(other)
    assert boss.post(f"{PAGE}thu/{theirs.pk}/gui-lai/").status_code == 404
    OutboxMessage.objects.filter(pk=theirs.pk).update(organisation_id=None)
    assert boss.post(f"{PAGE}thu/{theirs.pk}/gui-lai/").status_code == 404


def test_first_page_says_once_that_something_failed(boss, desk, office):
    mail(office)
    failed_job()
    assert "Thư hoặc việc nền bị lỗi: 2" in boss.get("/viec/").content.decode()
    assert "bị lỗi" not in desk.get("/viec/").content.decode()


def test_empty_page_says_what_will_stand_there_and_that_nothing_runs(boss):
    page = boss.get(PAGE).content.decode()
    assert "Không có thư nào" in page
    assert "caunoi worker" in page


@pytest.mark.parametrize("count", [1, 40])
def test_page_costs_the_same_whatever_it_lists(boss, office, count, django_assert_max_num_queries):
    for _number in range(count):
        mail(office)
    boss.get(PAGE)
    with django_assert_max_num_queries(25):
        boss.get(f"{PAGE}?size=50")


def test_link_for_a_forgotten_password_goes_out_at_once_and_lies_encrypted(db, office):
    UserFactory.with_role(office, RoleKind.EDITOR, email="bien-tap@example.vn", username="bientapthu")

    send_reset_link(sealed_email=cipher().encrypt(b"bien-tap@example.vn").decode("ascii"))

    (made,) = OutboxMessage.objects.all()
    assert (made.urgent, made.repeatable, made.template) == (True, True, "password_reset")
    assert made.context["username"] == "bientapthu"
    with connection.cursor() as cursor:
        cursor.execute("SELECT context FROM core_outboxmessage")
        assert "bientapthu" not in str(cursor.fetchall())
