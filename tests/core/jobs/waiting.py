"""Waits for something that another process brings about; fails with words when it never comes."""

from __future__ import annotations

import time


def until(question, *, seconds=90):
    """Ask until the answer is true and return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = question()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"Not within {seconds} seconds.")
