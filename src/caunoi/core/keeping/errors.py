"""What keeps a backup or a restore from being made."""

from __future__ import annotations


class Refused(Exception):
    """It can't be done; the message says why and what to do, for the person at the terminal."""
