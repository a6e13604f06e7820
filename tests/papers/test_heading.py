import datetime as dt
from dataclasses import replace

import pytest

from caunoi.papers import Layout, Parent
from caunoi.papers.heading import NUMBER_GAP
from caunoi.papers.wording import DAY_GAP, YEAR_GAP
from tests.papers.samples import heading


@pytest.mark.parametrize(
    ("layout", "blank", "given"),
    [
        (Layout.STATE, f"Số: {NUMBER_GAP}/BC-UBND", "Số: 12/BC-UBND"),
        (Layout.PARTY, f"Số {NUMBER_GAP}-BC/ĐU", "Số 12-BC/ĐU"),
        (Layout.FRONT, f"Số: {NUMBER_GAP}/BC-MTTQ-BTT", "Số: 12/BC-MTTQ-BTT"),
    ],
)
def test_number_is_a_gap_until_the_registry_gives_it(layout, blank, given):
    assert heading(layout).number_line == blank
    assert heading(layout, number="12").number_line == given


@pytest.mark.parametrize("typed", ["-BC/ĐU", "/BC/ĐU", " - BC/ĐU "])
def test_joint_typed_before_the_letters_is_not_doubled(typed):
    assert replace(heading(Layout.PARTY), suffix=typed, number="12").number_line == "Số 12-BC/ĐU"
    assert replace(heading(Layout.STATE), suffix=typed, number="12").number_line == "Số: 12/BC/ĐU"


def test_date_line_never_breaks_inside_the_date():
    line = heading(date=dt.date(2026, 2, 5)).date_line
    assert line.split(" ", 2) == ["Hòa", "Khánh,", "ngày\xa005\xa0tháng\xa002\xa0năm\xa02026"]


def test_date_line_without_date_keeps_month_and_year():
    assert heading().date_line.replace("\xa0", " ") == "Hòa Khánh, ngày        tháng 11 năm 2026"


@pytest.mark.parametrize(("layout", "joint"), [(Layout.STATE, "/"), (Layout.PARTY, "-")])
def test_parent_line_leaves_gaps(layout, joint):
    parent = Parent(kind="Quyết định", suffix="QĐ-UBND", issuer="UBND phường")
    assert parent.line(layout) == (
        f"(Kèm theo Quyết định số {NUMBER_GAP}{joint}QĐ-UBND "
        f"ngày {DAY_GAP} tháng {DAY_GAP} năm {YEAR_GAP} của UBND phường)"
    )


def test_parent_line_with_everything_known():
    parent = Parent(kind="Quyết định", number="7", suffix="QĐ-UBND", date=dt.date(2026, 11, 1))
    assert parent.line(Layout.STATE) == "(Kèm theo Quyết định số 7/QĐ-UBND ngày 01 tháng 11 năm 2026)"
