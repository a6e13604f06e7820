"""Which of the scheduled backups stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

DAILY, WEEKLY, MONTHLY = 7, 4, 12


def to_keep(
    made: Iterable[dt.datetime], *, daily: int = DAILY, weekly: int = WEEKLY, monthly: int = MONTHLY
) -> set[dt.datetime]:
    """Return which backups stay: the newest of each of the last 7 days, 4 weeks and 12 months that have one.

    Days, weeks and months without a backup are not counted: an office that was closed loses none for it.
    """
    newest_first = sorted(made, reverse=True)
    kept: set[dt.datetime] = set()
    for most, period in (
        (daily, lambda at: at.date()),
        (weekly, lambda at: at.isocalendar()[:2]),
        (monthly, lambda at: (at.year, at.month)),
    ):
        newest: dict[object, dt.datetime] = {}
        for at in newest_first:
            if len(newest) < most or period(at) in newest:
                newest.setdefault(period(at), at)
        kept |= set(newest.values())
    return kept
