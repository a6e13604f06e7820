import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caunoi.directory.enums import SuccessionKind, UnitLevel
from caunoi.directory.models import Succession, Unit
from caunoi.directory.queries.units import find_units
from caunoi.directory.services.units import load_units

TODAY = dt.date(2026, 11, 23)
BEFORE = dt.date(2025, 6, 30)


@pytest.fixture(scope="module")
def units(django_db_setup, django_db_blocker):
    """Loaded once for the module; taken away at its end, since it lies outside the tests' transactions."""
    with django_db_blocker.unblock():
        load_units()
        yield
        Succession.objects.all().delete()
        for level in (UnitLevel.COMMUNE, UnitLevel.DISTRICT, UnitLevel.PROVINCE):
            Unit.objects.filter(level=level).delete()


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("units")]


def count(day, level):
    return Unit.objects.at(day).filter(level=level).count()


@pytest.mark.parametrize(
    ("day", "provinces", "districts", "communes"), [(TODAY, 34, 0, 3321), (BEFORE, 63, 696, 10035)]
)
def test_units_of_a_day_are_counted(day, provinces, districts, communes):
    assert (count(day, "province"), count(day, "district"), count(day, "commune")) == (provinces, districts, communes)


def test_the_turn_falls_between_two_days():
    assert count(dt.date(2025, 7, 1), "commune") == 3321


def test_loading_again_changes_nothing():
    before = set(Unit.objects.values_list("pk", "code", "name", "parent_id"))
    links = Succession.objects.count()
    load_units()
    assert set(Unit.objects.values_list("pk", "code", "name", "parent_id")) == before
    assert Succession.objects.count() == links


def test_divided_communes_have_every_successor_and_no_default():
    divided = [
        unit
        for unit in Unit.objects.filter(level="commune", valid_to__isnull=False).prefetch_related("successor_links")
        if len(unit.successor_links.all()) > 1
    ]
    assert len(divided) == 471
    assert {link.kind for unit in divided for link in unit.successor_links.all()} == {SuccessionKind.SPLIT}


def test_every_former_unit_has_a_successor_and_every_present_one_a_predecessor():
    assert Unit.objects.filter(valid_to__isnull=False, successor_links__isnull=True).count() == 0
    assert Unit.objects.filter(valid_from__isnull=False, predecessor_links__isnull=True).count() == 0


def test_former_ward_is_found_with_all_abbreviations_and_leads_to_today():
    (match,) = find_units("P. Hòa Khánh Nam, Q. Liên Chiểu, Đà Nẵng", day=TODAY)
    assert match.unit.address == "Phường Hòa Khánh Nam, Quận Liên Chiểu, Thành phố Đà Nẵng"
    assert (match.former, match.exact) == (True, True)
    assert {unit.full_name for unit in match.successors} == {unit.full_name for unit in match.unit.successors()}
    assert all(unit.exists_on(TODAY) for unit in match.successors)


@pytest.mark.parametrize(
    "written",
    [
        "phường Hoà Khánh, thành phố Đà Nẵng",
        "p.hoa khanh, tp da nang",
        "Hòa Khánh - Đà Nẵng",
        "PHƯỜNG HÒA KHÁNH THÀNH PHỐ ĐÀ NẴNG",
        unicodedata.normalize("NFD", "Phường Hòa Khánh, Đà Nẵng"),
    ],
)
def test_ward_of_today_is_found_however_written(written):
    assert [(m.unit.address, m.former) for m in find_units(written, day=TODAY)] == [
        ("Phường Hòa Khánh, Thành phố Đà Nẵng", False)
    ]


def test_same_name_in_several_places_stays_open():
    found = find_units("Hòa Khánh", day=TODAY)
    assert len(found) > 1
    assert len({match.unit.pk for match in found}) == len(found)
    assert [match.former for match in found] == sorted(match.former for match in found)


def test_former_district_is_never_resolved_to_one():
    (match,) = find_units("Quận Liên Chiểu, Đà Nẵng", day=TODAY)
    assert match.former
    assert len(match.successors) > 1


def test_numbered_ward_is_found():
    found = find_units("Phường 1, Quận 3, Thành phố Hồ Chí Minh", day=TODAY)
    assert [match.unit.address for match in found] == ["Phường 1, Quận 3, Thành phố Hồ Chí Minh"]


def test_slip_of_the_hand_is_found_and_told_apart():
    found = find_units("Phường Hòa Kánh, Đà Nẵng", day=TODAY)
    assert found[0].unit.address == "Phường Hòa Khánh, Thành phố Đà Nẵng"
    assert not found[0].exact
    assert found[0].score < 1


def test_what_was_former_depends_on_the_day():
    (match,) = find_units("P. Hòa Khánh Nam, Q. Liên Chiểu, Đà Nẵng", day=BEFORE)
    assert not match.former


def test_lookup_costs_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        find_units("Hòa Khánh")
    with django_assert_max_num_queries(5):
        find_units("Hòa Kánh")


@given(st.text(max_size=60))
def test_any_text_is_answered(text):
    for match in find_units(text, day=TODAY):
        assert 0 < match.score <= 1
