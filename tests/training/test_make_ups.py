"""A missed sitting made up in a sister class: counted once, in the own class; seen, fed and signed where one sat."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caunoi import papers
from caunoi.core.errors import NotNow
from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind
from caunoi.training.checks import reports_add_up
from caunoi.training.enums import THERE, AgendaKind, ClassState, Mark, PaperKind
from caunoi.training.facts import read_facts, read_participants
from caunoi.training.models import AgendaItem, Attendance, Enrolment, MakeUp, Scan
from caunoi.training.queries.attendance import sheet
from caunoi.training.queries.counting import attendance_counts
from caunoi.training.queries.ledger import ledger_of
from caunoi.training.queries.make_ups import Standing, arranged, guests_of, make_up_sittings, missed_sittings
from caunoi.training.queries.money.presence import days_present
from caunoi.training.queries.papers import Target
from caunoi.training.queries.papers.class_report import report_paper
from caunoi.training.queries.papers.official import Wish
from caunoi.training.queries.papers.snapshot import snapshot
from caunoi.training.queries.papers.sources import make_paper
from caunoi.training.queries.person_file import person_file
from caunoi.training.queries.plans.progress import plan_progress
from caunoi.training.queries.progress import unmarked_cells
from caunoi.training.queries.roster import list_counts, participants
from caunoi.training.services import attendance, programme, roster
from caunoi.training.services.closing import check_closing, close_class
from caunoi.training.services.make_ups import arrange_make_ups, drop_make_up
from caunoi.training.services.money import pay
from tests.factories import (
    EnrolmentFactory,
    OrganisationFactory,
    PlanFactory,
    PlanItemFactory,
    SittingFactory,
    TrainingClassFactory,
    UserFactory,
)
from tests.training.money.makers import rate_table

pytestmark = [pytest.mark.django_db, pytest.mark.data]

FIRST = dt.date(2026, 3, 2)
TOPICS = {"morning": "Kỹ năng hòa giải ở cơ sở", "afternoon": "Soạn biên bản hòa giải"}


def held(item, day, *, people=3, keeper=None):
    """A class with a sitting for each topic, and people on its list."""
    made = TrainingClassFactory(
        keeper=keeper or item.plan.owner,
        plan_item=item,
        starts_on=day,
        ends_on=day,
        state=ClassState.HELD,
        quota=people,
    )
    sittings = [SittingFactory(training_class=made, part=part) for part in TOPICS]
    for sitting in sittings:
        AgendaItem.objects.create(
            training_class=made, sitting=sitting, kind=AgendaKind.TOPIC, title=TOPICS[sitting.part]
        )
    rows = [EnrolmentFactory(training_class=made, off_payroll=True) for _ in range(people)]
    return SimpleNamespace(made=made, sittings=sittings, rows=rows)


@pytest.fixture
def item(office):
    return PlanItemFactory(plan=PlanFactory(owner=office))


@pytest.fixture
def a(item):
    return held(item, FIRST)


@pytest.fixture
def b(item):
    return held(item, FIRST + dt.timedelta(days=7))


def mark(actor, one, row, place, value):
    cells = [attendance.CellMark(enrolment_id=row.pk, sitting_id=one.sittings[place].pk, mark=value)]
    attendance.mark(actor=actor, training_class=one.made, cells=cells, reason="Sửa lại")


def put(actor, a, b, *, place=0, people=(0,)):
    """People who missed a sitting of ``a`` are put down for the same one of ``b``."""
    for number in people:
        mark(actor, a, a.rows[number], place, Mark.EXCUSED)
    return arrange_make_ups(
        actor=actor,
        missed=a.sittings[place],
        enrolments=[a.rows[number].pk for number in people],
        sitting=b.sittings[place],
    )


def test_made_up_counts_in_the_own_class_once_present_there(organiser, a, b):
    (made,) = put(organiser, a, b)
    before, there = attendance_counts(a.made), attendance_counts(b.made)
    assert (before.present, before.made_up, before.attendances) == (0, 0, 0)
    assert [one.standing for one in arranged(organiser, a.made)] == [Standing.AWAITED]
    mark(organiser, b, made.guest, 0, Mark.LATE)
    after = attendance_counts(a.made)
    assert (after.present, after.made_up, after.attendances, after.signed) == (1, 1, 1, 0)
    first = after.by_sitting[0].marks
    assert (first.present, first.made_up, first.excused) == (0, 1, 0)
    assert [one.standing for one in arranged(organiser, a.made)] == [Standing.CAME]
    # Where it was made up nothing is counted: not on the list, in no seat.
    assert attendance_counts(b.made) == there
    assert list_counts(b.made).nominated == 3
    assert not participants(b.made).filter(pk=made.guest_id).exists()
    assert ledger_of(b.made).taken.total() == 3
    assert [(one.name, one.marks) for one in guests_of(b.made)] == [
        (a.rows[0].person.full_name, {b.sittings[0].pk: Mark.LATE})
    ]


def test_only_the_sitting_that_was_meant_is_marked(organiser, a, b):
    (made,) = put(organiser, a, b)
    with pytest.raises(ValidationError):
        mark(organiser, b, made.guest, 1, Mark.PRESENT)
    assert not Scan.objects.filter(enrolment=made.guest).exists()


def test_choices_are_open_classes_of_the_item_with_the_topic(organiser, a, b, item, office):
    closed = held(item, FIRST + dt.timedelta(days=14))
    closed.made.state = ClassState.CLOSED
    closed.made.save()
    held(PlanItemFactory(plan=item.plan), FIRST + dt.timedelta(days=21))
    # A class of the item that another office keeps, out of scope.
    held(item, FIRST + dt.timedelta(days=28), keeper=OrganisationFactory())
    assert make_up_sittings(organiser, a.sittings[0]) == [b.sittings[0]]
    assert make_up_sittings(organiser, a.sittings[1]) == [b.sittings[1]]
    mark(organiser, a, a.rows[0], 0, Mark.ABSENT)
    for sitting in (b.sittings[1], closed.sittings[0], a.sittings[1]):
        with pytest.raises((ValidationError, NotNow)):
            arrange_make_ups(actor=organiser, missed=a.sittings[0], enrolments=[a.rows[0].pk], sitting=sitting)
    (only,) = missed_sittings(organiser, a.made, sheet(a.made))
    assert (only.id, [one.id for one in only.people]) == (a.sittings[0].pk, [a.rows[0].pk])
    # Without topics a sitting is made up by any of the item's.
    AgendaItem.objects.filter(sitting=a.sittings[0]).delete()
    assert make_up_sittings(organiser, a.sittings[0]) == b.sittings


def test_refused_for_who_did_not_miss_it_and_who_is_put_down_already(organiser, a, b, item):
    with pytest.raises(ValidationError):
        arrange_make_ups(actor=organiser, missed=a.sittings[0], enrolments=[a.rows[0].pk], sitting=b.sittings[0])
    put(organiser, a, b)
    later = held(item, FIRST + dt.timedelta(days=14))
    with pytest.raises(ValidationError):
        put(organiser, a, later)
    # Who did not come may be put down again.
    guest = MakeUp.objects.get().guest
    mark(organiser, b, guest, 0, Mark.ABSENT)
    (again,) = put(organiser, a, later)
    mark(organiser, later, again.guest, 0, Mark.PRESENT)
    # The first one is corrected afterwards: still one cell, made up once.
    mark(organiser, b, guest, 0, Mark.PRESENT)
    assert attendance_counts(a.made).attendances == 1


def test_refused_for_who_stands_on_the_other_list(organiser, a, b):
    EnrolmentFactory(training_class=b.made, person=a.rows[0].person)
    with pytest.raises(ValidationError):
        put(organiser, a, b)
    assert not MakeUp.objects.exists()


def test_somebody_who_leads_one_class_only_is_refused(organiser, a, b, office, item):
    other = held(item, FIRST + dt.timedelta(days=14), keeper=OrganisationFactory())
    mark(organiser, a, a.rows[0], 0, Mark.ABSENT)
    with pytest.raises(PermissionDenied):
        arrange_make_ups(actor=organiser, missed=a.sittings[0], enrolments=[a.rows[0].pk], sitting=other.sittings[0])
    door = UserFactory.with_role(office, RoleKind.DOOR)
    with pytest.raises(PermissionDenied):
        arrange_make_ups(actor=door, missed=a.sittings[0], enrolments=[a.rows[0].pk], sitting=b.sittings[0])


def test_dropped_until_the_person_was_there(organiser, a, b):
    (first,) = put(organiser, a, b)
    drop_make_up(actor=organiser, make_up=first)
    assert not Enrolment.objects.filter(training_class=b.made, person=a.rows[0].person).exists()
    (second,) = put(organiser, a, b)
    mark(organiser, b, second.guest, 0, Mark.PRESENT)
    with pytest.raises(NotNow):
        drop_make_up(actor=organiser, make_up=second)
    with pytest.raises(NotNow):
        roster.withdraw(actor=organiser, enrolment=a.rows[0])
    told = AuditEntry.objects.filter(action="training.make_up_arranged").order_by("id")
    assert [entry.object_id for entry in told] == [str(a.made.pk), str(b.made.pk)] * 2


def test_who_leaves_the_list_is_awaited_no_longer(organiser, a, b):
    put(organiser, a, b)
    with pytest.raises(NotNow):
        programme.remove_sitting(actor=organiser, sitting=b.sittings[0])
    roster.withdraw(actor=organiser, enrolment=a.rows[0])
    assert not guests_of(b.made)
    programme.remove_sitting(actor=organiser, sitting=b.sittings[0])


def test_who_joins_the_other_list_counts_there_and_not_here(organiser, a, b):
    (made,) = put(organiser, a, b)
    mark(organiser, b, made.guest, 0, Mark.PRESENT)
    Enrolment.objects.filter(pk=made.guest_id).update(state="nominated")
    assert attendance_counts(a.made).attendances == 0
    assert attendance_counts(b.made).attendances == 1


def test_meals_are_paid_where_the_person_sat(organiser, office, a, b):
    accountant = UserFactory.with_role(office, RoleKind.ACCOUNTANT)
    rate_table(office, accountant)
    (made,) = put(organiser, a, b)
    mark(organiser, a, a.rows[0], 1, Mark.PRESENT)
    mark(organiser, b, made.guest, 0, Mark.PRESENT)
    assert days_present(a.made)[a.rows[0].pk] == 1
    assert days_present(b.made)[made.guest_id] == 1
    assert pay.work_out_pay(actor=accountant, training_class=b.made) == 1
    made.guest.refresh_from_db()
    assert made.guest.pay.meals == 120_000


def test_closing_freezes_both_sides_and_the_numbers_add_up(organiser, a, b, item):
    for one in (a, b):
        for row in one.rows:
            for place in (0, 1):
                mark(organiser, one, row, place, Mark.PRESENT)
    (made,) = put(organiser, a, b)
    assert {"make_ups"} <= {check.code for check in check_closing(a.made)}
    assert {"make_up_guests"} <= {check.code for check in check_closing(b.made)}
    mark(organiser, b, made.guest, 0, Mark.PRESENT)
    assert unmarked_cells(a.made, sittings=2) == 0
    assert plan_progress(item.plan, FIRST + dt.timedelta(days=30)).total.present.value == 6
    reports = []
    for one in (a, b):
        one.made.refresh_from_db()
        reports.append(close_class(actor=organiser, training_class=one.made, revision=one.made.revision))
    here, there = (read_facts(report.facts) for report in reports)
    assert (here.nominated.value, here.present.value, here.attendances.value, here.made_up) == (3, 3, 6, 1)
    assert (here.sittings[0].present, here.sittings[0].made_up) == (2, 1)
    (row,) = [row for row in read_participants(reports[0].participants) if row.made_up]
    assert (row.marks, row.made_up[0].code) == ("bx", b.made.code)
    assert (there.nominated.value, there.attendances.value, there.sittings[0].guests) == (3, 6, 1)
    assert [(one.places, one.came) for one in there.make_up_guests] == [((0,), (0,))]
    assert list(reports_add_up(False)) == []
    # The frozen list of the other class has the guest, marked as such, after its own.
    a.made.refresh_from_db()
    b.made.refresh_from_db()
    people = snapshot(b.made).signing((0, 1))
    assert [one.note for one in people] == ["", "", "", "Học bù"]
    assert [one.note for one in snapshot(b.made).signing((1,))] == ["", "", ""]


def test_who_only_made_up_is_present_in_every_report(organiser, a, b, office):
    for one in (a, b):
        for row in one.rows[1:]:
            for place in (0, 1):
                mark(organiser, one, row, place, Mark.PRESENT)
    mark(organiser, a, a.rows[0], 1, Mark.ABSENT)
    (made,) = put(organiser, a, b)
    mark(organiser, b, made.guest, 0, Mark.PRESENT)
    for one in (a, b):
        one.made.refresh_from_db()
        close_class(actor=organiser, training_class=one.made, revision=one.made.revision, accept_unmarked=True)
    paper = make_paper(PaperKind.YEAR_REPORT, Target(office=office, year=FIRST.year), Wish(layout=papers.Layout.STATE))
    # Three of the one class, two of the other; the guest is told once.
    assert paper.persons == papers.Count(5)
    assert sum(unit.present for unit in paper.units) == 5
    text = "\n".join(
        line.text
        for line in Document(
            io.BytesIO(papers.render(report_paper(a.made.reports.get(), office, papers.Layout.STATE)))
        ).paragraphs
    )
    assert "Học bù ở lớp khác cùng nội dung: 1 người" in text
    assert person_file(organiser, a.rows[0].person).classes[0].present == 1


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nobody_is_counted_twice_or_lost(organiser, a, b, data):
    MakeUp.objects.all().delete()
    Attendance.objects.all().delete()
    Scan.objects.all().delete()
    Enrolment.objects.filter(state="make_up").delete()
    pair = {"a": (a, b), "b": (b, a)}
    for _ in range(data.draw(st.integers(1, 8))):
        here, there = pair[data.draw(st.sampled_from(("a", "b")))]
        place, number = data.draw(st.integers(0, 1)), data.draw(st.integers(0, 2))
        step = data.draw(st.sampled_from(("mark", "put", "come", "drop")))
        ours = MakeUp.objects.filter(enrolment=here.rows[number], missed=here.sittings[place]).first()
        value = data.draw(st.sampled_from(Mark))
        if step == "mark":
            mark(organiser, here, here.rows[number], place, value)
        elif step == "put" and ours is None:
            put(organiser, here, there, place=place, people=(number,))
        elif step == "come" and ours:
            mark(organiser, there, ours.guest, place, value)
        elif step == "drop" and ours:
            try:
                drop_make_up(actor=organiser, make_up=ours)
            except NotNow:
                assert Attendance.objects.filter(enrolment=ours.guest, mark__in=THERE).exists()
    own = set(
        Attendance.objects.filter(mark__in=THERE, enrolment__state="nominated").values_list("enrolment", "sitting")
    )
    made_up = {
        (row.enrolment_id, row.missed_id)
        for row in MakeUp.objects.all()
        if Attendance.objects.filter(enrolment=row.guest, sitting=row.sitting, mark__in=THERE).exists()
    }
    counts = [attendance_counts(one.made) for one in (a, b)]
    assert sum(one.attendances for one in counts) == len(own | made_up)
    assert sum(one.signed for one in counts) == len(own)
    for one in counts:
        assert one.nominated == 3 == one.present + one.absent_with_leave + one.absent_without_leave + one.unmarked
        assert all(each.marks.expected == 3 for each in one.by_sitting)
    sat = {(row, place) for row, place in Attendance.objects.filter(mark__in=THERE).values_list("enrolment", "sitting")}
    days = [days_present(one.made) for one in (a, b)]
    assert sum(sum(each.values()) for each in days) == len({row for row, _place in sat})
