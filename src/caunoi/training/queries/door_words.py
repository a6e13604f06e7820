"""Why a mark that the door gave is what it is, in words; and what of a class's door waits for the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caunoi.training.door_rules import Reason
from caunoi.training.enums import ScanSource
from caunoi.training.models import Attendance, TrainingClass
from caunoi.training.queries.attendance import Cell
from caunoi.training.queries.hours import ZONE


def clock(millis: int) -> str:
    """Return the hour of a moment, as a clock on the wall shows it: 7:42."""
    moment = dt.datetime.fromtimestamp(millis / 1000, tz=ZONE)
    return f"{moment.hour}:{moment.minute:02d}"


def explained(why: Mapping[str, Any] | None) -> str:
    """Return the sentence for what :class:`door_rules.Derived` said; "" for nothing."""
    if not why:
        return ""
    reason = why.get("reason")
    if reason == Reason.TIME_UNSURE:
        # Its hour would only lead astray.
        return _("the device’s clock is not believed: late or not is for the desk to say")
    parts = []
    if "in" in why:
        parts.append(_("scanned in %(time)s") % {"time": clock(why["in"])})
    if "out" in why:
        parts.append(_("out %(time)s") % {"time": clock(why["out"])})
    if reason in {Reason.LATE, Reason.LATE_LEFT_EARLY}:
        words = ngettext("late by %(n)s minute, until %(limit)s was in time",
                         "late by %(n)s minutes, until %(limit)s was in time", why["late"])  # fmt: skip
        parts.append(words % {"n": why["late"], "limit": clock(why["limit"])})
    if reason in {Reason.LEFT_EARLY, Reason.LATE_LEFT_EARLY}:
        words = ngettext("left %(n)s minute before the end, from %(until)s one might leave",
                         "left %(n)s minutes before the end, from %(until)s one might leave", why["early"])  # fmt: skip
        parts.append(words % {"n": why["early"], "until": clock(why["until"])})
    if reason == Reason.TOO_SHORT:
        parts.append(
            _("there for %(stayed)s of %(length)s minutes, %(share)s%% of the sitting are asked for")
            % {"stayed": why["stayed"], "length": why["length"], "share": why["share"]}
        )
    if reason == Reason.ON_TIME and "in" in why:
        parts.append(_("in time until %(limit)s") % {"limit": clock(why["limit"])})
    return ", ".join(parts)


def reasons_of(training_class: TrainingClass, *, sitting: int | None = None) -> dict[Cell, str]:
    """Return for each cell that the door marked why, in words; one query."""
    cells = Attendance.objects.filter(sitting__training_class=training_class, scan__source=ScanSource.DOOR)
    if sitting is not None:
        cells = cells.filter(sitting_id=sitting)
    return {
        (enrolment, place): explained(why)
        for enrolment, place, why in cells.order_by("id").values_list("enrolment_id", "sitting_id", "scan__why")
    }
