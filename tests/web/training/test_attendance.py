"""The sheet, the half-day page, and what they save."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from caunoi.training.enums import ClassState, Mark
from caunoi.training.models import Attendance, ClassReport, Enrolment, Scan, Sitting
from caunoi.training.services.attendance import CellMark, mark
from tests.factories import EnrolmentFactory, PersonFactory, SittingFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(training_class):
    return SittingFactory(training_class=training_class)


@pytest.fixture
def row(training_class):
    return EnrolmentFactory(training_class=training_class, person=PersonFactory(full_name="Nguyễn <b>Văn</b> Mẫu"))


@pytest.fixture
def address(training_class):
    return reverse("desk:class_attendance", args=[training_class.code])


def send(desk, address, *cells, **more):
    return desk.post(address, {"cells": json.dumps(cells), **more}, headers={"accept": "application/json"})


def test_sheet_shows_names_as_text_and_marks_as_signs(desk, organiser, sitting, row, address):
    cell = CellMark(enrolment_id=row.pk, sitting_id=sitting.pk, mark=Mark.LATE)
    mark(actor=organiser, training_class=row.training_class, cells=[cell])
    html = desk.get(address).content.decode()
    assert "Nguyễn &lt;b&gt;Văn&lt;/b&gt; Mẫu" in html
    assert f'data-m="late" aria-label="{Mark.LATE.label}">M</td>' in html


def test_empty_sheets_say_what_to_do_first(desk, training_class, address):
    assert reverse("desk:class_participants", args=[training_class.code]) in desk.get(address).content.decode()
    EnrolmentFactory(training_class=training_class)
    assert reverse("desk:class_programme", args=[training_class.code]) in desk.get(address).content.decode()


def test_cells_are_saved_and_the_news_told(desk, organiser, sitting, row, address):
    other = EnrolmentFactory(training_class=row.training_class)
    first = send(desk, address, [row.pk, sitting.pk, "present"], cursor="").json()
    assert (first["ok"], first["changed"], first["cells"]) == (True, 1, [[row.pk, sitting.pk, "present"]])
    cell = CellMark(enrolment_id=other.pk, sitting_id=sitting.pk, mark=Mark.ABSENT)
    mark(actor=organiser, training_class=row.training_class, cells=[cell])
    news = desk.get(address, {"doi": "1", "cursor": first["cursor"]}).json()
    assert news["cells"] == [[other.pk, sitting.pk, "absent"]]


@pytest.fixture
def others_marks(office, sitting, row):
    """31 marks of another clerk, the first of them for ``row``."""
    other = UserFactory.with_role(office, "organiser", name="Lê Văn Thư Ký")
    people = [row, *(EnrolmentFactory(training_class=row.training_class) for _ in range(30))]
    cells = [CellMark(enrolment_id=one.pk, sitting_id=sitting.pk, mark=Mark.LATE) for one in people]
    mark(actor=other, training_class=row.training_class, cells=cells)
    return people


def test_saver_is_told_whose_mark_was_replaced_and_both_observations_stay(desk, others_marks, sitting, address):
    row = others_marks[0]
    at = timezone.localtime(Scan.objects.filter(enrolment=row).get().recorded_at)

    first = send(desk, address, [row.pk, sitting.pk, "present"], cursor="").json()
    again = send(desk, address, [row.pk, sitting.pk, "absent"], cursor=first["cursor"]).json()
    same = send(desk, address, [others_marks[1].pk, sitting.pk, "late"], cursor="").json()
    seen = send(desk, address, [others_marks[2].pk, sitting.pk, "present"], cursor=first["cursor"]).json()

    told = (
        f"Nguyễn <b>Văn</b> Mẫu, {sitting}: Lê Văn Thư Ký đã đánh dấu “{Mark.LATE.label}” lúc {at.hour}:{at:%M}; "
        f"đã thay bằng “{Mark.PRESENT.label}”."
    )
    assert first["replaced"] == [told]
    assert again["replaced"] == same["replaced"] == seen["replaced"] == []
    marks = Scan.objects.filter(enrolment=row).order_by("id").values_list("mark", flat=True)
    assert list(marks) == ["late", "present", "absent"]


def test_many_replaced_marks_are_told_by_number_in_few_queries(
    desk, others_marks, sitting, address, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        cells = [[one.pk, sitting.pk, "present"] for one in others_marks]
        answer = send(desk, address, *cells, cursor="").json()

    assert len(answer["replaced"]) == 6
    assert answer["replaced"][-1].startswith("26 ")


def test_half_day_form_tells_whose_mark_was_replaced(desk, office, sitting, row, address):
    page = desk.get(address, {"buoi": sitting.pk})
    cursor = page.content.decode().split('name="cursor" value="')[1].split('"')[0]
    other = UserFactory.with_role(office, "organiser", name="Lê Văn Thư Ký")
    cell = CellMark(enrolment_id=row.pk, sitting_id=sitting.pk, mark=Mark.EXCUSED)
    mark(actor=other, training_class=row.training_class, cells=[cell])

    was = json.dumps({row.pk: "none"})
    typed = {"buoi": sitting.pk, "was": was, "cursor": cursor, f"m-{row.pk}": "present"}
    html = desk.post(address, typed, follow=True).content.decode()

    assert f"Lê Văn Thư Ký đã đánh dấu “{Mark.EXCUSED.label}”" in html
    assert Attendance.objects.get().mark == "present"


@pytest.mark.parametrize("cells", ["", "{}x", '[["a","b","c"]]', "[[1,2]]", '[[1,2,"there"]]', "5"])
def test_cells_that_are_none_are_refused_in_words(desk, sitting, row, address, cells):
    response = desk.post(address, {"cells": cells})
    assert (response.status_code, response.json()["ok"]) == (400, False)
    assert response.json()["words"]
    assert not Scan.objects.exists()


def test_correction_without_a_reason_asks_for_it(desk, training_class, sitting, row, address):
    ClassReport.objects.create(training_class=training_class, version=1, facts={})
    refused = send(desk, address, [row.pk, sitting.pk, "present"])
    assert (refused.status_code, refused.json()["reason"]) == (400, True)
    assert send(desk, address, [row.pk, sitting.pk, "present"], reason="Sót tên").json()["changed"] == 1


def test_closed_class_is_read_only(desk, training_class, sitting, row, address):
    training_class.state = ClassState.CLOSED
    training_class.save()
    assert send(desk, address, [row.pk, sitting.pk, "present"]).status_code == 409
    html = desk.get(address).content.decode()
    assert "sheet.js" not in html
    assert "data-row-all" not in html


def test_half_day_form_works_without_a_script(desk, sitting, row, address):
    html = desk.get(address, {"buoi": sitting.pk}).content.decode()
    assert f'name="m-{row.pk}" value="present"' in html
    was = json.dumps({row.pk: "none"})
    desk.post(address, {"buoi": sitting.pk, "was": was, f"m-{row.pk}": "late"})
    assert Attendance.objects.get().mark == "late"


def test_half_day_form_leaves_untouched_cells_alone(desk, organiser, sitting, row, address):
    was = json.dumps({row.pk: "none"})
    cell = CellMark(enrolment_id=row.pk, sitting_id=sitting.pk, mark=Mark.EXCUSED)
    mark(actor=organiser, training_class=row.training_class, cells=[cell])
    desk.post(address, {"buoi": sitting.pk, "was": was, f"m-{row.pk}": "none"})
    assert Attendance.objects.get().mark == "excused"


def test_half_day_form_keeps_what_was_chosen_when_a_reason_is_missing(desk, training_class, sitting, row, address):
    ClassReport.objects.create(training_class=training_class, version=1, facts={})
    response = desk.post(address, {"buoi": sitting.pk, "was": "{}", f"m-{row.pk}": "absent"})
    assert response.status_code == 400
    assert f'name="m-{row.pk}" value="absent" checked' in response.content.decode()


def test_sheet_of_300_and_12_costs_few_queries_and_no_widget_a_cell(
    desk, training_class, address, django_assert_max_num_queries
):
    people = [EnrolmentFactory.build(training_class=training_class, person=PersonFactory()) for _ in range(300)]
    Enrolment.objects.bulk_create(people)
    day = timezone.localdate()
    parts = ("morning", "afternoon", "evening")
    sittings = [
        SittingFactory(training_class=training_class, date=day + timezone.timedelta(days=n // 3), part=parts[n % 3])
        for n in range(12)
    ]
    assert Sitting.objects.count() == 12
    for _ in range(2):
        with django_assert_max_num_queries(20):
            html = desk.get(address).content.decode()
        assert html.count('role="gridcell"') == 3600
        assert html.count("<input") < 20
        response = send(desk, address, *[[one.pk, sittings[0].pk, "present"] for one in people])
        assert response.json()["ok"] is True


def test_trail_tells_marks_in_the_language_of_the_reader(desk, organiser, sitting, row):
    with translation.override("en"):
        cell = CellMark(enrolment_id=row.pk, sitting_id=sitting.pk, mark=Mark.EXCUSED)
        mark(actor=organiser, training_class=row.training_class, cells=[cell])

    html = desk.get(reverse("desk:class_trail", args=[row.training_class.code])).content.decode()

    held = f"{sitting.date:%d/%m/%Y}"
    assert f"sáng {held}" in html
    assert "vắng có phép: 1" in html
    assert "chưa điểm danh" in html
    assert "morning" not in html
