"""The big screen's address is renewed, and the screen is closed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from caunoi.directory.models import User
from caunoi.training.enums import Action
from caunoi.training.models import Screen, TrainingClass
from caunoi.training.policies import marks_class
from caunoi.training.queries.screens import screen_of
from caunoi.training.services.guard import note, open_for_change

# The number of an address has two octets.
_MOST = 2**15


@transaction.atomic
def renew_screen(*, actor: User, training_class: TrainingClass) -> Screen:
    """Give the class's screen another address and open it; the earlier address shows nothing any more.

    Raises PermissionDenied unless the actor marks attendance in the class, NotNow when it is closed or cancelled.
    """
    training_class = open_for_change(actor=actor, training_class=training_class, may=marks_class)
    screen = screen_of(training_class)
    screen.generation = (screen.generation + 1) % _MOST
    screen.closed_at = None
    screen.save()
    note(actor=actor, action=Action.SCREEN_RENEWED, training_class=training_class)
    return screen


@transaction.atomic
def close_screen(*, actor: User, training_class: TrainingClass) -> Screen:
    """Close the class's screen: its address shows nothing until it is renewed. Raises as :func:`renew_screen` does."""
    training_class = open_for_change(actor=actor, training_class=training_class, may=marks_class)
    screen = screen_of(training_class)
    if screen.closed_at is None:
        screen.closed_at = timezone.now()
        screen.save()
        note(actor=actor, action=Action.SCREEN_CLOSED, training_class=training_class)
    return screen
