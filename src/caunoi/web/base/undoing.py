"""Undo beside the message that tells what was done: a button that sends one form to one address."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

# Stands before the address in the message's own tags, where nothing of a user's stands.
_MARK = "undo:"


def success_with_undo(request: HttpRequest, words: str, *, undo: str) -> None:
    """Say what was done; ``undo`` is the address that takes it back by POST, given by the program."""
    messages.success(request, words, extra_tags=f"{_MARK}{undo}")


def undo_address(extra_tags: str | None) -> str:
    """Return the address by which what a message tells is undone; "" where it tells of none."""
    told = extra_tags or ""
    return told.removeprefix(_MARK) if told.startswith(_MARK) else ""
