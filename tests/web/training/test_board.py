"""The calendar with a row for each room or speaker, and the undo beside the message of a move."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caunoi.directory.enums import RoleKind
from caunoi.training.models import Room, Speaker, TrainingClass, VenuePoint
from caunoi.training.queries.trail import last_move
from caunoi.training.services import moving, programme, rooms, speakers
from tests.factories import OrganisationFactory, PersonFactory, SittingFactory, TrainingClassFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

DAY = dt.date(2026, 11, 12)


@pytest.fixture
def hall(office, organiser):
    return rooms.save_room(actor=organiser, owner=office, name="Hội trường A")


def placed(office, title, *, day=DAY, room=None, person=None, part="morning"):
    made = TrainingClassFactory(keeper=office, title=title, starts_on=day, ends_on=day)
    sitting = SittingFactory(training_class=made, part=part)
    if room:
        VenuePoint.objects.create(training_class=made, room=room, name="Điểm cầu")
    if person:
        item = made.agenda.create(sitting=sitting, title="Mục")
        Speaker.objects.create(training_class=made, agenda_item=item, person=person)
    return made


def board(client, query):
    """Return the rows: their name and what stands on each day, as a reader without eyes hears it."""
    page = client.get(f"/viec/lich/?day={DAY}&{query}").content.decode()
    rows = re.findall(r"<tr>\s*<th scope=\"row\".*?</tr>", page, re.DOTALL)
    found = {}
    for row in rows:
        name, *days = re.split(r"<td[^>]*data-cn-day=", row)
        full = re.compile(r'cn-board__full">(.*?)</span></(?:a|span)>', re.DOTALL)
        told = {day[1:11]: " ".join(full.findall(day)) for day in days}
        words = {day: re.sub(r"\s+", " ", re.sub("<[^>]+>", "", text)).strip() for day, text in told.items() if text}
        found[re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", name)).strip()] = words
    return found


@pytest.mark.parametrize("span", ["week", "month"])
def test_each_room_has_a_row_empty_ones_and_clashes_too(desk, organiser, hall, span):
    office = hall.owner
    rooms.save_room(actor=organiser, owner=office, name="Phòng trống")
    rooms.save_room(actor=organiser, owner=office, name="Phòng bỏ", in_use=False)
    rooms_of_others = OrganisationFactory()
    Room.objects.create(owner=rooms_of_others, name="Phòng kín", folded_name="phong kin")
    placed(office, "Lớp một", room=hall)
    placed(office, "Lớp hai", room=hall, part="afternoon")
    placed(rooms_of_others, "Lớp kín", room=hall, part="afternoon")
    placed(office, "Lớp mai", room=hall, day=DAY + dt.timedelta(days=1))

    shown = board(desk, f"view=rooms&span={span}")

    assert shown == {
        "Hội trường A": {
            "2026-11-12": "Sáng Lớp một trùng lịch: Chiều Lớp hai trùng lịch: Chiều lớp của cơ quan khác",
            "2026-11-13": "Sáng Lớp mai",
        },
        "Phòng trống còn trống": {},
    }
    page = desk.get(f"/viec/lich/?day={DAY}&view=rooms&span={span}").content.decode()
    assert page.count("cn-board__head") - page.count("cn-board__head--") == {"week": 7, "month": 30}[span]
    assert "Lớp kín" not in page


def test_each_speaker_has_a_row_with_days_away(desk, office, organiser):
    teaching, resting, elsewhere = (
        PersonFactory.known_to(office, full_name=name) for name in ("Võ Thị Dạy", "Hồ Văn Nghỉ", "Lê Thị Bận")
    )
    profile = speakers.add_speaker(actor=organiser, owner=office, person=resting)
    speakers.add_away(actor=organiser, profile=profile, first_day=DAY, last_day=DAY + dt.timedelta(days=1))
    speakers.add_speaker(actor=organiser, owner=office, person=elsewhere)
    placed(office, "Lớp một", person=teaching)
    placed(OrganisationFactory(), "Lớp kín", person=elsewhere)

    assert board(desk, "view=speakers") == {
        "Lê Thị Bận": {"2026-11-12": "Sáng lớp của cơ quan khác"},
        "Võ Thị Dạy": {"2026-11-12": "Sáng Lớp một"},
        "Hồ Văn Nghỉ": {"2026-11-12": "vắng", "2026-11-13": "vắng"},
    }
    assert list(board(desk, f"view=speakers&speaker={teaching.pk}")) == ["Võ Thị Dạy"]
    assert board(desk, f"view=speakers&office={office.pk}") == {"Võ Thị Dạy": {"2026-11-12": "Sáng Lớp một"}}
    stranger = Client()
    stranger.force_login(UserFactory.with_role(OrganisationFactory(), RoleKind.ADMINISTRATOR))
    for view in ("rooms", "speakers"):
        assert board(stranger, f"view={view}") == {}


@pytest.mark.parametrize("view", ["rooms", "speakers"])
def test_a_board_of_200_classes_costs_as_many_queries_as_one_of_20(desk, office, hall, view):
    person = PersonFactory.known_to(office)

    def fill(count):
        for number in range(count):
            placed(office, f"Lớp {number}", day=DAY.replace(day=1 + number % 28), room=hall, person=person)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            desk.get(f"/viec/lich/?view={view}&span=month&day=2026-11-12")
        return len(captured)

    fill(20)
    cost()
    few = cost()
    fill(180)
    assert cost() == few
    assert few < 40


def moved(desk, here, **data):
    here.refresh_from_db()
    place = f"/viec/lop/{here.code}/doi-ngay/"
    data = {"starts_on": "17/11/2026", "revision": here.revision, "next": "/viec/lich/?day=2026-11-12", **data}
    page = desk.post(place, data, follow=True).content.decode()
    return re.search(rf'action="({place}hoan-tac/\d+/[^"]*)"', page)[1].replace("&amp;", "&")


def test_a_move_is_undone_by_the_button_beside_the_message(desk, office, hall, stranger):
    here = placed(office, "Lớp dời", room=hall)
    undo = moved(desk, here)
    here.refresh_from_db()
    assert (here.starts_on, here.sittings.get().date) == (dt.date(2026, 11, 17),) * 2
    assert desk.get(undo).status_code == 405
    other = Client()
    other.force_login(stranger)
    assert other.post(undo).status_code == 404

    back = desk.post(undo)

    assert (back.status_code, back["Location"]) == (302, "/viec/lich/?day=2026-11-12")
    assert "Đã hoàn tác" in desk.get("/viec/lich/").content.decode()
    here.refresh_from_db()
    assert (here.starts_on, here.ends_on, here.sittings.get().date) == (DAY,) * 3
    # Once is enough: the row of the move is no longer the last word.
    assert "đã thay đổi sau lần dời này" in desk.post(undo, follow=True).content.decode()
    assert TrainingClass.objects.get(pk=here.pk).starts_on == DAY


def test_an_undo_is_refused_in_words_once_somebody_changed_the_class_or_took_the_room(desk, office, organiser, hall):
    here = placed(office, "Lớp dời", room=hall)
    undo = moved(desk, here)
    programme.add_sitting(actor=organiser, training_class=here, date=dt.date(2026, 11, 17), part="afternoon")
    assert "đã thay đổi sau lần dời này" in desk.post(undo, follow=True).content.decode()

    second = placed(office, "Lớp dời hai", room=hall)
    undo = moved(desk, second, despite="Ghép hai lớp")
    placed(office, "Lớp chen vào", room=hall)
    told = desk.post(undo, follow=True).content.decode()
    assert "Chưa hoàn tác" in told
    assert "Lớp chen vào" in told
    assert TrainingClass.objects.get(pk=second.pk).starts_on == dt.date(2026, 11, 17)
    # A row of another class, or none, undoes nothing.
    wrong = reverse("desk:class_days_undo", args=[second.code, last_move(here).pk])
    assert "không còn thấy lần dời này" in desk.post(wrong, follow=True).content.decode().casefold()


def test_undo_gives_back_every_sitting(organiser, office):
    here = TrainingClassFactory(keeper=office, starts_on=DAY, ends_on=DAY + dt.timedelta(days=1))
    for day in (DAY, DAY + dt.timedelta(days=1)):
        SittingFactory(training_class=here, date=day)
    before = list(here.sittings.order_by("pk").values_list("pk", "date"))
    moving.move_class(actor=organiser, training_class=here, starts_on=DAY + dt.timedelta(days=1), revision=1)
    moving.undo_move(actor=organiser, training_class=here, move=last_move(here).pk)
    assert list(here.sittings.order_by("pk").values_list("pk", "date")) == before
