from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse

from caunoi.training.models import PaperRecord
from caunoi.training.queries.papers import SOURCES, of_class, sources_of
from tests.factories import EnrolmentFactory, SittingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def test_each_paper_of_a_class_has_a_page_with_its_figures_and_all_come_as_one_zip(client, organiser, training_class):
    client.force_login(organiser)
    SittingFactory(training_class=training_class, part="morning")
    EnrolmentFactory(training_class=training_class)
    for source in sources_of(of_class(training_class).subject):
        page = client.get(reverse("desk:paper", args=["lop", training_class.code, source.kind]))
        assert page.status_code == 200, source.kind
    assert (
        "Số người trong danh sách"
        in client.get(reverse("desk:paper", args=["lop", training_class.code, "participant_list"])).content.decode()
    )
    packed = client.get(reverse("desk:papers_export", args=["lop", training_class.code]))
    names = zipfile.ZipFile(io.BytesIO(packed.content)).namelist()
    # Three papers about money and the report wait; the workbook comes along.
    assert len(names) == len(sources_of(of_class(training_class).subject)) - 3
    assert client.get(reverse("desk:paper", args=["lop", training_class.code, "plan"])).status_code == 404


def test_number_is_typed_on_the_page_and_stands_in_the_register(client, organiser, training_class):
    client.force_login(organiser)
    url = reverse("desk:paper", args=["lop", training_class.code, "decision"])
    assert client.post(url, {"keep": "1", "number": "45", "signed_on": "02/11/2026"}).status_code == 302
    assert PaperRecord.objects.get().number == "45"
    assert training_class.title in client.get(reverse("desk:paper_register")).content.decode()
    assert client.get(reverse("desk:paper_register_export", args=["csv"])).status_code == 200
    client.post(url, {"void": "1", "reason": "Sai"})
    assert PaperRecord.objects.get().void_reason == "Sai"


def test_reports_on_each_quarter_and_the_year_are_offered_and_made(client, organiser, office):
    client.force_login(organiser)
    page = client.get(reverse("desk:period_reports"), {"nam": "2026"})
    assert [row["title"] for row in page.context["periods"]][-1] == "Năm 2026"
    made = client.get(page.context["periods"][0]["row"].file_url)
    assert made["Content-Type"].endswith("wordprocessingml.document")
    assert len(SOURCES) >= 19
