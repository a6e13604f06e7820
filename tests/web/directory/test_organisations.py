from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from caunoi.directory.enums import UnitLevel
from caunoi.directory.models import Organisation, Unit
from caunoi.directory.services import people
from caunoi.directory.services.organisations import found_organisation
from tests.factories import OrganisationFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def boss(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def units():
    province = Unit.objects.create(
        code="48",
        level=UnitLevel.PROVINCE,
        prefix="Thành phố",
        name="Đà Nẵng",
        folded_name="da nang",
        folded_full_name="thanh pho da nang",
        valid_from=dt.date(2025, 7, 1),
    )
    return [
        Unit.objects.create(
            code=code,
            level=UnitLevel.COMMUNE,
            prefix=prefix,
            name="Thử Nghiệm",
            parent=province,
            folded_name="thu nghiem",
            folded_full_name=f"{prefix} thu nghiem",
            valid_from=dt.date(2025, 7, 1),
        )
        for code, prefix in (("00001", "Phường"), ("00002", "Xã"))
    ]


FORM = {"name": "Hội Nông dân phường Hòa Khánh", "kind": "union", "system": "front"}


def test_recipients_are_written_line_by_line_and_stand_on_the_page(boss, office):
    url = reverse("desk:organisation_edit", args=[office.pk])
    typed = {**FORM, "name": office.name, "paper_recipients": "Thành ủy <Thử>;\r\n\r\n\r\nLưu:  Văn phòng."}

    saved = boss.post(url, typed)
    refused = boss.post(url, {**typed, "paper_recipients": "x" * 1_001})

    office.refresh_from_db()
    assert saved.url == reverse("desk:organisation", args=[office.pk])
    assert office.paper_recipients == "Thành ủy <Thử>;\n\nLưu: Văn phòng."
    assert "Thành ủy &lt;Thử&gt;;<br><br>Lưu: Văn phòng." in boss.get(saved.url).content.decode()
    assert refused.context["form"].errors["paper_recipients"]
    assert boss.get(url).context["form"].initial["paper_recipients"] == office.paper_recipients


def test_list_filters_and_shows_only_the_scope(boss, office):
    OrganisationFactory(parent=office, name="Trường Chính trị Thử", kind="school")
    OrganisationFactory(name="Ủy ban nhân dân xã Xa Lạ")

    everything = [o.name for o in boss.get(reverse("desk:organisation_list")).context["page"]]
    schools = [o.name for o in boss.get(reverse("desk:organisation_list"), {"kind": "school"}).context["page"]]
    named = [o.name for o in boss.get(reverse("desk:organisation_list"), {"q": "chinh tri"}).context["page"]]

    assert everything == [office.name, "Trường Chính trị Thử"]
    assert schools == named == ["Trường Chính trị Thử"]


def test_list_costs_the_same_queries_for_many(boss, office, django_assert_max_num_queries):
    OrganisationFactory.create_batch(60, parent=office)
    with django_assert_max_num_queries(10):
        response = boss.get(reverse("desk:organisation_list"), {"size": "100"})

    assert len(response.context["page"].object_list) == 61


def test_export_names_every_row(boss, office):
    lines = boss.get(reverse("desk:organisation_export", args=["csv"])).content.decode("utf-8-sig").splitlines()

    assert len(lines) == 2
    assert lines[1].startswith(office.name)


def test_one_organisation_shows_people_with_posts_and_periods(boss, office, administrator):
    person = people.add_person(actor=administrator, organisation=office, full_name="Lê Văn Mẫu")
    people.add_post(
        actor=administrator, person=person, title="Phó Bí thư", organisation=office, valid_from=dt.date(2019, 3, 1)
    )
    PersonFactory.known_to(office)

    response = boss.get(reverse("desk:organisation", args=[office.pk]))

    assert [post.person.full_name for post in response.context["page"]] == ["Lê Văn Mẫu"]
    assert "01/03/2019" in response.content.decode()


def test_new_organisation_with_a_unit_that_is_one(boss, office, units):
    response = boss.post(
        reverse("desk:organisation_new"), FORM | {"parent": office.pk, "unit_text": "P. thu nghiem, da nang"}
    )

    created = Organisation.objects.get(name=FORM["name"])
    assert response.url == reverse("desk:organisation", args=[created.pk])
    assert (created.unit, created.parent) == (units[0], office)


def test_unit_of_an_ambiguous_name_is_asked_for(boss, office, units):
    typed = FORM | {"parent": office.pk, "unit_text": "Thử Nghiệm"}

    asked = boss.post(reverse("desk:organisation_new"), typed)
    assert asked.context["form"].errors["unit"]
    assert not Organisation.objects.filter(name=FORM["name"]).exists()

    boss.post(reverse("desk:organisation_new"), typed | {"unit": units[1].pk})
    assert Organisation.objects.get(name=FORM["name"]).unit == units[1]


def test_unknown_unit_is_said_and_what_was_typed_stays(boss, office):
    response = boss.post(reverse("desk:organisation_new"), FORM | {"parent": office.pk, "unit_text": "Xyzw"})

    assert response.context["form"].errors["unit_text"]
    assert "Xyzw" in response.content.decode()


def test_paper_settings_are_saved_and_shown(boss, office):
    boss.post(
        reverse("desk:organisation_edit", args=[office.pk]),
        {"name": office.name, "kind": office.kind, "system": office.system, "paper_suffix": "BC/ĐU"},
    )

    office.refresh_from_db()
    assert office.paper_suffix == "BC/ĐU"
    assert "BC/ĐU" in boss.get(reverse("desk:organisation", args=[office.pk])).content.decode()


def test_root_can_not_be_moved_by_its_own_administrator(boss, office):
    page = boss.get(reverse("desk:organisation_edit", args=[office.pk]))

    assert "parent" not in page.context["form"].fields


def test_succession_opens_what_the_other_held(boss, office):
    old = found_organisation(name="Xã Cũ", kind="other", system="state", parent=office)
    new = found_organisation(name="Xã Mới", kind="other", system="state", parent=office)

    boss.post(
        reverse("desk:organisation_succeed", args=[old.pk]), {"successor": new.pk, "kind": "merged", "on": "01/07/2025"}
    )

    old.refresh_from_db()
    assert old.valid_to == dt.date(2025, 7, 1)
    assert [link.successor for link in old.successor_links.all()] == [new]


def test_organiser_can_not_change_an_organisation(desk, office):
    assert desk.get(reverse("desk:organisation_edit", args=[office.pk])).status_code == 403
    assert desk.post(reverse("desk:organisation_new"), FORM | {"parent": office.pk}).status_code == 403


def test_units_are_looked_up_as_people_write_them(desk, units):
    response = desk.get(reverse("desk:unit_list"), {"q": "x. thu nghiem"})

    assert [match.unit for match in response.context["matches"]] == [units[1]]
    assert desk.get(reverse("desk:unit", args=[units[1].pk])).status_code == 200
    assert "cn-empty" in desk.get(reverse("desk:unit_list"), {"q": "Không Có Đâu"}).content.decode()
