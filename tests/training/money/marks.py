"""Attendance as it stands in the sheet."""

from __future__ import annotations

from caunoi.training.models import Attendance, Scan


def mark(enrolment, marks) -> None:
    """Mark one person at some sittings."""
    for sitting, value in marks.items():
        scan = Scan.objects.create(enrolment=enrolment, sitting=sitting, mark=value, source="desk")
        Attendance.objects.create(enrolment=enrolment, sitting=sitting, mark=value, scan=scan)
