from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import AuditEntry
from caunoi.training.enums import Mark, Part
from caunoi.training.queries.moving import preview_move
from caunoi.training.services import attendance, moving, programme, rooms, venues
from tests.factories import EnrolmentFactory, SittingFactory, TrainingClassFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

DAY = dt.date(2026, 11, 12)


def half_days(training_class):
    return [(sitting.date.day, sitting.part) for sitting in training_class.sittings.all()]


def test_days_and_sittings_move_together_and_back(organiser, training_class):
    programme.add_sittings(
        actor=organiser,
        training_class=training_class,
        first=DAY,
        last=DAY + dt.timedelta(days=1),
        parts=[Part.MORNING, Part.AFTERNOON],
    )
    before = half_days(training_class)

    # By one day each way: every sitting lands where another one stood.
    moved = moving.move_class(
        actor=organiser, training_class=training_class, starts_on=DAY + dt.timedelta(days=1), revision=1
    )
    assert (moved.starts_on.day, moved.ends_on.day, moved.revision) == (13, 14, 2)
    assert half_days(training_class) == [(day + 1, part) for day, part in before]
    with pytest.raises(StaleChange):
        moving.move_class(actor=organiser, training_class=training_class, starts_on=DAY, revision=1)
    back = moving.move_class(actor=organiser, training_class=training_class, starts_on=DAY, revision=2)
    assert (back.starts_on, half_days(training_class)) == (DAY, before)
    assert [
        row.details["starts_on"] for row in AuditEntry.objects.filter(action="training.class_moved").order_by("id")
    ] == [
        ["2026-11-12", "2026-11-13"],
        ["2026-11-13", "2026-11-12"],
    ]


def test_what_clashes_on_the_new_days_is_shown_and_refused(organiser, office, training_class):
    room = rooms.save_room(actor=organiser, owner=office, name="Hội trường A")
    other = TrainingClassFactory(keeper=office, title="Lớp kia")
    SittingFactory(training_class=other, date=DAY + dt.timedelta(days=3))
    SittingFactory(training_class=training_class)
    for each in (other, training_class):
        venues.save_venue(actor=organiser, training_class=each, room=room)
    target = DAY + dt.timedelta(days=3)

    move = preview_move(organiser, training_class, target)

    assert [clash.other for clash in move.clashes] == [other]
    assert [day.date for day in move.days_off] == [target]  # 15 November 2026 is a Sunday.
    with pytest.raises(ValidationError, match="Lớp kia"):
        moving.move_class(actor=organiser, training_class=training_class, starts_on=target, revision=1)
    training_class.refresh_from_db()
    assert (training_class.starts_on, half_days(training_class)) == (DAY, [(12, "morning")])
    moving.move_class(
        actor=organiser, training_class=training_class, starts_on=target, revision=1, despite="Chia đôi hội trường"
    )
    assert AuditEntry.objects.get(action="training.clash_kept").reason == "Chia đôi hội trường"


def test_a_class_that_took_place_stays_on_its_days(organiser, training_class):
    sitting, enrolment = (
        SittingFactory(training_class=training_class),
        EnrolmentFactory(training_class=training_class),
    )
    attendance.mark(
        actor=organiser,
        training_class=training_class,
        cells=[attendance.CellMark(enrolment_id=enrolment.pk, sitting_id=sitting.pk, mark=Mark.PRESENT)],
    )
    training_class.refresh_from_db()

    with pytest.raises(NotNow):
        moving.move_class(
            actor=organiser,
            training_class=training_class,
            starts_on=DAY + dt.timedelta(days=1),
            revision=training_class.revision,
        )
