import pytest
from django.test import RequestFactory

from caunoi.directory.models import Person
from caunoi.web.base.lists import paginate, sorting
from tests.factories import PersonFactory

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


@pytest.mark.django_db
@pytest.mark.data
@pytest.mark.parametrize("order", [("sort_name", "id"), ("-sort_name", "-id")])
def test_a_list_with_a_limit_has_the_same_pages_as_one_without(order):
    for number in range(45):
        PersonFactory(full_name=f"Nguyễn Văn {chr(65 + number % 7)}")
    rows = Person.objects.order_by(*order)

    def pages(**limit):
        asked = [paginate(ask(page=str(number)), rows, size=20, **limit) for number in (1, 2, 3)]
        return [[person.pk for person in page] for page in asked]

    assert pages(most=45) == pages()
    assert pages(load=lambda shown: shown.select_related("merged_into")) == pages()
    assert [len(page) for page in pages(most=41)] == [20, 20, 1]
    assert paginate(ask(), rows.none(), most=41).paginator.count == 0


@pytest.mark.django_db
@pytest.mark.data
def test_a_list_with_a_limit_is_walked_once_and_its_page_read_by_keys(django_assert_num_queries):
    for _number in range(25):
        PersonFactory()

    with django_assert_num_queries(2) as asked:
        page = paginate(ask(page="2"), Person.objects.order_by("sort_name", "id"), size=20, most=30)
        assert (page.paginator.count, page.paginator.is_cut, len(list(page))) == (25, False, 5)
    assert "COUNT(" not in asked[0]["sql"]
