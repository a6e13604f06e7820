import pytest
from django.test import RequestFactory

from caunoi.web.base.lists import paginate, sorting

COLUMNS = {"name": ("sort_name", "id"), "day": ("-starts_on", "id")}


def ask(**query):
    return RequestFactory().get("/", query)


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ({}, ["starts_on", "-id"]),
        ({"sort": "name"}, ["sort_name", "id"]),
        ({"sort": "-name"}, ["-sort_name", "-id"]),
        ({"sort": "day"}, ["-starts_on", "id"]),
        ({"sort": "password"}, ["starts_on", "-id"]),
    ],
)
def test_sorting_reads_only_known_columns(query, order):
    assert sorting(ask(**query), COLUMNS, default="-day").order_by == order


def test_sorting_turns_round_the_column_that_sorts_now():
    by_name = sorting(ask(sort="name"), COLUMNS, default="day")
    assert [by_name.next_value("name"), by_name.next_value("day")] == ["-name", "day"]
    assert [by_name.state("name"), by_name.state("day")] == ["ascending", ""]


@pytest.mark.parametrize("odd", ["0", "-1", "x", "999", ""])
def test_paginate_survives_odd_pages(odd):
    assert paginate(ask(page=odd), range(130), size=20).number in {1, 7}


@pytest.mark.parametrize(("size", "rows"), [("20", 20), ("100", 100), ("7", 50), ("100000", 50)])
def test_paginate_takes_only_offered_sizes(size, rows):
    assert len(paginate(ask(size=size), range(130))) == rows


@pytest.mark.parametrize(
    ("page", "drawn"),
    [
        (1, [1, 2, 3, 0, 20]),
        (4, [1, 2, 3, 4, 5, 6, 0, 20]),
        (10, [1, 0, 8, 9, 10, 11, 12, 0, 20]),
        (20, [1, 0, 18, 19, 20]),
    ],
)
def test_page_draws_ends_neighbours_and_gaps(page, drawn):
    assert list(paginate(ask(page=page), range(1000)).around()) == drawn
