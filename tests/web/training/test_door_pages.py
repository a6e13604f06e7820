"""The door at the desk: a device with its code, what waits, a walk-in in one press, the rules."""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from caunoi.directory.enums import RoleKind
from caunoi.training.models import Attendance, DoorDevice, DoorReview, Enrolment
from caunoi.training.queries.door import millis, roster_of, rules_of
from caunoi.training.queries.hours import hours_of
from caunoi.training.services.door import devices
from caunoi.training.services.door.uploading import take_scans
from tests.factories import EnrolmentFactory, PersonFactory, SittingFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(training_class):
    return SittingFactory(training_class=training_class)


def scanned(training_class, sitting, organiser, *scans):
    made = devices.add_device(actor=organiser, training_class=training_class, label="Cửa chính")
    device, _secret = devices.pair_device(token=made.token)
    starts = millis(hours_of([sitting])[sitting.pk].starts)
    common = {"boot": "b", "up": 0, "offset": 0, "sitting": sitting.pk, "at": starts, "kind": "in", "verdict": "in"}
    made_up = [common | {"id": str(uuid4())} | scan(starts) for scan in scans]
    body = {"now": millis(device.paired_at), "boot": "l", "up": 0, "scans": made_up}
    assert take_scans(device=device, roster=roster_of(training_class), body=body).refused == []
    return device


def test_device_is_added_with_a_code_that_pairs_once_and_is_taken_back(desk, training_class, sitting):
    url = reverse("desk:class_door", args=[training_class.code])
    assertContains(desk.get(url), "Chưa có máy quét nào")

    page = desk.post(url, {"label": "Cửa chính"}, follow=True)

    token = re.search(r"#ghep=([\w-]+)", page.content.decode())[1]
    ghep = reverse("hall:door_pair")
    assert Client().post(ghep, json.dumps({"token": token}), content_type="application/json").status_code == 201
    assertNotContains(desk.get(url), "#ghep=")
    device = DoorDevice.objects.get()
    again = reverse("desk:door_device_renew", args=[training_class.code, device.pk])
    assertContains(desk.post(again, follow=True), "Hãy thêm máy mới")
    revoke = reverse("desk:door_device_revoke", args=[training_class.code, device.pk])
    assertContains(desk.post(revoke, follow=True), "Đã thu hồi Cửa chính")


def test_two_devices_of_a_class_are_told_apart(desk, training_class):
    url = reverse("desk:class_door", args=[training_class.code])
    desk.post(url, {"label": "Cửa chính"})

    assertContains(desk.post(url, {"label": " Cửa  chính "}), "Đã có máy khác mang tên này")


def test_walk_in_is_put_on_the_list_in_one_press(desk, training_class, sitting, organiser):
    scanned(training_class, sitting, organiser, lambda _starts: {
        "kind": "walk_in", "walk_in": {"name": "Ngô Thị Đến Thêm", "unit": "Thôn Mẫu"}})  # fmt: skip
    url = reverse("desk:class_door", args=[training_class.code])
    assertContains(desk.get(url), "Ngô Thị Đến Thêm")
    one = reverse("desk:door_walk_in", args=[training_class.code, DoorReview.objects.get().pk])

    answer = desk.post(one, {"full_name": "Ngô Thị Đến Thêm", "unit_text": "Thôn Mẫu"})

    assertRedirects(answer, url)
    row = Enrolment.objects.get(training_class=training_class)
    assert (row.person.full_name, row.unit_text) == ("Ngô Thị Đến Thêm", "Thôn Mẫu")
    assert Attendance.objects.get().mark == "present"
    assert desk.get(one).status_code == 404


def test_walk_in_whom_the_register_may_know_is_asked_about(desk, training_class, sitting, organiser):
    known = PersonFactory.known_to(training_class.keeper, full_name="Ngô Thị Đến Thêm")
    scanned(training_class, sitting, organiser, lambda _starts: {
        "kind": "walk_in", "walk_in": {"name": "Ngô Thị Đến Thêm", "unit": ""}})  # fmt: skip
    one = reverse("desk:door_walk_in", args=[training_class.code, DoorReview.objects.get().pk])

    page = desk.post(one, {"full_name": "Ngô Thị Đến Thêm", "unit_text": ""})
    assertContains(page, "Đúng là người này")
    desk.post(one, {"full_name": "Ngô Thị Đến Thêm", "unit_text": "", "person": str(known.pk)})

    assert Enrolment.objects.get(training_class=training_class).person == known


def test_doubtful_clocks_are_decided_together_and_say_why_on_the_sheet(desk, training_class, sitting, organiser):
    people = EnrolmentFactory.create_batch(3, training_class=training_class)
    scanned(training_class, sitting, organiser, *(
        [lambda _starts, pk=one.pk: {"e": pk, "at": 5_000, "offset": None} for one in people[:2]]
        + [lambda starts: {"e": people[2].pk, "at": starts + 27 * 60_000}]
    ))  # fmt: skip
    url = reverse("desk:class_door", args=[training_class.code])
    assertContains(desk.get(url), "2 việc từ cửa chờ quyết định")
    sheet = reverse("desk:class_attendance", args=[training_class.code])
    assertContains(desk.get(sheet, {"buoi": sitting.pk}), "quét vào 7:57, muộn 27 phút, hạn 7:45")
    assertContains(desk.get(sheet), 'title="quét vào 7:57, muộn 27 phút, hạn 7:45"')

    answer = desk.post(
        reverse("desk:door_decide", args=[training_class.code]),
        {"viec": [one.pk for one in DoorReview.objects.all()], "tra-loi": "late", "ly-do": "Người trực cửa nhớ"},
        follow=True,
    )

    assertContains(answer, "Đã quyết định 2 việc")
    assert list(Attendance.objects.values_list("mark", flat=True)) == ["late"] * 3


def test_rules_are_the_leaders_and_what_is_no_percent_is_refused(desk, training_class):
    url = reverse("desk:class_door_rules", args=[training_class.code])
    good = {"grace_minutes": 5, "leave_minutes": 10, "opens_minutes_before": 60, "sitting_share": 50, "class_share": 80}

    assertContains(desk.post(url, good | {"sitting_share": 101}), "100")
    desk.post(url, good)

    assert vars(rules_of(training_class)) == good
    door = UserFactory.with_role(training_class.keeper, RoleKind.DOOR)
    client = Client()
    client.force_login(door)
    assert client.get(url).status_code == 403
    assertNotContains(client.get(reverse("desk:class_door", args=[training_class.code])), url)
