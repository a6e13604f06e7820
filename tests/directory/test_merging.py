"""Entries of the register that are one person: merged, parted, told apart; nothing that refers to them changes."""

from __future__ import annotations

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from caunoi.core import checks, search
from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.fields import lookup_hash
from caunoi.core.models import AuditEntry, SearchDocument
from caunoi.directory.checks import merges_lead_to_one_that_stands
from caunoi.directory.models import MergedPerson, Person, PersonScope, User
from caunoi.directory.policies import ORGANISERS
from caunoi.directory.queries.entries import entries_of, root_of
from caunoi.directory.queries.matching import match_persons
from caunoi.directory.queries.merging import likely_pairs
from caunoi.directory.queries.people import PersonFilter, filtered_persons, post_at, posts_of
from caunoi.directory.queries.scope import visible_persons
from caunoi.directory.services import merging, people
from caunoi.directory.services.people import index_person, make_known
from caunoi.training.models import Enrolment
from caunoi.training.queries.history import classes_attended
from caunoi.training.queries.roster import ListIndex, identity
from tests.factories import EnrolmentFactory, OrganisationFactory, PersonFactory, TrainingClassFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def pair(office):
    """Two entries of one name; the first sat in a class."""
    one, two = (PersonFactory.known_to(office, full_name="Trần Thị Mẫu", birth_year=1970) for _ in range(2))
    for each in (one, two):
        index_person(each)
    return one, two


def test_merged_entry_leaves_lists_search_and_matching(organiser, office, pair):
    kept, merged = pair
    merging.merge_persons(actor=organiser, kept=kept, merged=merged)

    assert list(visible_persons(organiser)) == [kept]
    assert list(filtered_persons(organiser, PersonFilter(text="mau"))) == [kept]
    matches = match_persons(organiser, [{"full_name": "Trần Thị Mẫu"}])[0]
    assert [each.person_id for each in matches] == [kept.pk]
    assert set(SearchDocument.objects.filter(kind="person").values_list("object_id", flat=True)) == {str(kept.pk)}


def test_page_of_the_kept_shows_what_the_merged_has(organiser, office, pair):
    kept, merged = pair
    here, there = (TrainingClassFactory(keeper=office) for _ in range(2))
    first = EnrolmentFactory(training_class=here, person=kept)
    second = EnrolmentFactory(training_class=there, person=merged)
    people.add_post(actor=organiser, person=merged, title="Trưởng thôn", organisation=office)
    before = {row.pk: row.person_id for row in Enrolment.objects.all()}

    merging.merge_persons(actor=organiser, kept=kept, merged=merged)

    assert set(classes_attended(organiser, kept)) == {first, second}
    assert [post.title for post in posts_of(kept)] == ["Trưởng thôn"]
    assert post_at(kept, None) == f"Trưởng thôn, {office.name}"
    assert {row.pk: row.person_id for row in Enrolment.objects.all()} == before, "nothing is rewritten"
    assert Enrolment.objects.values_list(root_of()).distinct().count() == 1, "two rows, one person"


def test_list_of_a_class_knows_the_person_under_the_merged_entry(organiser, office, pair, training_class):
    kept, merged = pair
    row = EnrolmentFactory(training_class=training_class, person=merged)

    merging.merge_persons(actor=organiser, kept=kept, merged=merged)

    listed = ListIndex(training_class).find(identity(full_name="Trần Thị Mẫu"), kept.pk)
    assert listed is not None
    assert listed.enrolment_id == row.pk


def test_who_knew_the_merged_sees_the_kept_until_it_is_undone(administrator, office, pair):
    kept, merged = pair
    below = OrganisationFactory(parent=office)
    make_known(person=merged, organisation=below)
    inside = UserFactory.with_role(below)

    merging.merge_persons(actor=administrator, kept=kept, merged=merged)
    assert list(visible_persons(inside)) == [kept]

    merging.undo_merge(actor=administrator, merged=merged)
    assert list(visible_persons(inside)) == [merged]


def test_being_known_by_itself_outlasts_the_undoing(administrator, office, pair):
    kept, merged = pair
    below = OrganisationFactory(parent=office)
    make_known(person=merged, organisation=below)
    merging.merge_persons(actor=administrator, kept=kept, merged=merged)

    people.add_post(actor=administrator, person=kept, title="Trưởng thôn", organisation=below)
    merging.undo_merge(actor=administrator, merged=merged)

    assert PersonScope.objects.filter(person=kept, organisation=below, inherited=False).exists()


def test_whoever_sees_only_a_part_of_a_person_decides_nothing(organiser, office, pair):
    kept, merged = pair
    make_known(person=merged, organisation=OrganisationFactory())
    # Whichever office the register tells of last.
    make_known(person=merged, organisation=OrganisationFactory(parent=office))

    for refused in (
        lambda: merging.merge_persons(actor=organiser, kept=kept, merged=merged),
        lambda: merging.merge_persons(actor=organiser, kept=merged, merged=kept),
        lambda: merging.keep_apart(actor=organiser, one=kept, other=merged),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    assert not MergedPerson.objects.exists()


def test_undoing_asks_for_the_same_reach(organiser, administrator, office, stranger, pair):
    kept, merged = pair
    merging.merge_persons(actor=organiser, kept=kept, merged=merged)

    with pytest.raises(PermissionDenied):
        merging.undo_merge(actor=stranger, merged=merged)
    make_known(person=merged, organisation=OrganisationFactory())
    with pytest.raises(PermissionDenied):
        merging.undo_merge(actor=organiser, merged=merged)


def test_circles_and_repetitions_are_refused(organiser, pair):
    kept, merged = pair
    with pytest.raises(ValidationError):
        merging.merge_persons(actor=organiser, kept=kept, merged=kept)
    with pytest.raises(NotNow):
        merging.undo_merge(actor=organiser, merged=merged)
    merging.merge_persons(actor=organiser, kept=kept, merged=merged)
    for one, two in ((kept, merged), (merged, kept)):
        with pytest.raises(NotNow):
            merging.merge_persons(actor=organiser, kept=one, merged=two)


def test_trail_of_both_entries_tells_of_it(organiser, office, pair):
    kept, merged = pair
    merging.merge_persons(actor=organiser, kept=kept, merged=merged, reason="Gõ hai lần")

    row = AuditEntry.objects.get(action="directory.persons_merged")
    assert (row.object_id, row.person_id, row.organisation_id, row.reason) == (
        str(merged.pk),
        kept.pk,
        office.pk,
        "Gõ hai lần",
    )


def kinds(organiser):
    return [(pair.same_phone, pair.same_year, pair.unit) for pair in likely_pairs(organiser, ORGANISERS)]


def test_pairs_are_those_with_more_than_a_name_in_common(organiser, office):
    def make(name, **fields):
        fields["phone_hash"] = lookup_hash(fields.get("phone", ""))
        return PersonFactory.known_to(office, full_name=name, **fields)

    make("Lê Văn Thử", birth_year=1960)
    make("Lê Văn Thử", birth_year=1960)
    make("Lê Văn Thử", birth_year=1975)
    make("Võ Thị Thử")
    make("Võ Thị Thử")
    make("Hồ Văn Mẫu", phone="0905 111 222")
    make("Hồ Mẫu", phone="0905.111.222")

    assert kinds(organiser) == [(False, True, ""), (True, False, "")]

    for each in Person.objects.filter(full_name="Võ Thị Thử"):
        people.add_post(actor=organiser, person=each, title="Tổ phó", organisation=office)
    assert kinds(organiser) == [(False, True, ""), (False, False, office.name), (True, False, "")]


def test_what_was_told_apart_is_not_offered_again(organiser, pair):
    assert len(likely_pairs(organiser, ORGANISERS)) == 1

    merging.keep_apart(actor=organiser, one=pair[1], other=pair[0])
    merging.keep_apart(actor=organiser, one=pair[0], other=pair[1])

    assert likely_pairs(organiser, ORGANISERS) == []
    assert AuditEntry.objects.filter(action="directory.persons_distinct").count() == 1


def test_pairs_of_other_offices_are_not_shown_and_halves_can_not_be_merged(organiser, stranger, office, pair):
    assert likely_pairs(stranger, ORGANISERS) == []

    make_known(person=pair[0], organisation=OrganisationFactory())
    assert [each.mergeable for each in likely_pairs(organiser, ORGANISERS)] == [False]


def test_number_of_queries_does_not_grow_with_the_register(organiser, office):
    def count():
        with CaptureQueriesContext(connection) as queries:
            found = likely_pairs(User.objects.get(pk=organiser.pk), ORGANISERS)
        return len(found), len(queries)

    for number in range(3):
        for _ in range(2):
            PersonFactory.known_to(office, full_name=f"Trần Mẫu {number}", birth_year=1960)
    few = count()
    for number in range(3, 40):
        for _ in range(2):
            PersonFactory.known_to(office, full_name=f"Trần Mẫu {number}", birth_year=1960)
    many = count()

    assert (few[0], many[0]) == (3, 40)
    assert few[1] == many[1]


def state() -> dict[str, object]:
    """Everything by which entries differ for a reader: edges, roots, who sees whom, what search knows."""
    return {
        "into": set(Person.objects.values_list("pk", "merged_into")),
        "roots": set(MergedPerson.objects.values_list("person", "root")),
        "scopes": set(PersonScope.objects.values_list("person", "organisation", "inherited")),
        "search": set(SearchDocument.objects.filter(kind="person").values_list("object_id", "title")),
        "found": {row.object_id for row in search.find(query="mau", ranges=[("", "Z")], kinds=["person"])},
        "people": Enrolment.objects.order_by().values_list(root_of()).distinct().count(),
    }


class Series(TestCase):
    """Any series of merges and undos, in any order."""

    @settings(max_examples=25)
    @given(st.data())
    def test_undoing_brings_back_exactly_what_was_there(self, data):
        office = OrganisationFactory()
        boss = UserFactory.with_role(office)
        below = [OrganisationFactory(parent=office) for _ in range(3)]
        training_class = TrainingClassFactory(keeper=office)
        entries = []
        for number in range(5):
            person = PersonFactory(full_name=f"Trần Mẫu {number}")
            for place in data.draw(st.sets(st.sampled_from(range(3)), min_size=1), label=f"known of {number}"):
                make_known(person=person, organisation=below[place])
            index_person(person)
            EnrolmentFactory(training_class=training_class, person=person)
            entries.append(person)
        first = state()
        earlier = []
        for _step in range(data.draw(st.integers(1, 8), label="steps")):
            roots = [each for each in Person.objects.order_by("pk") if not each.merged_into_id]
            merged = [each for each in Person.objects.order_by("pk") if each.merged_into_id]
            if merged and data.draw(st.booleans(), label="undo"):
                merging.undo_merge(actor=boss, merged=data.draw(st.sampled_from(merged)))
                continue
            if len(roots) > 1:
                kept, other = data.draw(st.permutations(roots), label="merge")[:2]
                before = state()
                merging.merge_persons(actor=boss, kept=kept, merged=other)
                earlier.append(other.pk)
                assert state()["people"] == before["people"] - 1
                merging.undo_merge(actor=boss, merged=other)
                assert state() == before
                merging.merge_persons(actor=boss, kept=kept, merged=other)
            assert list(merges_lead_to_one_that_stands(False)) == []
            visible = {each.pk for each in visible_persons(boss)}
            assert visible == {each.pk for each in Person.objects.filter(merged_into__isnull=True)}
        left = list(Person.objects.filter(merged_into__isnull=False).order_by("pk"))
        for each in data.draw(st.permutations(left), label="order of undoing"):
            merging.undo_merge(actor=boss, merged=each)
        assert state() == first


def test_check_finds_circles_and_what_does_not_follow(organiser, pair):
    kept, merged = pair
    merging.merge_persons(actor=organiser, kept=kept, merged=merged)
    assert list(merges_lead_to_one_that_stands(False)) == []

    MergedPerson.objects.all().delete()
    assert [fault.where for fault in checks.run("merges")] == ["directory_mergedperson"]
    MergedPerson.objects.create(person=merged, root=kept)
    PersonScope.objects.create(person=kept, organisation=OrganisationFactory(), inherited=True)
    assert [fault.where for fault in checks.run("merges")] == ["directory_personscope.inherited"]
    PersonScope.objects.filter(inherited=True).delete()
    Person.objects.filter(pk=kept.pk).update(merged_into=merged)
    assert [fault.where for fault in checks.run("merges")] == ["directory_person.merged_into"]


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_make_no_circle(office, organiser):
    entries = [PersonFactory.known_to(office, full_name=f"Trần Mẫu {number}") for number in range(4)]
    failures: list[BaseException] = []
    start = threading.Barrier(4)

    def merge(kept, merged):
        try:
            start.wait()
            merging.merge_persons(actor=User.objects.get(pk=organiser.pk), kept=kept, merged=merged)
        except (NotNow, StaleChange, PermissionDenied):
            pass
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)
        finally:
            connections.close_all()

    # A ring: each is to be merged into the next.
    threads = [threading.Thread(target=merge, args=(entries[(number + 1) % 4], entries[number])) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert failures == []
    assert list(merges_lead_to_one_that_stands(False)) == []
    assert Person.objects.filter(merged_into__isnull=True).count() >= 1
    assert len(entries_of(Person.objects.filter(merged_into__isnull=True).first())) >= 2
