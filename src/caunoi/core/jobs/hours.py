"""When people may be disturbed: by day, never at night; dated rows say otherwise from a day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from caunoi.core.models import SendingHours
from caunoi.core.workdays import Calendar

# Longer than any row of holidays, the office's own included.
_FURTHEST = 400
_DEFAULT = SendingHours(
    valid_from=dt.date.min, opens_at=SendingHours.EARLIEST, closes_at=SendingHours.LATEST, on_holidays=True
)


class Hours:
    """The sending hours as they were read once; local time, closed at ``closes_at`` sharp."""

    def __init__(self, rows: Iterable[SendingHours], calendar: Calendar | None = None) -> None:
        self._rows = sorted(rows, key=lambda row: row.valid_from)
        self._calendar = calendar or Calendar()

    @classmethod
    def read(cls) -> Hours:
        """Read the installation's rows; without any it is 7:00 to 20:00 every day."""
        rows = list(SendingHours.objects.order_by("valid_from"))
        # Days off are asked for only where they matter: the postman comes every minute.
        return cls(rows, None if all(row.on_holidays for row in rows) else Calendar.read())

    def on(self, day: dt.date) -> SendingHours:
        """Return the row that holds on ``day``."""
        held = [row for row in self._rows if row.valid_from <= day]
        return held[-1] if held else _DEFAULT

    def open_at(self, moment: dt.datetime) -> bool:
        """Say whether somebody may be disturbed at ``moment``."""
        local = timezone.localtime(moment)
        row = self.on(local.date())
        return self._is_open_on(local.date(), row) and row.opens_at <= local.time() < row.closes_at

    def next_opening(self, moment: dt.datetime) -> dt.datetime:
        """Return ``moment`` where it is open, else the next time it opens."""
        if self.open_at(moment):
            return moment
        local = timezone.localtime(moment)
        for ahead in range(_FURTHEST):
            day = local.date() + dt.timedelta(days=ahead)
            row = self.on(day)
            opens = timezone.make_aware(dt.datetime.combine(day, row.opens_at))
            if self._is_open_on(day, row) and opens > moment:
                return opens
        raise RuntimeError("No day within a year is open for mails.")

    def _is_open_on(self, day: dt.date, row: SendingHours) -> bool:
        return row.on_holidays or not self._calendar.is_holiday(day)
