from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from caunoi.core import search
from caunoi.core.models import AuditEntry, SearchScope
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Organisation, Role
from caunoi.directory.queries.scope import forget_scope, scope_of, visible_organisations, visible_persons
from caunoi.directory.services import people
from caunoi.directory.services.organisations import (
    add_organisation,
    change_organisation,
    found_organisation,
    succeed,
)
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

KIND = {"kind": "state_office", "system": "state"}


@pytest.fixture
def province():
    return found_organisation(name="Ban Dân vận Thử Nghiệm", **KIND)


@pytest.fixture
def boss(province):
    return UserFactory.with_role(province)


def names(user):
    return sorted(visible_organisations(user).values_list("name", flat=True))


def find(user, query, kind="organisation"):
    return [d.title for d in search.find(query=query, ranges=scope_of(user).ranges, kinds=[kind])]


def test_found_organisation_stands_at_the_top_and_below(province):
    below = found_organisation(name="Xã  Thử\u200b", parent=province, **KIND)

    assert (len(province.path), len(below.path)) == (6, 12)
    assert below.path.startswith(province.path)
    assert (below.name, below.folded_name) == ("Xã Thử", "xa thu")


def test_add_organisation_is_seen_searched_and_in_the_trail(province, boss):
    added = add_organisation(actor=boss, parent=province, name="Xã Thử", **KIND)

    assert names(boss) == [province.name, "Xã Thử"]
    assert find(boss, "xa thu") == ["Xã Thử"]
    entry = AuditEntry.objects.get(object_id=str(added.pk))
    assert (entry.action, entry.actor_id, entry.organisation_id) == (
        "directory.organisation_added",
        boss.pk,
        added.pk,
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"kind": "sect"}, "kind"),
        ({"system": "?"}, "system"),
        ({"valid_from": dt.date(2025, 7, 1), "valid_to": dt.date(2025, 7, 1)}, "valid_to"),
        ({"paper_suffix": "x" * 41}, "paper_suffix"),
    ],
)
def test_add_organisation_refuses_what_cannot_be(province, boss, fields, field):
    with pytest.raises(ValidationError) as refused:
        add_organisation(actor=boss, parent=province, **{"name": "Xã Thử", **KIND, **fields})

    assert list(refused.value.message_dict) == [field]
    assert Organisation.objects.count() == 1


def test_the_same_name_twice_in_one_place_is_refused_but_not_after_the_first_ended(province, boss):
    first = add_organisation(actor=boss, parent=province, name="Xã Thử", **KIND)
    with pytest.raises(ValidationError):
        add_organisation(actor=boss, parent=province, name="xa thu", **KIND)

    change_organisation(actor=boss, organisation=first, valid_to=dt.date(2025, 7, 1))
    add_organisation(actor=boss, parent=province, name="xa thu", **KIND)


def test_only_administrators_add_and_change(province):
    organiser = UserFactory.with_role(province, RoleKind.ORGANISER)
    stranger = UserFactory.with_role(found_organisation(name="Tỉnh Khác", **KIND))
    for user in (organiser, stranger):
        with pytest.raises(PermissionDenied):
            add_organisation(actor=user, parent=province, name="Xã Thử", **KIND)
        with pytest.raises(PermissionDenied):
            change_organisation(actor=user, organisation=province, name="Khác")


def test_change_organisation_writes_what_changed_and_nothing_for_no_change(province, boss):
    change_organisation(actor=boss, organisation=province, paper_suffix=" BC/BDV ", paper_place="Hòa Khánh")
    change_organisation(actor=boss, organisation=province, paper_suffix="BC/BDV")

    province.refresh_from_db()
    entries = AuditEntry.objects.filter(action="directory.organisation_changed")
    assert province.paper_suffix == "BC/BDV"
    assert [e.details for e in entries] == [{"paper_suffix": ["", "BC/BDV"], "paper_place": ["", "Hòa Khánh"]}]


def test_moving_takes_everything_below_along_with_what_search_finds(province, boss):
    east = add_organisation(actor=boss, parent=province, name="Cụm Đông", **KIND)
    west = add_organisation(actor=boss, parent=province, name="Cụm Tây", **KIND)
    commune = add_organisation(actor=boss, parent=east, name="Xã Thử", **KIND)
    part = add_organisation(actor=boss, parent=commune, name="Thôn Mẫu", **KIND)
    person = people.add_person(actor=boss, organisation=part, full_name="Trần Thị Thử")
    in_east, in_west = UserFactory.with_role(east), UserFactory.with_role(west)
    assert find(in_east, "thon mau") == ["Thôn Mẫu"]

    change_organisation(actor=boss, organisation=commune, parent=west)

    for each in (east, west, commune, part):
        each.refresh_from_db()
    assert part.path == f"{west.path}{commune.path[-6:]}{part.path[-6:]}"
    assert sorted(SearchScope.objects.filter(document__title="Trần Thị Thử").values_list("path", flat=True)) == [
        part.path
    ]
    for user in (in_east, in_west):
        forget_scope(user)
    assert (names(in_east), names(in_west)) == (["Cụm Đông"], ["Cụm Tây", "Thôn Mẫu", "Xã Thử"])
    assert (find(in_east, "thon mau"), find(in_west, "thon mau")) == ([], ["Thôn Mẫu"])
    assert (find(in_east, "thu", "person"), find(in_west, "thu", "person")) == ([], ["Trần Thị Thử"])
    assert list(visible_persons(in_west)) == [person]
    assert names(boss) == sorted([province.name, "Cụm Đông", "Cụm Tây", "Xã Thử", "Thôn Mẫu"])


def test_moving_under_itself_is_refused_and_changes_nothing(province, boss):
    commune = add_organisation(actor=boss, parent=province, name="Xã Thử", **KIND)
    part = add_organisation(actor=boss, parent=commune, name="Thôn Mẫu", **KIND)
    before = dict(Organisation.objects.values_list("pk", "path"))

    for target in (commune, part):
        with pytest.raises(ValidationError) as refused:
            change_organisation(actor=boss, organisation=commune, name="Xã Khác", parent=target)
        assert list(refused.value.message_dict) == ["parent"]

    assert dict(Organisation.objects.values_list("pk", "path")) == before
    assert Organisation.objects.get(pk=commune.pk).name == "Xã Thử"


def test_moving_needs_the_one_above_now_and_the_one_above_then(province, boss):
    commune = add_organisation(actor=boss, parent=province, name="Xã Thử", **KIND)
    other = found_organisation(name="Tỉnh Khác", **KIND)
    own = UserFactory.with_role(commune)
    Role.objects.create(user=own, organisation=other, kind=RoleKind.ADMINISTRATOR)

    for actor, parent in ((own, other), (boss, other), (boss, None)):
        with pytest.raises(PermissionDenied):
            change_organisation(actor=actor, organisation=commune, parent=parent)


def test_succeed_ends_the_predecessor_and_opens_it_to_the_successor(province, boss):
    old = add_organisation(actor=boss, parent=province, name="Xã Cũ", **KIND)
    new = add_organisation(actor=boss, parent=province, name="Xã Mới", **KIND)
    staff = UserFactory.with_role(new, RoleKind.ORGANISER)

    succeed(actor=boss, predecessor=old, successor=new, on=dt.date(2025, 7, 1), kind="merged")

    old.refresh_from_db()
    assert old.valid_to == dt.date(2025, 7, 1)
    assert names(staff) == ["Xã Cũ", "Xã Mới"]
    trail = AuditEntry.objects.filter(action="directory.organisation_succeeded").order_by("id")
    assert [entry.organisation_id for entry in trail] == [old.pk, new.pk]


def test_succeed_refuses_pairs_and_days_that_cannot_be(province, boss):
    day = dt.date(2025, 7, 1)
    old = add_organisation(actor=boss, parent=province, name="Xã Cũ", valid_from=dt.date(2010, 1, 1), **KIND)
    new = add_organisation(actor=boss, parent=province, name="Xã Mới", **KIND)
    part = add_organisation(actor=boss, parent=old, name="Thôn Cũ", **KIND)

    def refused(**changed):
        pair = {"predecessor": old, "successor": new, "on": day, "kind": "merged", **changed}
        with pytest.raises(ValidationError) as error:
            succeed(actor=boss, **pair)
        return list(error.value.message_dict)

    assert refused(successor=old) == ["successor"]
    assert refused(successor=part) == ["successor"]
    assert refused(on=dt.date(2009, 1, 1)) == ["on"]
    assert refused(kind="eaten") == ["kind"]
    succeed(actor=boss, predecessor=old, successor=new, on=day, kind="merged")
    assert refused() == ["successor"]
    assert refused(predecessor=new, successor=old) == ["successor", "on"]


def test_succeed_needs_an_administrator_of_both(province, boss):
    mine = add_organisation(actor=boss, parent=province, name="Xã Mới", **KIND)
    theirs = found_organisation(name="Tỉnh Khác", **KIND)

    for predecessor, successor in ((theirs, mine), (mine, theirs)):
        with pytest.raises(PermissionDenied):
            succeed(actor=boss, predecessor=predecessor, successor=successor, on=dt.date(2025, 7, 1), kind="merged")
