"""Badges: in order, only new ones where asked, and codes that a camera reads back."""

from __future__ import annotations

import io
import time

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from caunoi.core.errors import NotNow
from caunoi.papers.badges import Admission, badges_pdf
from caunoi.papers.codes import code_svg, door_code
from caunoi.training.door_codes import class_number, make_code, read_code
from caunoi.training.enums import ClassState
from caunoi.training.models import Ticket
from caunoi.training.queries.admissions import admissions
from caunoi.training.services.badges import take_badges
from tests.factories import EnrolmentFactory, PersonFactory

LONG = "Công Tằng Tôn Nữ Hoàng Thị Thử Nghiệm Rất Là Dài Dòng Văn Tự Như Trong Ví Dụ Này"


def pages_of(content):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def some(count, name="Nguyễn Văn Thử"):
    return [
        Admission(
            name=f"{name} {number}",
            unit="Tổ dân phố số 1",
            code=make_code(class_id=7, ticket=f"{number:016x}"),
            short_code="7K4M2P",
        )
        for number in range(count)
    ]


def test_badges_stand_by_unit_then_given_name_and_only_new_ones_where_asked(training_class, organiser, db):
    for name, unit in (("Trần Văn Ba", "2"), ("Lê Thị An", "2"), ("Võ Văn Xuân", "1")):
        EnrolmentFactory(
            training_class=training_class,
            person=PersonFactory(full_name=name),
            unit_text=f"Tổ {unit}",
            folded_unit=unit,
        )

    def taken(**wish):
        return [
            t.enrolment.person.full_name for t in take_badges(actor=organiser, training_class=training_class, **wish)
        ]

    assert taken(new=True) == ["Võ Văn Xuân", "Lê Thị An", "Trần Văn Ba"]
    with pytest.raises(ValidationError, match=r"printed before|đã in"):
        taken(new=True)
    late = EnrolmentFactory(
        training_class=training_class,
        person=PersonFactory(full_name="Hồ Thị Đến Sau"),
        unit_text="Tổ 2",
        folded_unit="2",
    )
    assert taken(new=True) == ["Hồ Thị Đến Sau"]
    assert taken(units=["2"]) == ["Lê Thị An", "Trần Văn Ba", "Hồ Thị Đến Sau"]
    assert taken(enrolments=[late.pk]) == ["Hồ Thị Đến Sau"]
    training_class.state = ClassState.CLOSED
    training_class.save()
    with pytest.raises(NotNow):
        taken()


def test_page_makes_the_sheets_and_counts_what_was_printed(training_class, desk, db):
    EnrolmentFactory.create_batch(12, training_class=training_class)
    address = reverse("desk:class_badges", args=[training_class.code])
    assert desk.get(address).context["printed"] == 0
    made = desk.post(address, {"which": "new"})
    assert made["Content-Type"] == "application/pdf"
    assert len(pages_of(made.content)) == 2
    assert desk.get(address).context["printed"] == 12
    assert Ticket.objects.filter(printed_at__isnull=False).count() == 12
    again = desk.post(address, {"which": "new"})
    assert (again.status_code, again["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_the_picture_of_a_code_is_the_code_and_says_which_class_and_ticket(training_class, organiser, db):
    EnrolmentFactory(training_class=training_class)
    (ticket,) = take_badges(actor=organiser, training_class=training_class)
    (one,) = admissions(training_class, [ticket])
    said = read_code(one.code)
    assert (said.class_id, said.ticket) == (class_number(training_class.code), ticket.number)
    # Every dark module is drawn once, and nothing else.
    drawn = sum(int(part.split("h")[1].split("v")[0]) for part in code_svg(one.code).split('d="')[2].split("M")[1:])
    assert drawn == sum(sum(row) for row in door_code(one.code).matrix)


def test_long_names_and_units_stay_on_their_badge_and_the_sheet_is_tagged():
    people = [Admission(name=LONG, unit=LONG * 2, code=some(1)[0].code, short_code="7K4M2P"), *some(10)]
    content = badges_pdf(LONG * 3, people)
    read = pypdf.PdfReader(io.BytesIO(content))
    assert len(read.pages) == 2
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.trailer["/Root"]["/Lang"] == "vi"
    assert "7K4M2P" in pages_of(content)[0]


def test_three_hundred_badges_take_seconds_at_most():
    people = some(300)
    badges_pdf("Lớp thử", people[:1])
    start = time.perf_counter()
    content = badges_pdf("Lớp thử", people)
    # Half a second on a quiet machine.
    assert time.perf_counter() - start < 10
    assert len(pages_of(content)) == 30
