"""The address of a hall's big screen: signed, and worth nothing once the class is over or another one was made."""

from __future__ import annotations

from uuid import UUID

from caunoi.core.signed import address_bytes, address_text, sign, signed_payload
from caunoi.training.enums import ClassState
from caunoi.training.models import Screen, TrainingClass

_PURPOSE = "big screen"
_CLASS, _GENERATION = 16, 2
# With the octets before it: a multiple of three, as an address needs.
_SIZE = 18


def screen_of(training_class: TrainingClass) -> Screen:
    """Return what became of the class's screen; one that was never renewed nor closed is not saved."""
    return Screen.objects.filter(training_class=training_class).first() or Screen(training_class=training_class)


def screen_token(training_class: TrainingClass, screen: Screen | None = None) -> str:
    """Return the secret part of the address that holds for the class's screen, 48 signs, open or closed."""
    screen = screen or screen_of(training_class)
    payload = training_class.pk.bytes + screen.generation.to_bytes(_GENERATION, "big")
    return address_text(sign(purpose=_PURPOSE, payload=payload, size=_SIZE))


def class_of_screen(token: str) -> TrainingClass | None:
    """Return the class whose screen has this address, with its keeper; None where it doesn't hold.

    It dies when the class is closed or cancelled, when it is renewed, and when the screen is closed. One question;
    none for an address that was made up.
    """
    raw = address_bytes(token)
    payload = signed_payload(purpose=_PURPOSE, signed=raw, size=_SIZE) if raw else None
    if payload is None or len(payload) != _CLASS + _GENERATION:
        return None
    found = (
        TrainingClass.objects.filter(pk=UUID(bytes=payload[:_CLASS]))
        .exclude(state__in=(ClassState.CLOSED, ClassState.CANCELLED))
        .select_related("screen", "keeper")
        .first()
    )
    if found is None:
        return None
    screen = getattr(found, "screen", None) or Screen(training_class=found)
    holds = screen.closed_at is None and screen.generation == int.from_bytes(payload[_CLASS:], "big")
    return found if holds else None
