from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import AuditEntry
from caunoi.training.enums import ClassState, Mark
from caunoi.training.facts import read_facts, read_participants
from caunoi.training.models import ClassReport, Question, TrainingClass
from caunoi.training.queries.reports import differences, latest_report
from caunoi.training.services import classes, closing, programme
from caunoi.training.services.appearances import Appearance
from caunoi.training.services.attendance import CellMark, mark
from caunoi.training.services.roster import substitute, withdraw
from tests.factories import EnrolmentFactory, PersonFactory, SittingFactory, TrainingClassFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

MORNING, AFTERNOON = 0, 1


@pytest.fixture
def held(office, organiser):
    """A class of two sittings in the past, its list settled, with four people."""
    held = TrainingClassFactory(
        keeper=office, starts_on=dt.date(2026, 3, 2), ends_on=None, state=ClassState.HELD, quota=10
    )
    held.sitting_list = [SittingFactory(training_class=held, part=part) for part in ("morning", "afternoon")]
    programme.save_agenda_item(
        actor=organiser,
        training_class=held,
        sitting=held.sitting_list[0],
        title="Luật Hòa giải ở cơ sở",
        periods=4,
        speakers=[Appearance(full_name="Nguyễn Văn Mẫu", post="Trưởng phòng Tư pháp")],
    )
    programme.save_guest(
        actor=organiser, training_class=held, appearance=Appearance(full_name="Phạm Thị Khách", post="Phó Bí thư")
    )
    held.people = [
        EnrolmentFactory(
            training_class=held,
            person=PersonFactory.known_to(office, full_name=f"Lê Thị Học {letter}"),
            unit_text=f"Tổ {1 + number % 2}",
        )
        for number, letter in enumerate("ABCD")
    ]
    return held


def set_marks(actor, training_class, rows):
    mark(
        actor=actor,
        training_class=training_class,
        cells=[
            CellMark(enrolment_id=enrolment.pk, sitting_id=sitting.pk, mark=value)
            for enrolment, values in rows
            for sitting, value in zip(training_class.sitting_list, values, strict=True)
        ],
    )


def failing(training_class):
    return [check.code for check in closing.check_closing(training_class) if check.blocking and not check.ok]


def test_check_closing_names_everything_that_is_missing(office):
    bare = TrainingClassFactory(keeper=office, starts_on=None, ends_on=None)
    bare.organisations.filter(role="host").delete()

    assert failing(bare) == ["state", "days", "host", "sittings", "list"]


def test_check_closing_waits_for_the_last_day_and_sees_sittings_outside(office):
    future = TrainingClassFactory(
        keeper=office, starts_on=dt.date(2099, 1, 5), ends_on=dt.date(2099, 1, 6), state="held"
    )
    SittingFactory(training_class=future, date=dt.date(2099, 1, 7))
    EnrolmentFactory(training_class=future)

    assert failing(future) == ["over", "sittings", "unmarked"]


def test_check_closing_costs_the_same_for_20_and_200_people(held, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        closing.check_closing(held)
    EnrolmentFactory.create_batch(40, training_class=held)
    with django_assert_num_queries(len(few)):
        closing.check_closing(held)
    assert len(few) <= 12


def test_close_class_refuses_blank_cells_unless_they_are_accepted(held, organiser):
    set_marks(organiser, held, [(held.people[0], [Mark.PRESENT, Mark.NONE])])

    with pytest.raises(NotNow, match="7"):
        closing.close_class(actor=organiser, training_class=held, revision=1)
    report = closing.close_class(actor=organiser, training_class=held, revision=1, accept_unmarked=True)

    facts = read_facts(report.facts)
    assert (facts.nominated.value, facts.present.value) == (4, 1)
    assert (facts.absent_with_leave.value, facts.absent_without_leave.value) == (0, 3)
    assert [(s.present, s.absent, s.unmarked) for s in facts.sittings] == [(1, 3, 3), (0, 4, 4)]


def test_close_class_freezes_what_is_known(held, organiser, office):
    a, b, c, d = held.people
    instead = substitute(actor=organiser, enrolment=c, full_name="Vũ Văn Thay")
    withdraw(actor=organiser, enrolment=d, reason="Chuyển công tác")
    set_marks(
        organiser,
        held,
        [
            (a, [Mark.PRESENT, Mark.LATE]),
            (b, [Mark.EXCUSED, Mark.ABSENT]),
            (instead, [Mark.PRESENT, Mark.PRESENT]),
        ],
    )
    Question.objects.create(training_class=held, text="Mức chi hòa giải?", agenda_item=held.agenda.get())

    report = closing.close_class(actor=organiser, training_class=held, revision=1)

    report.refresh_from_db()
    facts = read_facts(report.facts)
    assert report.version == 1
    assert facts.days == ("2026-03-02",)
    assert facts.quota.value == 10
    assert facts.nominated.value == 3
    assert facts.present.value == 2
    assert facts.substitutes.value == 1
    assert facts.absent_with_leave.value == 1
    assert facts.absent_without_leave.value == 1
    assert facts.attendances.value == 4
    assert [(s.present, s.late, s.excused, s.absent, s.substitutes) for s in facts.sittings] == [
        (2, 0, 2, 0, 1),
        (2, 1, 1, 1, 1),
    ]
    assert [(q.text, q.topic, q.answer) for q in facts.questions] == [
        ("Mức chi hòa giải?", "Luật Hòa giải ở cơ sở", "")
    ]
    assert [o.name for o in facts.organisers] == [office.name]
    assert [t.title for t in facts.topics] == ["Luật Hòa giải ở cơ sở"]
    [speaker], [guest] = facts.speakers, facts.guests
    assert (report.names[speaker.person_id], speaker.post) == ("Nguyễn Văn Mẫu", "Trưởng phòng Tư pháp")
    assert report.names[guest.person_id] == "Phạm Thị Khách"
    rows = read_participants(report.participants)
    assert sorted((report.names[r.person_id], r.marks) for r in rows) == [
        ("Lê Thị Học A", "xm"),
        ("Lê Thị Học B", "pk"),
        ("Lê Thị Học C", "--"),
        ("Vũ Văn Thay", "xx"),
    ]
    held.refresh_from_db()
    assert (held.state, held.revision) == (ClassState.CLOSED, 2)
    entry = AuditEntry.objects.get(action="training.class_closed")
    assert entry.details == {"version": 1, "present": 2, "nominated": 3, "unmarked": 0}


def test_close_class_refuses_a_stale_page_a_stranger_and_a_second_time(held, organiser, stranger):
    set_marks(organiser, held, [(person, [Mark.PRESENT, Mark.PRESENT]) for person in held.people])
    classes.change_class(actor=organiser, training_class=held, revision=1, place="Nhà văn hóa")

    with pytest.raises(StaleChange):
        closing.close_class(actor=organiser, training_class=held, revision=1)
    with pytest.raises(PermissionDenied):
        closing.close_class(actor=stranger, training_class=held, revision=2)
    closing.close_class(actor=organiser, training_class=held, revision=2)
    with pytest.raises(NotNow):
        closing.close_class(actor=organiser, training_class=held, revision=3)

    assert ClassReport.objects.count() == 1


def test_reopening_makes_a_new_version_with_its_reason_and_differences(held, organiser):
    set_marks(organiser, held, [(person, [Mark.PRESENT, Mark.PRESENT]) for person in held.people])
    first = closing.close_class(actor=organiser, training_class=held, revision=1)

    with pytest.raises(ValidationError):
        closing.reopen_class(actor=organiser, training_class=held, reason="  ")
    closing.reopen_class(actor=organiser, training_class=held, reason="Ghi nhầm địa điểm")
    held.refresh_from_db()
    assert held.state == ClassState.HELD
    classes.change_class(actor=organiser, training_class=held, revision=held.revision, place="Hội trường phường")
    held.refresh_from_db()
    second = closing.close_class(actor=organiser, training_class=held, revision=held.revision)

    assert (second.version, second.reason) == (2, "Ghi nhầm địa điểm")
    assert [(d.before, d.after) for d in differences(first, second)] == [("–", "Hội trường phường")]
    assert latest_report(held) == second
    first.refresh_from_db()
    assert first.facts["place"] == ""


def test_reopening_an_open_class_is_refused(held, organiser):
    with pytest.raises(NotNow):
        closing.reopen_class(actor=organiser, training_class=held, reason="x")


def test_wiping_the_names_keeps_every_count(held, organiser):
    set_marks(organiser, held, [(person, [Mark.PRESENT, Mark.PRESENT]) for person in held.people])
    report = closing.close_class(actor=organiser, training_class=held, revision=1)

    text = str(report.facts) + str(report.participants)

    assert not any(name in text for name in report.names.values())
    assert TrainingClass.objects.get().state == ClassState.CLOSED


def test_closing_lets_the_trail_be_sealed(held, organiser, django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult

    with django_capture_on_commit_callbacks(execute=True):
        closing.close_class(actor=organiser, training_class=held, revision=held.revision, accept_unmarked=True)
    assert [job.task_path for job in DBTaskResult.objects.all()] == ["caunoi.core.tasks.seal_audit_trail"]
