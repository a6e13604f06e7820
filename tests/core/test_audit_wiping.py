"""Wiping a person's name out of the trail: what goes, what stays, and that nobody can do it by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from caunoi.core import audit
from caunoi.core.audit import Wrong
from caunoi.core.models import AuditEntry, AuditWipe
from tests.factories import PersonFactory, UserFactory


@pytest.fixture(autouse=True)
def head(settings, tmp_path):
    settings.TRAIL_HEAD = tmp_path / "trail.head"


@pytest.fixture
def person(office):
    return PersonFactory.known_to(office, full_name="Trần Thị Mẫu")


@pytest.fixture
def account(office, person):
    return UserFactory.with_role(office, name="Trần Thị Mẫu", person=person)


@pytest.fixture
def trail(office, person, account, organiser, training_class):
    """Rows about the person, by the person, naming the person, and one that has nothing to do with her."""

    def write(subject, *, actor=organiser, **facts):
        return audit.record(actor=actor, action="test.done", subject=subject, organisation_id=office.pk, **facts)

    with transaction.atomic():
        rows = {
            "about": write(person, person_id=person.pk, details={"birth_year": [None, 1961]}),
            "account": write(account, details={"username": "mautt"}),
            "enrolled": write(training_class, person_id=person.pk, details={"participant": "Trần Thị Mẫu"}),
            "marked": write(
                training_class,
                details={"Trần Thị Mẫu, sáng": ["–", "có mặt"], "Lê Văn Thử, sáng": ["–", "vắng"]},
                reason="Theo lời trần thị  mẫu",
            ),
            "by": write(training_class, actor=account, details={"place": ["A", "B"]}),
            "other": write(office, details={"name": ["Trần Thị Mẫu cũ", "x"]}),
        }
    audit.seal_pending()
    return rows


def wipe(actor, person, office, **more):
    return audit.wipe_words(actor=actor, person=person, organisation_id=office.pk, **more)


def words(entry):
    entry.refresh_from_db()
    return entry.actor_name, entry.object_label, entry.details, entry.reason


def test_wiping_takes_the_name_everywhere_and_leaves_the_facts(trail, organiser, person, account, office):
    before = {name: (row.pk, row.at, row.action, row.object_id, row.actor_id) for name, row in trail.items()}
    told = wipe(organiser, person, office, accounts=[account])
    by = organiser.name
    title = trail["enrolled"].object_label
    assert words(trail["about"]) == (by, "", {}, "")
    assert words(trail["account"]) == (by, "", {}, "")
    assert words(trail["enrolled"]) == (by, "", {}, "")
    assert words(trail["marked"]) == (
        by,
        title,
        {"[…], sáng": ["–", "có mặt"], "Lê Văn Thử, sáng": ["–", "vắng"]},
        "Theo lời […]",
    )
    assert words(trail["by"]) == ("", title, {"place": ["A", "B"]}, "")
    assert before == {name: (row.pk, row.at, row.action, row.object_id, row.actor_id) for name, row in trail.items()}
    assert (told.wipes, told.object_label, told.details, told.actor_name) == (5, "", {}, by)
    assert told.wipes == AuditEntry.objects.filter(wiped_at__isnull=False).count()


def test_name_stands_nowhere_any_more_but_in_rows_of_other_things(trail, organiser, person, account, office):
    wipe(organiser, person, office, accounts=[account])
    left = [
        name
        for name, row in trail.items()
        if "Mẫu" in " ".join(map(str, words(row))) or "mẫu" in " ".join(map(str, words(row)))
    ]
    assert left == ["other"]


def test_trail_verifies_after_a_wiping_and_after_it_was_sealed(trail, organiser, person, account, office):
    wipe(organiser, person, office, accounts=[account])
    assert audit.verify().faults == []
    audit.seal_pending()
    verdict = audit.verify()
    assert (verdict.faults, verdict.wiped, verdict.rows) == ([], 5, 7)


def test_rows_wiped_before_they_are_sealed_verify_too(office, organiser, person):
    with transaction.atomic():
        audit.record(
            actor=organiser, action="test.done", subject=person, organisation_id=office.pk, person_id=person.pk
        )
    wipe(organiser, person, office)
    audit.seal_all()
    assert audit.verify().faults == []


def test_second_erasure_in_the_same_row_verifies(trail, organiser, person, office, training_class):
    other = PersonFactory.known_to(office, full_name="Lê Văn Thử")
    with transaction.atomic():
        audit.record(
            actor=organiser,
            action="test.done",
            subject=training_class,
            organisation_id=office.pk,
            person_id=other.pk,
            details={"participant": other.full_name},
        )
    wipe(organiser, person, office)
    assert wipe(organiser, other, office).wipes == 2
    assert set(words(trail["marked"])[2]) == {"[…], sáng", "[…], sáng·"}
    assert audit.verify().faults == []


def test_person_erased_again_wipes_the_rows_written_since(trail, organiser, person, office):
    first = wipe(organiser, person, office, reason="Theo đơn của Trần Thị Mẫu")
    second = wipe(organiser, person, office)
    assert second.wipes == 1
    assert words(first) == (organiser.name, "", {}, "")
    assert wipe(organiser, person, office) is None
    assert audit.verify().faults == []


def test_nothing_to_wipe_writes_nothing(office, organiser, person):
    assert wipe(organiser, person, office) is None
    assert AuditEntry.objects.count() == 0


def test_eraser_who_erases_himself_leaves_no_name(trail, person, account, office):
    told = wipe(account, person, office, accounts=[account])
    assert (told.actor_id, told.actor_name) == (account.pk, "")


def test_registered_places_are_looked_through(office, organiser, person, training_class, monkeypatch):
    with transaction.atomic():
        entry = audit.record(
            actor=organiser,
            action="test.done",
            subject=training_class,
            organisation_id=office.pk,
            details={"speakers": [[], ["Trần Thị Mẫu"]]},
        )
    monkeypatch.setattr("caunoi.core.audit.wiping._PLACES", [])
    assert wipe(organiser, person, office) is None
    audit.register_places(lambda _pk: [("training.trainingclass", [training_class.pk])])
    wipe(organiser, person, office)
    assert words(entry)[2] == {"speakers": [[], ["[…]"]]}


def by_hand(entry, **values):
    AuditEntry.objects.filter(pk=entry.pk).update(**values)


@pytest.mark.parametrize("marked", [False, True])
def test_row_wiped_by_hand_is_found(trail, marked):
    by_hand(
        trail["other"],
        actor_name="",
        object_label="",
        details={},
        salt="",
        wiped_at=timezone.now() if marked else None,
    )
    assert [(fault.what, fault.entry_id) for fault in audit.verify().faults] == [(Wrong.WIPED, trail["other"].pk)]


def test_row_wiped_by_hand_under_a_true_wiping_is_found(trail, organiser, person, office):
    told = wipe(organiser, person, office)
    entry = trail["other"]
    entry.details, entry.salt = {}, ""
    by_hand(entry, details={}, salt="", wiped_at=told.at)
    AuditWipe.objects.create(entry=entry, wiping=told, left_digest=audit.digests.words_digest(entry))
    assert [(fault.what, fault.entry_id) for fault in audit.verify().faults] == [(Wrong.WIPING, told.pk)]


def test_wipe_under_a_row_that_tells_of_none_is_found(trail):
    entry = trail["other"]
    entry.details, entry.salt = {}, ""
    by_hand(entry, details={}, salt="", wiped_at=timezone.now())
    AuditWipe.objects.create(entry=entry, wiping=trail["by"], left_digest=audit.digests.words_digest(entry))
    assert [(fault.what, fault.entry_id) for fault in audit.verify().faults] == [(Wrong.WIPED, entry.pk)]


@pytest.mark.parametrize("column", [{"reason": "khác"}, {"details": {"a": "b"}}, {"actor_name": "Ai khác"}])
def test_what_a_wiping_left_is_still_bound(trail, organiser, person, office, column):
    wipe(organiser, person, office)
    by_hand(trail["marked"], **column)
    assert [(fault.what, fault.entry_id) for fault in audit.verify().faults] == [(Wrong.WIPED, trail["marked"].pk)]


def test_wiped_row_still_binds_its_facts(trail, organiser, person, office):
    wipe(organiser, person, office)
    by_hand(trail["about"], at=timezone.now() - dt.timedelta(days=1))
    assert audit.verify().faults[0].what == Wrong.CHANGED


def test_removed_note_of_a_wiping_is_found(trail, organiser, person, office):
    told = wipe(organiser, person, office)
    AuditWipe.objects.filter(wiping=told, entry=trail["about"]).delete()
    assert {fault.what for fault in audit.verify().faults} == {Wrong.WIPED, Wrong.WIPING}
