"""Mail server, days off and working hours of an office."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.jobs.hours import Hours
from caunoi.core.models import AuditEntry, HolidayChange, MailServer, SendingHours
from caunoi.core.workdays import Calendar
from caunoi.directory.services import office_settings as services
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

SECRET = "mat-khau-hop-thu-rieng"


def typed(**changes):
    return {
        "host": " SMTP.example.vn ",
        "port": 465,
        "security": "tls",
        "username": "vanphong@example.vn",
        "password": SECRET,
        "sender": "VanPhong@example.vn",
        **changes,
    }


def test_mail_server_is_kept_with_its_password_encrypted_and_a_row_without_it(administrator):
    server = services.set_mail_server(actor=administrator, **typed())

    server.refresh_from_db()
    assert (server.host, server.sender, server.password) == ("smtp.example.vn", "vanphong@example.vn", SECRET)
    with connection.cursor() as cursor:
        cursor.execute("SELECT password FROM core_mailserver")
        assert SECRET not in cursor.fetchone()[0]
    row = AuditEntry.objects.latest("id")
    assert (row.action, row.details["password"], SECRET in str(row.details)) == (
        "directory.mail_server_set",
        "…",
        False,
    )


def test_blank_password_keeps_the_stored_one_but_never_for_another_server(administrator):
    services.set_mail_server(actor=administrator, **typed())

    services.set_mail_server(actor=administrator, **typed(password="", sender="khac@example.vn", revision=1))
    assert MailServer.objects.get().password == SECRET
    for change in ({"host": "smtp.khac.vn"}, {"port": 587}, {"security": "starttls"}, {"username": "khac"}):
        with pytest.raises(ValidationError) as caught:
            services.set_mail_server(actor=administrator, **typed(password="", revision=2, **change))
        assert set(caught.value.message_dict) == {"password"}
    services.set_mail_server(actor=administrator, **typed(username="", password="", revision=2))
    assert MailServer.objects.get().password == ""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"host": "http://smtp.example.vn/"}, "host"),
        ({"host": "máy chủ thư"}, "host"),
        ({"port": 0}, "port"),
        ({"port": 70_000}, "port"),
        ({"security": "rot13"}, "security"),
        ({"security": "none"}, "security"),
        ({"sender": "không phải thư"}, "sender"),
        ({"password": ""}, "password"),
    ],
)
def test_what_can_not_be_is_named_and_nothing_is_kept(administrator, changes, field):
    with pytest.raises(ValidationError) as caught:
        services.set_mail_server(actor=administrator, **typed(**changes))

    assert set(caught.value.message_dict) == {field}
    assert not MailServer.objects.exists()


def test_of_two_who_change_it_at_once_the_second_is_told(administrator):
    services.set_mail_server(actor=administrator, **typed())

    with pytest.raises(StaleChange):
        services.set_mail_server(actor=administrator, **typed(revision=0))
    services.set_mail_server(actor=administrator, **typed(revision=1))
    with pytest.raises(StaleChange):
        services.set_mail_server(actor=administrator, **typed(revision=1))


def test_environment_is_stronger(administrator, settings):
    settings.MAIL_IS_SET_OUTSIDE = True

    with pytest.raises(NotNow):
        services.set_mail_server(actor=administrator, **typed())


def test_who_does_not_keep_everything_sets_nothing(administrator, organiser):
    day = dt.date(2026, 3, 26)
    times = dict(zip(("morning_from", "morning_until", "afternoon_from", "afternoon_until"), HOURS, strict=True))
    change = services.change_holiday(actor=administrator, day=day, is_off=True, reason="Thử")
    OrganisationFactory(name="Cơ quan thứ hai không ở dưới ai")
    for actor in (administrator, organiser):
        actor.__dict__.pop("_scope", None)
        for what in (
            lambda who: services.set_mail_server(actor=who, **typed()),
            lambda who: services.forget_mail_server(actor=who),
            lambda who: services.change_holiday(actor=who, day=day, is_off=True, reason="Thử"),
            lambda who: services.take_holiday_back(actor=who, change=change),
            lambda who: services.set_working_hours(actor=who, **times),
        ):
            with pytest.raises(PermissionDenied):
                what(actor)


HOURS = (dt.time(7), dt.time(11), dt.time(13), dt.time(16, 30))


def test_a_day_is_added_struck_and_left_to_the_calendar_again(administrator):
    founding, tet = dt.date(2026, 3, 26), dt.date(2026, 2, 17)

    services.change_holiday(actor=administrator, day=founding, is_off=True, reason="Ngày thành lập")
    struck = services.change_holiday(actor=administrator, day=tet, is_off=False, reason="Trực Tết")

    assert not Calendar.read().day(founding).is_working
    assert Calendar.read().day(tet).is_working
    services.take_holiday_back(actor=administrator, change=struck)
    assert not Calendar.read().day(tet).is_working
    assert [row.action for row in AuditEntry.objects.order_by("id")] == [
        "directory.holiday_added",
        "directory.holiday_struck",
        "directory.holiday_taken_back",
    ]


@pytest.mark.parametrize(
    ("day", "is_off", "reason", "field"),
    [
        (dt.date(2026, 3, 26), True, " ", "reason"),
        (dt.date(2026, 2, 17), True, "Tết", "day"),
        (dt.date(2026, 3, 26), False, "Làm", "day"),
        (dt.date(1900, 1, 1), True, "Xưa", "day"),
    ],
)
def test_a_change_that_says_nothing_is_refused(administrator, day, is_off, reason, field):
    with pytest.raises(ValidationError) as caught:
        services.change_holiday(actor=administrator, day=day, is_off=is_off, reason=reason)

    assert set(caught.value.message_dict) == {field}
    assert not HolidayChange.objects.exists()


def test_a_day_off_of_the_office_keeps_mails_back_where_holidays_do(administrator):
    SendingHours.objects.create(
        valid_from=dt.date(2026, 1, 1), opens_at=dt.time(7), closes_at=dt.time(20), on_holidays=False
    )
    noon = dt.datetime(2026, 3, 26, 5, tzinfo=dt.UTC)
    assert Hours.read().open_at(noon)

    services.change_holiday(actor=administrator, day=dt.date(2026, 3, 26), is_off=True, reason="Ngày thành lập")

    assert not Hours.read().open_at(noon)


def test_working_hours_hold_from_their_day_and_decide_about_saturdays(administrator):
    saturday = dt.date(2026, 6, 6)
    services.set_working_hours(
        actor=administrator,
        morning_from=dt.time(7),
        morning_until=dt.time(11),
        afternoon_from=dt.time(13),
        afternoon_until=dt.time(16, 30),
        saturdays=True,
        valid_from=dt.date(2026, 6, 1),
    )

    calendar = Calendar.read()
    assert str(calendar.hours_on(dt.date(2026, 5, 31))) == "07:30–11:30, 13:30–17:00"
    assert str(calendar.hours_on(saturday)) == "07:00–11:00, 13:00–16:30"
    assert calendar.day(saturday).is_working
    assert not calendar.day(saturday - dt.timedelta(days=7)).is_working


def test_hours_out_of_order_are_named(administrator):
    with pytest.raises(ValidationError) as caught:
        services.set_working_hours(
            actor=administrator,
            morning_from=dt.time(11),
            morning_until=dt.time(7),
            afternoon_from=dt.time(6),
            afternoon_until=dt.time(5),
            evening_from=dt.time(4),
            evening_until=dt.time(3),
        )

    assert set(caught.value.message_dict) == {
        "morning_until", "afternoon_from", "afternoon_until", "evening_from", "evening_until",
    }  # fmt: skip
