"""Jobs of the tests, written into a file: what a worker did can be counted."""

from __future__ import annotations

import os
import time
from pathlib import Path

from caunoi.core.jobs import job

SOMEBODY = "Zxqvung 0905 111 222"


def note(file: str, word: str) -> None:
    with Path(file).open("a", encoding="utf-8") as out:
        out.write(f"{word} {os.getpid()}\n")


@job(label="Thử", attempts=3)
def long_job(file: str, until: str) -> int:
    """Begin, wait for a file, end."""
    note(file, "begin")
    while not Path(until).exists():
        time.sleep(0.02)
    note(file, "end")
    return 7


@job(label="Thử một lần", idempotent=False)
def once_only(file: str, until: str) -> None:
    note(file, "begin")
    while not Path(until).exists():
        time.sleep(0.02)
    note(file, "end")


@job(label="Thử lỗi", attempts=3, pauses=(1, 5))
def fails() -> None:
    raise ValueError(SOMEBODY)


@job(label="Thử theo giờ")
def ticking() -> None:
    """Do nothing."""
