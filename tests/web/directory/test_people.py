from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from caunoi.directory.models import Person, Post
from caunoi.directory.services import people
from caunoi.web.base.exports import defused
from tests.factories import EnrolmentFactory, OrganisationFactory, PersonFactory, TrainingClassFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def test_list_sorts_by_given_name_and_finds_without_marks(desk, office):
    for name in ("Trần Thị Bình", "Đỗ Văn An", "Nguyễn Văn Bình"):
        PersonFactory.known_to(office, full_name=name)

    names = [p.full_name for p in desk.get(reverse("desk:person_list")).context["page"]]
    found = desk.get(reverse("desk:person_list"), {"q": "do van"}).context["page"]

    assert names == ["Đỗ Văn An", "Nguyễn Văn Bình", "Trần Thị Bình"]
    assert [p.full_name for p in found] == ["Đỗ Văn An"]


def test_list_costs_the_same_queries_for_1_and_60(desk, office, organiser, django_assert_max_num_queries):
    def add(number):
        person = PersonFactory.known_to(office)
        Post.objects.create(person=person, title=f"Tổ trưởng {number}", organisation=office)

    add(0)
    desk.get(reverse("desk:person_list"))
    for number in range(60):
        add(number)
    with django_assert_max_num_queries(10):
        response = desk.get(reverse("desk:person_list"), {"size": "100"})

    assert len(response.context["page"].object_list) == 61


def test_all_that_is_wrong_with_a_person_is_said_at_once_and_what_was_typed_stays(desk, office):
    typed = {
        "full_name": "<b>Nguyễn Văn Mẫu</b>",
        "birth_year": "197O",
        "phone": "12",
        "email": "khong-phai",
        "organisation": office.pk,
    }
    response = desk.post(reverse("desk:person_new"), typed)
    odd_year = desk.post(reverse("desk:person_new"), {**typed, "birth_year": "1820"})

    for each in (response, odd_year):
        assert sorted(each.context["form"].errors) == ["birth_year", "email", "full_name", "phone"]
    assert "“<”" in response.context["form"].errors["full_name"][0]
    assert 'value="&lt;b&gt;Nguyễn Văn Mẫu&lt;/b&gt;"' in response.content.decode()
    assert not Person.objects.filter(folded_name__contains="mau").exists()


def test_empty_list_offers_the_first_step(desk):
    response = desk.get(reverse("desk:person_list"))

    assert reverse("desk:person_new") in response.content.decode()
    assert "cn-empty" in response.content.decode()


def test_export_holds_names_and_posts_but_no_phone(desk, office, organiser):
    person = people.add_person(actor=organiser, organisation=office, full_name="Mẫu", phone="0905 000 111")
    # Older than the rule by which a name is refused.
    Person.objects.update(full_name="=Mẫu")
    people.add_post(actor=organiser, person=person, title="Tổ trưởng", organisation=office)

    text = desk.get(reverse("desk:person_export", args=["csv"])).content.decode("utf-8-sig")

    assert text.splitlines()[1] == f'\'=Mẫu,,"Tổ trưởng, {office.name}"'
    assert desk.get(reverse("desk:person_export", args=["xlsx"])).content[:2] == b"PK"
    assert desk.get(reverse("desk:person_export", args=["exe"])).status_code == 404


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_csv_is_a_formula(begin):
    assert defused(f"{begin}1+1") == f"'{begin}1+1"


def test_new_person_is_added_with_the_post(desk, office):
    response = desk.post(
        reverse("desk:person_new"),
        {"full_name": "Trần Thị Thử", "organisation": office.pk, "title": "Công chức", "birth_year": "1980"},
    )

    added = Person.objects.get()
    assert response.url == reverse("desk:person", args=[added.pk])
    assert (added.full_name, added.birth_year, added.posts.get().title) == ("Trần Thị Thử", 1980, "Công chức")


def test_namesake_is_shown_before_another_is_added(desk, office):
    PersonFactory.known_to(office, full_name="Trần Thị Thử")
    typed = {"full_name": "tran thi thu", "organisation": str(office.pk)}

    asked = desk.post(reverse("desk:person_new"), typed)
    assert [m.full_name for m in asked.context["matches"]] == ["Trần Thị Thử"]
    assert Person.objects.count() == 1

    desk.post(reverse("desk:person_new"), typed | {"another": "1"})
    assert Person.objects.count() == 2


def test_person_of_another_office_is_masked_and_linked_by_name_and_phone(desk, office, stranger):
    there = stranger.roles.get().organisation
    hidden = people.add_person(
        actor=stranger, organisation=there, full_name="Phạm Thị Kín", phone="0905 111 222", birth_year=1971
    )
    typed = {"full_name": "Phạm Thị Kín", "phone": "+84 905 111 222", "organisation": str(office.pk)}

    asked = desk.post(reverse("desk:person_new"), typed)
    page = asked.content.decode()
    assert "P. T. K." in page
    assert "1971" not in page
    assert desk.get(reverse("desk:person", args=[hidden.pk])).status_code == 404

    wrong = desk.post(reverse("desk:person_new"), typed | {"phone": "0905 999 999", "link": str(hidden.pk)})
    assert wrong.context["form"].errors["full_name"]
    assert desk.get(reverse("desk:person", args=[hidden.pk])).status_code == 404

    desk.post(reverse("desk:person_new"), typed | {"link": str(hidden.pk)})
    assert desk.get(reverse("desk:person", args=[hidden.pk])).status_code == 200


def test_person_shows_posts_through_time_and_classes_without_their_titles(desk, office, organiser):
    person = people.add_person(actor=organiser, organisation=office, full_name="Lê Văn Mẫu")
    people.add_post(
        actor=organiser,
        person=person,
        title="Phó Chủ tịch",
        organisation=office,
        valid_from=dt.date(2018, 1, 1),
        valid_to=dt.date(2021, 6, 1),
    )
    people.add_post(
        actor=organiser, person=person, title="Chủ tịch", organisation=office, valid_from=dt.date(2021, 6, 1)
    )
    held = TrainingClassFactory(keeper=office, title="Tập huấn cho người có uy tín")
    EnrolmentFactory(training_class=held, person=person)
    elsewhere = TrainingClassFactory(keeper=OrganisationFactory(name="Ủy ban nhân dân xã Xa Lạ"))
    EnrolmentFactory(training_class=elsewhere, person=person)

    response = desk.get(reverse("desk:person", args=[person.pk]))
    page = response.content.decode()

    assert [row["post"].title for row in response.context["posts"]] == ["Chủ tịch", "Phó Chủ tịch"]
    assert "01/01/2018" in page
    assert held.code in page
    assert "uy tín" not in page
    assert elsewhere.code not in page


def test_post_is_added_and_ended(desk, office, organiser):
    person = people.add_person(actor=organiser, organisation=office, full_name="Lê Văn Mẫu")

    desk.post(
        reverse("desk:post_new", args=[person.pk]),
        {"title": "Chủ tịch", "organisation": office.pk, "valid_from": "01/06/2021"},
    )
    post = person.posts.get()
    refused = desk.post(reverse("desk:post_end", args=[person.pk, post.pk]), {"on": "01/06/2020"})
    assert refused.context["form"].errors["on"]
    desk.post(reverse("desk:post_end", args=[person.pk, post.pk]), {"on": "01/07/2025"})

    post.refresh_from_db()
    assert (post.valid_from, post.valid_to) == (dt.date(2021, 6, 1), dt.date(2025, 7, 1))


def test_what_was_typed_stays_when_something_is_wrong(desk, office):
    response = desk.post(
        reverse("desk:person_new"), {"full_name": "Trần Thị Thử", "organisation": office.pk, "birth_year": "80"}
    )

    page = response.content.decode()
    assert 'value="Trần Thị Thử"' in page
    assert "1900" in page
    assert not Person.objects.exists()


def test_reader_without_the_role_gets_no_forms(client, office):
    client.force_login(UserFactory.with_role(office, "auditor"))
    person = PersonFactory.known_to(office)

    assert reverse("desk:person_new") not in client.get(reverse("desk:person_list")).content.decode()
    assert client.get(reverse("desk:person_new")).status_code == 403
    assert client.post(reverse("desk:person_edit", args=[person.pk]), {"full_name": "X"}).status_code == 403


def test_a_very_long_list_has_pages_for_its_beginning_and_says_so(desk, office, monkeypatch):
    monkeypatch.setattr("caunoi.web.desk.directory.people._MOST", 21)
    for _number in range(23):
        PersonFactory.known_to(office)

    page = desk.get(reverse("desk:person_list"), {"size": "20", "page": "2"}).context["page"]

    assert (page.paginator.count, page.paginator.num_pages, page.paginator.is_cut) == (21, 2, True)
    assert len(page.object_list) == 1
    shorter = desk.get(reverse("desk:person_list"), {"q": "mau"}).context["page"]
    assert shorter.paginator.is_cut


@pytest.mark.parametrize("most", [1, 10])
def test_a_narrow_and_a_wide_scope_list_the_same(desk, office, monkeypatch, most):
    monkeypatch.setattr("caunoi.directory.queries.people._NARROW", most)
    for name in ("Trần Thị Bình", "Đỗ Văn An", "Lê Văn Cường"):
        PersonFactory.known_to(office, full_name=name)
    PersonFactory.known_to(OrganisationFactory(), full_name="Trần Thị Xa")

    names = [p.full_name for p in desk.get(reverse("desk:person_list")).context["page"]]
    found = [p.full_name for p in desk.get(reverse("desk:person_list"), {"q": "tran"}).context["page"]]

    assert (names, found) == (["Đỗ Văn An", "Trần Thị Bình", "Lê Văn Cường"], ["Trần Thị Bình"])
