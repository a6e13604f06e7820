from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Role
from caunoi.intake.models import ReportCandidate, ReportUpload
from caunoi.intake.services.aside import discard
from tests.factories import OrganisationFactory, UserFactory
from tests.intake.factories import CandidateFactory
from tests.intake.texts import BARE, FULL

pytestmark = pytest.mark.data

LIST = "/viec/nhap/"
SEND = "/viec/nhap/tai-len/"


def file(name="bai.txt", text=FULL):
    return SimpleUploadedFile(name, text.encode())


def titles(response):
    return [each.title for each in response.context["page"].object_list]


def test_single_report_is_opened_at_once(desk, office):
    response = desk.post(SEND, {"reports": [file()], "text": "", "organisation": office.pk})
    assert response.url == reverse("desk:candidate", args=[ReportCandidate.objects.get().pk])
    assert ReportUpload.objects.get().seen is True


def test_same_report_again_leads_to_where_it_stands(desk, office):
    desk.post(SEND, {"reports": [file()], "text": "", "organisation": office.pk})
    response = desk.post(SEND, {"reports": [file("khac.txt")], "organisation": office.pk}, follow=True)
    assert response.redirect_chain[0][0] == reverse("desk:candidate", args=[ReportCandidate.objects.get().pk])
    assert len(list(response.context["messages"])) == 1


def test_pasted_text_is_read(desk, office):
    desk.post(SEND, {"text": BARE, "organisation": office.pk})
    assert ReportCandidate.objects.get().text.strip() == BARE.strip()


def test_several_files_are_listed_with_their_faults(desk, office):
    response = desk.post(
        SEND,
        {"reports": [file(), file("trong.txt", ""), file("anh.txt", "\x00\x01\x02" * 900)], "organisation": office.pk},
        follow=True,
    )
    upload = response.context["uploads"][0]
    assert (upload.total, upload.left) == (3, 0)
    assert [(item.name, item.state) for item in upload.items.all()] == [
        ("anh.txt", "unreadable"),
        ("trong.txt", "unreadable"),
        ("bai.txt", "read"),
    ]
    assert "trong.txt" in response.content.decode()
    desk.post(reverse("desk:intake_upload_seen", args=[upload.pk]))
    assert desk.get(LIST).context["uploads"] == []


def test_many_files_show_how_far_they_are_and_can_be_read_by_hand(desk, office):
    files = [file(f"{n}.txt", f"{FULL}\n{n}") for n in range(10)]
    response = desk.post(SEND, {"reports": files, "organisation": office.pk}, follow=True)
    assert response.context["reading"] is True
    upload = response.context["uploads"][0]
    assert (upload.total, upload.left, upload.done) == (10, 10, 0)
    response = desk.post(reverse("desk:intake_upload_read", args=[upload.pk]), follow=True)
    assert [(each.left, each.done) for each in response.context["uploads"]] == [(2, 8)]


def test_nothing_sent_says_what_to_do(desk, office):
    response = desk.post(SEND, {"text": "  ", "organisation": office.pk})
    assert list(response.context["form"].errors) == ["reports"]


def test_office_out_of_reach_is_refused(desk, stranger):
    other = stranger.roles.get().organisation
    response = desk.post(SEND, {"reports": [file()], "organisation": other.pk})
    assert list(response.context["form"].errors) == ["organisation"]
    assert not ReportCandidate.objects.exists()


def test_user_of_two_offices_chooses(organiser, desk):
    second = OrganisationFactory(name="Ủy ban Mặt trận phường")
    Role.objects.create(user=organiser, organisation=second, kind=RoleKind.ORGANISER)
    assert desk.get(LIST).context["form"]["organisation"].is_hidden is False
    desk.post(SEND, {"reports": [file()], "organisation": second.pk})
    assert ReportCandidate.objects.get().organisation == second


def test_list_shows_what_waits_and_other_states_on_request(desk, organiser, office):
    waiting = CandidateFactory(organisation=office)
    aside = discard(actor=organiser, candidate=CandidateFactory(organisation=office), revision=1)
    CandidateFactory()
    assert [each.pk for each in desk.get(LIST).context["page"].object_list] == [waiting.pk]
    assert [each.pk for each in desk.get(f"{LIST}?state=discarded").context["page"].object_list] == [aside.pk]
    assert desk.get(LIST).context["counts"] == {"waiting": 1, "accepted": 0, "discarded": 1}


def test_report_in_which_nothing_was_found_is_not_called_ready(desk, office):
    desk.post(SEND, {"text": "Trời hôm nay đẹp.", "organisation": office.pk})
    page = desk.get(LIST).content.decode()
    assert "chưa thấy thông tin lớp" in page
    assert "sẵn sàng nhận" not in page


def test_list_is_narrowed_without_marks_and_sorted(desk, office):
    CandidateFactory(organisation=office)
    CandidateFactory(organisation=office, text="Lớp đan lát\n", reading={}, source="dan-lat.txt")
    assert titles(desk.get(f"{LIST}?q=hoa+giai")) == [FULL.split("\n")[0]]
    assert titles(desk.get(f"{LIST}?q=dan-lat")) == ["Lớp đan lát"]
    assert titles(desk.get(f"{LIST}?q=cau+tre")) == []
    assert titles(desk.get(f"{LIST}?unsure=on")) == [FULL.split("\n")[0]]
    assert titles(desk.get(f"{LIST}?sort=title")) == ["Lớp đan lát", FULL.split("\n")[0]]
    assert len(titles(desk.get(f"{LIST}?state=odd&page=9&sort=x"))) == 2


def test_list_of_another_office_is_empty(stranger, office):
    CandidateFactory(organisation=office)
    upload = ReportUpload.objects.create(organisation=office)
    client = Client()
    client.force_login(stranger)
    assert titles(client.get(LIST)) == []
    for name in ("read", "seen"):
        assert client.post(reverse(f"desk:intake_upload_{name}", args=[upload.pk])).status_code == 404


def test_auditor_has_no_way_in(office):
    client = Client()
    client.force_login(UserFactory.with_role(office, RoleKind.AUDITOR))
    assert client.get(LIST).context["form"] is None
    assert client.post(SEND, {"reports": [file()], "organisation": office.pk}).url == LIST
    assert not ReportCandidate.objects.exists()


def test_queries_of_the_list_do_not_grow(desk, office, django_assert_max_num_queries):
    for count in (2, 30):
        CandidateFactory.create_batch(count, organisation=office)
        with django_assert_max_num_queries(15):
            desk.get(LIST)
