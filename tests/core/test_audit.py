import pytest
from django.db import transaction

from caunoi.core import audit
from caunoi.core.audit.digests import words_digest
from caunoi.core.models import AuditEntry


def test_record_outside_a_transaction_is_refused(transactional_db, office):
    with pytest.raises(RuntimeError, match="transaction"):
        audit.record(actor=None, action="test.done", subject=office, organisation_id=office.pk)
    assert AuditEntry.objects.count() == 0


def test_record_keeps_who_what_and_the_name_of_the_time(office, organiser):
    with transaction.atomic():
        entry = audit.record(
            actor=organiser, action="test.done", subject=office, organisation_id=office.pk, details={"name": ["a", "b"]}
        )
    entry.refresh_from_db()
    assert (entry.actor_id, entry.actor_name, entry.object_label) == (organiser.pk, organiser.name, office.name)
    assert entry.details == {"name": ["a", "b"]}
    assert entry.words_digest == words_digest(entry)


def test_details_of_any_json_type_still_fit_after_the_database_kept_them(office):
    odd = {"1": 10**20, 2: 0.1, "big": 1e22, "đủ": ["ầ", None, True, {"b": 1, "a": 2}], "none": float("nan")}
    with transaction.atomic():
        entry = audit.record(actor=None, action="test.done", subject=office, organisation_id=None, details=odd)
    entry.refresh_from_db()
    assert entry.words_digest == words_digest(entry)
    assert entry.details["2"] == "0.1"


def test_rolled_back_change_leaves_no_row(office):
    def fail_after_writing():
        with transaction.atomic():
            audit.record(actor=None, action="test.done", subject=office, organisation_id=office.pk)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_writing()
    assert AuditEntry.objects.count() == 0


def test_changes_name_only_what_differs():
    assert audit.changes({"a": 1, "b": 2}, {"a": 1, "b": 3}) == {"b": [2, 3]}


def test_every_so_many_rows_a_job_seals_them(transactional_db, office, monkeypatch):
    from django_tasks_db.models import DBTaskResult

    monkeypatch.setattr("caunoi.core.audit.writing.SEAL_EVERY", 3)
    for _number in range(6):
        with transaction.atomic():
            audit.record(actor=None, action="test.done", subject=office, organisation_id=office.pk)
    assert DBTaskResult.objects.count() == 2
