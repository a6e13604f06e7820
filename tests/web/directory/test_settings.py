"""The page of settings, and the same pages as steps of the first day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caunoi.core.models import HolidayChange, MailServer, SendingHours, WorkingHours
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

NAMES = ("settings", "settings_mail", "settings_days", "settings_hours")
MAIL = {
    "host": "smtp.example.vn",
    "security": "tls",
    "port": "",
    "username": "",
    "sender": "vp@example.vn",
    "revision": "0",
}


@pytest.fixture
def boss(administrator):
    client = Client()
    client.force_login(administrator)
    return client


def test_only_who_keeps_everything_finds_the_settings(boss, desk):
    assert [boss.get(reverse(f"desk:{name}")).status_code for name in NAMES] == [200] * 4
    assert [desk.get(reverse(f"desk:{name}")).status_code for name in NAMES] == [403] * 4
    assert reverse("desk:settings") in boss.get(reverse("desk:organisation_list")).content.decode()
    OrganisationFactory(name="Cơ quan thứ hai không ở dưới ai")
    assert [boss.get(reverse(f"desk:{name}")).status_code for name in NAMES] == [403] * 4
    assert reverse("desk:settings") not in boss.get(reverse("desk:organisation_list")).content.decode()


def test_port_left_blank_is_the_usual_one(boss):
    boss.post(reverse("desk:settings_mail"), MAIL)

    assert MailServer.objects.get().port == 465


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"host": ""}, "host"), ({"sender": "x"}, "sender"), ({"port": "abc"}, "port"), ({"security": ""}, "security")],
)
def test_wrong_input_stands_beside_its_field(boss, changes, field):
    page = boss.post(reverse("desk:settings_mail"), {**MAIL, **changes})

    assert set(page.context["form"].errors) == {field}
    assert not MailServer.objects.exists()


def test_two_at_once_the_second_is_told_and_keeps_what_was_typed(boss):
    boss.post(reverse("desk:settings_mail"), MAIL)

    page = boss.post(reverse("desk:settings_mail"), {**MAIL, "host": "smtp.khac.vn"})

    assert "đã có người khác sửa" in str(page.context["form"].non_field_errors())
    assert 'value="smtp.khac.vn"' in page.content.decode()
    assert MailServer.objects.get().host == "smtp.example.vn"


def test_environment_is_shown_as_the_stronger_one(boss, settings):
    settings.MAIL_IS_SET_OUTSIDE = True
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "caunoi.web.mail.backend.CarefulBackend",
        "thu.vn",
        25,
    )
    settings.EMAIL_HOST_PASSWORD = "mat-khau-ngoai"

    page = boss.get(reverse("desk:settings_mail")).content.decode()

    assert "thu.vn:25" in page
    assert 'name="host"' not in page
    assert "mat-khau-ngoai" not in page


def test_a_day_is_changed_and_taken_back(boss):
    year = timezone.localdate().year
    page = boss.get(reverse("desk:settings_days"))
    assert [one["year"] for one in page.context["years"]] == [year, year + 1]

    boss.post(reverse("desk:settings_days"), {"day": f"15/7/{year}", "is_off": "1", "reason": "Ngày thành lập phường"})
    change = HolidayChange.objects.get()
    assert "Ngày thành lập phường" in boss.get(reverse("desk:settings_days")).content.decode()
    boss.post(reverse("desk:settings_day_back", args=[change.pk]))

    assert not HolidayChange.objects.exists()


def test_hours_are_saved_each_by_its_own_button(boss):
    url = reverse("desk:settings_hours")
    working = {
        "morning_from": "7h", "morning_until": "11:00", "afternoon_from": "13", "afternoon_until": "16g30",
        "evening_from": "18:30", "evening_until": "21",
        "saturdays": "on", "valid_from": "1/6/2026",
    }  # fmt: skip

    assert boss.post(url, working).status_code == 302
    assert boss.post(url, {"opens_at": "8:00", "closes_at": "17:00", "valid_from": "1/6/2026"}).status_code == 302
    page = boss.post(url, {**working, "morning_until": "6:00"})

    assert str(WorkingHours.objects.get()) == "07:00–11:00, 13:00–16:30"
    row = SendingHours.objects.get()
    assert (row.opens_at, row.closes_at, row.on_holidays) == (dt.time(8), dt.time(17), False)
    assert set(page.context["form"].errors) == {"morning_until"}
    assert page.context["sending"].errors == {}


def test_first_day_leads_through_the_steps_and_back(boss):
    seen, address = [], f"{reverse('desk:settings_mail')}?ngay-dau=1"
    while address != reverse("desk:today"):
        page = boss.get(address)
        seen.append(page.context["number"])
        assert f"bước {seen[-1]}/4" in page.content.decode()
        back = page.context["back"]
        assert not back or boss.get(back).context["number"] == seen[-1] - 1
        address = page.context["onward"]
    assert seen == [2, 3, 4]
    assert boss.post(f"{reverse('desk:settings_mail')}?ngay-dau=1", MAIL)["Location"].endswith("thu/?ngay-dau=1")
    assert "ngay-dau" not in boss.post(reverse("desk:settings_mail"), {**MAIL, "revision": "1"})["Location"]


def test_trail_tells_each_change_in_words_without_the_password(boss):
    secret = "mat-khau-hop-thu-rieng"
    boss.post(reverse("desk:settings_mail"), {**MAIL, "username": "vanphong", "password": secret})
    boss.post(reverse("desk:settings_days"), {"day": "15/7/2026", "is_off": "1", "reason": "Ngày thành lập phường"})
    boss.post(reverse("desk:settings_hours"), {"opens_at": "8:00", "closes_at": "17:00", "valid_from": "1/6/2026"})

    page = boss.get(reverse("desk:trail")).content.decode()

    for words in ("đặt máy chủ thư", "smtp.example.vn", "Tên máy chủ thư", "cho nghỉ ngày", "Ngày thành lập phường"):
        assert words in page, words
    assert "08:00–17:00" in page
    assert secret not in page
