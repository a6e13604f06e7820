from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from caunoi.core.models import AuditEntry, TryCount
from caunoi.directory.models import Role
from caunoi.training.enums import ClassState, FeedKind, GuestRole, Part
from caunoi.training.models import CalendarFeed, Guest, Sitting, Speaker, TrainingClass, VenuePoint
from caunoi.training.services import classes, feeds, moving, programme, rooms
from caunoi.web.api.calendars import calendar_of
from tests.factories import (
    EnrolmentFactory,
    OrganisationFactory,
    PersonFactory,
    SittingFactory,
    TrainingClassFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]

GOLDEN = Path(__file__).with_name("golden.ics")


def placed(office, title, *, part="afternoon", **fields):
    day = timezone.localdate() + dt.timedelta(days=3)
    made = TrainingClassFactory(keeper=office, title=title, starts_on=day, ends_on=day, **fields)
    return made, SittingFactory(training_class=made, part=part)


def fetch(token, **headers):
    return Client().get(f"/api/lich/{token}.ics", headers=headers)


def events(token):
    return Calendar.from_ical(fetch(token).content).walk("VEVENT")


def read(body: bytes) -> list[dict[str, str]]:
    """Read the events as RFC 5545 says, without the library that wrote them."""
    text = body.decode().replace("\r\n ", "")
    found: list[dict[str, str]] = []
    for line in text.split("\r\n"):
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line:
            name, _, value = line.partition(":")
            said = re.sub(r"\\(.)", lambda sign: "\n" if sign[1] in "nN" else sign[1], value)
            found[-1].setdefault(name.partition(";")[0], said)
    return found


def test_a_feed_shows_the_scope_without_a_single_name(organiser, office):
    room = rooms.save_room(actor=organiser, owner=office, name="Hội trường A", address="12 Đường Thử Nghiệm")
    here, sitting = placed(office, "Lớp một")
    VenuePoint.objects.create(training_class=here, room=room, name="Điểm", in_charge="Đỗ Văn Phụ Trách")
    VenuePoint.objects.create(training_class=here, name="Trực tuyến", is_online=True, link="https://hop.example/bi-mat")
    placed(OrganisationFactory(), "Lớp kín")
    placed(office, "Lớp hủy", state=ClassState.CANCELLED)
    unknown = TrainingClassFactory(keeper=office, title="Lớp chưa có buổi", starts_on=here.starts_on, ends_on=None)
    long_ago = timezone.localdate() - dt.timedelta(days=90)
    TrainingClassFactory(keeper=office, title="Lớp cũ", starts_on=long_ago, ends_on=long_ago)
    EnrolmentFactory(training_class=here, person=PersonFactory.known_to(office, full_name="Lê Thị Học Viên"))
    speaker = PersonFactory.known_to(office, full_name="Võ Thị Báo Cáo")
    item = here.agenda.create(sitting=sitting, title="Mục")
    Speaker.objects.create(training_class=here, agenda_item=item, person=speaker)
    guest = PersonFactory.known_to(office, full_name="Hồ Văn Khách Mời")
    Guest.objects.create(training_class=here, person=guest, role=GuestRole.OPENS)
    _feed, token = feeds.make_feed(actor=organiser, kind=FeedKind.OWN)
    _feed, of_speaker = feeds.make_feed(actor=organiser, kind=FeedKind.SPEAKER, person=speaker)

    response = fetch(token)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    told = response.content.replace(b"\r\n ", b"").decode() + fetch(of_speaker).content.decode()
    for secret in ("Học Viên", "Báo Cáo", "Khách Mời", "Phụ Trách", "bi-mat", organiser.name, token):
        assert secret not in told
    found = {str(event["summary"]): event for event in events(token)}
    assert sorted(found) == ["LỚP HỦY: Lớp hủy", "Lớp chưa có buổi", "Lớp một"]
    event = found["Lớp một"]
    assert (str(event["uid"]), event["sequence"], str(event["status"]), str(event["location"])) == (
        f"{here.pk}-{sitting.pk}@caunoi",
        0,
        "CONFIRMED",
        "Hội trường A, 12 Đường Thử Nghiệm; Trực tuyến",
    )
    begins, ends = event["dtstart"].dt, event["dtend"].dt
    assert (begins.date(), begins.hour, begins.minute, begins.utcoffset()) == (
        here.starts_on,
        13,
        30,
        dt.timedelta(hours=7),
    )
    assert ends - begins == dt.timedelta(hours=3, minutes=30)
    assert str(found["LỚP HỦY: Lớp hủy"]["status"]) == "CANCELLED"
    whole = found["Lớp chưa có buổi"]
    assert (whole["dtstart"].dt, whole["dtend"].dt) == (unknown.starts_on, unknown.starts_on + dt.timedelta(days=1))
    assert [str(event["summary"]) for event in events(of_speaker)] == ["Lớp một"]


def test_a_move_keeps_the_uids_and_raises_the_sequence(organiser, office):
    here, sitting = placed(office, "Lớp một")
    SittingFactory(training_class=here, part="morning")
    _feed, token = feeds.make_feed(actor=organiser, kind=FeedKind.OWN)

    def shown():
        return {event["UID"]: (int(event["SEQUENCE"]), event["DTSTART"]) for event in read(fetch(token).content)}

    first = fetch(token)
    before = shown()
    assert len(before) == 2
    # Nothing changed: 304 by either header; something did: another answer by either.
    for asked in ({"if_none_match": first["ETag"]}, {"if_modified_since": first["Last-Modified"]}):
        answer = fetch(token, **asked)
        assert (answer.status_code, answer.content) == (304, b"")
    moving.move_class(
        actor=organiser, training_class=here, starts_on=here.starts_on + dt.timedelta(days=7), revision=here.revision
    )
    after = shown()
    assert after.keys() == before.keys()
    assert all(after[uid][0] > before[uid][0] and after[uid][1] > before[uid][1] for uid in before)
    for asked in ({"if_none_match": first["ETag"]}, {"if_modified_since": first["Last-Modified"]}):
        assert fetch(token, **asked).status_code == 200

    last = shown()
    sitting.refresh_from_db()
    programme.change_sitting(actor=organiser, sitting=sitting, starts_at=dt.time(14))
    uid = f"{here.pk}-{sitting.pk}@caunoi"
    assert shown()[uid][0] > last[uid][0]
    assert shown()[uid][1].endswith("T140000")

    last = shown()
    here.refresh_from_db()
    classes.move_on(
        actor=organiser, training_class=here, state=ClassState.CANCELLED, revision=here.revision, reason="Hoãn"
    )
    gone = read(fetch(token).content)
    assert [(event["STATUS"], event["TRANSP"]) for event in gone] == [("CANCELLED", "TRANSPARENT")] * 2
    assert all(int(event["SEQUENCE"]) > last[event["UID"]][0] for event in gone)


def test_the_bytes_are_those_of_the_golden_file(organiser, office, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: dt.date(2026, 11, 1))
    made = dt.datetime(2026, 10, 1, 2, 3, 4, tzinfo=dt.UTC)
    for number, (title, state, part, begins) in enumerate(
        (
            (
                "Tập huấn nghiệp vụ công tác hòa giải ở cơ sở; kỹ năng, “tình huống” và \\ dấu",
                "gathering",
                "morning",
                None,
            ),
            ("Bồi dưỡng trưởng ban công tác Mặt trận ở khu dân cư", "cancelled", "evening", dt.time(18, 30)),
            ("Lớp chưa xếp buổi", "preparing", None, None),
        ),
        start=1,
    ):
        each = TrainingClassFactory(
            id=UUID(int=number), code=f"MAU{number}", keeper=office, title=title, state=state,
            place="Nhà văn hóa tổ 5, phường Hòa Khánh", ends_on=dt.date(2026, 11, 12),
        )  # fmt: skip
        TrainingClass.objects.filter(pk=each.pk).update(created_at=made)
        if part:
            SittingFactory(id=7000 + number, training_class=each, part=part, starts_at=begins)
    feed, _token = feeds.make_feed(actor=organiser, kind=FeedKind.OWN)

    told = _in_vietnamese(feed).decode()
    assert told.count("\n") == told.count("\r\n")
    assert told.replace("\r\n", "\n") == GOLDEN.read_text(encoding="utf-8")


def _in_vietnamese(feed):
    with translation.override("vi"):
        return calendar_of(feed)


WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=299)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(title=WORDS, place=WORDS)
@example(title="ế" * 299, place="Hội trường; số 2, “A” \\n \\")
def test_any_words_come_back_as_they_were(organiser, office, title, place):
    if not TrainingClass.objects.exists():
        placed(office, "Lớp")
        feeds.make_feed(actor=organiser, kind=FeedKind.OWN)
    TrainingClass.objects.update(title=title, place=place)
    body = calendar_of(CalendarFeed.objects.get())

    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]  # no letter is cut in two
    assert b"\n" not in b"".join(lines)
    (event,) = read(body)
    assert (event["SUMMARY"], event["LOCATION"]) == (title, place)
    (same,) = Calendar.from_ical(body).walk("VEVENT")
    assert (str(same["summary"]), str(same["location"])) == (title, place)


def test_a_room_and_a_speaker_have_feeds_of_their_own(organiser, office, stranger):
    room = rooms.save_room(actor=organiser, owner=office, name="Hội trường A")
    speaker = PersonFactory.known_to(office)
    inside, _one = placed(office, "Lớp trong phòng")
    VenuePoint.objects.create(training_class=inside, room=room, name="Điểm")
    taught, sitting = placed(office, "Lớp có người dạy")
    SittingFactory(training_class=taught, part="morning")
    item = taught.agenda.create(sitting=sitting, title="Mục")
    Speaker.objects.create(training_class=taught, agenda_item=item, person=speaker)

    _feed, of_room = feeds.make_feed(actor=organiser, kind=FeedKind.ROOM, room=room)
    _feed, of_speaker = feeds.make_feed(actor=organiser, kind=FeedKind.SPEAKER, person=speaker)

    assert [str(event["summary"]) for event in events(of_room)] == ["Lớp trong phòng"]
    assert [(str(event["summary"]), event["dtstart"].dt.hour) for event in events(of_speaker)] == [
        ("Lớp có người dạy", 13)
    ]
    for chosen in ({"kind": FeedKind.ROOM, "room": room}, {"kind": FeedKind.SPEAKER, "person": speaker}):
        with pytest.raises(ValidationError):
            feeds.make_feed(actor=stranger, **chosen)
    # What is out of sight tomorrow is out of the feed tomorrow.
    type(room).objects.filter(pk=room.pk).update(owner=OrganisationFactory())
    assert fetch(of_room).status_code == 404
    TrainingClass.objects.get(pk=taught.pk).organisations.all().delete()
    assert events(of_speaker) == []


def test_an_address_that_holds_no_more_answers_like_a_guessed_one(organiser, office, stranger):
    placed(office, "Lớp một")
    feed, token = feeds.make_feed(actor=organiser, kind=FeedKind.OWN)
    assert token not in str(CalendarFeed.objects.values())
    assert token not in str(AuditEntry.objects.values())
    for step in (feeds.revoke_feed, feeds.renew_feed):
        with pytest.raises(PermissionDenied):
            step(actor=stranger, feed=feed)

    def told(answer):
        return answer.status_code, re.sub(rb"[0-9a-f]{32}", b"", answer.content), answer.get("Cache-Control")

    guessed = told(fetch("x" * 43))
    assert guessed[0] == 404
    renewed = feeds.renew_feed(actor=organiser, feed=feed)
    assert (told(fetch(token)), fetch(renewed).status_code) == (guessed, 200)
    Role.objects.filter(user=organiser).update(valid_to=timezone.localdate())
    assert told(fetch(renewed)) == guessed
    Role.objects.filter(user=organiser).update(valid_to=None)
    type(organiser).objects.filter(pk=organiser.pk).update(is_active=False)
    assert told(fetch(renewed)) == guessed
    type(organiser).objects.filter(pk=organiser.pk).update(is_active=True)
    assert fetch(renewed).status_code == 200
    feeds.revoke_feed(actor=organiser, feed=feed)
    assert told(fetch(renewed)) == guessed
    assert Client().post(f"/api/lich/{renewed}.ics").status_code == 405


def test_a_feed_of_200_classes_costs_as_many_queries_as_one_of_20(organiser, office):
    room = rooms.save_room(actor=organiser, owner=office, name="Hội trường A")
    _feed, token = feeds.make_feed(actor=organiser, kind=FeedKind.OWN)

    def fill(count):
        for number in range(count):
            made, _sitting = placed(office, f"Lớp {number}")
            VenuePoint.objects.create(training_class=made, room=room, name="Điểm")

    def cost():
        with CaptureQueriesContext(connection) as captured:
            answer = fetch(token)
        return len(captured), len(read(answer.content))

    fill(20)
    cost()
    few, shown = cost()
    assert shown == 20
    fill(180)
    cost()
    assert cost() == (few, 200)
    assert few < 20


def test_who_asks_too_often_waits(organiser, office):
    _feed, token = feeds.make_feed(actor=organiser, kind=FeedKind.OWN)
    _feed, other = feeds.make_feed(actor=organiser, kind=FeedKind.OWN)
    assert {fetch(token).status_code for _ in range(60)} == {200}
    refused = fetch(token)
    assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)
    assert fetch(other).status_code == 200
    assert token not in str(TryCount.objects.values())


def test_the_page_shows_an_address_for_an_hour_and_to_nobody_else(desk, organiser, office, stranger, monkeypatch):
    room = rooms.save_room(actor=organiser, owner=office, name="Hội trường A")
    place = "/viec/lich/dia-chi/"

    made = desk.post(place, {"shows": f"room:{room.pk}"}, follow=True).content.decode()

    address = re.search(r"/api/lich/([\w-]+)\.ics", made)
    assert fetch(address[1]).status_code == 200
    assert "Hội trường A" in made
    assert 'src="data:image/svg' in made
    feed = CalendarFeed.objects.get()
    other = Client()
    other.force_login(stranger)
    assert "Hội trường A" not in other.get(place).content.decode()
    for step in ("doi-moi", "thu-hoi"):
        assert other.post(f"{place}{feed.pk}/{step}/").status_code == 404
    assert other.post(place, {"shows": f"room:{room.pk}"}).status_code == 200
    assert CalendarFeed.objects.count() == 1

    renewed = desk.post(f"{place}{feed.pk}/doi-moi/", follow=True).content.decode()
    assert address[1] not in renewed
    assert "/api/lich/" in renewed
    later = timezone.now() + dt.timedelta(hours=2)
    with monkeypatch.context() as patched:
        patched.setattr(timezone, "now", lambda: later)
        assert "/api/lich/" not in desk.get(place).content.decode()
    assert desk.post(f"{place}{feed.pk}/thu-hoi/").status_code == 302
    assert desk.post(f"{place}{feed.pk}/thu-hoi/").status_code == 404


def test_twenty_addresses_are_enough(organiser):
    for _ in range(feeds.MOST_FEEDS):
        feeds.make_feed(actor=organiser, kind=FeedKind.OWN)
    with pytest.raises(ValidationError):
        feeds.make_feed(actor=organiser, kind=FeedKind.OWN)


def test_the_evening_has_hours_too(organiser, office):
    _made, sitting = placed(office, "Lớp tối", part=Part.EVENING)
    Sitting.objects.filter(pk=sitting.pk).update(starts_at=dt.time(21, 30))
    _feed, token = feeds.make_feed(actor=organiser, kind=FeedKind.OWN)
    (event,) = events(token)
    assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(hours=2)
