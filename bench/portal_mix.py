"""Readers, commenters, raters and an editor at once: no error, no old or mixed-up page, exact counters."""

from __future__ import annotations

import http.client
import json
import multiprocessing
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench._door import ROOT, Server
from bench.measure import Row, row

SECONDS = int(os.environ.get("MIX_SECONDS") or 300)
ARTICLES, READERS = 40, 6
# What was approved must be seen so soon after it stands.
MOST_OLD = 1.0
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_EDITION = re.compile(r"Tin số (\d+) bản (\d+)\.")


@dataclass
class Told:
    """What one reader saw."""

    pages: int = 0
    kept_from: set[tuple[str, int]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    oldest: float = 0.0
    slow: list[float] = field(default_factory=list)


def rows() -> Iterator[Row]:
    """Pages a second, and what went wrong: every such line is nought."""
    from scripts.postgres import free_port  # noqa: PLC0415 - found once the root is on the path

    environment = {**os.environ, "CAUNOI_PROXIES": "1", "PYTHONPATH": str(ROOT)}
    editions = multiprocessing.Array("d", ARTICLES * 2, lock=False)
    editor = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, str(Path(__file__).with_name("_portal_editor.py")), str(ARTICLES)],
        cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert editor.stdout
    assert editor.stdin
    addresses: list[str] = json.loads(editor.stdout.readline())
    server = Server(environment, free_port())
    server.start()
    ends = time.monotonic() + SECONDS
    listener = threading.Thread(target=_listen, args=(editor.stdout, editions))
    listener.start()
    readers = [Told() for _ in range(READERS)]
    working = [
        threading.Thread(target=_read, args=(number, told, server.port, addresses, editions, ends))
        for number, told in enumerate(readers)
    ]
    try:
        editor.stdin.write("go\n")
        editor.stdin.flush()
        for one in working:
            one.start()
        for one in working:
            one.join()
        editor.stdin.close()
        editor.wait(timeout=60)
        listener.join()
        server.stop()
    finally:
        server.kill()
        editor.kill()
    yield from _result(readers, editions)


def _listen(lines: Any, editions: Any) -> None:
    """Note each edition that stands, and since when."""
    for line in lines:
        number, edition = map(int, line.split())
        editions[number * 2 + 1] = time.monotonic()
        editions[number * 2] = edition


def _read(number: int, told: Told, port: int, addresses: list[str], editions: Any, ends: float) -> None:  # noqa: PLR0917 - a thread
    rng = random.Random(number)  # noqa: S311 - which page is read next
    visitor = 0
    while time.monotonic() < ends:
        article = rng.randrange(ARTICLES)
        visitor = rng.randrange(50)
        began = time.monotonic()
        stood, since = editions[article * 2], editions[article * 2 + 1]
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request(
                "GET", addresses[article],
                headers={"User-Agent": BROWSER, "X-Forwarded-For": f"10.{number}.0.{visitor}"},
            )  # fmt: skip
            answer = connection.getresponse()
            page = answer.read().decode()
            connection.close()
        except OSError as fault:
            told.faults.append(f"{addresses[article]}: {fault!r}")
            continue
        told.pages += 1
        told.slow.append(time.monotonic() - began)
        told.kept_from.add((f"10.{number}.0.{visitor}", article))
        found = {(int(which), int(edition)) for which, edition in _EDITION.findall(page)}
        if answer.status != 200 or {which for which, _edition in found} != {article}:
            told.faults.append(f"{addresses[article]}: {answer.status}, {sorted(found)}")
        elif len(found) > 1:
            told.faults.append(f"{addresses[article]}: two editions on one page, {sorted(found)}")
        elif next(iter(found))[1] < stood:
            told.oldest = max(told.oldest, began - since)


def _result(readers: list[Told], editions: Any) -> Iterator[Row]:
    pages = sum(one.pages for one in readers)
    faults = [fault for one in readers for fault in one.faults]
    oldest = max(one.oldest for one in readers)
    changes = int(sum(editions[number * 2] - 1 for number in range(ARTICLES)))
    slow = sorted(second for one in readers for second in one.slow)
    size = f"{SECONDS} s, {READERS} readers, {ARTICLES} articles, {changes:,} corrections"
    if faults:
        raise SystemExit("\n".join([f"{len(faults)} faults:", *faults[:5]]))
    if oldest > MOST_OLD:
        raise SystemExit(f"A page was {oldest:.2f} s old.")
    yield row("portal, mixed: pages read", size, pages / SECONDS, "pages/s")
    yield row("portal, mixed: 99th percentile", size, slow[int(len(slow) * 0.99)] * 1000, "ms")
    yield row("portal, mixed: errors and mixed-up pages", size, len(faults), "pages")
    yield row("portal, mixed: oldest page after a correction stood", size, oldest, "s")
