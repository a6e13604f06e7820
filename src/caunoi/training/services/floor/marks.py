"""What each does once: the mark of it, and throwing all marks of a class away."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings

from caunoi.core.signed import RING
from caunoi.training.models import Hall, OnceMark, TrainingClass
from caunoi.training.models.hall import new_salt


def marks_of(hall: Hall, what: str) -> list[str]:
    """Return the mark of ``what`` under every key of the ring, the newest first: that one is written.

    ``what`` names who did what. The keys lie outside the database, so a copy of it tells neither; without the hall's
    salt, which goes when the class is closed, the keys tell nothing either.
    """
    said = f"{hall.pk}|{hall.salt}|{what}".encode()
    return [hmac.new(key.encode("ascii"), said, hashlib.sha256).hexdigest() for key in settings.KEYS.all(RING)]


def hall_of(training_class: TrainingClass) -> Hall:
    """Return the hall of a class, made when it is first asked for."""
    return Hall.objects.get_or_create(training_class=training_class)[0]


def set_mark(*, hall: Hall, what: str) -> bool:
    """Write that ``what`` was done; False where it was done before. Part of the caller's transaction."""
    marks = marks_of(hall, what)
    if OnceMark.objects.filter(mark__in=marks).exists():
        return False
    _row, made = OnceMark.objects.get_or_create(mark=marks[0], training_class_id=hall.pk)
    return made


def take_mark(*, hall: Hall, what: str) -> bool:
    """Take the mark of ``what`` away; False where there is none. Part of the caller's transaction."""
    return OnceMark.objects.filter(mark__in=marks_of(hall, what)).delete()[0] > 0


def is_marked(hall: Hall, whats: list[str]) -> set[str]:
    """Return which of ``whats`` were done, in one query."""
    by_mark = {mark: what for what in whats for mark in marks_of(hall, what)}
    return {by_mark[mark] for mark in OnceMark.objects.filter(mark__in=list(by_mark)).values_list("mark", flat=True)}


def forget_marks(training_class: TrainingClass) -> None:
    """Throw all marks of the class away, and what they were made with; phones may ask no more. Part of closing."""
    OnceMark.objects.filter(training_class=training_class).delete()
    Hall.objects.filter(training_class=training_class).update(salt=new_salt(), takes_questions=False)
