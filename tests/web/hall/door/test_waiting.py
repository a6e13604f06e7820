"""What a device says of scans that wait on it: shown with its hour, bounded, and never taken for newer than it is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from caunoi.training.models import DoorDevice
from caunoi.training.queries.door import millis, waits_of
from caunoi.training.queries.monitor import monitor_version
from caunoi.training.services.door import devices
from caunoi.training.services.door.reporting import MOST_WAITING
from tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db

MINUTE = 60_000


def row():
    return DoorDevice.objects.get(label="Cửa chính")


def test_what_waits_is_told_with_each_question_and_shown_at_the_desk(client, organiser, device, people, sitting):
    client.force_login(organiser)
    training_class, starts = sitting.training_class, millis(timezone.now())
    heard = device.get("tinh-hinh/").json()["now"]
    assert (row().waiting, waits_of(row(), timezone.now()).count) == (None, None)
    version = monitor_version(training_class.code)

    answer = device.send([device.scan(people[0].pk, sitting.pk, starts)], waiting=12, age=20 * MINUTE, heard=heard)
    found = row()

    assert found.waiting == 12
    # Nothing can wait on it from before it was there.
    assert found.waiting_since == found.paired_at
    assert monitor_version(training_class.code) != version
    for name in ("class_door", "class_monitor"):
        page = client.get(reverse(f"desk:{name}", args=[training_class.code])).content.decode()
        assert "còn 12 lượt quét chưa gửi" in page.lower(), name
    heard = answer.json()["now"]
    device.get(f"tinh-hinh/?waiting=0&age=0&heard={heard}")
    assert (row().waiting, row().waiting_since) == (0, None)
    page = client.get(reverse("desk:class_door", args=[training_class.code])).content.decode()
    assert "lượt quét chưa gửi" not in page


def test_report_that_came_late_or_twice_is_not_taken_for_news(device):
    first = device.get("tinh-hinh/").json()["now"]
    second = first + 1
    while millis(timezone.now()) <= second:
        pass
    device.get(f"tinh-hinh/?waiting=0&age=0&heard={second}")
    told = row().waiting_told_at

    for late in (first, second):
        device.get(f"tinh-hinh/?waiting=7&age=1&heard={late}")
        device.send([], waiting=7, age=1, heard=late)

    assert (row().waiting, row().waiting_told_at) == (0, told)


@pytest.mark.parametrize(
    "said",
    [
        {"waiting": -1}, {"waiting": True}, {"waiting": "many"}, {"waiting": None}, {"waiting": 1e300}, {"heard": 0},
        {"heard": 4_000_000_000_000}, {"heard": None}, {"waiting": [1]}, {"heard": {}}, {"waiting": float("nan")},
    ],
)  # fmt: skip
def test_report_that_cannot_be_is_none_and_the_scans_are_taken(device, people, sitting, starts, said):
    heard = device.get("tinh-hinh/").json()["now"]
    body = {"waiting": 3, "age": 1, "heard": heard} | said

    answer = device.send([device.scan(people[0].pk, sitting.pk, starts)], **body)

    assert len(answer.json()["taken"]) == 1
    assert row().waiting is None


def test_forged_report_stays_within_bounds(device):
    heard = device.get("tinh-hinh/").json()["now"]
    DoorDevice.objects.update(paired_at=timezone.now() - dt.timedelta(days=300))

    device.get(f"tinh-hinh/?waiting=999999999999&age=999999999999999&heard={heard}")

    assert row().waiting == MOST_WAITING
    assert timezone.now() - row().waiting_since < dt.timedelta(days=61)


def test_device_that_says_nothing_for_minutes_is_told_apart_from_one_that_sent_everything(client, organiser, device):
    heard = device.get("tinh-hinh/").json()["now"]
    device.get(f"tinh-hinh/?waiting=0&age=0&heard={heard}")
    now = timezone.now()
    assert waits_of(row(), now).silent_since is None
    assert waits_of(row(), now + dt.timedelta(minutes=4)).silent_since == row().last_seen_at
    assert waits_of(row(), now + dt.timedelta(hours=13)).silent_since is None

    DoorDevice.objects.update(last_seen_at=now - dt.timedelta(minutes=4))
    client.force_login(organiser)
    for name in ("class_door", "class_monitor"):
        page = client.get(reverse(f"desk:{name}", args=[row().training_class.code])).content.decode()
        assert "Không có tin từ máy này" in page, name
        assert "Đã gửi hết" not in page, name


def test_scans_that_name_nobody_of_the_class_are_counted_without_a_name(client, organiser, device, sitting, starts):
    foreign = EnrolmentFactory()
    scans = [device.scan(foreign.pk, sitting.pk, starts) for _one in range(2)]
    heard = device.get("tinh-hinh/").json()["now"]
    for _again in range(3):
        device.send(scans, waiting=0, age=0, heard=heard)

    assert row().foreign_scans == 2
    client.force_login(organiser)
    page = client.get(reverse("desk:class_door", args=[sitting.training_class.code])).content.decode()
    assert "2 lượt của lớp khác, không nhận" in page
    assert foreign.person.full_name not in page


def test_device_taken_back_still_says_what_waits_and_hears_nothing(organiser, device, people, sitting, starts):
    heard = device.get("tinh-hinh/").json()["now"]
    devices.revoke_device(actor=organiser, device=row())

    answer = device.send([device.scan(people[0].pk, sitting.pk, starts)], waiting=4, age=1, heard=heard)

    assert (answer.status_code, set(answer.json())) == (403, {"code", "words", "taken", "refused"})
    assert row().waiting == 4
    assert device.get(f"tinh-hinh/?waiting=0&age=0&heard={heard + 1}").status_code == 403
    assert row().waiting == 4
