"""A person's file and transcript: years, halves, mergers; never what a class was called."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import OrganisationSuccession
from caunoi.directory.services import people
from caunoi.papers import render, render_pdf
from caunoi.training.enums import Mark
from caunoi.training.models import Guest, Speaker
from caunoi.training.queries.person_file import person_file
from caunoi.training.services import attendance
from caunoi.training.services.transcripts import make_transcript
from tests.factories import (
    EnrolmentFactory,
    OrganisationFactory,
    PersonFactory,
    SittingFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]

QUALITY = "người có uy tín trong đồng bào"


@pytest.fixture
def lived(office, organiser):
    """Somebody with a post at an office that was merged, a class with two sittings, a talk and a visit."""
    person = PersonFactory.known_to(office, full_name="Trần Thị Mẫu", birth_year=1970)
    before = OrganisationFactory(name="Ủy ban nhân dân xã Cũ", parent=office)
    after = OrganisationFactory(name="Ủy ban nhân dân phường Mới")
    OrganisationSuccession.objects.create(predecessor=before, successor=after, on=dt.date(2025, 7, 1), kind="merged")
    people.add_post(
        actor=organiser, person=person, title="Tổ trưởng", organisation=before, valid_from=dt.date(2019, 5, 1)
    )
    made = TrainingClassFactory(keeper=office, title=f"Lớp cho {QUALITY}", audience=QUALITY)
    sittings = [SittingFactory(training_class=made, part=part) for part in ("morning", "afternoon")]
    row = EnrolmentFactory(training_class=made, person=person, post="Tổ trưởng")
    attendance.mark(
        actor=organiser,
        training_class=made,
        cells=[
            attendance.CellMark(enrolment_id=row.pk, sitting_id=sitting.pk, mark=mark)
            for sitting, mark in zip(sittings, (Mark.LATE, Mark.EXCUSED), strict=True)
        ],
    )
    taught = TrainingClassFactory(keeper=office, title=f"Dạy {QUALITY}", starts_on=dt.date(2024, 3, 2), ends_on=None)
    Speaker.objects.create(training_class=taught, person=person)
    Guest.objects.create(training_class=taught, person=person)
    return person


def texts(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.read("word/document.xml").decode()


def test_a_file_tells_years_roles_halves_and_what_became_of_offices(organiser, stranger, lived):
    file = person_file(organiser, lived)

    assert [year.year for year in file.years] == [2026, 2024, 2019]
    assert [(each.role, each.present, each.sittings) for each in file.classes] == [
        ("attended", 1, 2),
        ("spoke", None, None),
        ("guest", None, None),
    ]
    (held,) = file.posts
    assert (held.post.organisation.name, held.now.name) == ("Ủy ban nhân dân xã Cũ", "Ủy ban nhân dân phường Mới")
    assert (file.attended, file.taught) == (1, 1)
    elsewhere = person_file(stranger, lived)
    assert (elsewhere.classes, [each.now for each in elsewhere.posts]) == ([], [None])


def test_an_office_that_was_split_names_no_single_successor(organiser, lived):
    before = lived.posts.get().organisation
    OrganisationSuccession.objects.create(
        predecessor=before, successor=OrganisationFactory(), on=dt.date(2025, 7, 1), kind="split"
    )
    assert [each.now for each in person_file(organiser, lived).posts] == [None]


def test_a_transcript_is_made_by_an_organiser_and_stands_in_the_trail(office, organiser, stranger, lived):
    for nobody in (stranger, UserFactory.with_role(office, RoleKind.EDITOR)):
        with pytest.raises(PermissionDenied):
            make_transcript(actor=nobody, person=lived, form="pdf")
    assert not AuditEntry.objects.filter(action="training.transcript_made").exists()

    paper, given_by = make_transcript(actor=organiser, person=lived, form="pdf")

    said = AuditEntry.objects.get(action="training.transcript_made")
    assert (said.person_id, said.organisation_id, given_by) == (lived.pk, office.pk, office)
    word = texts(render(paper))
    pdf = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(render_pdf(paper))).pages)
    flat = " ".join(pdf.split())
    for told in ("Trần Thị Mẫu", "1970", "Tổ trưởng", "Ủy ban nhân dân xã Cũ", "phường Mới", "1/2"):
        assert told in word
        assert told in flat
    for code in (each.training_class.code for each in person_file(organiser, lived).classes):
        assert code in word
        assert code in flat


def test_what_a_class_was_called_reaches_neither_page_nor_paper(desk, organiser, lived):
    page = desk.get(reverse("desk:person_years", args=[lived.pk])).content.decode()
    assert "2019" in page
    assert "nay là Ủy ban nhân dân phường Mới" in page
    pdf = desk.post(reverse("desk:person_transcript", args=[lived.pk, "pdf"]))
    word = desk.post(reverse("desk:person_transcript", args=[lived.pk, "docx"]))
    assert pdf.headers["Content-Type"] == "application/pdf"
    read = PdfReader(io.BytesIO(pdf.content))
    told = [page, texts(word.content), "".join(each.extract_text() for each in read.pages), str(read.metadata)]
    for text in told:
        assert "uy tín" not in text
        assert "đồng bào" not in text


@pytest.mark.parametrize("classes", [2, 12])
def test_a_file_costs_the_same_however_long_it_is(office, organiser, classes):
    person = PersonFactory.known_to(office)
    for _number in range(classes):
        EnrolmentFactory(training_class=TrainingClassFactory(keeper=office), person=person)
    with CaptureQueriesContext(connection) as queries:
        person_file(organiser, person)
    assert len(queries) <= 9
