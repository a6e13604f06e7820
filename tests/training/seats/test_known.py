"""Somebody named whom the register knew before: offered to who leads the class, told to no unit without an account."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caunoi.core.fields import lookup_hash
from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Person
from caunoi.training.enums import ClassState, NominationSource
from caunoi.training.models import Enrolment, Nomination, TrainingClass
from caunoi.training.services import attendance
from caunoi.training.services.links import make_links
from caunoi.training.services.seats import Nominee, nominate, use_known_person
from tests.factories import OrganisationFactory, PersonFactory, SittingFactory, UserFactory
from tests.training.seats.office import Office

pytestmark = [pytest.mark.django_db, pytest.mark.data]
PHONE = "0900000111"


@pytest.fixture
def office():
    return Office(9, A=3, B=2)


@pytest.fixture
def known(office):
    return PersonFactory.known_to(office.province, full_name="Đỗ Văn Thử", birth_year=1970)


@pytest.fixture
def desk(office):
    client = Client()
    client.force_login(office.clerk)
    return client


def by_link(office, *names, **more):
    (made,) = make_links(
        actor=office.clerk,
        training_class=office.one,
        quotas=[office.units["A"]],
        expires_on=timezone.localdate() + dt.timedelta(days=3),
    )
    named = nominate(
        actor=None,
        training_class=office.one,
        quota=office.units["A"],
        nominees=[Nominee(full_name=name, **more) for name in names],
        source=NominationSource.LINK,
        link=made.link,
    )
    return made.token, named


def url(name, office, *args):
    return reverse(f"desk:{name}", args=[office.one.code, *args])


def test_who_types_a_name_is_asked_whether_it_is_somebody_known(desk, office, known):
    page = url("class_quota", office, office.units["A"].pk)
    typed = {"form": "nominee", "full_name": "đỗ văn thử", "birth_year": "1970"}

    asked = desk.post(page, typed)
    assert [match.person_id for match in asked.context["matches"]] == [known.pk]
    assert not Nomination.objects.exists()
    desk.post(page, {**typed, "person": str(known.pk)})
    assert Nomination.objects.get().person == known

    # The next one of that name is asked of the class itself; nobody who stands there is offered.
    again = desk.post(page, typed)
    assert not again.context["matches"]
    assert 'type="checkbox" name="distinct"' in again.content.decode()
    (other,) = office.name("A", "Lê Thị Khác")
    known_too = PersonFactory.known_to(office.province, full_name="Bùi Thị Mẫu", birth_year=1980)
    change = {"form": "replace", "full_name": "Bùi Thị Mẫu", "birth_year": "1980"}
    assert desk.post(url("nomination", office, other.pk), change).context["matches"]
    desk.post(url("nomination", office, other.pk), {**change, "another": "1"})
    new = Nomination.objects.get(replaces=other)
    assert new.person != known_too
    assert new.person.full_name == "Bùi Thị Mẫu"


def test_a_unit_at_its_desk_is_asked_about_its_own_people_only(office, known):
    TrainingClass.objects.filter(pk=office.one.pk).update(state=ClassState.GATHERING)
    client = Client()
    client.force_login(UserFactory.with_role(office.offices["A"], RoleKind.ORGANISER))
    page = url("sent_quota", office, office.units["A"].pk)
    own = PersonFactory.known_to(office.offices["A"], full_name="Lê Thị Mẫu", birth_year=1980)

    asked = client.post(page, {"full_name": "Lê Thị Mẫu", "birth_year": "1980"})
    assert [match.person_id for match in asked.context["matches"]] == [own.pk]
    client.post(page, {"full_name": "Lê Thị Mẫu", "birth_year": "1980", "person": str(own.pk)})
    # Somebody the organiser knows is nobody to the unit, whatever id it sends.
    client.post(page, {"full_name": "Đỗ Văn Thử", "birth_year": "1970"})
    client.post(page, {"full_name": "Đỗ Văn Thử", "birth_year": "1970", "person": str(known.pk)})
    people = set(Nomination.objects.values_list("person", flat=True))
    assert own.pk in people
    assert known.pk not in people
    assert len(people) == 2


def test_the_organiser_takes_the_person_known_for_one_named_by_a_link(desk, office, known):
    token, (named, stranger) = by_link(office, "Đỗ Văn Thử", "Võ Văn Lạ", birth_year=1970)
    sitting = SittingFactory(training_class=office.one)
    attendance.mark(
        actor=office.clerk,
        training_class=office.one,
        cells=[attendance.CellMark(enrolment_id=named.enrolment_id, sitting_id=sitting.pk, mark="present")],
    )
    added = named.person
    unit_page = Client().get(reverse("senders:list", args=[token])).content.decode()
    shown = desk.get(url("class_quota", office, office.units["A"].pk))
    assert [bool(row.known) for row in shown.context["rows"]] == [True, False]
    page = desk.get(url("nomination", office, named.pk)).content.decode()
    assert str(known.pk) in page
    assert str(known.pk) not in unit_page
    assert "người biết từ trước" not in unit_page

    desk.post(url("nomination", office, named.pk), {"form": "known", "known_person": str(known.pk)})

    row = Enrolment.objects.get(pk=named.enrolment_id)
    named.refresh_from_db()
    assert (named.person, row.person, row.sort_name) == (known, known, known.sort_name)
    assert row.attendances.count() == 1
    # What the trail says under the entry that the link made is found, and erased, with the person.
    assert Person.objects.get(pk=added.pk).merged_into == known
    assert AuditEntry.objects.get(action="training.nomination_matched").person_id == known.pk
    assert Client().get(reverse("senders:list", args=[token])).content.decode() == unit_page
    with pytest.raises(ValidationError, match="đã có trong lớp"):
        use_known_person(actor=office.clerk, nomination=stranger, person_id=known.pk)


def test_nobody_is_drawn_into_scope_by_an_id(office):
    far = PersonFactory.known_to(OrganisationFactory(), full_name="Đỗ Văn Thử", phone_hash=lookup_hash(PHONE))
    _token, (named,) = by_link(office, "Đỗ Văn Thử")
    with pytest.raises(ValidationError):
        use_known_person(actor=office.clerk, nomination=named, person_id=far.pk)

    # The same name and phone: then it is the one meant.
    _token, (other,) = by_link(office, "Đỗ Văn Thử", phone=PHONE, distinct=True)
    assert use_known_person(actor=office.clerk, nomination=other, person_id=far.pk).person == far


def test_another_person_of_that_name_is_offered_no_more(desk, office, known):
    _token, (named,) = by_link(office, "Đỗ Văn Thử", birth_year=1970)
    page = url("nomination", office, named.pk)
    assert 'value="apart"' in desk.get(page).content.decode()

    desk.post(page, {"form": "apart", "known_person": str(known.pk)})

    assert desk.get(page).context["known"] == []
    assert Nomination.objects.get().person == named.person
    far = PersonFactory.known_to(OrganisationFactory(), full_name="Đỗ Văn Thử")
    assert desk.post(page, {"form": "apart", "known_person": str(far.pk)}).status_code == 404
    # A class leader decides for the class, not for the register: the entry stays beside.
    leader = UserFactory.with_role(office.province, RoleKind.LEADER)
    use_known_person(actor=leader, nomination=named, person_id=known.pk)
    assert Person.objects.get(pk=named.person_id).merged_into is None
