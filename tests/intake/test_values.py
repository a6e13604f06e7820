from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from caunoi.intake.enums import ReportField
from caunoi.intake.values import clean_value, in_words, parse_days, raw_of, same, show_days


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("12/11/2025", ["2025-11-12"]),
        ("1-2-2024", ["2024-02-01"]),
        ("12/11/2025, 14.11.2025", ["2025-11-12", "2025-11-14"]),
        ("12-14/11/2025", ["2025-11-12", "2025-11-13", "2025-11-14"]),
        ("30/12/2024 - 1/1/2025; 3/1/2025", ["2024-12-30", "2024-12-31", "2025-01-01", "2025-01-03"]),
        ("12/11/2025 đến 13/11/2025", ["2025-11-12", "2025-11-13"]),
        ("  ", []),
    ],
)
def test_days_typed_in_any_usual_form_are_understood(typed, days):
    assert [day.isoformat() for day in parse_days(typed)] == days


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31/02/2024", "“31/02/2024” is not in the calendar."),
        ("mai", "“mai” is no day. Write 12/11/2026, or 12/11/2026 - 14/11/2026."),
        ("14-12/11/2025", "“14-12/11/2025” ends before it begins."),
        ("1/1/2024 - 1/1/2025", "“1/1/2024 - 1/1/2025” is more than 60 days."),
    ],
)
def test_days_that_cannot_be_are_quoted(typed, words):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        parse_days(typed)
    assert refused.value.messages == [words]


@given(st.sets(st.dates(date(2000, 1, 1), date(2020, 12, 31)), min_size=1, max_size=8))
def test_days_shown_are_days_typed(days):
    shown = show_days([day.isoformat() for day in days])
    assert parse_days(shown) == sorted(days)


def test_days_in_the_future_are_refused():
    ahead = timezone.localdate() + timedelta(days=3)
    with pytest.raises(ValidationError) as refused:
        clean_value(ReportField.HELD_ON, {"days": f"{ahead:%d/%m/%Y}"})
    assert list(refused.value.message_dict) == ["days"]


@pytest.mark.parametrize("count", ["", "0", "-3", "1,5", "hai trăm", "²", "9" * 400, "1000001", None])
def test_count_that_is_no_count_is_refused(count):
    with pytest.raises(ValidationError) as refused:
        clean_value(ReportField.PARTICIPANTS, {"count": count, "qualifier": "over"})
    assert list(refused.value.message_dict) == ["count"]


def test_count_with_unknown_qualifier_is_refused():
    with pytest.raises(ValidationError) as refused:
        clean_value(ReportField.PARTICIPANTS, {"count": "270", "qualifier": "unknown"})
    assert list(refused.value.message_dict) == ["qualifier"]


def test_count_keeps_its_doubt_in_words():
    with translation.override("en"):
        assert in_words(ReportField.PARTICIPANTS, {"count": 1179, "qualifier": "over"}) == "more than 1.179"
        assert in_words(ReportField.PARTICIPANTS, {"count": 1179, "qualifier": "exact"}) == "1.179"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (ReportField.TITLE, "Tập huấn"),
        (ReportField.HELD_ON, ["2024-05-14", "2024-05-15"]),
        (ReportField.PUBLISHED_ON, "2024-05-16"),
        (ReportField.PARTICIPANTS, {"count": 120, "qualifier": "nearly"}),
        (ReportField.VIEWS, 0),
        (ReportField.ORGANISERS, {"name": "Đảng ủy", "role": "host", "organisation": ""}),
        (ReportField.ORGANISERS, {"name": "Đảng ủy", "role": "co_organiser", "organisation": None}),
        (ReportField.SPEAKERS, {"name": "Trần Thị Thử", "position": "", "person": None}),
        (ReportField.OFFICIALS, {"name": "Trần Thị Thử", "position": "Bí thư", "person": None, "role": "opens"}),
    ],
)
def test_value_survives_its_form(field, value):
    assert clean_value(field, raw_of(field, value)) == value


def test_names_are_cleaned_and_compared_without_marks():
    value = clean_value(ReportField.SPEAKERS, {"name": " Trần\u200b  Thị\tThử ", "position": "Bí thư\n"})
    assert value == {"name": "Trần Thị Thử", "position": "Bí thư", "person": None}
    assert same(ReportField.SPEAKERS, value, {"name": "tran thi thu"})


@pytest.mark.parametrize(("field", "most"), [(ReportField.TITLE, 300), (ReportField.TOPICS, 500)])
def test_text_too_long_is_refused(field, most):
    assert clean_value(field, {"text": "a" * most}) == "a" * most
    with pytest.raises(ValidationError):
        clean_value(field, {"text": "a" * (most + 1)})
