"""On how many days somebody was there: what meals are paid by."""

from __future__ import annotations

import datetime as dt

from caunoi.training.enums import THERE, EnrolmentState
from caunoi.training.models import Attendance, Enrolment, TrainingClass

# Who makes up a sitting here eats here, and is paid here for that day; the own class pays no day that was missed.
FED = (EnrolmentState.NOMINATED, EnrolmentState.MAKE_UP)


def days_present(training_class: TrainingClass, *, off_payroll_only: bool = True) -> dict[int, int]:
    """Return on how many days each was there at one sitting at least; two queries.

    Keys are rows of the list, and those of guests who make up a sitting.
    """
    rows = Enrolment.objects.filter(training_class=training_class, state__in=FED)
    if off_payroll_only:
        rows = rows.filter(off_payroll=True)
    days: dict[int, set[dt.date]] = {pk: set() for pk in rows.order_by("pk").values_list("pk", flat=True)}
    cells = Attendance.objects.filter(sitting__training_class=training_class, mark__in=THERE)
    for enrolment_id, day in cells.order_by("pk").values_list("enrolment_id", "sitting__date"):
        if enrolment_id in days:
            days[enrolment_id].add(day)
    return {pk: len(found) for pk, found in days.items()}
