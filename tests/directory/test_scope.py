from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caunoi.core import files
from caunoi.directory.enums import RoleKind, SuccessionKind
from caunoi.directory.models import Directive, Organisation, OrganisationSuccession, Person, PersonScope, Role, User
from caunoi.directory.queries.files import files_kept, visible_files
from caunoi.directory.queries.scope import (
    Scope,
    forget_scope,
    in_ranges,
    organisations_for,
    scope_of,
    visible_directives,
    visible_organisations,
    visible_persons,
)
from tests.factories import OrganisationFactory, PersonFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

LONG_AGO = dt.date(2020, 1, 1)


def names(queryset):
    return sorted(queryset.values_list("name", flat=True))


def succeed(predecessor, successor, on=LONG_AGO):
    return OrganisationSuccession.objects.create(
        predecessor=predecessor, successor=successor, on=on, kind=SuccessionKind.MERGED
    )


@pytest.fixture
def tree():
    """Two provinces with two communes each, one of which has a part."""
    tree = {}
    for p in ("A", "B"):
        tree[p] = OrganisationFactory(name=p)
        for c in ("1", "2"):
            tree[p + c] = OrganisationFactory(name=p + c, parent=tree[p])
        tree[p + "1x"] = OrganisationFactory(name=p + "1x", parent=tree[p + "1"])
    return tree


def test_nobody_sees_nothing(tree):
    assert names(visible_organisations(AnonymousUser())) == []
    assert names(visible_organisations(UserFactory())) == []
    assert scope_of(AnonymousUser()).ranges == ()


def test_a_role_opens_the_organisation_and_all_below(tree):
    assert names(visible_organisations(UserFactory.with_role(tree["A"]))) == ["A", "A1", "A1x", "A2"]
    assert names(visible_organisations(UserFactory.with_role(tree["A1"]))) == ["A1", "A1x"]
    assert names(visible_organisations(UserFactory.with_role(tree["A1x"]))) == ["A1x"]


def test_several_roles_add_up_and_ranges_within_others_fall_away(tree):
    user = UserFactory.with_role(tree["A1x"])
    Role.objects.create(user=user, organisation=tree["A1"], kind=RoleKind.EDITOR)
    Role.objects.create(user=user, organisation=tree["B2"], kind=RoleKind.EDITOR)

    assert names(visible_organisations(user)) == ["A1", "A1x", "B2"]
    assert scope_of(user).ranges == tuple(sorted([tree["A1"].range, tree["B2"].range]))


def test_a_neighbour_whose_path_begins_alike_is_not_seen():
    OrganisationFactory(name="beside", path="AAAAAB")
    OrganisationFactory(name="after", path="AAAAAAZ")
    office = OrganisationFactory(name="office", path="AAAAAA")
    OrganisationFactory(name="below", path="AAAAAAYYYYYY", parent=office)

    assert names(visible_organisations(UserFactory.with_role(office))) == ["below", "office"]


@pytest.mark.parametrize(
    ("first", "last", "seen"),
    [
        (None, None, True),
        (0, None, True),
        (None, 1, True),
        (-1, 1, True),
        (1, None, False),
        (None, 0, False),
        (-5, -1, False),
    ],
)
def test_a_role_counts_in_its_period_only(tree, first, last, seen):
    today = timezone.localdate()

    def day(offset):
        return None if offset is None else today + dt.timedelta(days=offset)

    user = UserFactory()
    Role.objects.create(
        user=user, organisation=tree["A1x"], kind=RoleKind.AUDITOR, valid_from=day(first), valid_to=day(last)
    )

    assert names(visible_organisations(user)) == (["A1x"] if seen else [])


def test_an_account_that_is_closed_sees_nothing(tree):
    user = UserFactory.with_role(tree["A"], is_active=False)

    assert names(visible_organisations(user)) == []


def test_a_successor_sees_what_was_taken_over_by_others_before_it(tree):
    succeed(tree["A2"], tree["A1x"])
    succeed(tree["B2"], tree["A2"])
    succeed(tree["B1"], tree["B2"])

    assert names(visible_organisations(UserFactory.with_role(tree["A1x"]))) == ["A1x", "A2", "B1", "B1x", "B2"]
    assert names(visible_organisations(UserFactory.with_role(tree["B1"]))) == ["B1", "B1x"]


def test_what_an_organisation_below_took_over_is_seen_from_above(tree):
    succeed(tree["B2"], tree["A1x"])

    assert names(visible_organisations(UserFactory.with_role(tree["A"]))) == ["A", "A1", "A1x", "A2", "B2"]


def test_a_succession_opens_nothing_before_its_day(tree):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    link = succeed(tree["B2"], tree["A2"], on=tomorrow)
    user = UserFactory.with_role(tree["A2"])
    assert names(visible_organisations(user)) == ["A2"]

    link.on = timezone.localdate()
    link.save()
    forget_scope(user)
    assert names(visible_organisations(user)) == ["A2", "B2"]


def test_successions_in_a_circle_end(tree):
    succeed(tree["A1"], tree["A2"])
    succeed(tree["A2"], tree["A1"])

    assert names(visible_organisations(UserFactory.with_role(tree["A2"]))) == ["A1", "A1x", "A2"]


def test_kinds_of_roles_are_kept_apart(tree):
    user = UserFactory.with_role(tree["A"], RoleKind.AUDITOR)
    Role.objects.create(user=user, organisation=tree["A1"], kind=RoleKind.ORGANISER)
    scope = scope_of(user)

    assert scope.holds(tree["A2"].path)
    assert not scope.holds(tree["A2"].path, RoleKind.ORGANISER, RoleKind.ADMINISTRATOR)
    assert scope.holds(tree["A1x"].path, RoleKind.ORGANISER)
    assert names(organisations_for(user, RoleKind.ORGANISER)) == ["A1", "A1x"]
    assert names(organisations_for(user, RoleKind.ADMINISTRATOR)) == []


def test_an_empty_scope_matches_no_row(tree):
    assert not Organisation.objects.filter(in_ranges("path", ())).exists()
    assert not Organisation.objects.filter(Scope(by_kind={}).q("path")).exists()


def test_scope_is_read_once_for_a_user_object(tree, django_assert_num_queries):
    succeed(tree["B2"], tree["A2"])
    user = User.objects.get(pk=UserFactory.with_role(tree["A"]).pk)

    with django_assert_num_queries(3):
        for _time in range(3):
            scope_of(user)
    forget_scope(user)
    with django_assert_num_queries(3):
        scope_of(user)


def test_a_person_is_seen_where_known_and_above_once_each(tree):
    person = PersonFactory.known_to(tree["A1x"], full_name="Trần Thị Thử")
    PersonScope.objects.create(person=person, organisation=tree["A2"])
    PersonFactory.known_to(tree["B1"])
    merged = PersonFactory.known_to(tree["A1"])
    Person.objects.filter(pk=merged.pk).update(merged_into=person)

    assert list(visible_persons(UserFactory.with_role(tree["A"]))) == [person]
    assert list(visible_persons(UserFactory.with_role(tree["A2"]))) == [person]
    assert not visible_persons(UserFactory.with_role(tree["B"])).filter(pk=person.pk).exists()


def test_directives_and_files_follow_their_keeper(tree):
    for key in ("A1", "B1"):
        kept = files.store(content=key.encode(), name=f"{key}.txt", organisation_id=tree[key].pk)
        files.store(content=b"invoice", name=f"hoa don {key}.txt", organisation_id=tree[key].pk)
        Directive.objects.create(owner=tree[key], number=f"{key}-KH", folded_number=key.lower(), file=kept)
    files.store(content=b"nobody's", name="x.txt", organisation_id=None)
    user = UserFactory.with_role(tree["A"])

    assert [directive.number for directive in visible_directives(user)] == ["A1-KH"]
    assert names(visible_files(user)) == ["A1.txt"]
    assert names(visible_files(UserFactory())) == []
    assert names(files_kept(user).order_by("name")) == ["A1.txt", "hoa don A1.txt"]
    assert names(files_kept(UserFactory())) == []


SIZE = 7
NODES = st.lists(st.integers(min_value=0), min_size=SIZE, max_size=SIZE)
PAIRS = st.lists(st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)), max_size=5)
ROLES = st.lists(st.integers(0, SIZE - 1), max_size=2)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parents=NODES, successions=PAIRS, roles=ROLES)
def test_nothing_is_seen_but_what_is_at_below_or_taken_over(db, parents, successions, roles):
    """Against a plain walk of the tree, link by link."""
    Role.objects.all().delete()
    OrganisationSuccession.objects.all().delete()
    for old in Organisation.objects.order_by("-path"):
        old.delete()
    nodes: list[Organisation] = []
    for number, choice in enumerate(parents):
        # The first stands at the top; each other one at the top or under an earlier one.
        parent = None if choice % (number + 1) == number else nodes[choice % (number + 1)]
        nodes.append(OrganisationFactory(name=str(number), parent=parent))
    links = {(a, b) for a, b in successions if a != b}
    for before, after in links:
        succeed(nodes[before], nodes[after])
    user = UserFactory()
    for index in set(roles):
        Role.objects.create(user=user, organisation=nodes[index], kind=RoleKind.ORGANISER)

    expected = set(roles)
    while True:
        wider = expected | {n for n, node in enumerate(nodes) if node.parent and nodes.index(node.parent) in expected}
        wider |= {before for before, after in links if after in wider}
        if wider == expected:
            break
        expected = wider

    assert names(visible_organisations(user)) == sorted(str(n) for n in expected)
