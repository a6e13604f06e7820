"""Working days against the plainest model of them, and the days that the country's calendar is known for."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caunoi.core.models import HolidayChange, WorkingHours
from caunoi.core.workdays import Calendar, Why

dates = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))
changes = st.lists(
    st.builds(lambda day, off: HolidayChange(day=day, is_off=off, reason="Thử"), dates, st.booleans()),
    max_size=6,
    unique_by=lambda row: row.day,
)
saturdays = st.lists(
    st.builds(lambda day, worked: WorkingHours(valid_from=day, saturdays=worked), dates, st.booleans()),
    max_size=3,
    unique_by=lambda row: row.valid_from,
)


@given(start=dates, days=st.integers(0, 60), own=changes, hours=saturdays)
def test_a_period_ends_on_its_last_working_day_and_tells_every_day_it_skipped(start, days, own, hours):
    calendar = Calendar(own, hours)

    found = calendar.after(start, days)

    passed = [start + dt.timedelta(days=ahead) for ahead in range(1, (found.end - start).days + 1)]
    worked = [day for day in passed if calendar.day(day).is_working]
    assert len(worked) == days
    assert found.end == (worked[-1] if days else start)
    assert [day.date for day in found.skipped] == [day for day in passed if day not in worked]
    assert not any(day.is_working for day in found.skipped)


@given(start=dates, days=st.integers(0, 60), own=changes)
def test_counting_undoes_adding(start, days, own):
    calendar = Calendar(own)

    assert calendar.between(start, calendar.after(start, days).end) == days


@given(start=dates, first=st.integers(0, 30), second=st.integers(0, 30), own=changes)
def test_two_periods_after_one_another_are_one(start, first, second, own):
    calendar = Calendar(own)

    assert calendar.after(calendar.after(start, first).end, second).end == calendar.after(start, first + second).end


@given(day=dates, own=changes)
def test_the_office_has_the_last_word(day, own):
    seen = Calendar(own).day(day)

    said = {row.day: row.is_off for row in own}
    if day in said:
        assert seen.is_working is not said[day]
    else:
        assert seen == Calendar().day(day)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (dt.date(2026, 2, 17), Why.HOLIDAY),  # Tết
        (dt.date(2026, 4, 27), Why.HOLIDAY),  # in place of a holiday on a Sunday
        (dt.date(2026, 8, 31), Why.HOLIDAY),  # swapped with the Saturday below
        (dt.date(2026, 8, 22), Why.SWAPPED),
        (dt.date(2026, 8, 29), Why.WEEKEND),
        (dt.date(2026, 8, 28), Why.WORKING),
    ],
)
def test_days_of_the_country(day, why):
    assert Calendar().day(day).why == why


def test_a_period_over_tet_shows_how_it_came_about():
    found = Calendar().after(dt.date(2026, 2, 13), 2)

    assert found.end == dt.date(2026, 2, 24)
    assert [(f"{day.date:%d/%m}", str(day.why), day.name) for day in found.skipped] == [
        ("14/02", "weekend", ""),
        ("15/02", "weekend", ""),
        ("16/02", "holiday", "Giao thừa Tết Nguyên Đán"),
        ("17/02", "holiday", "Tết Nguyên Đán"),
        ("18/02", "holiday", "Mùng hai Tết Nguyên Đán"),
        ("19/02", "holiday", "Mùng ba Tết Nguyên Đán"),
        ("20/02", "holiday", "Mùng bốn Tết Nguyên Đán"),
        ("21/02", "weekend", ""),
        ("22/02", "weekend", ""),
    ]


def test_less_than_no_days_is_refused():
    with pytest.raises(ValueError, match="no fewer"):
        Calendar().after(dt.date(2026, 1, 1), -1)


def test_special_days_of_a_year_hold_holidays_swaps_and_own_changes():
    own = HolidayChange(day=dt.date(2026, 3, 26), is_off=True, reason="Ngày thành lập phường")

    days = {day.date: day for day in Calendar([own]).special_days(2026)}

    assert days[dt.date(2026, 3, 26)].name == "Ngày thành lập phường"
    assert {dt.date(2026, 2, 17), dt.date(2026, 8, 22), dt.date(2026, 9, 2)} <= set(days)
    assert all(day.year == 2026 for day in days)
