"""What is found when somebody writes into the database past the services, and what two sealers do."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from caunoi.core import audit
from caunoi.core.audit import Wrong, anchor
from caunoi.core.keys import KeyRing
from caunoi.core.models import AuditEntry, AuditSeal
from caunoi.core.tasks import seal_audit_trail
from tests.factories import OrganisationFactory, PersonFactory


@pytest.fixture(autouse=True)
def head(settings, tmp_path):
    """The anchor of this test's database, which begins empty."""
    settings.TRAIL_HEAD = tmp_path / "keys" / "trail.head"
    return settings.TRAIL_HEAD


def write(office, organisation_id=None, **facts):
    with transaction.atomic():
        return audit.record(
            actor=None, action="test.done", subject=office, organisation_id=organisation_id or office.pk, **facts
        )


@pytest.fixture
def rows(transactional_db, office):
    """Three seals of two rows each."""
    made = []
    for _seal in range(3):
        made += [write(office, reason=f"lý do {len(made)}"), write(office, reason="x")]
        audit.seal_pending()
    return made


def found():
    verdict = audit.verify()
    assert verdict.is_whole == (verdict.fault_count == 0)
    return [(fault.what, fault.entry_id) for fault in verdict.faults]


def test_untouched_trail_is_whole(rows):
    verdict = audit.verify()
    assert (verdict.rows, verdict.seals, verdict.waiting, verdict.fault_count) == (6, 3, 0, 0)
    assert verdict.anchored == 3


def test_rows_not_yet_sealed_are_told_apart(rows, office):
    write(office)
    verdict = audit.verify()
    assert (verdict.rows, verdict.waiting, verdict.is_whole) == (6, 1, True)


OPEN = {
    "at": timezone.now() - dt.timedelta(days=3),
    "organisation_id": uuid4(),
    "actor_id": uuid4(),
    "action": "test.other",
    "object_type": "core.other",
    "object_id": "1",
    "person_id": uuid4(),
    "words_digest": "0" * 64,
    "wipes": 1,
}


@pytest.mark.parametrize("column", OPEN)
def test_each_open_fact_is_bound(rows, column):
    AuditEntry.objects.filter(pk=rows[2].pk).update(**{column: OPEN[column]})
    assert found()[0] == (Wrong.CHANGED, rows[2].pk)


@pytest.mark.parametrize(
    ("column", "value"), [("actor_name", "Ai đó"), ("object_label", "x"), ("details", {"a": 1}), ("reason", "khác")]
)
def test_each_word_is_bound(rows, column, value):
    AuditEntry.objects.filter(pk=rows[2].pk).update(**{column: value})
    assert found() == [(Wrong.WORDS, rows[2].pk)]


def test_words_changed_together_with_their_digest_are_found(rows):
    entry = rows[2]
    entry.reason = "khác"
    entry.words_digest = audit.digests.words_digest(entry)
    AuditEntry.objects.filter(pk=entry.pk).update(reason=entry.reason, words_digest=entry.words_digest)
    assert found() == [(Wrong.CHANGED, entry.pk)]


def test_words_of_a_row_not_yet_sealed_are_bound_too(rows, office):
    entry = write(office, reason="đúng")
    AuditEntry.objects.filter(pk=entry.pk).update(reason="sai")
    assert found() == [(Wrong.WORDS, entry.pk)]


def test_removed_row_is_named(rows):
    AuditEntry.objects.filter(pk=rows[3].pk).delete()
    assert found() == [(Wrong.REMOVED, rows[3].pk)]


def test_inserted_row_is_named(rows):
    added = AuditEntry.objects.get(pk=rows[3].pk)
    added.pk = rows[-1].pk + 1
    added.save(force_insert=True)
    assert found() == [(Wrong.ADDED, added.pk)]


def test_rows_that_changed_places_are_named(rows):
    first, second = rows[2].pk, rows[3].pk
    spare = second + 1_000
    for before, after in ((first, spare), (second, first), (spare, second)):
        AuditEntry.objects.filter(pk=before).update(id=after)
    assert found() == [(Wrong.MOVED, first), (Wrong.MOVED, second)]


def test_row_moved_into_another_seal_is_found(rows):
    AuditEntry.objects.filter(pk=rows[0].pk).update(seal=rows_seal(2))
    assert found() == [(Wrong.REMOVED, rows[0].pk), (Wrong.ADDED, rows[0].pk)]


def rows_seal(position):
    return AuditSeal.objects.get(position=position)


def test_row_changed_together_with_its_leaf_breaks_the_seal(rows):
    forge(rows[2])
    seal = rows_seal(2)
    seal.leaves = b"".join(audit.digests.leaf(entry) for entry in seal.entries.order_by("id"))
    seal.save()
    assert [(fault.what, fault.seal) for fault in audit.verify().faults] == [(Wrong.SEAL, 2)]


def forge(entry):
    AuditEntry.objects.filter(pk=entry.pk).update(action="test.forged")


def reseal(position):
    """Make every seal from ``position`` on anew, as somebody would who has the database and this program."""
    for seal in AuditSeal.objects.filter(position__gte=position).order_by("position"):
        before = AuditSeal.objects.filter(position=seal.position - 1).first()
        seal.leaves = b"".join(audit.digests.leaf(entry) for entry in seal.entries.order_by("id"))
        seal.previous = before.digest if before else ""
        seal.digest = audit.digests.seal_digest(
            previous=seal.previous,
            organisation_id=seal.organisation_id,
            number=seal.number,
            count=seal.count,
            leaves=seal.leaves,
        )
        seal.chain = audit.digests.chain_digest(
            before=before.chain if before else "", position=seal.position, digest=seal.digest
        )
        seal.save()


def test_whole_chain_made_anew_does_not_fit_the_anchor(rows):
    forge(rows[2])
    reseal(2)
    assert found() == [(Wrong.CUT, None)]


def test_removed_last_seal_is_found(rows):
    AuditEntry.objects.filter(seal=rows_seal(3)).delete()
    rows_seal(3).delete()
    assert found() == [(Wrong.CUT, None)]


def test_what_was_cut_off_stays_visible_after_more_was_sealed(rows, office, head):
    AuditEntry.objects.filter(seal=rows_seal(3)).delete()
    rows_seal(3).delete()
    before = head.read_text()
    for _seal in range(3):
        write(office)
        audit.seal_pending()
    assert head.read_text() == before
    assert found() == [(Wrong.CUT, None)]


def test_removed_seal_in_the_middle_is_found(rows):
    AuditEntry.objects.filter(seal=rows_seal(2)).delete()
    rows_seal(2).delete()
    assert {fault.what for fault in audit.verify().faults} == {Wrong.SEAL_MISSING}


def test_every_row_removed_is_found(rows):
    AuditEntry.objects.all().delete()
    AuditSeal.objects.all().delete()
    assert found() == [(Wrong.CUT, None)]


def test_damaged_anchor_is_told(rows, head):
    head.write_text("nonsense")
    assert found() == [(Wrong.ANCHOR, None)]


def test_anchor_lies_beside_the_keys_for_its_owner_alone(rows, head):
    assert {path.stat().st_mode & 0o777 for path in head.parent.iterdir()} == {0o600}
    assert head.read_text().split() == ["3", rows_seal(3).chain]


def test_anchor_that_fell_behind_is_content_and_catches_up(rows, office, head):
    """A kill between the seal and its anchor: what is anchored still stands."""
    anchor.set_anew(rows_seal(1))
    assert found() == []
    write(office)
    audit.seal_pending()
    assert head.read_text().startswith("4 ")


def test_seal_stands_where_its_anchor_cannot_be_written(rows, office, head, caplog, django_capture_on_commit_callbacks):
    # A folder in the place where the anchor is written aside.
    head.with_suffix(".new").mkdir()
    write(office)
    with django_capture_on_commit_callbacks(execute=True):
        assert audit.seal_all() == 1
    assert head.read_text().startswith("3 ")
    assert "move_the_anchor" in caplog.text


def test_row_dated_back_is_told(rows, office):
    late = write(office)
    AuditEntry.objects.filter(pk=late.pk).update(at=timezone.now() - dt.timedelta(days=2))
    audit.seal_pending()
    assert audit.verify().late == 1


def test_one_organisation_is_checked_by_itself(rows, office, training_class):
    other = training_class.keeper_id
    write(office, uuid4())
    audit.seal_pending()
    assert audit.verify(organisation_id=other).rows == 6
    forge(AuditEntry.objects.get(seal__position=4))
    assert audit.verify(organisation_id=other).is_whole
    assert not audit.verify().is_whole


def test_sealing_makes_one_chain_an_organisation(transactional_db, office):
    elsewhere = uuid4()
    for organisation_id in (office.pk, elsewhere, office.pk):
        write(office, organisation_id)
    assert seal_audit_trail.call() == 3
    write(office)
    assert seal_audit_trail.call() == 1
    assert seal_audit_trail.call() == 0
    first, second = AuditSeal.objects.filter(organisation_id=office.pk).order_by("number")
    assert (first.number, first.count, second.number, second.count) == (1, 2, 2, 1)
    assert second.previous == first.digest
    assert [seal.position for seal in AuditSeal.objects.order_by("position")] == [1, 2, 3]


def test_sealing_nothing_is_one_query(transactional_db, django_assert_max_num_queries):
    # The lock of PostgreSQL, the transaction's own, and the question whether rows wait.
    with django_assert_max_num_queries(4):
        assert seal_audit_trail.call() == 0


def test_many_rows_are_sealed_in_parts(rows, office, monkeypatch):
    monkeypatch.setattr("caunoi.core.audit.sealing.BATCH", 2)
    for _row in range(5):
        write(office)
    assert audit.seal_pending(most=2) == 2
    assert audit.seal_all() >= 3
    assert audit.verify().is_whole


def run(*works):
    """Do all at once, each in a thread and on a connection of its own."""

    def closing(work):
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(closing, work) for work in works]:
            done.result()


def test_many_writers_and_two_sealers_make_one_chain(transactional_db, office):
    """Each row is sealed once, in a chain without gaps, whoever seals meanwhile."""
    left = threading.Semaphore(0)

    def writes():
        try:
            for _row in range(40):
                write(office)
        finally:
            left.release()

    def seals():
        while left._value < 3:
            audit.seal_pending(most=7)

    run(writes, writes, writes, seals, seals)
    audit.seal_all()
    verdict = audit.verify()
    assert (verdict.rows, verdict.waiting, verdict.faults) == (120, 0, [])
    assert sum(AuditSeal.objects.values_list("count", flat=True)) == 120


def test_nothing_is_sealed_while_words_are_wiped(rows, office):
    """Both change many rows: each would wait for the other's, and one of them would be thrown out."""
    person = PersonFactory.known_to(office, full_name="Trần Thị Mẫu")
    with transaction.atomic():
        audit.record(actor=None, action="test.done", subject=person, organisation_id=office.pk, person_id=person.pk)
    wiped, looked = threading.Event(), threading.Event()
    sealed = []

    def erases():
        with transaction.atomic():
            assert audit.wipe_words(actor=None, person=person, organisation_id=office.pk)
            wiped.set()
            # On SQLite the sealer waits until this transaction ends.
            looked.wait(20 if connection.vendor == "postgresql" else 0)

    def seals():
        assert wiped.wait(20)
        sealed.append(audit.seal_pending())
        looked.set()

    run(erases, seals)
    assert sealed == [0 if connection.vendor == "postgresql" else 2]
    audit.seal_all()
    assert audit.verify().is_whole


def test_row_committed_late_is_sealed_once_and_later_rows_first(rows, office):
    """On PostgreSQL another row gets the next id and is sealed while the first is still on its way."""
    if connection.vendor != "postgresql":
        # SQLite lets nobody else write meanwhile: ids are committed in order.
        late, soon = write(office), write(office)
        assert audit.seal_pending() == 2
        assert late.seal_id is None
        assert soon.pk > late.pk
        return
    begun, sealed = threading.Event(), threading.Event()
    ids = []

    def slow():
        with transaction.atomic():
            ids.append(write(office).pk)
            begun.set()
            assert sealed.wait(20)

    def quick():
        assert begun.wait(20)
        ids.append(write(office).pk)
        assert audit.seal_pending() == 1
        sealed.set()

    run(slow, quick)
    late, soon = ids
    assert late < soon
    assert audit.seal_pending() == 1
    positions = dict(AuditEntry.objects.filter(pk__in=ids).values_list("pk", "seal__position"))
    assert positions == {soon: 4, late: 5}
    assert audit.verify().is_whole


def test_command_says_the_first_bad_row_and_ends_with_1(rows, capsys):
    call_command("trail", "verify")
    assert "6" in capsys.readouterr().out
    AuditEntry.objects.filter(pk=rows[2].pk).update(action=F("action"), reason="khác")
    with pytest.raises(SystemExit) as ended:
        call_command("trail", "verify")
    assert ended.value.code == 1
    told = capsys.readouterr().out
    assert f"{rows[2].pk}" in told
    assert f"{timezone.localtime(rows[2].at):%d/%m/%Y}" in told


def test_anchor_is_taken_anew_with_a_reason_and_the_trail_tells_of_it(rows):
    AuditEntry.objects.filter(seal=rows_seal(3)).delete()
    rows_seal(3).delete()
    call_command("trail", "anchor", "--reason", "Phục hồi từ bản sao lưu")
    assert audit.verify().is_whole
    told = AuditEntry.objects.get(action=audit.Action.ANCHOR_SET)
    assert (told.reason, told.details) == ("Phục hồi từ bản sao lưu", {"seals": [3, 2]})


def test_trail_is_exported_in_words_and_as_kept(rows, office, tmp_path):
    write(OrganisationFactory(name="Ủy ban nơi khác"), uuid4())
    table, kept = tmp_path / "trail.csv", tmp_path / "trail.jsonl"
    call_command("trail", "export", str(table), "--organisation", office.name)
    call_command("trail", "export", str(kept), "--json")
    lines = list(csv.reader(io.StringIO(table.read_text(encoding="utf-8"), newline="")))
    assert len(lines) == 1 + 6
    assert lines[1][0] == str(rows[0].pk)
    assert lines[1][7] == "lý do 0"
    objects = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    assert len(objects) == 7
    assert objects[0]["words_digest"] == rows[0].words_digest
    with pytest.raises(FileExistsError):
        call_command("trail", "export", str(table))


def test_command_knows_no_organisation_by_half_a_name(rows):
    with pytest.raises(CommandError):
        call_command("trail", "verify", "--organisation", "Đảng ủy")


def test_command_checks_one_organisation_by_its_name(rows, office, capsys):
    forge(AuditEntry.objects.get(pk=rows[0].pk))
    with pytest.raises(SystemExit):
        call_command("trail", "verify", "--organisation", office.name)
    assert office.name in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_lock_of_the_anchor_is_closed_to_others(tmp_path):
    """It lies beside the keys, and any file there that others can read stops the next start."""
    before = os.umask(0o022)
    try:
        with transaction.atomic():
            audit.record(actor=None, action="thu.khoa", subject=OrganisationFactory(), organisation_id=None)
        audit.seal_all()
    finally:
        os.umask(before)
    KeyRing(tmp_path / "keys").refuse_open()
    assert {path.name for path in (tmp_path / "keys").iterdir()} == {"trail.head", "trail.lock"}
