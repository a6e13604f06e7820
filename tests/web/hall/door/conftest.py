"""A class with its door, and a device that talks as the app does."""

from __future__ import annotations

import datetime as dt
import json
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from caunoi.training.queries.door import millis
from caunoi.training.queries.hours import hours_of
from caunoi.training.services.door import devices
from tests.factories import EnrolmentFactory, SittingFactory

API = "/hoi-truong/cua/api/"


class Device:
    """A device with a clock of its own: ``off`` milliseconds ahead of the server's."""

    def __init__(self, made):
        self.client = Client()
        self.made = made
        self.boot = str(uuid4())
        self.off = 0
        self.secret = self.device = ""

    def pair(self):
        answer = self.post("ghep/", {"token": self.made.token})
        body = answer.json()
        self.device, self.secret = body.get("device", ""), body.get("secret", "")
        return answer

    @property
    def head(self):
        return {"Authorization": f"Bearer {self.device}.{self.secret}"}

    def post(self, path, body):
        return self.client.post(API + path, json.dumps(body), content_type="application/json", headers=self.head)

    def get(self, path, **more):
        return self.client.get(API + path, headers=self.head | more)

    def roster(self):
        answer = self.get("danh-sach/")
        assert answer.status_code == 200, answer.content
        return json.loads(answer.json()["payload"])

    def scan(self, e, sitting, at, kind="in", **more):
        """Return a scan at the true moment ``at``, as this device with its clock writes it."""
        return {
            "id": str(uuid4()), "seq": 1, "e": e, "t": None, "sitting": sitting, "kind": kind, "at": at + self.off,
            "boot": self.boot, "up": 0, "offset": -self.off, "how": "camera", "verdict": "in", "walk_in": None,
            "instead_of": None,
        } | more  # fmt: skip

    def send(self, scans, **more):
        """Upload in a later page load."""
        body = {
            "now": millis(timezone.now()) + self.off,
            "boot": str(uuid4()),
            "up": 0,
            "offset": -self.off,
            "scans": scans,
        }
        return self.post("luot/", body | more)


@pytest.fixture
def sitting(training_class):
    # Yesterday: uploads days later are what is usual here.
    return SittingFactory(training_class=training_class, date=timezone.localdate() - dt.timedelta(days=1))


@pytest.fixture
def starts(sitting):
    return millis(hours_of([sitting])[sitting.pk].starts)


@pytest.fixture
def people(training_class):
    return EnrolmentFactory.create_batch(3, training_class=training_class)


@pytest.fixture
def device(organiser, training_class, sitting, people):
    found = Device(devices.add_device(actor=organiser, training_class=training_class, label="Cửa chính"))
    assert found.pair().status_code == 201
    return found


@pytest.fixture
def other(organiser, training_class, device):
    found = Device(devices.add_device(actor=organiser, training_class=training_class, label="Cửa phụ"))
    assert found.pair().status_code == 201
    return found
