"""One place knows when a half-day begins and ends: the door, the monitor, quizzes and calendars move together."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from icalendar import Calendar

from caunoi.core.models import WorkingHours
from caunoi.training.enums import FeedKind, Part
from caunoi.training.models import Attendance, DoorRules, Scan
from caunoi.training.queries.door import millis, roster_of
from caunoi.training.queries.hours import ZONE, Timetable
from caunoi.training.queries.learning.quizzes import window
from caunoi.training.queries.monitor import monitor
from caunoi.training.services import programme
from caunoi.training.services.door.devices import add_device
from caunoi.training.services.door.uploading import take_scans
from caunoi.training.services.feeds import make_feed
from caunoi.web.api.calendars import calendar_of
from tests.factories import EnrolmentFactory, SittingFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 12)
AROUND = dt.timedelta(minutes=45)


def at(hour, minute=0):
    return dt.datetime.combine(DAY, dt.time(hour, minute), tzinfo=ZONE)


def scan_of(e, sitting, moment, **more):
    return {
        "id": str(uuid4()), "seq": 1, "e": e, "t": None, "sitting": sitting, "kind": "in", "verdict": "in",
        "at": millis(moment), "boot": "", "up": 0, "offset": 0, "how": "camera", "walk_in": None, "instead_of": None,
    } | more  # fmt: skip


@pytest.fixture
def held(training_class):
    training_class.starts_on = training_class.ends_on = DAY
    training_class.save()
    return training_class


def everywhere(organiser, training_class, sitting):
    """What each of them says: door, quiz, feed."""
    told = next(one for one in roster_of(training_class).sittings if one["id"] == sitting.pk)
    first, last = window(sitting)
    feed = make_feed(actor=organiser, kind=FeedKind.OWN)[0]
    event = next(
        one
        for one in Calendar.from_ical(calendar_of(feed)).walk("VEVENT")
        if one["uid"].endswith(f"-{sitting.pk}@caunoi")
    )
    moments = [dt.datetime.fromtimestamp(told[name] / 1000, tz=ZONE) for name in ("starts", "ends")]
    return {tuple(moments), (first + AROUND, last - AROUND), (event["dtstart"].dt, event["dtend"].dt)}


@pytest.mark.parametrize(
    ("part", "usual", "changed"),
    [
        (Part.MORNING, (at(7, 30), at(11, 30)), (at(8), at(12))),
        (Part.AFTERNOON, (at(13, 30), at(17)), (at(13), at(16, 45))),
        (Part.EVENING, (at(18), at(21)), (at(19), at(21, 30))),
    ],
)
def test_all_of_them_move_with_the_offices_hours(organiser, held, part, usual, changed):
    sitting = SittingFactory(training_class=held, date=DAY, part=part)
    assert everywhere(organiser, held, sitting) == {usual}

    WorkingHours.objects.create(
        valid_from=DAY, morning_from=dt.time(8), morning_until=dt.time(12), afternoon_from=dt.time(13),
        afternoon_until=dt.time(16, 45), evening_from=dt.time(19), evening_until=dt.time(21, 30),
    )  # fmt: skip

    assert everywhere(organiser, held, sitting) == {changed}


def test_a_sittings_own_hours_win_everywhere(organiser, held):
    sitting = SittingFactory(training_class=held, date=DAY, starts_at=dt.time(8, 15), ends_at=dt.time(10, 45))

    assert everywhere(organiser, held, sitting) == {(at(8, 15), at(10, 45))}
    # One that begins when the morning is over still lasts a while.
    late = SittingFactory(training_class=held, date=DAY, part=Part.AFTERNOON, starts_at=dt.time(17, 30))
    assert everywhere(organiser, held, late) == {(at(17, 30), at(19, 30))}


def test_monitor_turns_to_the_half_day_that_begins_by_the_offices_hours(held, monkeypatch):
    morning = SittingFactory(training_class=held, date=DAY)
    noon = SittingFactory(training_class=held, date=DAY, part=Part.AFTERNOON)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(11, 45))
    assert monitor(held).now.sitting.id == morning.pk

    WorkingHours.objects.create(
        valid_from=DAY, morning_from=dt.time(7), morning_until=dt.time(11), afternoon_from=dt.time(13),
        afternoon_until=dt.time(17),
    )  # fmt: skip

    assert monitor(held).now.sitting.id == noon.pk


def test_changed_hours_of_a_sitting_work_the_doors_marks_out_anew(organiser, held, django_assert_num_queries):
    sitting = SittingFactory(training_class=held, date=DAY)
    late, early = EnrolmentFactory.create_batch(2, training_class=held)
    device = add_device(actor=organiser, training_class=held, label="Cửa chính").device
    scans = [
        scan_of(late.pk, sitting.pk, at(8)),
        scan_of(early.pk, sitting.pk, at(7, 30)),
        scan_of(early.pk, sitting.pk, at(10, 40), kind="out", verdict="out"),
    ]
    body = {"now": scans[-1]["at"] + 60_000, "boot": "later", "up": 0, "scans": scans}
    take_scans(device=device, roster=roster_of(held), body=body, received_at=at(10, 41))
    marks = dict(Attendance.objects.order_by("id").values_list("enrolment_id", "mark"))
    assert marks == {late.pk: "late", early.pk: "left_early"}

    programme.change_sitting(actor=organiser, sitting=sitting, starts_at=dt.time(8), ends_at=dt.time(10, 30))

    marks = dict(Attendance.objects.order_by("id").values_list("enrolment_id", "mark"))
    assert marks == {late.pk: "present", early.pk: "present"}
    assert (Scan.objects.count(), DoorRules.objects.count()) == (4, 1)
    timetable = Timetable()
    with django_assert_num_queries(1):
        assert [timetable.of(sitting).ends for _again in range(3)] == [at(10, 30)] * 3
