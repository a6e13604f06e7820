import pytest
from django.test import Client

from caunoi.core import search
from caunoi.web.desk.addresses import KINDS, address_of


@pytest.fixture
def filled(office):
    for number in range(12):
        search.index(kind="class", object_id=f"MAU{number}", title=f"Tập huấn hòa giải {number}", paths=[office.path])
    search.index(
        kind="topic",
        object_id="018f0000-0000-7000-8000-000000000000",
        title="Kỹ năng hòa giải",
        summary="Hòa Khánh",
        paths=[office.path],
    )


def test_search_groups_by_kind_and_offers_more(desk, filled):
    page = desk.get("/viec/tim/", {"q": "hoa giai"})
    assert [(g.kind, len(g.hits), g.more) for g in page.context["groups"]] == [("class", 8, True), ("topic", 1, False)]
    assert "<mark>hòa</mark> <mark>giải</mark>" in page.content.decode()
    of_one = desk.get("/viec/tim/", {"q": "hoa giai", "kind": "class"})
    assert [(g.kind, len(g.hits), g.more) for g in of_one.context["groups"]] == [("class", 12, False)]


def test_search_under_the_box_is_a_few_lines_without_a_page(desk, filled):
    lines = desk.get(
        "/viec/tim/", {"q": "hoa"}, headers={"HX-Request": "true", "HX-Target": "cn-quick"}
    ).content.decode()
    assert lines.count("<li>") == 3 + 1 + 1
    assert "<html" not in lines


def test_search_shows_another_office_nothing(stranger, filled):
    client = Client()
    client.force_login(stranger)
    for headers in ({}, {"HX-Target": "cn-quick"}):
        assert client.get("/viec/tim/", {"q": "hoa giai"}, headers=headers).context["groups"] == []


@pytest.mark.parametrize("query", ["", "   ", "<script>alert(1)</script>", "x" * 5000, "khong co"])
def test_search_survives_what_is_typed(desk, query):
    page = desk.get("/viec/tim/", {"q": query, "kind": "khong-co"}).content.decode()
    assert "<script>alert" not in page
    assert "⟦undefined" not in page
    assert "cn-empty" in page


def test_search_costs_few_queries(desk, filled, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        desk.get("/viec/tim/", {"q": "hoa"})


def test_every_kind_has_an_address():
    samples = {"class": "ABC346", "article": "12", "material": "12", "event": "12"}
    pk = "018f0000-0000-7000-8000-000000000000"
    assert [kind for kind in KINDS if not address_of(kind, samples.get(kind, pk))] == []
    assert address_of("other", "1") == address_of("person", "no-uuid") == ""
