"""What the passing of a deadline does: seats left unfilled serve those who wait."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from caunoi.training.enums import ClassState, NominationState
from caunoi.training.models import Nomination, TrainingClass
from caunoi.training.services.guard import lock_class
from caunoi.training.services.seats.line import settle

_OPEN = (ClassState.PREPARING, ClassState.GATHERING, ClassState.HELD)


def settle_after_deadlines() -> int:
    """Serve the line of each open class whose deadline is past; returns how many moved up.

    Each class is a transaction of its own. Doing it twice changes nothing.
    """
    waiting = Nomination.objects.filter(
        state=NominationState.WAITING,
        training_class__state__in=_OPEN,
        training_class__nominate_until__lt=timezone.localdate(),
    )
    moved = 0
    for key in waiting.order_by("training_class").values_list("training_class", flat=True).distinct():
        with transaction.atomic():
            locked = lock_class(training_class=TrainingClass(pk=key), closed_too=True)
            if locked.state in _OPEN:
                moved += len(settle(actor=None, training_class=locked))
    return moved
