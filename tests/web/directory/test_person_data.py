"""Pages of a person's rights and of the register's double entries."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caunoi.core.models import AuditEntry, RetentionRule
from caunoi.directory.models import Consent, Person, PersonScope
from caunoi.directory.services import merging
from tests.directory import plenty
from tests.factories import OrganisationFactory, PersonFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def boss(administrator):
    client = Client()
    client.force_login(administrator)
    return client


@pytest.fixture
def pair(office):
    return [PersonFactory.known_to(office, full_name="Trần Thị Mẫu", birth_year=1970) for _ in range(2)]


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def test_two_entries_are_compared_merged_and_parted_again(desk, pair):
    listed = desk.get(at("person_duplicates")).content.decode()
    compare = at("person_merge", pair[0].pk, pair[1].pk)
    assert compare in listed
    page = desk.get(compare).content.decode()
    assert page.count("Trần Thị Mẫu") >= 4
    assert "⟦" not in page

    kept = pair[1]
    response = desk.post(compare, {"kept": str(kept.pk), "reason": "Gõ hai lần"})
    assert response["Location"] == at("person", kept.pk)
    assert desk.get(at("person", pair[0].pk))["Location"] == at("person", kept.pk)
    shown = desk.get(at("person", kept.pk)).content.decode()
    assert at("person_unmerge", kept.pk, pair[0].pk) in shown

    desk.post(at("person_unmerge", kept.pk, pair[0].pk))
    assert Person.objects.filter(merged_into__isnull=True).count() == 2
    assert desk.post(at("person_unmerge", kept.pk, pair[0].pk)).status_code == 404


def test_two_people_are_not_offered_again(desk, pair):
    desk.post(at("person_merge", pair[0].pk, pair[1].pk), {"khac": "1"})
    assert desk.get(at("person_duplicates")).context["pairs"] == []
    assert Person.objects.filter(merged_into__isnull=False).count() == 0


def test_double_entries_of_one_person_are_looked_for_from_his_page(desk, office, pair):
    PersonFactory.known_to(office, full_name="Lê Văn Khác", birth_year=1950)
    PersonFactory.known_to(office, full_name="Lê Văn Khác", birth_year=1950)
    address = at("person_duplicates")
    assert len(desk.get(address).context["pairs"]) == 2
    assert len(desk.get(address, {"nguoi": pair[0].pk}).context["pairs"]) == 1
    assert desk.get(address, {"nguoi": "khong-phai"}).status_code == 404


def test_page_of_merging_shows_nothing_of_a_person_out_of_scope(desk, pair):
    hidden = PersonFactory.known_to(OrganisationFactory(), full_name="Trần Thị Mẫu")
    assert desk.get(at("person_merge", pair[0].pk, hidden.pk)).status_code == 404
    assert desk.get(at("person_merge", pair[0].pk, pair[0].pk)).status_code == 404


def test_page_of_merging_names_no_office_out_of_scope(desk, pair):
    PersonScope.objects.create(person=pair[0], organisation=OrganisationFactory(name="Ủy ban xã Nơi Khác"))
    page = desk.get(at("person_merge", pair[0].pk, pair[1].pk)).content.decode()
    assert "Đảng ủy phường Hòa Khánh" in page
    assert "Nơi Khác" not in page


def test_file_of_a_person_holds_a_page_and_json_and_nobody_else():
    world = plenty.person_with_everything()
    client = Client()
    client.force_login(world.boss)
    address = at("person_data", world.person.pk)
    assert "Tải toàn bộ" in client.get(address).content.decode()
    response = client.post(address)

    assert response["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == ["du-lieu.html", "du-lieu.json", "trinh-bay.css"]
        page = archive.read("du-lieu.html").decode()
        held = json.loads(archive.read("du-lieu.json"))
    assert held["version"] == 1
    for part in held["parts"]:
        assert part["title"] in page
    for word in (plenty.NAME, plenty.PHONE, "02/03/2026", "Chrome, Windows", "Đường dẫn đặt lại mật khẩu"):
        assert word.casefold() in page.casefold(), word
    for foreign in (*plenty.OTHERS, world.boss.name, plenty.TITLE, "BI-MAT", "None", "⟦", "T00:"):
        assert foreign not in page, foreign
    assert AuditEntry.objects.filter(action="directory.person_exported").count() == 1


def test_person_is_erased_in_two_steps_and_what_is_left_is_listed():
    world = plenty.person_with_everything()
    world.office.paper_signer_name = plenty.NAME
    world.office.save()
    client = Client()
    client.force_login(world.boss)
    address = at("person_erase", world.person.pk)
    page = client.get(address).content.decode()
    assert "Số mục" in page
    assert "⟦" not in page
    assert at("organisation", world.office.pk) in page
    assert at("class", world.held.code) not in page, "no signed paper was uploaded"

    refused = client.post(address, {"typed": "Trịnh Thị", "reason": "Đơn số 1"})
    assert "typed" in refused.context["form"].errors
    assert Person.objects.filter(erased_at__isnull=False).count() == 0

    done = client.post(address, {"typed": plenty.NAME.lower(), "reason": "Đơn số 1"})
    assert at("organisation", world.office.pk) in done.content.decode()
    assert plenty.NAME not in done.content.decode()
    assert client.get(address).status_code == 404
    listed = client.get(reverse("desk:class_participants", args=[world.held.code])).content.decode()
    assert "Người đã xóa" in listed
    assert plenty.NAME not in listed


def test_organiser_neither_gives_out_nor_erases(desk, pair):
    for name in ("person_data", "person_erase"):
        assert desk.get(at(name, pair[0].pk)).status_code == 403
    assert at("person_data", pair[0].pk) not in desk.get(at("person", pair[0].pk)).content.decode()


def test_consent_is_recorded_shown_and_withdrawn(desk, pair):
    person = pair[0]
    address = at("person_consents", person.pk)
    values = {"purpose": "named_photo", "form": "paper", "given_on": "2026-03-01"}
    assert desk.post(address, values).status_code == 302
    assert "Đăng ảnh kèm tên" in desk.get(at("person", person.pk)).content.decode()
    given = Consent.objects.get()

    assert desk.post(at("consent_withdraw", pair[1].pk, given.pk)).status_code == 404
    desk.post(at("consent_withdraw", person.pk, given.pk))
    assert "đã rút lại ngày" in desk.get(address).content.decode()


def test_notice_tells_every_purpose_and_period(desk):
    page = desk.get(at("data_notice")).content.decode()
    assert "91/2025/QH15" in page
    assert "lưu đến khi cơ quan đặt thời hạn" in page
    assert "⟦" not in page


def test_periods_are_seen_by_administrators_and_set_by_who_keeps_everything(boss, desk, administrator):
    assert desk.get(at("period_list")).status_code == 403
    assert next(row["due"] for row in boss.get(at("period_list")).context["rows"]) == 0
    OrganisationFactory()
    part_only = Client()
    part_only.force_login(type(administrator).objects.get(pk=administrator.pk))
    assert {row["due"] for row in part_only.get(at("period_list")).context["rows"]} == {None}
    shown = part_only.get(at("period_edit", "mails_sent"))
    assert shown.context["form"] is None
    sent = {"days": "1", "citation": "QĐ", "confidence": "own", "valid_from": f"{timezone.localdate():%d/%m/%Y}"}
    assert part_only.post(at("period_edit", "mails_sent"), sent).status_code == 403
    assert not RetentionRule.objects.exists()
    operator = Client()
    operator.force_login(UserFactory(is_superuser=True))
    assert operator.get(at("period_edit", "khong-co")).status_code == 404

    form = operator.get(at("period_edit", "mails_sent")).context["form"]
    values = {"days": "", "citation": "QĐ 5", "confidence": "own", "valid_from": form["valid_from"].value()}
    assert operator.post(at("period_edit", "mails_sent"), values).status_code == 302
    assert RetentionRule.objects.get().days is None


def test_list_of_pairs_costs_the_same_queries_for_1_and_30(desk, office, django_assert_max_num_queries):
    def add(number):
        for _ in range(2):
            PersonFactory.known_to(office, full_name=f"Trần Mẫu {number}", birth_year=1960)

    add(0)
    desk.get(at("person_duplicates"))
    for number in range(1, 30):
        add(number)
    with django_assert_max_num_queries(16):
        page = desk.get(at("person_duplicates"))
    assert len(page.context["pairs"]) == 30


def test_page_of_a_merged_person_costs_the_same_queries_with_many_entries(
    desk, organiser, office, django_assert_max_num_queries
):
    kept = PersonFactory.known_to(office)
    for _ in range(12):
        merging.merge_persons(actor=organiser, kept=kept, merged=PersonFactory.known_to(office))
    with django_assert_max_num_queries(22):
        page = desk.get(at("person", kept.pk))
    assert len(page.context["merged"]) == 12
