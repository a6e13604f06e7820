"""What a device says of the scans that wait on it, beside everything else that it asks or sends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from caunoi.training.models import DoorDevice
from caunoi.training.queries.door import millis

# A device holds no more than this; what says more says nothing that helps.
MOST_WAITING = 100_000
_LONGEST = dt.timedelta(days=60)
# The contact of a device that reports nothing is written down so often.
_EVERY = dt.timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True)
class Report:
    """So many scans wait on the device, the oldest for so long; ``heard``: the server's time in its last answer."""

    count: int
    age: dt.timedelta
    heard: int


def read_report(said: Mapping[str, object], *, now: dt.datetime) -> Report | None:
    """Return what ``waiting``, ``age`` and ``heard`` say (milliseconds, numbers or text); None where it says nothing.

    Too large a count or age is cut. Heard an answer from a time to come, a device is not believed.
    """
    count, age, heard = (_whole(said.get(name)) for name in ("waiting", "age", "heard"))
    if count is None or heard is None or not 0 < heard <= millis(now):
        return None
    waited = min(age or 0, round(_LONGEST.total_seconds() * 1000))
    return Report(count=min(count, MOST_WAITING), age=dt.timedelta(milliseconds=waited), heard=heard)


def note_contact(*, device: DoorDevice, said: Mapping[str, object], foreign: int = 0) -> bool:
    """Keep that the device was in contact, what it says of scans that wait, and how many named nobody of the class.

    Returns whether the report was news: one that repeats an answer heard before, sent again or overtaken, changes
    nothing of what stands. ``foreign`` scans that come with such a one were counted.
    """
    now = timezone.now()
    rows = DoorDevice.objects.filter(pk=device.pk)
    report = read_report(said, now=now)
    if report is None:
        if foreign or device.last_seen_at is None or now - device.last_seen_at > _EVERY:
            rows.update(last_seen_at=now, foreign_scans=F("foreign_scans") + foreign)
        return False
    since = max(now - report.age, device.paired_at or device.made_at) if report.count else None
    # Two at once: the later one stands, whichever comes first.
    return bool(
        rows.filter(waiting_heard__lt=report.heard).update(
            waiting=report.count,
            waiting_since=since,
            waiting_told_at=now,
            waiting_heard=report.heard,
            last_seen_at=now,
            foreign_scans=F("foreign_scans") + foreign,
        )
    )


def _whole(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = value if isinstance(value, str) else f"{value:.0f}"
    return int(text) if text.isdecimal() and len(text) < 19 else None
