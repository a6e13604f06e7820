"""How things are measured here."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any, TypedDict


class Row(TypedDict):
    """One line of the table; ``ratio`` is figure by yardstick where there is one."""

    work: str
    input: str
    figure: float
    unit: str
    yardstick: str
    ratio: float | None


def row(work: str, size: str, figure: float, unit: str, *, yardstick: str = "", against: float | None = None) -> Row:
    """Return one line; ``against`` is the yardstick's figure in the same unit."""
    return Row(
        work=work,
        input=size,
        figure=round(figure, 3),
        unit=unit,
        yardstick=yardstick,
        ratio=round(figure / against, 2) if against else None,
    )


def seconds(call: Callable[[], Any], *, runs: int = 5) -> float:
    """Return the median wall time of ``runs`` calls after one to warm up."""
    call()
    return statistics.median(_timed(call, time.perf_counter) for _ in range(runs))


def cpu_seconds(call: Callable[[], Any], *, runs: int = 5) -> float:
    """Return the median processor time of ``runs`` calls after one to warm up."""
    call()
    return statistics.median(_timed(call, time.process_time) for _ in range(runs))


def p95(calls: list[Callable[[], Any]], *, warm: int = 3) -> float:
    """Return the 95th percentile of the wall times of ``calls``, each called once after ``warm`` of them."""
    for call in calls[:warm]:
        call()
    times = sorted(_timed(call, time.perf_counter) for call in calls)
    return times[min(len(times) - 1, int(len(times) * 0.95))]


def _timed(call: Callable[[], Any], clock: Callable[[], float]) -> float:
    began = clock()
    call()
    return clock() - began
