"""Entry from signed paper, the scan beside it, and papers of leave."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from caunoi import papers
from caunoi.directory.enums import RoleKind
from caunoi.training.enums import ClassState, EnrolmentState, Mark, ScanSource
from caunoi.training.models import Attendance, LeaveDocument, Scan, SignedSheet
from caunoi.training.queries.entry import read_numbers
from caunoi.training.queries.papers.lists import sign_in_paper
from caunoi.training.services.attendance import CellMark, mark
from tests.factories import EnrolmentFactory, PersonFactory, SittingFactory, UserFactory

pytestmark = pytest.mark.django_db


def picture(name="ban-ky.png"):
    out = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


@pytest.fixture
def sitting(training_class):
    training_class.starts_on = training_class.ends_on = timezone.localdate()
    training_class.save()
    return SittingFactory(training_class=training_class)


def enrol(training_class, name, unit, **more):
    person = PersonFactory(full_name=name)
    return EnrolmentFactory(
        training_class=training_class, person=person, unit_text=f"Tổ {unit}", folded_unit=unit, **more
    )


@pytest.fixture
def people(training_class):
    """Six people of two units; the third has a substitute, who stands at the end of the first unit."""
    named = (("Lê Văn An", "1"), ("Hồ Thị Bé", "1"), ("Võ Văn Cả", "1"), ("Mai Thị An", "2"), ("Lý Văn Tí", "2"))
    made = [enrol(training_class, name, unit) for name, unit in named]
    made.append(enrol(training_class, "Đỗ Thị Xuyến", "1", substitute_for=made[2]))
    EnrolmentFactory(training_class=training_class, state=EnrolmentState.WITHDRAWN)
    return made


@pytest.fixture
def address(training_class, sitting):
    return f"{reverse('desk:class_entry', args=[training_class.code])}?buoi={sitting.pk}"


def by_door(row, sitting, value):
    scan = Scan.objects.create(enrolment=row, sitting=sitting, mark=value, source=ScanSource.DOOR)
    Attendance.objects.create(enrolment=row, sitting=sitting, mark=value, scan=scan)


def marks(sitting):
    rows = Attendance.objects.filter(sitting=sitting).order_by("pk")
    return {row.enrolment.person.full_name: row.mark for row in rows.select_related("enrolment__person")}


def boxes(page):
    """Return what the rows of an answer send when they are saved as they stand."""
    fields = {f"m-{one['row'].id}": one["sign"] for one in page.context["rows"]}
    was = ",".join(f"{one['row'].id}:{one['row'].standing}" for one in page.context["rows"])
    return {"rows": "1", "was": was, **fields}


def test_rows_are_those_of_the_printed_sheet(sitting, people, desk, address, office):
    training_class = sitting.training_class
    printed = sign_in_paper(training_class, office, papers.Layout.PARTY, [sitting]).participants
    shown = [one["row"] for one in desk.get(address).context["rows"]]
    assert [row.name for row in shown] == [one.name for one in printed]
    assert [row.number for row in shown] == list(range(1, len(printed) + 1))


def test_numbers_are_shown_with_their_names_before_anything_is_saved(training_class, sitting, people, desk, address):
    by_door(people[1], sitting, Mark.LATE)
    order = {one["row"].name: one["row"].number for one in desk.get(address).context["rows"]}
    typed = f"{order['Mai Thị An']}P, {order['Võ Văn Cả']} {order['Đỗ Thị Xuyến']}"
    page = desk.post(address, {"who": "missing", "numbers": typed})
    assert marks(sitting) == {"Hồ Thị Bé": Mark.LATE}
    assert {one["row"].name: one["row"].value for one in page.context["rows"]} == {
        "Lê Văn An": Mark.PRESENT,
        "Hồ Thị Bé": Mark.LATE,  # the door knows when she came; the signature says only that she did
        "Võ Văn Cả": Mark.NONE,  # somebody may have come instead: nothing is said of him
        "Đỗ Thị Xuyến": Mark.NONE,
        "Mai Thị An": Mark.EXCUSED,
        "Lý Văn Tí": Mark.PRESENT,
    }
    assert desk.post(address, boxes(page)).status_code == 302
    assert marks(sitting) == {
        "Hồ Thị Bé": Mark.LATE,
        "Lê Văn An": Mark.PRESENT,
        "Mai Thị An": Mark.EXCUSED,
        "Lý Văn Tí": Mark.PRESENT,
    }
    assert set(Scan.objects.values_list("source", flat=True)) == {ScanSource.DOOR, ScanSource.PAPER}


def test_paper_that_says_otherwise_than_the_door_needs_a_reason(training_class, sitting, people, desk, address):
    by_door(people[0], sitting, Mark.PRESENT)
    order = {one["row"].name: one["row"].number for one in desk.get(address).context["rows"]}
    page = desk.post(address, {"who": "missing", "numbers": str(order["Lê Văn An"])})
    assert [row.name for row in page.context["differing"]] == ["Lê Văn An"]
    refused = desk.post(address, boxes(page))
    assert refused.status_code == 400
    assert refused.context["error"]
    assert marks(sitting) == {"Lê Văn An": Mark.PRESENT}
    desk.post(address, {**boxes(page), "reason": "Quét thẻ hộ người khác"})
    assert marks(sitting)["Lê Văn An"] == Mark.ABSENT
    assert Scan.objects.filter(reason="Quét thẻ hộ người khác").count() == 1


def test_what_somebody_else_marked_meanwhile_is_not_undone(sitting, people, desk, organiser, address):
    page = desk.get(address)
    cell = CellMark(enrolment_id=people[0].pk, sitting_id=sitting.pk, mark=Mark.PRESENT)
    mark(actor=organiser, training_class=sitting.training_class, cells=[cell])
    desk.post(address, boxes(page))
    assert marks(sitting) == {"Lê Văn An": Mark.PRESENT}


@pytest.mark.parametrize(
    ("typed", "marks", "faults"),
    [
        ("3 5-7,9p", {3: None, 5: None, 6: None, 7: None, 9: Mark.EXCUSED}, 0),
        ("1 – 3; 10m", {1: None, 2: None, 3: None, 10: Mark.LATE}, 0),
        ("", {}, 0),
        ("11 0 7-5 x9 4Q", {}, 5),
        ("4 4P", {4: Mark.EXCUSED}, 1),
    ],
)
def test_numbers_are_read_as_people_type_them(typed, marks, faults):
    found = read_numbers(typed, rows=10)
    assert (dict(found.marks), len(found.faults)) == (marks, faults)


def test_scan_is_kept_with_its_sitting_and_opened_by_who_marks_and_by_auditors(sitting, people, desk, address, office):
    training_class = sitting.training_class
    keep = reverse("desk:class_sheet_keep", args=[training_class.code, sitting.pk])
    desk.post(keep, {"file": [picture(), picture("trang-2.png")]})
    assert [one.file.name for one in SignedSheet.objects.order_by("id")] == ["ban-ky.png", "trang-2.png"]
    kept = SignedSheet.objects.earliest("id")
    file = reverse("desk:class_sheet_file", args=[training_class.code, kept.pk])
    assert file in desk.get(address).content.decode()
    for role, answer in ((RoleKind.DOOR, 200), (RoleKind.AUDITOR, 200), (RoleKind.EDITOR, 403)):
        client = Client()
        client.force_login(UserFactory.with_role(office, role))
        assert client.get(file).status_code == answer
        assert (file in client.get(address).content.decode()) == (answer == 200)
    off = reverse("desk:class_sheet_off", args=[training_class.code, kept.pk])
    desk.post(off)
    assert desk.get(file).status_code == 404
    desk.post(f"{off}?lai=1")
    assert desk.get(file).status_code == 200
    # A signed sheet often comes from the scanner after the class is closed.
    training_class.state = ClassState.CLOSED
    training_class.save()
    desk.post(keep, {"file": [picture("sau.png")]})
    assert SignedSheet.objects.filter(taken_off_at=None).count() == 3
    assert "text/html" in desk.post(keep, {"file": [SimpleUploadedFile("a.txt", b"chu")]}, follow=True)["Content-Type"]
    assert SignedSheet.objects.count() == 3


def test_leave_carries_its_paper_marks_the_sittings_and_shows_on_the_sheet(
    training_class, sitting, people, desk, office
):
    address = reverse("desk:class_leaves", args=[training_class.code])
    later = SittingFactory(training_class=training_class, part="afternoon")
    desk.post(address, {"participant": people[0].pk, "sittings": [sitting.pk, later.pk], "file": picture("giay.png")})
    assert marks(sitting) == marks(later) == {"Lê Văn An": Mark.EXCUSED}
    page = desk.get(address)
    (row,) = page.context["rows"]
    assert (row.name, row.without, [one.file.name for one in row.documents]) == ("Lê Văn An", (), ["giay.png"])
    on_sheet = desk.get(reverse("desk:class_attendance", args=[training_class.code])).content.decode()
    assert on_sheet.count("sheet-on-paper") == 2
    document = LeaveDocument.objects.get()
    file = reverse("desk:class_leave_file", args=[training_class.code, document.pk])
    for role, answer in ((RoleKind.LEADER, 200), (RoleKind.DOOR, 403), (RoleKind.AUDITOR, 403)):
        client = Client()
        client.force_login(UserFactory.with_role(office, role))
        assert client.get(file).status_code == answer
    desk.post(reverse("desk:class_leave_off", args=[training_class.code, document.pk]))
    assert desk.get(file).status_code == 404
    assert marks(sitting) == {"Lê Văn An": Mark.EXCUSED}


def test_no_leave_for_a_sitting_at_which_somebody_was(training_class, sitting, people, desk, organiser):
    cell = CellMark(enrolment_id=people[0].pk, sitting_id=sitting.pk, mark=Mark.PRESENT)
    mark(actor=organiser, training_class=training_class, cells=[cell])
    address = reverse("desk:class_leaves", args=[training_class.code])
    page = desk.post(address, {"participant": people[0].pk, "sittings": [sitting.pk], "file": picture()})
    assert page.context["form"].errors["sittings"]
    assert not LeaveDocument.objects.exists()
