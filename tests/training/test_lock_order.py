"""Erasing a person and changing a class of that person lock in one order: neither waits for the other for ever."""

from __future__ import annotations

import datetime as dt
import threading
import time

import pytest
from django.db import connection, connections, transaction

from caunoi.directory.models import Person
from caunoi.directory.services.erasure import erase_person
from caunoi.training.models import Speaker
from caunoi.training.services import programme
from caunoi.training.services.appearances import Appearance
from tests.factories import PersonFactory, SittingFactory, TrainingClassFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]

DAY = dt.date(2026, 11, 12)


def waiting() -> int:
    """Return how many transactions wait for a lock; SQLite's writers wait one after the other, unseen."""
    with connection.cursor() as cursor:
        # Not pg_stat_activity: a transaction sees it as it was at the first look.
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return int(cursor.fetchone()[0])


def until_waiting(count: int) -> None:
    """Come back once ``count`` transactions stand before a lock."""
    if connection.vendor != "postgresql":
        return
    until = time.monotonic() + 30
    while waiting() < count:
        assert time.monotonic() < until, "nobody waits"


def test_a_speaker_is_erased_while_the_item_is_saved(office, organiser, administrator):
    made = TrainingClassFactory(keeper=office, starts_on=DAY, ends_on=DAY)
    sitting = SittingFactory(training_class=made)
    goes = PersonFactory.known_to(office, full_name="Võ Thị Sắp Xóa")
    other = PersonFactory.known_to(office, full_name="Hồ Văn Còn Lại")
    item = programme.save_agenda_item(
        actor=organiser, training_class=made, sitting=sitting, title="Mục", speakers=[Appearance(person=goes)]
    )
    outcomes: dict[str, object] = {}

    def run(name, step):
        try:
            outcomes[name] = step()
        except Exception as fault:  # noqa: BLE001 - a deadlock is what is looked for
            outcomes[name] = fault
        finally:
            connections.close_all()

    def save():
        return programme.save_agenda_item(
            actor=organiser, training_class=made, item=item, sitting=sitting, title="Mục, sửa",
            speakers=[Appearance(person=goes), Appearance(person=other)],
        )  # fmt: skip

    def erase():
        return erase_person(actor=administrator, person=goes, typed="Võ Thị Sắp Xóa", reason="Yêu cầu số 1")

    threads = [threading.Thread(target=run, args=pair) for pair in (("save", save), ("erase", erase))]
    # The other speaker is held: whoever saves the item stands half-way, its rows of speakers written, when the erasing
    # begins.
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=other.pk)
        threads[0].start()
        until_waiting(1)
        threads[1].start()
        until_waiting(2)
    for thread in threads:
        thread.join(timeout=60)

    faults = [outcome for outcome in outcomes.values() if isinstance(outcome, Exception)]
    assert faults == []
    assert sorted(outcomes) == ["erase", "save"]
    goes.refresh_from_db()
    assert goes.erased_at is not None
    assert Speaker.objects.filter(agenda_item=item).count() == 2
    assert Speaker.objects.get(agenda_item=item, person=goes).post == ""


def test_what_came_to_the_person_meanwhile_is_locked_too(office, organiser, administrator):
    """A class that takes the person while the erasing waits for an earlier one is held before anything is erased."""
    first, second = (TrainingClassFactory(keeper=office, starts_on=DAY, ends_on=DAY) for _ in range(2))
    goes = PersonFactory.known_to(office, full_name="Võ Thị Sắp Xóa")
    Speaker.objects.create(training_class=first, person=goes, post="Giảng viên")
    clerk = UserFactory.with_role(office)
    outcomes: list[object] = []

    def erase():
        try:
            outcomes.append(erase_person(actor=clerk, person=goes, typed="Võ Thị Sắp Xóa", reason="Yêu cầu số 1"))
        except Exception as fault:  # noqa: BLE001 - told below
            outcomes.append(fault)
        finally:
            connections.close_all()

    thread = threading.Thread(target=erase)
    with transaction.atomic():
        type(first).objects.select_for_update().get(pk=first.pk)
        thread.start()
        until_waiting(1)
        Speaker.objects.create(training_class=second, person=goes, post="Giảng viên")
    thread.join(timeout=60)

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert set(Speaker.objects.filter(person=goes).values_list("post", flat=True)) == {""}
