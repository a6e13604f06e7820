"""The portal through a real server: kept pages against an empty view, pages made anew against a bare Wagtail page."""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench._door import ROOT, Server
from bench.measure import Row, row

ARTICLES = 200
ROUNDS = 5
SECONDS = 3
CLIENTS = 4
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_FAULTS = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)")


def rows() -> Iterator[Row]:
    """Requests a second of each page, medians of rounds in which all take turns."""
    from scripts.postgres import free_port  # noqa: PLC0415 - found once the root is on the path

    if not shutil.which("wrk"):
        raise SystemExit("The load comes from wrk: apt-get install wrk")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "bench._portal_settings", "PYTHONPATH": str(ROOT)}
    built = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, str(Path(__file__).with_name("_portal_build.py")), str(ARTICLES)],
        cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    told = json.loads(built.stdout)
    server = Server(environment, free_port())
    server.start()
    try:
        base = f"http://127.0.0.1:{server.port}"
        rates = _in_turns(
            {
                "empty": f"{base}/do/rong/",
                "kept": f"{base}{told['article']}",
                "packed": f"{base}{told['article']}",
                "front": f"{base}{told['site']}",
                "anew": f"{base}{told['article']}?x=1",
                "bare": f"{base}{told['bare']}",
            }
        )
    finally:
        server.kill()
    size = f"{ARTICLES} articles, 2 processes, {CLIENTS} clients"
    yield row("empty view", size, rates["empty"], "requests/s")
    for name, work in (
        ("kept", "kept article"),
        ("packed", "kept article, compressed"),
        ("front", "kept first page of a site"),
    ):
        beside = "empty view, same server and settings"
        yield row(work, size, rates[name], "requests/s", yardstick=beside, against=rates["empty"])
    yield row("bare Wagtail page", size, rates["bare"], "requests/s")
    yield row(
        "article made anew", size, rates["anew"], "requests/s",
        yardstick="bare Wagtail page of the same content", against=rates["bare"],
    )  # fmt: skip


def _in_turns(addresses: dict[str, str]) -> dict[str, float]:
    rates: dict[str, list[float]] = {name: [] for name in addresses}
    for _ in range(ROUNDS):
        for name, address in addresses.items():
            rates[name].append(_rate(address, packed=name == "packed"))
    return {name: statistics.median(found) for name, found in rates.items()}


def _rate(address: str, *, packed: bool) -> float:
    head = ["-H", "Accept-Encoding: gzip"] if packed else []
    load = [shutil.which("wrk") or "wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", *head, address]
    done = subprocess.run(load, check=True, capture_output=True, text=True)  # noqa: S603 - some seconds on this machine
    found, faults = _RATE.search(done.stdout), _FAULTS.search(done.stdout)
    if not found or faults:
        raise SystemExit(f"{address}: {faults[0] if faults else done.stdout}")
    return float(found[1])
