"""A whole class is put off, or brought forward, in one step."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.directory.models import User
from caunoi.training.enums import Action
from caunoi.training.models import TrainingClass
from caunoi.training.queries.classes import has_scans
from caunoi.training.services.guard import index_class, note, open_for_change
from caunoi.training.services.placing import placing


@transaction.atomic
def move_class(
    *, actor: User, training_class: TrainingClass, starts_on: date, revision: int, despite: str = ""
) -> TrainingClass:
    """Move the class so that it begins on ``starts_on``: its days and every sitting by as many days.

    Moving it back is how it is undone. Raises ValidationError for a class without days, for a year that can't be, and
    for what clashes on the new days (:func:`placing.placing`); NotNow once attendance was marked; StaleChange,
    PermissionDenied as ``guard.open_for_change``.
    """
    locked = open_for_change(actor=actor, training_class=training_class, revision=revision)
    before = locked.starts_on
    if before is None:
        raise ValidationError({"starts_on": _("The class has no days yet. Set them first.")})
    if not 1945 <= starts_on.year <= 2100:
        raise ValidationError({"starts_on": _("The year must lie between 1945 and 2100.")})
    shift = starts_on - before
    if not shift:
        return locked
    if has_scans(locked):
        raise NotNow(_("Attendance has been marked already, so the class took place on its days and stays there."))
    last = locked.ends_on
    locked.starts_on, locked.ends_on = starts_on, last + shift if last else None
    locked.revision += 1
    with placing(actor=actor, training_class=locked, despite=despite):
        locked.save(update_fields=["starts_on", "ends_on", "revision"])
        # The one that moves onto another's day goes after it: no half-day may stand twice even for a moment.
        for sitting in locked.sittings.order_by("date" if shift.days < 0 else "-date", "id"):
            sitting.date += shift
            sitting.save(update_fields=["date"])
    note(
        actor=actor,
        action=Action.CLASS_MOVED,
        training_class=locked,
        details={
            "starts_on": [before.isoformat(), starts_on.isoformat()],
            **({"ends_on": [last.isoformat(), locked.ends_on.isoformat()]} if last and locked.ends_on else {}),
        },
    )
    index_class(locked)
    return locked
