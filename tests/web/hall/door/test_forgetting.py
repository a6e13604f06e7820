"""What the door noted of people not listed goes after its period; that somebody came stays."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from caunoi.core import retention
from caunoi.core.models import AuditEntry
from caunoi.training.models import DoorReview, DoorScan
from caunoi.training.queries.door import millis, walk_ins_by_sitting

pytestmark = pytest.mark.django_db

WALK = {"name": "Ngô Thị Đến Thêm", "unit": "Thôn Mẫu"}


def test_names_told_at_the_door_go_once_the_class_is_long_over(client, organiser, device, people, sitting):
    training_class, starts = sitting.training_class, millis(timezone.now())
    training_class.starts_on = training_class.ends_on = sitting.date
    training_class.save()
    device.send([
        device.scan(None, sitting.pk, starts, kind="walk_in", walk_in=WALK),
        device.scan(None, sitting.pk, starts, kind="substitute", walk_in=WALK, instead_of=people[0].pk),
    ])  # fmt: skip
    kind = retention.kind_named("names_told_at_the_door")
    now = timezone.now()

    assert retention.run(kind, now=now + dt.timedelta(days=89)) == 0
    assert set(DoorScan.objects.values_list("name", flat=True)) == {WALK["name"]}
    assert retention.run(kind, now=now + dt.timedelta(days=93)) == 2
    assert retention.run(kind, now=now + dt.timedelta(days=93)) == 0

    assert set(DoorScan.objects.values_list("name", "unit")) == {("", "")}
    assert WALK["name"] not in str(list(AuditEntry.objects.values("details", "reason")))
    # The desk still knows that two came, and may leave it at that.
    assert (DoorReview.objects.filter(answer="").count(), walk_ins_by_sitting(training_class)) == (2, {sitting.pk: 2})
    client.force_login(organiser)
    page = client.get(reverse("desk:class_door", args=[training_class.code])).content.decode()
    assert page.count("tên không còn lưu") == 2
    assert "Đưa vào danh sách" not in page
