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
from caunoi.training.queries.trail import changed_since, class_trail
from caunoi.training.services.guard import index_class, note, open_for_change
from caunoi.training.services.placing import placing


@transaction.atomic
def move_class(
    *, actor: User, training_class: TrainingClass, starts_on: date, revision: int, despite: str = ""
) -> TrainingClass:
    """Move the class so that it begins on ``starts_on``: its days and every sitting by as many days.

    :func:`undo_move` takes it back. Raises ValidationError for a class without days, for a year that can't be, and
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


@transaction.atomic
def undo_move(*, actor: User, training_class: TrainingClass, move: int) -> TrainingClass:
    """Take back one move, told by its row of the trail: the class begins on the day on which it did before.

    Raises NotNow for a row that tells of no move of this class, where anybody changed its days, sittings, places,
    items, organisers or state since, and where others took its rooms or speakers on the old days meanwhile;
    PermissionDenied, NotNow as :func:`move_class`.
    """
    locked = open_for_change(actor=actor, training_class=training_class)
    row = class_trail(locked).filter(pk=move, action=Action.CLASS_MOVED).first()
    days = row.details.get("starts_on") if row else None
    if row is None or not days:
        raise NotNow(_("This move is not known any more. Move the class by hand."))
    if changed_since(locked, row):
        raise NotNow(
            _("The class was changed after this move, so it is not undone. Look at the class, then move it by hand.")
        )
    before = date.fromisoformat(days[0])
    try:
        return move_class(actor=actor, training_class=locked, starts_on=before, revision=locked.revision)
    except ValidationError as error:
        raise NotNow(
            _("The move is not undone: on the old days others took the room or speaker meanwhile. %(clashes)s")
            % {"clashes": "; ".join(error.messages)}
        ) from error
