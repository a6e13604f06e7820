"""Errors that every domain raises and every face understands."""

from __future__ import annotations


class StaleChange(Exception):
    """Somebody else changed the object since it was read; nothing was written.

    The face keeps what was typed, shows what stands now and lets the person decide.
    """


class NotNow(Exception):
    """The object's state does not allow this; the message says why and what to do, for the person at the screen."""
