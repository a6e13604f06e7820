import datetime as dt
from decimal import Decimal

import pytest

from caunoi.papers import wording


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (270, "270"), (1179, "1.179"), (1_205_000, "1.205.000"), (Decimal("7.5"), "7,5")],
)
def test_number_has_points_for_thousands_and_a_comma_for_decimals(value, written):
    assert wording.number(value) == written


@pytest.mark.parametrize(
    ("part", "whole", "written"), [(270, 286, "94,4%"), (1, 2, "50%"), (2, 3, "66,7%"), (286, 286, "100%")]
)
def test_percent_keeps_one_decimal_where_there_is_one(part, whole, written):
    assert wording.percent(part, whole) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (dt.date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (dt.date(2026, 11, 22), "ngày 22 tháng 11 năm 2026"),
        (dt.date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
    ],
)
def test_dotted_date_pads_days_and_the_first_two_months(value, written):
    assert wording.dotted_date(value) == written


def test_dotted_date_leaves_gaps_for_what_is_not_known():
    written = wording.dotted_date(None, month=11, year=2026)
    assert written == f"ngày {wording.DAY_GAP} tháng 11 năm 2026"
    assert wording.dotted_date(None) == f"ngày {wording.DAY_GAP} tháng {wording.DAY_GAP} năm {wording.YEAR_GAP}"


@pytest.mark.parametrize(
    ("days", "written"),
    [
        ((), ""),
        ((dt.date(2026, 11, 22),), "ngày 22/11/2026"),
        ((dt.date(2026, 11, 30), dt.date(2026, 12, 1)), "từ ngày 30/11/2026 đến ngày 01/12/2026"),
        ((dt.date(2026, 11, 9), dt.date(2026, 11, 2)), "các ngày 02/11/2026 và 09/11/2026"),
    ],
)
def test_days_are_a_span_only_where_they_follow_each_other(days, written):
    assert wording.days(days) == written


def test_clock_names_minutes_only_off_the_hour():
    assert wording.clock_span(dt.time(7, 30), dt.time(8)) == "7~giờ~30~- 8~giờ".replace("~", "\N{NO-BREAK SPACE}")
    assert wording.clock_span(None, dt.time(10, 5)) == "10~giờ~05".replace("~", "\N{NO-BREAK SPACE}")


def test_weekday_is_named_in_vietnamese():
    assert wording.day_with_weekday(dt.date(2026, 11, 22)) == "Chủ nhật, 22/11/2026"


def test_one_line_composes_marks_and_drops_what_word_cannot_hold():
    assert wording.one_line("  Nguye\u0302\u0303n\tVa\u0306n\r\nMẫu\x00\x0b\ufffe\ud800 ") == "Nguyễn Văn Mẫu"


def test_paragraphs_skip_empty_lines():
    assert wording.paragraphs("Một.\n\n  \nHai.\r\n") == ["Một.", "Hai."]


@pytest.mark.parametrize(("value", "written"), [(1, "I"), (4, "IV"), (9, "IX"), (10, "X"), (14, "XIV")])
def test_roman_numbers_sections(value, written):
    assert wording.roman(value) == written
