import pytest
from django.db import transaction

from caunoi.core import audit
from caunoi.core.models import AuditEntry, AuditSeal


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
    assert entry.commitment == audit.commitment(entry)


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


def test_sealing_makes_one_chain_an_organisation(office, organiser):
    def write(organisation_id):
        with transaction.atomic():
            audit.record(actor=organiser, action="test.done", subject=office, organisation_id=organisation_id)

    for organisation_id in (office.pk, None, office.pk):
        write(organisation_id)
    assert audit.seal_pending() == 3
    write(office.pk)
    assert audit.seal_pending() == 1
    assert audit.seal_pending() == 0
    first, second = AuditSeal.objects.filter(organisation_id=office.pk).order_by("number")
    assert (first.number, first.count, second.number, second.count) == (1, 2, 2, 1)
    assert second.previous == first.digest
    assert first.digest == audit.seal_digest("", first.entries.order_by("id"))


def test_changed_row_no_longer_fits_its_seal(office):
    with transaction.atomic():
        audit.record(actor=None, action="test.done", subject=office, organisation_id=office.pk, reason="first")
    audit.seal_pending()
    seal = AuditSeal.objects.get()
    AuditEntry.objects.update(reason="second")
    entry = seal.entries.get()
    assert audit.commitment(entry) != entry.commitment
