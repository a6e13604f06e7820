"""One class at many points: shared out, taken back, counted for each, and the parts add up to the whole."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from caunoi import papers
from caunoi.training.enums import ClassState, Mark
from caunoi.training.facts import read_facts
from caunoi.training.models import Enrolment, TrainingClass, VenuePoint
from caunoi.training.queries.attendance import sheet
from caunoi.training.queries.counting import count_sheet
from caunoi.training.queries.papers.class_report import report_paper
from caunoi.training.queries.papers.workbook import class_workbook
from caunoi.training.queries.points import rows_of_counts, rows_of_facts
from caunoi.training.services import attendance
from caunoi.training.services.closing import close_class
from caunoi.training.services.points import Moved, assign_points, share_out, undo_points
from tests.factories import EnrolmentFactory, SittingFactory, TrainingClassFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def made(office):
    day = dt.date(2026, 3, 2)
    return TrainingClassFactory(keeper=office, starts_on=day, ends_on=day, state=ClassState.HELD)


def point(made, name, capacity=None, **fields):
    place = made.venue_points.count()
    return VenuePoint.objects.create(training_class=made, name=name, capacity=capacity, position=place, **fields)


def placed(made):
    return dict(Enrolment.objects.filter(training_class=made).order_by("id").values_list("id", "venue_point__name"))


def people(made, *units):
    # Lists go by name, and the factory's numbers stand out of order where they get a digit more.
    return [
        EnrolmentFactory(training_class=made, unit_text=unit, folded_unit=unit, sort_name=f"{number:03}")
        for number, unit in enumerate(units)
    ]


def test_units_stay_together_and_seats_are_kept(organiser, made):
    point(made, "A", 3)
    point(made, "B", 2)
    rows = people(made, "u1", "u1", "u2", "u2", "u3", "u3")
    moved = share_out(actor=organiser, training_class=made, whole_units=True)
    # The first unit leaves one seat at A: the second goes whole to B, the third to what is left.
    assert list(placed(made).values()) == ["A", "A", "B", "B", "A", None]
    assert [(one.before, one.enrolment_id) for one in moved] == [(None, row.pk) for row in rows[:5]]


def test_in_order_the_first_point_is_filled_and_open_ones_share_the_rest(organiser, made):
    point(made, "A", 2)
    point(made, "Trực tuyến", is_online=True)
    point(made, "C")
    people(made, *["u"] * 7)
    share_out(actor=organiser, training_class=made, whole_units=False)
    assert list(placed(made).values()) == ["A", "A", *["Trực tuyến"] * 3, "C", "C"]


def test_who_is_placed_stays_and_a_substitute_follows(organiser, made):
    a, b = point(made, "A", 1), point(made, "B", 5)
    rows = people(made, "u1", "u2", "u3")
    Enrolment.objects.filter(pk=rows[2].pk).update(venue_point=a)
    substitute = EnrolmentFactory(training_class=made, substitute_for=rows[0])
    share_out(actor=organiser, training_class=made, whole_units=True)
    assert placed(made) == {rows[0].pk: "B", rows[1].pk: "B", rows[2].pk: "A", substitute.pk: "B"}
    share_out(actor=organiser, training_class=made, whole_units=True, placed_too=True)
    assert placed(made)[rows[0].pk] == "A" == placed(made)[substitute.pk]
    assert b.enrolments.count() == 2


def test_undo_leaves_alone_whom_somebody_else_moved(organiser, made):
    a, b = point(made, "A"), point(made, "B")
    rows = people(made, "u1", "u2", "u3")
    keys = [row.pk for row in rows]
    moved = assign_points(actor=organiser, training_class=made, enrolments=keys, point=a)
    assign_points(actor=organiser, training_class=made, enrolments=keys[:1], point=b)
    assert undo_points(actor=organiser, training_class=made, moved=moved) == 2
    assert list(placed(made).values()) == ["B", None, None]
    # A point that is gone is nowhere to go back to.
    moved = assign_points(actor=organiser, training_class=made, enrolments=keys[:1], point=a)
    b.delete()
    assert undo_points(actor=organiser, training_class=made, moved=moved) == 0
    assert undo_points(actor=organiser, training_class=made, moved=[Moved(999_999_999, None, None)]) == 0


def test_a_point_of_another_class_is_refused(organiser, made):
    rows = people(made, "u1")
    foreign = point(TrainingClassFactory(keeper=made.keeper), "Khác")
    with pytest.raises(ValidationError):
        assign_points(actor=organiser, training_class=made, enrolments=[rows[0].pk], point=foreign)
    with pytest.raises(ValidationError):
        share_out(actor=organiser, training_class=made, whole_units=True)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    where=st.lists(st.integers(0, 2), min_size=1, max_size=6),
    marks=st.lists(st.sampled_from(Mark), min_size=12, max_size=12),
)
def test_points_and_those_without_one_add_up_to_the_class(organiser, made, where, marks):
    made = TrainingClassFactory(keeper=made.keeper, starts_on=made.starts_on, state=ClassState.HELD)
    points = [point(made, "A"), point(made, "B", is_online=True), None]
    columns = [SittingFactory(training_class=made, part=part) for part in ("morning", "afternoon")]
    rows = [EnrolmentFactory(training_class=made, venue_point=points[each]) for each in where]
    cells = [
        attendance.CellMark(enrolment_id=row.pk, sitting_id=column.pk, mark=marks[number * 2 + place])
        for number, row in enumerate(rows)
        for place, column in enumerate(columns)
    ]
    attendance.mark(actor=organiser, training_class=made, cells=cells)
    whole = sheet(made, by_point=True)
    counts = count_sheet(whole)
    for name in ("nominated", "present", "absent_with_leave", "absent_without_leave", "unmarked", "attendances"):
        assert sum(getattr(one, name) for one in counts.by_point) == getattr(counts, name)
    for place, column in enumerate(counts.by_sitting):
        assert sum(one.sittings[place].present for one in counts.by_point) == column.marks.present
    # The sheet of one point says the same of it.
    for one in counts.by_point:
        part = count_sheet(whole.at(one.point.id if one.point else None))
        assert (part.nominated, part.present, part.attendances) == (one.nominated, one.present, one.attendances)


def test_report_and_workbook_are_parted_by_point(organiser, made):
    hall, online = point(made, "Hội trường xã", 50), point(made, "Trực tuyến", is_online=True)
    sitting = SittingFactory(training_class=made)
    rows = people(made, *["u"] * 4)
    assign_points(actor=organiser, training_class=made, enrolments=[row.pk for row in rows[:2]], point=hall)
    assign_points(actor=organiser, training_class=made, enrolments=[rows[2].pk], point=online)
    values = (Mark.PRESENT, Mark.EXCUSED, Mark.LATE, Mark.ABSENT)
    attendance.mark(
        actor=organiser,
        training_class=made,
        cells=[
            attendance.CellMark(enrolment_id=row.pk, sitting_id=sitting.pk, mark=value)
            for row, value in zip(rows, values, strict=True)
        ],
    )
    now = rows_of_counts(count_sheet(sheet(made, by_point=True)))
    made = TrainingClass.objects.get(pk=made.pk)
    report = close_class(actor=organiser, training_class=made, revision=made.revision)
    frozen = rows_of_facts(read_facts(report.facts))
    told = [(one.nominated, one.present, one.absent_with_leave, one.absent_without_leave) for one in frozen]
    assert told == [(2, 1, 1, 0), (1, 1, 0, 0), (1, 0, 0, 1)]
    assert [one.is_online for one in frozen] == [False, True, False]
    assert [(one.name, one.by_sitting, one.attendances) for one in frozen] == [
        (one.name, one.by_sitting, one.attendances) for one in now
    ]
    content = papers.render(report_paper(report, made.keeper, papers.Layout.STATE))
    tables = Document(io.BytesIO(content)).tables
    (annex,) = [each for each in tables if each.rows[0].cells[-1].text == "Lượt người"]
    assert [[cell.text for cell in row.cells][1:4] for row in annex.rows[1:]] == [
        ["Hội trường xã", "2", "1"],
        ["Trực tuyến", "1", "1"],
        ["Chưa xếp điểm cầu", "1", "0"],
    ]
    made = TrainingClass.objects.get(pk=made.pk)
    book = CalamineWorkbook.from_filelike(io.BytesIO(class_workbook(made)))
    parted = book.get_sheet_by_name("Theo điểm cầu").to_python()
    assert [row[:3] for row in parted[1:]] == [
        ["Hội trường xã", 2, 1],
        ["Trực tuyến", 1, 1],
        ["Chưa xếp điểm cầu", 1, 0],
    ]
