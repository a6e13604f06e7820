from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from caunoi.core.models import AuditEntry
from caunoi.directory.models import Role
from caunoi.training.enums import ClassState, FeedKind
from caunoi.training.models import CalendarFeed, Speaker, TrainingClass, VenuePoint
from caunoi.training.services import feeds, rooms
from tests.factories import EnrolmentFactory, OrganisationFactory, PersonFactory, SittingFactory, TrainingClassFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def placed(office, title, **fields):
    day = timezone.localdate() + dt.timedelta(days=3)
    made = TrainingClassFactory(keeper=office, title=title, starts_on=day, ends_on=day, **fields)
    return made, SittingFactory(training_class=made, part="afternoon")


def fetch(token, **headers):
    return Client().get(f"/api/lich/{token}.ics", headers=headers)


def events(token):
    return Calendar.from_ical(fetch(token).content).walk("VEVENT")


def test_a_feed_shows_the_scope_without_names(organiser, office):
    here, sitting = placed(office, "Lớp một", place="Hội trường A")
    placed(OrganisationFactory(), "Lớp kín")
    gone, _sitting = placed(office, "Lớp hủy", state=ClassState.CANCELLED)
    person = PersonFactory.known_to(office, full_name="Lê Thị Học Viên")
    EnrolmentFactory(training_class=here, person=person)
    _feed, token = feeds.make_feed(actor=organiser, kind=FeedKind.OWN)

    response = fetch(token)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Học Viên" not in response.content.decode()
    found = {str(event["summary"]): event for event in events(token)}
    assert sorted(found) == ["Lớp hủy", "Lớp một"]
    event = found["Lớp một"]
    assert (str(event["uid"]), event["sequence"], str(event["status"]), str(event["location"])) == (
        f"{here.code}-{sitting.pk}@caunoi",
        1,
        "CONFIRMED",
        "Hội trường A",
    )
    assert str(found["Lớp hủy"]["status"]) == "CANCELLED"
    begins = event["dtstart"].dt
    assert (begins.date(), begins.hour, begins.utcoffset()) == (here.starts_on, 13, dt.timedelta(hours=7))
    assert "TZID:Asia/Ho_Chi_Minh" in response.content.decode()
    # Nothing changed: 304. Something did: another answer, the same uid, a higher sequence.
    assert fetch(token, if_none_match=response["ETag"]).status_code == 304
    TrainingClass.objects.filter(pk=here.pk).update(revision=2, title="Lớp một, sửa")
    assert fetch(token, if_none_match=response["ETag"]).status_code == 200
    changed = next(one for one in events(token) if one["uid"] == event["uid"])
    assert changed["sequence"] == 2
    assert gone.code in response.content.decode()


def test_a_feed_of_a_room_or_a_speaker(organiser, office, stranger):
    room = rooms.save_room(actor=organiser, owner=office, name="Hội trường A")
    speaker = PersonFactory.known_to(office)
    inside, _one = placed(office, "Lớp trong phòng")
    VenuePoint.objects.create(training_class=inside, room=room, name="Điểm")
    taught, sitting = placed(office, "Lớp có người dạy")
    item = taught.agenda.create(sitting=sitting, title="Mục")
    Speaker.objects.create(training_class=taught, agenda_item=item, person=speaker)

    _feed, of_room = feeds.make_feed(actor=organiser, kind=FeedKind.ROOM, room=room)
    _feed, of_speaker = feeds.make_feed(actor=organiser, kind=FeedKind.SPEAKER, person=speaker)

    assert [str(event["summary"]) for event in events(of_room)] == ["Lớp trong phòng"]
    assert [str(event["summary"]) for event in events(of_speaker)] == ["Lớp có người dạy"]
    for chosen in ({"kind": FeedKind.ROOM, "room": room}, {"kind": FeedKind.SPEAKER, "person": speaker}):
        with pytest.raises(ValidationError):
            feeds.make_feed(actor=stranger, **chosen)


def test_an_address_that_holds_no_more_is_404(organiser, office, stranger):
    placed(office, "Lớp một")
    feed, token = feeds.make_feed(actor=organiser, kind=FeedKind.OWN)
    assert token not in str(CalendarFeed.objects.values())
    assert token not in str(AuditEntry.objects.values())
    with pytest.raises(PermissionDenied):
        feeds.revoke_feed(actor=stranger, feed=feed)

    renewed = feeds.renew_feed(actor=organiser, feed=feed)
    assert (fetch(token).status_code, fetch(renewed).status_code) == (404, 200)
    Role.objects.filter(user=organiser).update(valid_to=timezone.localdate())
    assert fetch(renewed).status_code == 404
    Role.objects.filter(user=organiser).update(valid_to=None)
    feeds.revoke_feed(actor=organiser, feed=feed)
    assert (fetch(renewed).status_code, fetch("x").status_code) == (404, 404)


def test_the_page_shows_an_address_once(desk, organiser):
    made = desk.post("/viec/lich/dia-chi/", {"make": "1", "kind": "own"}).content.decode()

    assert "/api/lich/" in made
    assert "/api/lich/" not in desk.get("/viec/lich/dia-chi/").content.decode()
    feed = CalendarFeed.objects.get()
    assert desk.post("/viec/lich/dia-chi/", {"revoke": str(feed.pk)}).status_code == 302
    assert desk.post("/viec/lich/dia-chi/", {"revoke": str(feed.pk)}).status_code == 404
    assert desk.post("/viec/lich/dia-chi/", {"renew": "x"}).status_code == 404
