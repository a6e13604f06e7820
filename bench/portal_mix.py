"""Readers, commenters, raters and an editor at once: no error, no old or mixed-up page, exact counters."""

from __future__ import annotations

import os
from collections.abc import Iterator

from bench import _portal_crowd as crowd
from bench._door import ROOT
from bench.measure import Row, row

SECONDS = int(os.environ.get("MIX_SECONDS") or 300)
# What was approved must be seen so soon after it stands.
MOST_OLD = 1.0


def rows() -> Iterator[Row]:
    """Pages a second, and what went wrong: a run with a fault ends with it."""
    from scripts.postgres import free_port  # noqa: PLC0415 - found once the root is on the path

    environment = {**os.environ, "CAUNOI_PROXIES": "1", "PYTHONPATH": str(ROOT)}
    told = crowd.run(environment, [free_port()], seconds=SECONDS)
    wrong = crowd.wrong_counts(told, crowd.state(environment))
    votes = sum(told.votes.values())
    size = (
        f"{SECONDS} s, {crowd.READERS} readers, {crowd.ARTICLES} articles, {told.changes:,} corrections, "
        f"{told.comments:,} comments, {votes:,} votes"
    )
    if told.faults:
        raise SystemExit("\n".join([f"{len(told.faults)} faults:", *told.faults[:5]]))
    if wrong:
        raise SystemExit("\n".join([f"{len(wrong)} counters are wrong:", *wrong[:5]]))
    if told.oldest > MOST_OLD:
        raise SystemExit(f"A page was {told.oldest:.2f} s old.")
    slow = sorted(told.slow)
    yield row("portal, mixed: pages read", size, told.pages / SECONDS, "pages/s")
    yield row("portal, mixed: 99th percentile", size, slow[int(len(slow) * 0.99)] * 1000, "ms")
    yield row("portal, mixed: errors and mixed-up pages", size, len(told.faults), "pages")
    yield row("portal, mixed: counters that are not exact", size, len(wrong), "counters")
    yield row("portal, mixed: oldest page after a change stood", size, told.oldest, "s")
