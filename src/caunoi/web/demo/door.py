"""The door of the class of today: devices in each state, what they saw, and what waits for the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

from django.utils import timezone

from caunoi.directory.models import User
from caunoi.training.door_rules import Rules
from caunoi.training.models import DoorDevice, Enrolment, Sitting, TrainingClass
from caunoi.training.queries.door import millis, roster_of
from caunoi.training.queries.hours import Timetable
from caunoi.training.services.door import devices
from caunoi.training.services.door.reporting import note_contact
from caunoi.training.services.door.uploading import take_scans

_MINUTE = 60_000


def scanned_at_the_door(*, actor: User, training_class: TrainingClass, sitting: Sitting) -> None:
    """Three devices that scanned, one that waits to be linked.

    Almost everybody came in time; some were late, one left early. For the desk: two who are not listed, a clock that
    jumped, somebody marked absent who came, scans of a device that was taken back.
    """
    people = list(Enrolment.objects.filter(training_class=training_class).order_by("id").values_list("pk", flat=True))
    main, side, lent = (
        _linked(actor, training_class, label) for label in ("Cửa chính", "Cửa phụ", "Máy mượn của nhà văn hóa")
    )
    devices.add_device(actor=actor, training_class=training_class, label="Bàn đón tiếp")
    devices.set_rules(actor=actor, training_class=training_class, rules=Rules(class_share=75))
    hours = Timetable().of(sitting)
    starts, after = millis(hours.starts), hours.ends + dt.timedelta(minutes=10)
    late = {8: 21, 19: 34}

    def scan(place: int | None, minutes: int, **more: Any) -> dict[str, Any]:
        return {
            "id": str(uuid4()), "seq": 0, "e": None if place is None else people[place], "t": None,
            "sitting": sitting.pk, "kind": "in", "verdict": "in", "at": starts + minutes * _MINUTE, "boot": "", "up": 0,
            "offset": 0, "how": "camera", "walk_in": None, "instead_of": None,
        } | more  # fmt: skip

    there = [place for place in range(len(people)) if place not in {3, 15, 31, 33, 34, 35}]
    of_main = [scan(place, late.get(place, place % 25 - 28)) for place in there if place % 3]
    of_main += [
        scan(15, 12),
        scan(22, 140, kind="out", verdict="out"),
        scan(None, 6, kind="walk_in", walk_in={"name": "Ngô Thị Đến Thêm", "unit": "Tổ dân phố số 4"}),
        scan(None, 9, kind="substitute", instead_of=people[31], walk_in={"name": "Lý Văn Đi Thay", "unit": ""}),
    ]
    of_side = [scan(place, late.get(place, place % 25 - 28)) for place in there if not place % 3]
    # Its clock stood at 1970 until somebody set it.
    of_side.append(scan(33, 0, at=90_000, offset=None))
    _upload(main, of_main, after)
    _upload(side, of_side, after)
    devices.revoke_device(actor=actor, device=lent)
    _upload(DoorDevice.objects.get(pk=lent.pk), [scan(34, 3), scan(35, 4)], after)
    for device, waiting in ((main, 0), (side, 12)):
        said = {"waiting": waiting, "age": 18 * _MINUTE, "heard": millis(timezone.now())}
        note_contact(device=DoorDevice.objects.get(pk=device.pk), said=said)


def _linked(actor: User, training_class: TrainingClass, label: str) -> DoorDevice:
    made = devices.add_device(actor=actor, training_class=training_class, label=label)
    linked = devices.pair_device(token=made.token)
    assert linked is not None
    return linked[0]


def _upload(device: DoorDevice, scans: list[dict[str, Any]], at: dt.datetime) -> None:
    body = {"now": millis(at), "boot": "later", "up": 0, "scans": scans}
    take_scans(device=device, roster=roster_of(device.training_class), body=body, received_at=at)
