"""The big screen and the live monitor at the desk: who is in, without reloading, and without names in the hall."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caunoi.directory.enums import RoleKind
from caunoi.training.enums import ClassState, Mark
from caunoi.training.models import Enrolment
from caunoi.training.queries.monitor import monitor
from caunoi.training.queries.screens import class_of_screen, screen_token
from caunoi.training.services.attendance import CellMark, mark
from caunoi.training.services.screens import close_screen, renew_screen
from tests.factories import EnrolmentFactory, PersonFactory, SittingFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(training_class):
    """A class of yesterday and today with two half-days and three people of two units."""
    today = timezone.localdate()
    training_class.starts_on, training_class.ends_on = today - dt.timedelta(days=1), today
    training_class.save()
    for day in (training_class.starts_on, today):
        SittingFactory(training_class=training_class, part="morning", date=day, starts_at=dt.time(0))
    for name, unit in (("Lê Thị Đã Đến", "Tổ 1"), ("Hồ Văn Chưa Tới", "Tổ 1"), ("Võ Thị Có Phép", "Tổ 2")):
        EnrolmentFactory(
            training_class=training_class, person=PersonFactory(full_name=name), unit_text=unit, folded_unit=unit
        )
    return training_class


def tell(actor, training_class, name, value):
    row = Enrolment.objects.get(training_class=training_class, person__full_name=name)
    sitting = training_class.sittings.latest("date")
    mark(
        actor=actor,
        training_class=training_class,
        cells=[CellMark(enrolment_id=row.pk, sitting_id=sitting.pk, mark=value)],
    )


def screen(training_class, name="screen"):
    return reverse(f"hall:{name}", args=[screen_token(training_class)])


def test_screen_counts_without_a_name_and_the_desk_names_who_is_missing(held, desk, organiser):
    tell(organiser, held, "Lê Thị Đã Đến", Mark.LATE)
    tell(organiser, held, "Võ Thị Có Phép", Mark.EXCUSED)

    found = monitor(held, names=True)
    assert (found.now.marks.present, found.now.expected, found.now.marks.late, found.missing) == (1, 3, 1, 1)
    assert [(unit.name, unit.present, unit.expected, unit.excused, unit.missing) for unit in found.units] == [
        ("Tổ 1", 1, 2, 0, ["Hồ Văn Chưa Tới"]),
        ("Tổ 2", 0, 1, 1, []),
    ]
    assert [one.name for one in found.arrivals] == ["Lê Thị Đã Đến"]

    hall = Client().get(screen(held)).content.decode()
    assert "<b>1</b>" in hall
    assert "/3</span>" in hall
    assert "Tổ 1" in hall
    page = desk.get(reverse("desk:class_monitor", args=[held.code])).content.decode()
    for name in ("Lê Thị Đã Đến", "Hồ Văn Chưa Tới"):
        assert name in page
        assert name not in hall
    assert screen(held) in page


def test_substitute_who_came_fills_the_seat_of_the_original(held, organiser):
    original = Enrolment.objects.get(person__full_name="Hồ Văn Chưa Tới")
    EnrolmentFactory(
        training_class=held, person=PersonFactory(full_name="Mai Thị Đi Thay"), unit_text="Tổ 1", folded_unit="Tổ 1",
        substitute_for=original,
    )  # fmt: skip
    tell(organiser, held, "Mai Thị Đi Thay", Mark.PRESENT)
    first = monitor(held).units[0]
    assert (first.present, first.expected, first.missing) == (1, 2, ["Lê Thị Đã Đến"])


@pytest.mark.parametrize("face", ["screen", "desk"])
def test_figures_are_sent_only_when_something_changed(held, desk, organiser, face, django_assert_max_num_queries):
    client, address = (
        (Client(), screen(held, "screen_figures"))
        if face == "screen"
        else (desk, reverse("desk:class_monitor_figures", args=[held.code]))
    )
    first = client.get(address)
    assert first.status_code == 200
    with django_assert_max_num_queries(3):
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    tell(organiser, held, "Lê Thị Đã Đến", Mark.PRESENT)
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_hall_of_300_and_12_half_days_costs_as_many_questions_as_one_of_three(
    held, desk, organiser, django_assert_max_num_queries
):
    address = reverse("desk:class_monitor_figures", args=[held.code])
    with django_assert_max_num_queries(15) as small:
        desk.get(address)
    for day in range(1, 6):
        for part in ("morning", "afternoon"):
            SittingFactory(training_class=held, part=part, date=held.starts_on - dt.timedelta(days=day))
    for number in range(300):
        EnrolmentFactory(training_class=held, unit_text=f"Tổ {number % 40}", folded_unit=f"{number % 40}")
    cells = [
        CellMark(enrolment_id=row, sitting_id=sitting, mark=Mark.PRESENT)
        for row in held.enrolments.values_list("pk", flat=True)
        for sitting in held.sittings.values_list("pk", flat=True)
    ]
    mark(actor=organiser, training_class=held, cells=cells)
    with django_assert_max_num_queries(len(small.captured_queries)):
        answer = desk.get(address)
    assert "303" in answer.content.decode()
    hall = screen(held)
    with django_assert_max_num_queries(9):
        Client().get(hall)


def test_address_dies_with_the_class_a_renewal_and_the_closing_of_the_screen(held, organiser, desk):
    first = screen_token(held)
    assert class_of_screen(first) == held
    assert class_of_screen(first[:-1] + ("A" if first[-1] != "A" else "B")) is None
    assert class_of_screen("nothing") is None

    desk.post(reverse("desk:class_screen", args=[held.code]))
    second = screen_token(held)
    assert (class_of_screen(first), class_of_screen(second)) == (None, held)

    desk.post(reverse("desk:class_screen", args=[held.code]), {"dong": "1"})
    assert class_of_screen(second) is None
    assert Client().get(reverse("hall:screen", args=[second])).status_code == 404
    dead = Client().get(reverse("hall:screen_figures", args=[second]))
    assert (dead.status_code, dead["HX-Refresh"]) == (404, "true")

    renew_screen(actor=organiser, training_class=held)
    third = screen_token(held)
    assert class_of_screen(third) == held
    held.state = ClassState.CLOSED
    held.save()
    assert class_of_screen(third) is None


def test_only_who_marks_attendance_renews_or_closes_the_screen(held):
    reader = UserFactory.with_role(held.keeper, RoleKind.AUDITOR)
    client = Client()
    client.force_login(reader)
    page = client.get(reverse("desk:class_monitor", args=[held.code])).content.decode()
    assert screen_token(held) not in page
    assert client.post(reverse("desk:class_screen", args=[held.code])).status_code == 403
    close_screen(actor=UserFactory.with_role(held.keeper, RoleKind.DOOR), training_class=held)
