from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from caunoi.core.models import AuditEntry
from caunoi.directory.models import Person
from caunoi.directory.queries.matching import match_persons
from caunoi.directory.queries.people import PersonFilter, filtered_persons, post_at
from caunoi.directory.queries.scope import visible_persons
from caunoi.directory.services import people
from tests.factories import OrganisationFactory, PersonFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def person(organiser, office):
    return people.add_person(actor=organiser, organisation=office, full_name="Lê Văn Mẫu", phone="0905 111 222")


def test_two_persons_of_one_name_stay_two(organiser, office, person):
    people.add_person(actor=organiser, organisation=office, full_name="Lê Văn Mẫu")

    assert Person.objects.count() == 2


def test_a_report_of_2019_shows_the_post_held_in_2019(organiser, office, person):
    for title, first, last in (
        ("Phó Chủ tịch", dt.date(2016, 5, 1), dt.date(2021, 6, 1)),
        ("Chủ tịch", dt.date(2021, 6, 1), None),
    ):
        people.add_post(
            actor=organiser, person=person, title=title, organisation=office, valid_from=first, valid_to=last
        )

    assert post_at(person, dt.date(2019, 10, 12)) == f"Phó Chủ tịch, {office.name}"
    assert post_at(person, dt.date(2021, 6, 1)) == f"Chủ tịch, {office.name}"
    assert post_at(person, dt.date(2010, 1, 1)) == ""
    assert post_at(person, None) == f"Chủ tịch, {office.name}"


def test_end_post_names_the_first_day_without_it(organiser, office, person):
    post = people.add_post(
        actor=organiser, person=person, title="Chủ tịch", organisation=office, valid_from=dt.date(2021, 6, 1)
    )

    with pytest.raises(ValidationError):
        people.end_post(actor=organiser, post=post, on=dt.date(2021, 6, 1))
    people.end_post(actor=organiser, post=post, on=dt.date(2025, 7, 1))

    assert post_at(person, dt.date(2025, 6, 30)) == f"Chủ tịch, {office.name}"
    assert post_at(person, dt.date(2025, 7, 1)) == ""
    entry = AuditEntry.objects.get(action="directory.post_ended")
    assert (entry.person_id, entry.details["valid_to"]) == (person.pk, [None, "2025-07-01"])


def test_a_post_at_an_organisation_makes_the_person_known_there(administrator, office, person):
    below = OrganisationFactory(parent=office)
    inside = UserFactory.with_role(below)

    people.add_post(actor=administrator, person=person, title="Trưởng thôn", organisation=below)

    assert list(visible_persons(inside)) == [person]


def test_a_post_at_an_organisation_nobody_here_knows_is_refused(organiser, person):
    with pytest.raises(ValidationError) as refused:
        people.add_post(actor=organiser, person=person, title="Chủ tịch", organisation=OrganisationFactory())

    assert list(refused.value.message_dict) == ["organisation"]
    assert person.scopes.count() == 1


def test_nobody_outside_changes_a_person(stranger, person):
    with pytest.raises(PermissionDenied):
        people.change_person(actor=stranger, person=person, full_name="Khác", birth_year=None, phone="", email="")
    with pytest.raises(PermissionDenied):
        people.add_post(actor=stranger, person=person, title="Chủ tịch")


def test_match_persons_ignores_marks_within_scope_and_masks_outside(organiser, stranger, office, person):
    there = stranger.roles.get().organisation
    people.add_person(actor=stranger, organisation=there, full_name="Lê Văn Mẫu", phone="0905 333 444")
    PersonFactory.known_to(office, full_name="Lê Văn Mẫu", birth_year=1970)

    def found(**wanted):
        matches = match_persons(organiser, [{"full_name": "le van mau", **wanted}])[0]
        return [(m.full_name, m.visible, m.by_phone, m.by_year) for m in matches]

    assert found() == [("Lê Văn Mẫu", True, False, False)] * 2
    assert found(phone="+84 905 111 222")[0] == ("Lê Văn Mẫu", True, True, False)
    assert found(birth_year=1980) == [("Lê Văn Mẫu", True, False, False)]
    assert found(phone="0905333444") == [("Lê Văn Mẫu", True, False, False)] * 2 + [("L. V. M.", False, True, False)]
    assert match_persons(organiser, [{"full_name": "Không Ai", "phone": "0905333444"}]) == [[]]


def test_link_person_takes_name_and_phone_together(organiser, stranger, office):
    there = stranger.roles.get().organisation
    hidden = people.add_person(actor=stranger, organisation=there, full_name="Phạm Thị Kín", phone="0905 333 444")
    silent = people.add_person(actor=stranger, organisation=there, full_name="Phạm Thị Lặng")

    for chosen, name, phone in (
        (hidden, "Phạm Thị Kín", "0905 000 000"),
        (hidden, "Phạm Thị Khác", "0905 333 444"),
        (silent, "Phạm Thị Lặng", ""),
    ):
        with pytest.raises(ValidationError):
            people.link_person(actor=organiser, organisation=office, person_id=chosen.pk, full_name=name, phone=phone)
    assert not visible_persons(organiser).exists()

    people.link_person(
        actor=organiser, organisation=office, person_id=hidden.pk, full_name="pham thi kin", phone="0905333444"
    )
    assert list(visible_persons(organiser)) == [hidden]


def test_filtered_persons_of_an_organisation_count_those_below(organiser, office, person):
    below = OrganisationFactory(parent=office)
    there = PersonFactory.known_to(below, full_name="Trần Thị An")
    outside = OrganisationFactory()
    PersonFactory.known_to(outside)

    def found(**wanted):
        return list(filtered_persons(organiser, PersonFilter(**wanted)).order_by("sort_name"))

    assert found() == [there, person]
    assert found(organisation=below.pk) == [there]
    assert found(organisation=office.pk, text="mau le") == [person]
    assert found(organisation=outside.pk) == []


@pytest.fixture(params=[1, 100], ids=["wide", "narrow"])
def scope_width(request, monkeypatch):
    monkeypatch.setattr("caunoi.directory.queries.people._NARROW", request.param)


@pytest.mark.usefixtures("scope_width")
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("an", ["Đỗ Văn An", "Lê Xuân Hạnh", "Ngô Lan", "Trần Xuân Yên"]),
        ("xuân", ["Lê Xuân Hạnh", "Trần Xuân Yên"]),
        ("yen TRAN", ["Trần Xuân Yên"]),
        ("lê", ["Lê Xuân Hạnh"]),
        ("q", []),
        ("khong co ai", []),
        ("%", ["Đỗ Văn An", "Lê Xuân Hạnh", "Ngô Lan", "Trần Xuân Yên"]),
        ("_", []),
    ],
)
def test_filtered_persons_hold_every_word_whatever_the_scope(organiser, office, text, names):
    below = OrganisationFactory(parent=office)
    for name in ("Trần Xuân Yên", "Lê Xuân Hạnh", "Đỗ Văn An", "Ngô Lan"):
        known = PersonFactory.known_to(office, full_name=name)
        known.scopes.create(organisation=below)
    PersonFactory.known_to(OrganisationFactory(), full_name="Trần Xuân Yên")
    PersonFactory.known_to(office, full_name="Lê Xuân An", merged_into=known)

    found = filtered_persons(organiser, PersonFilter(text=text)).order_by("sort_name", "id")

    assert [person.full_name for person in found] == names


@pytest.mark.django_db(transaction=True)
def test_the_index_of_the_list_comes_and_goes(office):
    def indexes():
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, Person._meta.db_table)
        return {"person_by_given_name", "person_listed_by_name"} & set(found)

    loader = MigrationExecutor(connection).loader
    migration = loader.get_migration("directory", "0003_persons_listed_by_name")
    before = loader.project_state([("directory", "0002_person_by_birth_year")])
    assert indexes() == {"person_listed_by_name"}
    try:
        with connection.schema_editor(atomic=migration.atomic) as editor:
            migration.unapply(before.clone(), editor)
        assert indexes() == {"person_by_given_name"}
    finally:
        with connection.schema_editor(atomic=migration.atomic) as editor:
            migration.apply(before.clone(), editor)
    assert indexes() == {"person_listed_by_name"}


@pytest.mark.parametrize("phone", ["abc", "12", "0905x123456", "1" * 16, "0905123456 nhà"])
def test_phone_that_is_none_is_refused(phone):
    with pytest.raises(ValidationError) as refused:
        people.build_person(full_name="Nguyễn Văn Mẫu", phone=phone)
    assert list(refused.value.error_dict) == ["phone"]


@pytest.mark.parametrize("phone", ["", "0905123456", "+84 905 123 456", "(0236) 3.123.456", "0905-123-456", "38123456"])
def test_phone_is_taken_as_people_write_it(phone):
    assert people.build_person(full_name="Nguyễn Văn Mẫu", phone=phone).phone == phone
