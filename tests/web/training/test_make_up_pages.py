"""Make-up sittings and venue points on the pages: put down, marked, parted by point, taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from caunoi.training.enums import ClassState, Mark
from caunoi.training.models import Attendance, Enrolment, MakeUp, VenuePoint
from caunoi.training.services.attendance import CellMark, mark
from tests.factories import EnrolmentFactory, PlanFactory, PlanItemFactory, SittingFactory, TrainingClassFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def pair(office):
    item = PlanItemFactory(plan=PlanFactory(owner=office))
    found = []
    for day in (dt.date(2026, 3, 2), dt.date(2026, 3, 9)):
        made = TrainingClassFactory(keeper=office, plan_item=item, starts_on=day, ends_on=day, state=ClassState.HELD)
        found.append((made, SittingFactory(training_class=made)))
        EnrolmentFactory.create_batch(3, training_class=made)
    return found


def _absent(organiser, made, sitting):
    row = made.enrolments.order_by("id").first()
    cell = CellMark(enrolment_id=row.pk, sitting_id=sitting.pk, mark=Mark.ABSENT)
    mark(actor=organiser, training_class=made, cells=[cell])
    return row


def test_absence_is_made_up_from_the_sheet_of_one_class_on_that_of_the_other(desk, organiser, pair):
    (here, missed), (there, sitting) = pair
    row = _absent(organiser, here, missed)
    point = VenuePoint.objects.create(training_class=there, name="Hội trường Thử")
    url = reverse("desk:class_make_ups", args=[here.code])
    assertContains(desk.get(reverse("desk:class_attendance", args=[here.code])), url)
    assertContains(desk.get(url), f'value="{sitting.pk}-{point.pk}"')
    # Nobody ticked: said in words, nothing written.
    answer = desk.post(url, {"missed": missed.pk, "sitting": f"{sitting.pk}-{point.pk}"}, follow=True)
    assertContains(answer, "Đánh dấu người học bù.")
    desk.post(url, {"missed": missed.pk, "sitting": f"{sitting.pk}-{point.pk}", "people": [row.pk]})
    made = MakeUp.objects.get()
    assert (made.enrolment, made.missed, made.sitting, made.guest.venue_point) == (row, missed, sitting, point)
    # There: on the page of the sitting, below the list, and marked by the same form.
    other = reverse("desk:class_attendance", args=[there.code])
    page = desk.get(other, {"buoi": sitting.pk})
    assertContains(page, "Học bù buổi này")
    assertContains(page, f'name="m-{made.guest_id}"')
    desk.post(f"{other}?buoi={sitting.pk}", {"buoi": sitting.pk, "was": "{}", f"m-{made.guest_id}": "present"})
    assert Attendance.objects.get(enrolment=made.guest).mark == Mark.PRESENT
    assertContains(desk.get(other), row.person.full_name)
    # Here: the cell wears a mark, the row is told as made up, and can't be dropped any more.
    assertContains(desk.get(reverse("desk:class_attendance", args=[here.code])), "sheet-made-up")
    assertContains(desk.get(url), "đã học bù")
    drop = reverse("desk:make_up_drop", args=[here.code, made.pk])
    assertNotContains(desk.get(url), drop)
    desk.post(drop)
    assert MakeUp.objects.count() == 1
    assertContains(desk.get(reverse("desk:class_results", args=[here.code])), "học bù ở lớp khác")


def test_make_up_is_taken_back(desk, organiser, pair):
    (here, missed), (_there, sitting) = pair
    row = _absent(organiser, here, missed)
    url = reverse("desk:class_make_ups", args=[here.code])
    desk.post(url, {"missed": missed.pk, "sitting": f"{sitting.pk}-", "people": [row.pk]})
    desk.post(reverse("desk:make_up_drop", args=[here.code, MakeUp.objects.get().pk]))
    assert not MakeUp.objects.exists()
    assert not Enrolment.objects.filter(state="make_up").exists()


def test_page_of_make_ups_costs_the_same_for_2_as_for_40(desk, organiser, pair, django_assert_max_num_queries):
    (here, missed), (_there, sitting) = pair
    url = reverse("desk:class_make_ups", args=[here.code])
    counts = []
    for size in (2, 40):
        rows = EnrolmentFactory.create_batch(size, training_class=here)
        cells = [CellMark(enrolment_id=row.pk, sitting_id=missed.pk, mark=Mark.ABSENT) for row in rows]
        mark(actor=organiser, training_class=here, cells=cells)
        half = [row.pk for row in rows[: size // 2]]
        desk.post(url, {"missed": missed.pk, "sitting": f"{sitting.pk}-", "people": half})
        with django_assert_max_num_queries(60) as captured:
            assertContains(desk.get(url), rows[-1].person.full_name)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_list_is_shared_out_and_sheet_and_results_are_parted(desk, organiser, pair):
    made, sitting = pair[0]
    hall = VenuePoint.objects.create(training_class=made, name="Hội trường Thử", capacity=2)
    online = VenuePoint.objects.create(training_class=made, name="Trực tuyến", is_online=True, position=1)
    url = reverse("desk:class_points", args=[made.code])
    assertContains(desk.get(reverse("desk:class_participants", args=[made.code])), url)
    desk.post(url, {"step": "share", "how": "order"})
    assert list(made.enrolments.order_by("id").values_list("venue_point", flat=True)) == [hall.pk, hall.pk, online.pk]
    desk.post(url, {"step": "undo"})
    assert not made.enrolments.filter(venue_point__isnull=False).exists()
    rows = list(made.enrolments.order_by("id"))
    desk.post(url, {"step": "put", "people": [rows[0].pk, rows[1].pk], "point": hall.pk})
    desk.post(f"{url}?diem=0", {"step": "put", "everybody": "1", "point": online.pk})
    assert list(made.enrolments.order_by("id").values_list("venue_point", flat=True)) == [hall.pk, hall.pk, online.pk]
    sheet = reverse("desk:class_attendance", args=[made.code])
    part = desk.get(sheet, {"diem": online.pk})
    assertContains(part, rows[2].person.full_name)
    assertNotContains(part, rows[0].person.full_name)
    half = desk.get(sheet, {"diem": hall.pk, "buoi": sitting.pk})
    assertContains(half, rows[0].person.full_name)
    assertNotContains(half, rows[2].person.full_name)
    mark(
        actor=organiser,
        training_class=made,
        cells=[CellMark(enrolment_id=rows[0].pk, sitting_id=sitting.pk, mark=Mark.PRESENT)],
    )
    assertContains(desk.get(reverse("desk:class_results", args=[made.code])), "Theo từng điểm cầu")
