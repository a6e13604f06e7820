"""The public calendar: lists, months, events and iCalendar; and how it follows classes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from icalendar import Calendar

from caunoi.core.errors import NotNow
from caunoi.publishing.models import Event, EventDay
from caunoi.publishing.services import (
    cancel_event,
    change_event,
    publish_event,
    restore_event,
    show_class,
    withdraw_event,
)
from caunoi.training.enums import ClassState, Part
from caunoi.training.models import TrainingClass
from caunoi.training.services.classes import change_class, move_on
from caunoi.training.services.moving import move_class
from caunoi.training.services.programme import add_sitting, remove_sitting
from tests.factories import EnrolmentFactory, PersonFactory
from tests.publishing.makers import office_with_site
from tests.publishing.shelf_makers import announced_in, day, event_in


def page(address, status=200, **headers):
    response = Client().get(address, headers=headers)
    assert response.status_code == status, address
    return response


def entries(address):
    return Calendar.from_ical(page(address).content).walk("VEVENT")


def month(of):
    return f"/hoa-khanh/lich/{of.year}/{of.month}/"


def test_an_event_stands_in_lists_and_month_and_on_its_page(site, editor):
    event = announced_in(site, editor, ends_on=day(8), contact="0236 0000 000", register_by=day(5))
    gone = announced_in(site, editor, title="Hội thi đã qua", starts_on=day(-9))

    coming, past = (page(f"/hoa-khanh/lich/{tail}").content.decode() for tail in ("", "da-qua/"))
    assert event.address in coming
    assert gone.title not in coming
    assert gone.address in past
    assert event.title not in past
    assert event.address in page(month(event.starts_on)).content.decode()
    assert event.address in page("/lich/").content.decode()
    assert event.address in page("/lich/?noi=to+7").content.decode()
    assert event.title not in page("/lich/?noi=ba+na").content.decode()
    assert event.address in page(f"/lich/{event.starts_on.year}/{event.starts_on.month}/").content.decode()
    shown = page(event.address).content.decode()
    for words in ("7:30", "11:00", "Nhà văn hóa tổ 7", "0236 0000 000"):
        assert words in shown, words
    assert page(f"/hoa-khanh/lich/2020/x-{event.pk}", 301).headers["Location"] == event.address
    for odd in ("/hoa-khanh/lich/2026/13/", "/hoa-khanh/lich/1/1/", "/lich/9999/1/", "/hoa-khanh/lich/2026/khong"):
        page(odd, 404)


def test_drafts_and_what_was_taken_out_are_seen_by_nobody(site, editor):
    draft = event_in(site, editor, title="Bản thảo kín")
    for address in (draft.address, f"/hoa-khanh/lich/{draft.pk}.ics"):
        page(address, 404)
    for address in ("/hoa-khanh/lich/", month(draft.starts_on), "/lich/", "/hoa-khanh/lich.ics"):
        assert draft.title not in page(address).content.decode()
    publish_event(actor=editor, event=draft)
    withdraw_event(actor=editor, event=draft, note="Đăng nhầm trang.")
    assert "Đăng nhầm trang." in page(draft.address, 410).content.decode()
    assert "Nhà văn hóa" not in page(draft.address, 410).content.decode()
    assert entries(f"/hoa-khanh/lich/{draft.pk}.ics")[0]["status"] == "CANCELLED"
    for address in ("/hoa-khanh/lich/", month(draft.starts_on), "/lich/"):
        assert draft.title not in page(address).content.decode()


def test_programs_follow_moves_and_cancellations(site, editor):
    event = announced_in(site, editor, ends_on=day(8))
    first = entries("/hoa-khanh/lich.ics")
    uids = [each["uid"] for each in first]
    assert len(set(uids)) == 2
    assert {each["status"] for each in first} == {"CONFIRMED"}
    assert first[0]["dtstart"].dt == dt.datetime.combine(day(7), dt.time(7, 30), tzinfo=first[0]["dtstart"].dt.tzinfo)
    assert b"BEGIN:VTIMEZONE" in page("/hoa-khanh/lich.ics").content
    told = page("/hoa-khanh/lich.ics")
    page("/hoa-khanh/lich.ics", 304, **{"If-None-Match": told.headers["ETag"]})

    event = change_event(actor=editor, event=event, title=event.title, starts_on=day(10), starts_at=dt.time(8))
    moved = entries("/hoa-khanh/lich.ics")
    assert [each["uid"] for each in moved] == uids
    assert [str(each["status"]) for each in moved] == ["CONFIRMED", "CANCELLED"]
    assert moved[0]["sequence"] > first[0]["sequence"]
    assert f"{day(7):%d/%m/%Y}" in page(event.address).content.decode()

    cancel_event(actor=editor, event=event, note="Do mưa bão.")
    off = entries("/hoa-khanh/lich.ics")
    assert {each["status"] for each in off} == {"CANCELLED"}
    assert off[0]["sequence"] > moved[0]["sequence"]
    assert "Do mưa bão." in page(event.address).content.decode()
    assert "đã hủy" in page("/hoa-khanh/lich/").content.decode()
    restore_event(actor=editor, event=event)
    assert entries(f"/hoa-khanh/lich/{event.pk}.ics")[0]["status"] == "CONFIRMED"


def test_a_class_is_public_only_when_the_office_says_so_and_names_nobody(site, editor, training_class, administrator):
    EnrolmentFactory(training_class=training_class, person=PersonFactory(full_name="Lê Thị Kín Đáo"))
    training_class = change_class(
        actor=administrator, training_class=training_class, revision=training_class.revision,
        starts_on=day(20), ends_on=day(21),
    )  # fmt: skip
    assert training_class.title not in page("/hoa-khanh/lich/").content.decode()

    event = show_class(actor=editor, site=site, training_class=training_class, contact="Gặp văn phòng")

    shown = page(event.address).content.decode()
    assert training_class.title in shown
    assert "Gặp văn phòng" in shown
    for address in (event.address, "/hoa-khanh/lich/", "/hoa-khanh/lich.ics", month(event.starts_on), "/lich/"):
        assert "Kín Đáo" not in page(address).content.decode()


def test_the_calendar_follows_each_change_of_its_class(site, editor, training_class, administrator):
    def change(**fields):
        found = TrainingClass.objects.get(pk=training_class.pk)
        return change_class(actor=administrator, training_class=found, revision=found.revision, **fields)

    training_class.sittings.all().delete()
    change(starts_on=day(20), ends_on=day(21))
    event = show_class(actor=editor, site=site, training_class=training_class)
    page(event.address)

    def fresh():
        return Event.objects.get(pk=event.pk)

    change(title="Tên mới của lớp", place="Hội trường B")
    shown = page(event.address).content.decode()
    assert "Tên mới của lớp" in shown
    assert "Hội trường B" in shown
    sitting = add_sitting(actor=administrator, training_class=training_class, date=day(21), part=Part.MORNING)
    assert [each.date for each in event.days.all()] == [day(21)]
    remove_sitting(actor=administrator, sitting=sitting)
    assert event.days.count() == 2
    found = TrainingClass.objects.get(pk=training_class.pk)
    move_class(actor=administrator, training_class=found, starts_on=day(30), revision=found.revision)
    assert fresh().starts_on == day(30)
    assert "đã dời" in page("/hoa-khanh/lich/").content.decode()
    change(starts_on=None, ends_on=None)
    assert fresh().course == "postponed"
    assert "hoãn" in page(event.address).content.decode()
    before = fresh().sequence
    found = TrainingClass.objects.get(pk=training_class.pk)
    move_on(
        actor=administrator, training_class=found, state=ClassState.CANCELLED, revision=found.revision, reason="Bão"
    )
    assert fresh().course == "cancelled"
    assert fresh().sequence > before
    assert "đã hủy" in page("/hoa-khanh/lich/").content.decode()
    with pytest.raises(NotNow):
        cancel_event(actor=editor, event=fresh(), note="x")


def test_who_may_put_a_class_there(site, editor, organiser, stranger, training_class):
    TrainingClass.objects.filter(pk=training_class.pk).update(starts_on=day(3), ends_on=day(3))
    for nobody in (organiser, stranger):
        with pytest.raises(PermissionDenied):
            show_class(actor=nobody, site=site, training_class=training_class)
    other = office_with_site(name="UBND xã Bà Nà", slug="ba-na")
    # He edits his site, but the class is another office's.
    with pytest.raises(PermissionDenied):
        show_class(actor=other[1], site=other[2], training_class=training_class)


def test_a_full_calendar_costs_as_much_as_an_empty_one(site, editor, django_assert_max_num_queries):
    first = announced_in(site, editor)
    rows = [
        Event(site=site, title=f"Sự kiện {n}", slug=f"e-{n}", starts_on=day(n % 60), ends_on=day(n % 60),
              state="public", published_at=first.published_at)
        for n in range(200)
    ]  # fmt: skip
    Event.objects.bulk_create(rows)
    made = Event.objects.exclude(pk=first.pk)
    EventDay.objects.bulk_create(EventDay(event=each, site=site, date=each.starts_on) for each in made)
    # What stands around every page of a site is remembered once a page was shown.
    page("/hoa-khanh/lich/da-qua/")
    for address in ("/hoa-khanh/lich/?trang=2", month(first.starts_on), "/lich/?trang=2", first.address):
        with django_assert_max_num_queries(12):
            page(address)
    with django_assert_max_num_queries(5):
        page("/hoa-khanh/lich.ics")


def test_words_with_scripts_are_only_words(site, editor):
    bad = '"><script>alert(1)</script>'
    event = announced_in(
        site, editor, title=bad, place=bad, audience=bad, description=bad, contact=bad, starts_on=day(0)
    )
    for address in (event.address, "/hoa-khanh/lich/", month(day(0)), "/lich/", f"/lich/?noi={bad}"):
        assert "<script>alert" not in page(address).content.decode()
    assert page("/hoa-khanh/lich.ics").headers["X-Content-Type-Options"] == "nosniff"
