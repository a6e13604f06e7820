"""Counting the evaluation sheets of a class. Only numbers are typed in; the sheets stay in the drawer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caunoi.core.errors import StaleChange
from caunoi.directory.models import User
from caunoi.training.enums import Action, AgendaKind, EnrolmentState
from caunoi.training.models import AgendaItem, EvaluationTally, TrainingClass
from caunoi.training.models.evaluation import MARK_COLUMNS, MARKS
from caunoi.training.policies import leads_class
from caunoi.training.services.guard import note, open_for_change

_NONE = (0,) * len(MARKS)
_MOST = 100_000


@transaction.atomic
def count_sheets(
    *,
    actor: User,
    training_class: TrainingClass,
    counts: Mapping[int, Sequence[int]],
    was: Mapping[int, Sequence[int]] | None = None,
) -> int:
    """Set how many sheets gave which mark, lowest first, for topics by their key; returns how many topics changed.

    ``was`` are the numbers the clerk saw: raises StaleChange where others stand by now. Raises PermissionDenied,
    NotNow (class closed), ValidationError for more sheets of a topic than people on the list, a number below 0, or an
    item that is no topic of the class; then nothing is written.
    """
    training_class = open_for_change(actor=actor, training_class=training_class, may=leads_class)
    topics = AgendaItem.objects.filter(training_class=training_class, kind=AgendaKind.TOPIC)
    items = {item.pk: item for item in topics.select_related("evaluation")}
    listed = training_class.enrolments.filter(state=EnrolmentState.NOMINATED).count()
    changed = 0
    for key, typed in counts.items():
        item = items.get(key)
        if item is None:
            raise ValidationError(_("This topic does not stand in the programme any more. Load the page again."))
        now = item.evaluation.counts if hasattr(item, "evaluation") else _NONE
        if was is not None and tuple(was.get(key, now)) != now:
            raise StaleChange
        new = _checked(item, typed, listed)
        if new == now:
            continue
        EvaluationTally.objects.update_or_create(agenda_item=item, defaults=dict(zip(MARK_COLUMNS, new, strict=True)))
        note(
            actor=actor,
            action=Action.SHEETS_COUNTED,
            training_class=training_class,
            details={"topic": item.title[:300], "sheets": [sum(now), sum(new)]},
        )
        changed += 1
    return changed


def _checked(item: AgendaItem, typed: Sequence[int], listed: int) -> tuple[int, ...]:
    new = tuple(typed)
    if len(new) != len(MARKS) or any(count < 0 or count > _MOST for count in new):
        raise ValidationError(_("“%(topic)s”: type a number for each mark.") % {"topic": item.title})
    if listed and sum(new) > listed:
        words = ngettext(
            "“%(topic)s”: %(sheets)s sheets, but only %(count)s person on the list.",
            "“%(topic)s”: %(sheets)s sheets, but only %(count)s people on the list.",
            listed,
        )
        raise ValidationError(words % {"topic": item.title, "sheets": sum(new), "count": listed})
    return new
