"""The door's interface: pairing, the signed list, uploads that count once."""

from __future__ import annotations

import base64
import json

import pytest
from django.utils import timezone

from caunoi.core.signing import public_keys, verify_with
from caunoi.training.door_codes import class_number
from caunoi.training.models import Attendance, DoorDevice, DoorScan, Scan, Ticket
from caunoi.training.services.door import devices
from tests.factories import EnrolmentFactory
from tests.web.hall.door.conftest import Device

pytestmark = pytest.mark.django_db

MINUTE = 60_000


def marks(training_class):
    rows = Attendance.objects.filter(sitting__training_class=training_class).order_by("enrolment_id")
    return dict(rows.values_list("enrolment_id", "mark"))


def test_link_pairs_one_device_once_and_only_its_hash_is_kept(organiser, training_class):
    made = devices.add_device(actor=organiser, training_class=training_class, label="Cửa chính")
    first, second = Device(made), Device(made)

    answer = first.pair()

    assert answer.status_code == 201
    assert answer.json()["class"]["id"] == class_number(training_class.code)
    assert second.pair().status_code == 410
    row = DoorDevice.objects.get()
    assert first.secret not in json.dumps(DoorDevice.objects.values().get(), default=str)
    assert row.paired_at is not None
    assert "Set-Cookie" not in answer.headers


def test_link_that_is_too_old_pairs_nothing(organiser, training_class):
    made = devices.add_device(actor=organiser, training_class=training_class, label="Cửa chính")
    DoorDevice.objects.update(pairing_until=timezone.now())

    assert Device(made).pair().status_code == 410


def test_list_is_signed_and_holds_no_more_than_the_door_needs(device, training_class, people, sitting):
    answer = device.get("danh-sach/").json()

    key = next(one for one in public_keys("door") if one.id.hex() == answer["key"])
    signature = base64.urlsafe_b64decode(answer["signature"] + "==")
    assert verify_with(key.raw, b"caunoi-snapshot-1" + answer["payload"].encode(), signature)
    payload = json.loads(answer["payload"])
    assert [one["id"] for one in payload["sittings"]] == [sitting.pk]
    assert {one["e"] for one in payload["people"]} == {one.pk for one in people}
    assert {one["t"] for one in payload["people"]} == set(Ticket.objects.values_list("number", flat=True))
    assert set(payload["people"][0]) == {"e", "t", "s", "n", "f", "u", "k", "for", "only"}
    assert payload["class"]["id"] == class_number(training_class.code)


def test_list_comes_again_only_once_something_changed(device, training_class):
    etag = device.get("danh-sach/").headers["ETag"]
    assert device.get("danh-sach/", **{"If-None-Match": etag}).status_code == 304
    assert device.get("tinh-hinh/").json()["roster_changed"] is False

    late = EnrolmentFactory(training_class=training_class)

    assert device.get("tinh-hinh/").json()["roster_changed"] is True
    assert device.get("danh-sach/", **{"If-None-Match": etag}).status_code == 200
    assert late.pk in {one["e"] for one in device.roster()["people"]}
    assert device.get("tinh-hinh/").json()["roster_changed"] is False


def test_scans_become_marks_that_say_why(device, people, sitting, starts, training_class):
    scans = [
        device.scan(people[0].pk, sitting.pk, starts - 5 * MINUTE),
        device.scan(people[1].pk, sitting.pk, starts + 22 * MINUTE),
        device.scan(people[2].pk, sitting.pk, starts - MINUTE),
        device.scan(people[2].pk, sitting.pk, starts + 60 * MINUTE, kind="out", verdict="out"),
    ]
    answer = device.send(scans)

    assert answer.status_code == 200, answer.content
    assert answer.json()["taken"] == [one["id"] for one in scans]
    assert marks(training_class) == {
        people[0].pk: "present", people[1].pk: "late", people[2].pk: "left_early",
    }  # fmt: skip
    why = Scan.objects.get(enrolment=people[1]).why
    assert (why["reason"], why["late"], why["in"]) == ("late", 22, starts + 22 * MINUTE)


def test_upload_sent_twice_and_interleaved_counts_once(device, other, people, sitting, starts):
    mine = [device.scan(one.pk, sitting.pk, starts - 5 * MINUTE) for one in people]
    theirs = [other.scan(one.pk, sitting.pk, starts - 4 * MINUTE) for one in people]
    for sender, scans in ((device, mine), (other, theirs), (device, mine), (other, theirs)):
        assert sender.send(scans).json()["taken"] == [one["id"] for one in scans]

    assert DoorScan.objects.count() == 6
    assert Scan.objects.count() == 3
    assert {one.why["in"] for one in Scan.objects.all()} == {starts - 5 * MINUTE}


def test_wrong_secret_and_unknown_device_get_nothing(device, people):
    device.secret += "x"
    assert device.get("danh-sach/").status_code == 401
    assert device.send([]).status_code == 401
    device.device = "nonsense"
    assert device.get("tinh-hinh/").status_code == 401
