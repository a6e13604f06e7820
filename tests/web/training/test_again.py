"""A cancelled class is taken up again into a clash; a copy of a class takes its rooms along where they are free."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from caunoi.core.models import AuditEntry
from caunoi.training.enums import ClassState
from caunoi.training.models import Room, TrainingClass, VenuePoint
from caunoi.training.services import classes, rooms, venues
from tests.factories import OrganisationFactory, SittingFactory, TrainingClassFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

DAY = dt.date(2026, 11, 12)


@pytest.fixture
def hall(office, organiser):
    return rooms.save_room(actor=organiser, owner=office, name="Hội trường A")


def placed(office, room, *, title="Lớp", day=DAY, **fields):
    made = TrainingClassFactory(keeper=office, title=title, starts_on=day, ends_on=day, **fields)
    SittingFactory(training_class=made)
    VenuePoint.objects.create(training_class=made, room=room, name=room.name)
    return made


def test_a_cancelled_class_is_taken_up_into_a_clash_with_a_reason(desk, office, hall):
    here = placed(office, hall, title="Lớp hoãn", state=ClassState.CANCELLED)
    placed(office, hall, title="Lớp chen vào")
    page = reverse("desk:class_move", args=[here.code])
    form = {"state": "preparing", "revision": here.revision}

    asked = desk.post(page, form)

    told = asked.content.decode()
    assert asked.status_code == 200
    assert "Lớp chen vào" in told
    assert 'name="despite"' in told
    assert TrainingClass.objects.get(pk=here.pk).state == ClassState.CANCELLED
    assert desk.post(page, {**form, "despite": "Chia đôi hội trường"}).status_code == 302
    assert TrainingClass.objects.get(pk=here.pk).state == ClassState.PREPARING
    kept = AuditEntry.objects.get(action="training.clash_kept", object_id=str(here.pk))
    assert kept.reason == "Chia đôi hội trường"


def test_a_cancelled_class_whose_places_are_free_is_taken_up_at_once(desk, office, hall):
    here = placed(office, hall, state=ClassState.CANCELLED)
    done = desk.post(reverse("desk:class_move", args=[here.code]), {"state": "preparing", "revision": here.revision})
    assert done.status_code == 302
    assert TrainingClass.objects.get(pk=here.pk).state == ClassState.PREPARING


def copied(client, source, day):
    form = {"starts_on": day, "keeper": source.keeper_id}
    page = client.post(reverse("desk:class_duplicate", args=[source.code]), form, follow=True)
    return TrainingClass.objects.latest("created_at"), page.content.decode()


def test_a_copy_takes_the_room_along_where_it_is_free_and_says_where_not(desk, office, organiser, hall):
    source = placed(office, hall)
    second = rooms.save_room(actor=organiser, owner=office, name="Phòng họp B")
    venues.save_venue(actor=organiser, training_class=source, room=second)

    copy, page = copied(desk, source, "08/03/2027")
    assert [point.room for point in copy.venue_points.order_by("position", "id")] == [hall, second]
    assert "chưa giữ" not in page

    placed(office, second, title="Lớp kia", day=dt.date(2027, 4, 8))
    copy, page = copied(desk, source, "08/04/2027")
    assert [(point.name, point.room) for point in copy.venue_points.order_by("position", "id")] == [
        ("Hội trường A", hall),
        ("Phòng họp B", None),
    ]
    assert "“Phòng họp B” đã có lớp khác vào những ngày mới" in page
    # Without days nothing is taken yet; on the same days as the first class the room is.
    copy, _page = copied(desk, source, "")
    assert copy.venue_points.filter(room__isnull=False).count() == 2
    copy, page = copied(desk, source, "12/11/2026")
    assert copy.venue_points.filter(room__isnull=False).count() == 0
    assert page.count("chưa giữ cho lớp này") == 2


def test_a_room_of_another_office_or_out_of_use_stays_behind(desk, office, organiser, hall):
    theirs = Room.objects.create(owner=OrganisationFactory(), name="Phòng bạn", folded_name="phong ban")
    source = placed(office, theirs)
    copy, page = copied(desk, source, "08/03/2027")
    assert copy.venue_points.get().room is None
    assert "Cơ quan không dùng được “Phòng bạn”" in page

    other = placed(office, hall)
    rooms.save_room(actor=organiser, owner=office, room=hall, name=hall.name, in_use=False)
    assert copied(desk, other, "09/03/2027")[0].venue_points.get().room is None
    # Another office that makes a copy for itself chooses its own rooms.
    below = OrganisationFactory(parent=office)
    boss = UserFactory.with_role(office)
    rooms.save_room(actor=organiser, owner=office, room=hall, name=hall.name, in_use=True)
    made = classes.duplicate_class(actor=boss, training_class=other, keeper=below, starts_on=dt.date(2027, 5, 3))
    assert not made.venue_points.exists()
