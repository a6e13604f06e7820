from __future__ import annotations

import datetime as dt

import pytest

from caunoi.training.enums import ClassState, Mark
from caunoi.training.services.attendance import CellMark, mark
from caunoi.training.services.closing import close_class
from tests.factories import EnrolmentFactory, PersonFactory, SittingFactory, TrainingClassFactory

PRESENT, ABSENT, LATE = Mark.PRESENT, Mark.ABSENT, Mark.LATE


def held_class(office, actor, marks, **fields):
    """A held class of so many sittings as each row of ``marks`` is long, a person for each row."""
    held = TrainingClassFactory(
        keeper=office, starts_on=dt.date(2026, 3, 2), ends_on=dt.date(2026, 3, 3), state=ClassState.HELD, **fields
    )
    days = [dt.date(2026, 3, 2), dt.date(2026, 3, 3)]
    held.sitting_list = [
        SittingFactory(training_class=held, date=days[number // 2], part=("morning", "afternoon")[number % 2])
        for number in range(len(marks[0]))
    ]
    held.people = [
        EnrolmentFactory(
            training_class=held, person=PersonFactory.known_to(office, full_name=f"Lê Thị Học {number:03d}")
        )
        for number in range(len(marks))
    ]
    mark(
        actor=actor,
        training_class=held,
        cells=[
            CellMark(enrolment_id=enrolment.pk, sitting_id=sitting.pk, mark=value)
            for enrolment, row in zip(held.people, marks, strict=True)
            for sitting, value in zip(held.sitting_list, row, strict=True)
        ],
    )
    return held


def closed(actor, held, **fields):
    held.refresh_from_db()
    report = close_class(actor=actor, training_class=held, revision=held.revision, **fields)
    held.refresh_from_db()
    return report


@pytest.fixture
def held(office, organiser):
    """Four sittings: always there, three of four and once late, one of four, never."""
    return held_class(
        office,
        organiser,
        [
            [PRESENT] * 4,
            [PRESENT, LATE, PRESENT, ABSENT],
            [PRESENT, ABSENT, ABSENT, ABSENT],
            [ABSENT] * 4,
        ],
        title="Tập huấn cho người có uy tín trong đồng bào dân tộc thiểu số",
        audience="Người có uy tín",
    )
