from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from caunoi.core import outbox
from caunoi.core.jobs import Daily, Every
from caunoi.core.jobs import timetable as module
from caunoi.core.jobs.hours import Hours
from caunoi.core.models import OutboxMessage, ScheduleMark, SendingHours
from tests import databases
from tests.core.jobs.sample import ticking

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
ROOT = Path(__file__).parents[3]


def at(*parts):
    return dt.datetime(*parts, tzinfo=HERE)


@pytest.fixture
def only(monkeypatch):
    monkeypatch.setattr(module, "_ENTRIES", {})
    return module.schedule


@pytest.mark.django_db
def test_what_was_missed_is_made_up_for_once(only):
    only(ticking, Daily(at=dt.time(2, 30)))
    assert module.tick({}, at(2026, 11, 20, 3, 0))
    DBTaskResult.objects.all().delete()
    known = {}
    assert not module.tick(known, at(2026, 11, 21, 2, 29))
    # Three days off; the machine is on again at noon.
    assert module.tick(known, at(2026, 11, 24, 12, 0)) == [ticking.module_path]
    DBTaskResult.objects.all().delete()
    assert not module.tick(known, at(2026, 11, 24, 12, 1))
    assert not module.tick({}, at(2026, 11, 24, 23, 59))
    assert module.tick({}, at(2026, 11, 25, 2, 30))


@pytest.mark.django_db
def test_job_that_still_waits_is_not_put_into_the_queue_twice(only):
    only(ticking, Every(minutes=1))
    assert [bool(module.tick({}, at(2026, 11, 20, 3, minute))) for minute in range(5)] == [True] + [False] * 4
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_job_without_need_passes_until_the_next_time(only):
    need = []
    only(ticking, Every(minutes=5), only_if=lambda: bool(need))
    assert not module.tick({}, at(2026, 11, 20, 3, 0))
    need.append(1)
    assert not module.tick({}, at(2026, 11, 20, 3, 4))
    assert module.tick({}, at(2026, 11, 20, 3, 5))


@pytest.mark.django_db
def test_clock_that_went_back_does_nothing_again_and_one_far_ahead_is_forgotten(only):
    only(ticking, Every(minutes=1))
    module.tick({}, at(2026, 11, 20, 3, 0))
    DBTaskResult.objects.all().delete()
    assert not module.tick({}, at(2026, 11, 20, 2, 0))
    ScheduleMark.objects.update(last_due=at(2031, 1, 1))
    assert module.tick({}, at(2026, 11, 20, 3, 1))


@pytest.mark.django_db
def test_fault_of_one_entry_stops_no_other(only, monkeypatch):
    from tests.core.jobs.sample import fails

    only(fails, Every(minutes=1), only_if=lambda: 1 / 0)
    only(ticking, Every(minutes=1))
    assert module.tick({}, at(2026, 11, 20, 3, 0)) == [ticking.module_path]


@pytest.mark.django_db
def test_by_day_waits_for_the_morning(only):
    only(ticking, Every(minutes=10, by_day=True))
    assert not module.tick({}, at(2026, 11, 20, 5, 0))
    assert module.tick({}, at(2026, 11, 20, 7, 0))


def test_weekly_is_due_on_its_day_alone():
    mondays = Daily(at=dt.time(6), weekdays=frozenset({0}))
    assert mondays.latest(at(2026, 11, 26, 12, 0)) == at(2026, 11, 23, 6, 0)
    assert mondays.latest(at(2026, 11, 23, 5, 59)) == at(2026, 11, 16, 6, 0)


RACE = """
import datetime as dt, sys, django
django.setup()
from caunoi.core.jobs import Every, schedule as put
from caunoi.core.jobs.timetable import _ENTRIES, tick
from django_tasks_db.models import DBTaskResult
from tests.core.jobs.sample import ticking
_ENTRIES.clear()
put(ticking, Every(minutes=1))
import caunoi.core.jobs.timetable as s
s.waits = lambda task: False
sys.stdin.readline()
start = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
print(sum(len(tick({}, start + dt.timedelta(minutes=m))) for m in range(40)))
"""


@pytest.mark.data
def test_due_time_is_taken_once_by_three_workers_at_once(tmp_path):
    with databases.own(tmp_path) as environment:
        workers = [
            subprocess.Popen(
                [sys.executable, "-c", RACE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
                env={**environment, "PYTHONPATH": str(ROOT)},
            )
            for _number in range(3)
        ]  # fmt: skip
        for worker in workers:
            worker.stdin.write("go\n")
            worker.stdin.flush()
        taken = [int(worker.communicate(timeout=120)[0]) for worker in workers]
    # A late worker's minute is behind the mark of a quick one and is not taken at all: at most once each, the last one
    # by somebody.
    assert 1 <= sum(taken) <= 40


BEGIN = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
moments = st.integers(0, 5 * 365 * 24 * 60).map(lambda minutes: BEGIN + dt.timedelta(minutes=minutes))
times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
rows = st.builds(
    lambda day, pair, holidays: SendingHours(
        valid_from=day, opens_at=min(pair), closes_at=max(pair), on_holidays=holidays
    ),
    st.dates(dt.date(2023, 1, 1), dt.date(2029, 1, 1)),
    st.tuples(times, times).filter(lambda pair: pair[0] != pair[1]),
    st.booleans(),
)


@given(moment=moments)
def test_without_a_row_nothing_goes_out_from_eight_in_the_evening_to_seven(moment):
    local = moment.astimezone(HERE)
    assert Hours([]).open_at(moment) == (7 <= local.hour < 20)


@given(moment=moments, kept=st.lists(rows, max_size=4, unique_by=lambda row: row.valid_from))
def test_next_opening_is_the_first_moment_that_is_open(moment, kept):
    hours = Hours(kept)
    opens = hours.next_opening(moment)
    assert opens >= moment
    assert hours.open_at(opens)
    local = opens.astimezone(HERE)
    row = hours.on(local.date())
    assert row.opens_at <= local.time() < row.closes_at
    if opens > moment:
        assert not hours.open_at(moment)
        # Nothing between is open: looked at every quarter of an hour, for two days at most.
        span = min(opens - moment, dt.timedelta(days=2))
        assert not any(
            hours.open_at(opens - dt.timedelta(minutes=minutes))
            for minutes in range(1, int(span.total_seconds() // 60), 15)
        )


def test_holidays_are_left_alone_where_the_office_says_so():
    row = SendingHours(valid_from=dt.date(2026, 1, 1), opens_at=dt.time(7), closes_at=dt.time(20), on_holidays=False)
    hours = Hours([row])
    # 2 September, National Day.
    assert not hours.open_at(at(2026, 9, 2, 10, 0))
    assert Hours([]).open_at(at(2026, 9, 2, 10, 0))
    assert hours.next_opening(at(2026, 9, 2, 10, 0)).astimezone(HERE).date() > dt.date(2026, 9, 2)


@pytest.mark.django_db
@pytest.mark.parametrize("hour", range(24))
def test_at_night_only_urgent_mail_is_due(hour):
    for urgent in (False, True):
        outbox.enqueue(recipient="a@b.vn", template="account", context={}, organisation_id=None, urgent=urgent)
    now = at(2030, 3, 5, hour, 30)
    found = [each.urgent for each in outbox.due(now)]
    assert found == ([True, False] if 7 <= hour < 20 else [True])
    assert OutboxMessage.objects.count() == 2
