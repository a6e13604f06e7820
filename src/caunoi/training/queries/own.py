"""What a participant reads on the own page: the own attendance. Nothing of anybody else."""

from __future__ import annotations

from dataclasses import dataclass

from caunoi.training.enums import THERE
from caunoi.training.models import Enrolment, Sitting


@dataclass(frozen=True, kw_only=True)
class Presence:
    """In how many sittings the participant was, of how many."""

    present: int
    sittings: int


def attendance_of(enrolment: Enrolment) -> Presence:
    """Return the own attendance, in two queries."""
    return Presence(
        present=enrolment.attendances.filter(mark__in=THERE).count(),
        sittings=Sitting.objects.filter(training_class=enrolment.training_class_id).count(),
    )


def was_there(enrolment: Enrolment) -> bool:
    """Say whether the participant was in any sitting of the class."""
    return enrolment.attendances.filter(mark__in=THERE).exists()
