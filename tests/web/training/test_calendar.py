from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caunoi.training.enums import ClassState
from caunoi.training.models import Speaker, TrainingClass, VenuePoint
from caunoi.training.services import rooms
from tests.factories import (
    OrganisationFactory,
    PersonFactory,
    SittingFactory,
    TrainingClassFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]

DAY = dt.date(2026, 11, 12)


def placed(office, title, *, day=DAY, room=None, person=None, **fields):
    made = TrainingClassFactory(keeper=office, title=title, starts_on=day, ends_on=day, **fields)
    sitting = SittingFactory(training_class=made)
    if room:
        VenuePoint.objects.create(training_class=made, room=room, name="Điểm cầu")
    if person:
        Speaker.objects.create(
            training_class=made, agenda_item=made.agenda.create(sitting=sitting, title="Mục"), person=person
        )
    return made


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_each_view_shows_the_scope_alone_with_its_clashes(desk, office, organiser, view):
    room = rooms.save_room(actor=organiser, owner=office, name="Hội trường A")
    placed(office, "Lớp một", room=room)
    placed(OrganisationFactory(), "Lớp kín", room=room)
    placed(office, "Lớp hủy", state=ClassState.CANCELLED)
    placed(office, "Lớp tháng sau", day=DAY + dt.timedelta(days=40))

    page = desk.get(f"/viec/lich/?view={view}&day=2026-11-12").content.decode()

    assert "Lớp một" in page
    assert "trùng lịch" in page
    assert [title for title in ("Lớp kín", "Lớp hủy", "Lớp tháng sau") if title in page] == []


def test_filters_narrow_and_odd_values_are_none(desk, office, organiser):
    room = rooms.save_room(actor=organiser, owner=office, name="Hội trường A")
    speaker = PersonFactory.known_to(office, full_name="Võ Thị Báo Cáo")
    placed(office, "Lớp trong phòng", room=room)
    placed(office, "Lớp có người dạy", person=speaker)

    def shown(query):
        page = desk.get(f"/viec/lich/?day=2026-11-12&{query}").content.decode()
        return [title for title in ("Lớp trong phòng", "Lớp có người dạy") if title in page]

    assert shown(f"room={room.pk}") == ["Lớp trong phòng"]
    assert shown(f"speaker={speaker.pk}") == ["Lớp có người dạy"]
    assert shown(f"office={office.pk}") == ["Lớp trong phòng", "Lớp có người dạy"]
    assert shown("room=x&speaker=1&office=2&view=y") == ["Lớp trong phòng", "Lớp có người dạy"]
    for day in ("9999-12-31", "0001-01-01", "x"):
        assert desk.get(f"/viec/lich/?day={day}").status_code == 200


def test_a_month_of_200_classes_costs_as_many_queries_as_one_of_20(desk, office, organiser):
    room = rooms.save_room(actor=organiser, owner=office, name="Hội trường A")
    speaker = PersonFactory.known_to(office)

    def fill(count):
        for number in range(count):
            placed(office, f"Lớp {number}", day=DAY.replace(day=1 + number % 28), room=room, person=speaker)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            desk.get("/viec/lich/?day=2026-11-12")
        return len(captured)

    fill(20)
    cost()
    few = cost()
    fill(180)
    assert cost() == few
    assert few < 40


def test_a_class_is_moved_from_the_calendar_after_a_look(desk, office, organiser):
    room = rooms.save_room(actor=organiser, owner=office, name="Hội trường A")
    here = placed(office, "Lớp dời", room=room)
    placed(office, "Lớp kia", day=DAY + dt.timedelta(days=5), room=room)
    place = f"/viec/lop/{here.code}/doi-ngay/"

    look = desk.get(f"{place}?from=2026-11-12&onto=2026-11-17&next=/viec/lich/").content.decode()
    assert "Lớp kia" in look
    data = {"starts_on": "17/11/2026", "revision": 1, "next": "/viec/lich/"}
    refused = desk.post(place, data)
    assert refused.status_code == 200
    assert TrainingClass.objects.get(pk=here.pk).starts_on == DAY
    moved = desk.post(place, {**data, "despite": "Ghép hai lớp"})
    assert (moved.status_code, moved["Location"]) == (302, "/viec/lich/")
    assert TrainingClass.objects.get(pk=here.pk).starts_on == DAY + dt.timedelta(days=5)
    # A way back that leads out of the house is not taken.
    away = desk.get(f"{place}?to=2026-11-20&next=https://evil.example/").content.decode()
    assert 'href="https://evil.example/"' not in away
    assert 'name="next" value="https://evil.example/"' not in away.split("<main", 1)[1]
