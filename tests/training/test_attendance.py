"""Attendance: appended observations, derived state, corrections, counts."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caunoi.core.errors import NotNow
from caunoi.core.models import AuditEntry
from caunoi.training.enums import ClassState, Mark
from caunoi.training.models import Attendance, ClassReport, Scan
from caunoi.training.queries.attendance import marks_since, sheet
from caunoi.training.queries.counting import attendance_counts
from caunoi.training.services import roster
from caunoi.training.services.attendance import CellMark, mark, rebuild_attendance
from caunoi.training.services.guard import sitting_label
from tests.factories import EnrolmentFactory, PersonFactory, SittingFactory, TrainingClassFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sittings(training_class):
    return [SittingFactory(training_class=training_class, part=part) for part in ("morning", "afternoon")]


@pytest.fixture
def people(training_class):
    return [EnrolmentFactory(training_class=training_class) for _ in range(3)]


def cell(person, sitting, value):
    return CellMark(enrolment_id=person.pk, sitting_id=sitting.pk, mark=value)


def derived(training_class):
    rows = Attendance.objects.filter(sitting__training_class=training_class)
    return {(e, s): m for e, s, m in rows.values_list("enrolment_id", "sitting_id", "mark")}


def test_mark_appends_a_scan_and_derives_the_cell(organiser, training_class, people, sittings):
    mark(actor=organiser, training_class=training_class, cells=[cell(people[0], sittings[0], Mark.PRESENT)])
    mark(actor=organiser, training_class=training_class, cells=[cell(people[0], sittings[0], Mark.LATE)])
    mark(actor=organiser, training_class=training_class, cells=[cell(people[0], sittings[0], Mark.NONE)])
    assert list(Scan.objects.values_list("mark", flat=True)) == ["present", "late", "none"]
    assert derived(training_class) == {(people[0].pk, sittings[0].pk): "none"}


def test_mark_sent_twice_is_recorded_once(organiser, training_class, people, sittings):
    cells = [cell(person, sittings[0], Mark.PRESENT) for person in people]
    assert mark(actor=organiser, training_class=training_class, cells=cells) == 3
    assert mark(actor=organiser, training_class=training_class, cells=cells) == 0
    assert Scan.objects.count() == 3
    assert AuditEntry.objects.filter(action="training.attendance_marked").count() == 1


def test_mark_tells_the_trail_whatever_the_language(organiser, training_class, people, sittings):
    mark(actor=organiser, training_class=training_class, cells=[cell(people[0], sittings[0], Mark.PRESENT)])
    details = AuditEntry.objects.get(action="training.attendance_marked").details
    assert details["sittings"] == [sitting_label(sittings[0])]
    assert details["marks"] == {"present": 1}
    assert details[f"{people[0].person.full_name}, {sitting_label(sittings[0])}"] == ["none", "present"]


def test_mark_is_refused_to_a_stranger_and_in_a_closed_class(organiser, stranger, training_class, people, sittings):
    cells = [cell(people[0], sittings[0], Mark.PRESENT)]
    with pytest.raises(PermissionDenied):
        mark(actor=stranger, training_class=training_class, cells=cells)
    training_class.state = ClassState.CLOSED
    training_class.save()
    with pytest.raises(NotNow):
        mark(actor=organiser, training_class=training_class, cells=cells)
    assert not Scan.objects.exists()


def test_mark_of_another_class_is_refused_whole(organiser, training_class, people, sittings):
    foreign = EnrolmentFactory(training_class=TrainingClassFactory(keeper=training_class.keeper))
    cells = [cell(people[0], sittings[0], Mark.PRESENT), cell(foreign, sittings[0], Mark.PRESENT)]
    with pytest.raises(ValidationError):
        mark(actor=organiser, training_class=training_class, cells=cells)
    assert not Scan.objects.exists()


def test_mark_of_an_earlier_day_needs_a_reason(organiser, training_class, people, sittings, monkeypatch):
    mark(actor=organiser, training_class=training_class, cells=[cell(people[0], sittings[0], Mark.ABSENT)])
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    monkeypatch.setattr(
        "caunoi.training.services.attendance.timezone.localdate",
        lambda value=None: value.astimezone(timezone.get_current_timezone()).date() if value else tomorrow,
    )
    change = [cell(people[0], sittings[0], Mark.EXCUSED)]
    with pytest.raises(ValidationError) as refused:
        mark(actor=organiser, training_class=training_class, cells=change)
    assert refused.value.error_dict["reason"][0].code == "reason_needed"
    mark(actor=organiser, training_class=training_class, cells=change, reason="Có giấy xin phép nộp sau")
    assert Scan.objects.order_by("id").last().reason == "Có giấy xin phép nộp sau"
    assert AuditEntry.objects.get(action="training.attendance_corrected").reason == "Có giấy xin phép nộp sau"
    # A cell that was never marked needs none.
    mark(actor=organiser, training_class=training_class, cells=[cell(people[1], sittings[0], Mark.PRESENT)])


def test_mark_after_reopening_always_needs_a_reason(organiser, training_class, people, sittings):
    ClassReport.objects.create(training_class=training_class, version=1, facts={})
    with pytest.raises(ValidationError):
        mark(actor=organiser, training_class=training_class, cells=[cell(people[0], sittings[0], Mark.PRESENT)])


def test_mark_after_the_clock_was_set_back_still_stands_last(organiser, training_class, people, sittings, monkeypatch):
    mark(actor=organiser, training_class=training_class, cells=[cell(people[0], sittings[0], Mark.PRESENT)])
    first = Scan.objects.get()
    monkeypatch.setattr("caunoi.training.services.attendance.new_id", lambda: type(first.pk)(int=1))
    mark(actor=organiser, training_class=training_class, cells=[cell(people[0], sittings[0], Mark.LATE)])
    rebuild_attendance(training_class)
    assert derived(training_class) == {(people[0].pk, sittings[0].pk): "late"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(
        st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1), st.sampled_from(Mark)), max_size=6), max_size=6
    )
)
def test_derived_state_is_the_last_observation(organiser, training_class, people, sittings, batches):
    Attendance.objects.all().delete()
    Scan.objects.all().delete()
    last = {}
    for batch in batches:
        mark(
            actor=organiser,
            training_class=training_class,
            cells=[cell(people[p], sittings[s], value) for p, s, value in batch],
        )
        for p, s, value in batch:
            last[people[p].pk, sittings[s].pk] = value
    expected = {key: value for key, value in last.items() if value != Mark.NONE}
    assert {key: value for key, value in derived(training_class).items() if value != Mark.NONE} == expected
    before = derived(training_class)
    assert rebuild_attendance(training_class) == len(before)
    assert derived(training_class) == before


def test_sheet_costs_the_same_queries_for_2_as_for_60(organiser, django_assert_num_queries):
    for size in (2, 60):
        training_class = TrainingClassFactory(keeper=organiser.roles.get().organisation)
        sitting = SittingFactory(training_class=training_class)
        rows = [EnrolmentFactory(training_class=training_class) for _ in range(size)]
        mark(
            actor=organiser,
            training_class=training_class,
            cells=[cell(row, sitting, Mark.PRESENT) for row in rows],
        )
        with django_assert_num_queries(4):
            read = sheet(training_class)
        assert [row.marks for row in read.rows] == [(Mark.PRESENT,)] * size


def test_sheet_is_sorted_by_unit_then_given_name_without_the_withdrawn(organiser, training_class):
    names = [("Trần Văn Ba", "Tổ 2"), ("Lê Thị Yến", "Tổ 1"), ("Nguyễn Văn Ân", "Tổ 1"), ("Đã Rút", "Tổ 1")]
    rows = [
        roster.enrol(actor=organiser, training_class=training_class, full_name=name, unit_text=unit)
        for name, unit in names
    ]
    roster.withdraw(actor=organiser, enrolment=rows[3])
    assert [row.name for row in sheet(training_class).rows] == ["Nguyễn Văn Ân", "Lê Thị Yến", "Trần Văn Ba"]


def test_counts_never_mix_up_the_counting_words(organiser, training_class, sittings):
    a, b, c, d, e = (
        roster.enrol(
            actor=organiser,
            training_class=training_class,
            person=PersonFactory.known_to(training_class.keeper),
            unit_text=unit,
        )
        for unit in ("Tổ 1", "Tổ 1", "Tổ 2", "Tổ 2", "Tổ 2")
    )
    instead = roster.substitute(actor=organiser, enrolment=c, full_name="Trần Thị Thử")
    first, second = sittings
    mark(
        actor=organiser,
        training_class=training_class,
        cells=[
            cell(a, first, Mark.PRESENT),
            cell(a, second, Mark.LEFT_EARLY),
            cell(b, first, Mark.EXCUSED),
            cell(b, second, Mark.LATE),
            cell(instead, first, Mark.PRESENT),
            cell(d, first, Mark.EXCUSED),
            cell(d, second, Mark.ABSENT),
        ],
    )
    counts = attendance_counts(training_class)
    assert (counts.nominated, counts.present, counts.substitutes) == (5, 3, 1)
    assert (counts.absent_with_leave, counts.absent_without_leave, counts.unmarked) == (1, 1, 1)
    assert counts.attendances == 4
    one, two = (sitting.marks for sitting in counts.by_sitting)
    # c is excused in the morning, for whom the substitute came; e was never marked.
    assert (one.present, one.excused, one.absent, one.unmarked, one.substitutes) == (2, 3, 0, 1, 1)
    assert (two.present, two.late, two.left_early, two.excused, two.absent, two.unmarked) == (2, 1, 1, 0, 1, 2)
    assert [(unit.name, unit.nominated, unit.present, unit.substitutes) for unit in counts.by_unit] == [
        ("Tổ 1", 2, 2, 0),
        ("Tổ 2", 3, 0, 1),
    ]
    assert counts.by_person[e.pk].marks.unmarked == 2


def test_marks_since_tells_what_another_clerk_did(organiser, training_class, people, sittings):
    mark(actor=organiser, training_class=training_class, cells=[cell(people[0], sittings[0], Mark.PRESENT)])
    cursor = Scan.objects.get().pk
    mark(actor=organiser, training_class=training_class, cells=[cell(people[1], sittings[0], Mark.LATE)])
    assert marks_since(training_class, cursor) == [(people[1].pk, sittings[0].pk, Mark.LATE)]
    assert len(marks_since(training_class, None)) == 2


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_lose_nothing_and_never_deadlock(organiser, training_class, people, sittings):
    faults = []

    def work(values, backwards):
        try:
            for value in values:
                cells = [cell(person, sitting, value) for person in people for sitting in sittings]
                mark(actor=organiser, training_class=training_class, cells=cells[::-1] if backwards else cells)
        except Exception as error:  # noqa: BLE001 - told to the main thread
            faults.append(error)
        finally:
            connection.close()

    clerks = [
        threading.Thread(target=work, args=([Mark.PRESENT, Mark.LATE] * 4, False)),
        threading.Thread(target=work, args=([Mark.ABSENT, Mark.EXCUSED] * 4, True)),
    ]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join(timeout=60)
    assert faults == []
    # Each clerk's batch changes all six cells: whatever stood before was either the other's or the own other value.
    assert Scan.objects.count() == 16 * 6
    stands = derived(training_class)
    assert len(set(stands.values())) == 1
    rebuild_attendance(training_class)
    assert derived(training_class) == stands
