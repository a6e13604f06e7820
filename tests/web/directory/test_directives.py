from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from caunoi.core.models import StoredFile
from caunoi.directory.models import Directive
from caunoi.directory.services.directives import add_directive
from caunoi.training.services.topics import save_topic

pytestmark = [pytest.mark.django_db, pytest.mark.data]

PDF = b"%PDF-1.4 made up\n"


def test_directives_and_topics_are_sent_as_they_are_filtered(desk, office, organiser):
    for number, title in (("1-KH/ĐU", "=Hòa giải"), ("2-KH/ĐU", "Dân vận")):
        add_directive(actor=organiser, owner=office, number=number, title=title, issued_on=dt.date(2026, 3, 2))
        save_topic(actor=organiser, owner=office, title=title)

    directives = desk.get(reverse("desk:directive_export", args=["csv"]), {"q": "hoa giai"}).content.decode("utf-8-sig")
    topics = desk.get(reverse("desk:topic_export", args=["csv"]), {"q": "hoa giai"}).content.decode("utf-8-sig")

    assert directives.splitlines()[1:] == [f"1-KH/ĐU,,,02/03/2026,'=Hòa giải,{office.name},"]
    assert topics.splitlines()[1:] == [f"'=Hòa giải,,,,{office.name},1,0"]
    for name in ("directive_export", "topic_export", "article_export"):
        assert desk.get(reverse(f"desk:{name}", args=["xlsx"])).content[:2] == b"PK"
        assert desk.get(reverse(f"desk:{name}", args=["exe"])).status_code == 404


def test_directive_with_its_file_is_added_and_read_again(desk, office):
    desk.post(
        reverse("desk:directive_new"),
        {
            "owner": office.pk,
            "number": "12-KH/ĐU",
            "kind": "Kế hoạch",
            "issued_on": "05/01/2026",
            "file": SimpleUploadedFile("kế hoạch.pdf", PDF),
        },
    )

    added = Directive.objects.select_related("file").get()
    sent = desk.get(reverse("desk:file", args=[added.file_id]))
    assert (added.number, added.issued_on, added.file.name) == ("12-KH/ĐU", dt.date(2026, 1, 5), "kế hoạch.pdf")
    assert sent.getvalue() == PDF
    assert sent["Content-Type"] == "application/pdf"
    assert added.number in desk.get(reverse("desk:directive", args=[added.pk])).content.decode()


def test_refused_file_leaves_no_directive_behind(desk, office):
    response = desk.post(
        reverse("desk:directive_new"),
        {"owner": office.pk, "number": "12-KH/ĐU", "file": SimpleUploadedFile("x.exe", b"MZ\x00\x01\x02")},
    )

    assert response.context["form"].errors["file"]
    assert not Directive.objects.exists()


def test_file_of_another_office_is_not_there(desk, office, stranger):
    add_directive(actor=stranger, owner=stranger.roles.get().organisation, number="1-KH/UB", file=("a.pdf", PDF))
    file = StoredFile.objects.get()

    assert desk.get(reverse("desk:file", args=[file.pk])).status_code == 404
    nobody = Client().get(reverse("desk:file", args=[file.pk]))
    assert nobody.status_code == 302
    assert nobody.url.startswith("/tai-khoan/")


def test_list_filters_by_text_and_year(desk, office, organiser):
    for number, year in (("1-KH/ĐU", 2024), ("2-KH/ĐU", 2025)):
        add_directive(actor=organiser, owner=office, number=number, issued_on=dt.date(year, 2, 1), title=f"Năm {year}")

    def numbers(**query):
        return [d.number for d in desk.get(reverse("desk:directive_list"), query).context["page"]]

    assert numbers() == ["2-KH/ĐU", "1-KH/ĐU"]
    assert numbers(year="2024") == ["1-KH/ĐU"]
    assert numbers(q="2-kh/du") == ["2-KH/ĐU"]
    assert numbers(q="nam 2024") == ["1-KH/ĐU"]


def test_same_number_and_day_is_refused(desk, office, organiser):
    add_directive(actor=organiser, owner=office, number="1-KH/ĐU", issued_on=dt.date(2026, 2, 1))

    response = desk.post(
        reverse("desk:directive_new"), {"owner": office.pk, "number": "1-kh/du", "issued_on": "01/02/2026"}
    )

    assert response.context["form"].errors["number"]
    assert Directive.objects.count() == 1


def test_undated_directives_stand_last(desk, office, organiser):
    add_directive(actor=organiser, owner=office, number="9-KH/ĐU")
    add_directive(actor=organiser, owner=office, number="1-KH/ĐU", issued_on=dt.date(2020, 2, 1))

    assert [d.number for d in desk.get(reverse("desk:directive_list")).context["page"]] == ["1-KH/ĐU", "9-KH/ĐU"]
