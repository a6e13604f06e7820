"""The door: scans a second through a real server, each durable before it is acknowledged; and killed while it works."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench._door import SITTINGS, Clients, Server, batches, fill, killed, state
from bench.measure import Row, row

DATABASES = ("postgresql",)
CLASSES = 8
PEOPLE = 300
KILLS = 10
SECONDS = 3.0


def rows() -> Iterator[Row]:
    """Accepted scans a second, their parts, the database's own single-row commits; then what kills lost."""
    from django.db import connections  # noqa: PLC0415 - Django is set up by the runner

    durable = _setting("fsync"), _setting("synchronous_commit")
    if durable != ("on", "on"):
        raise SystemExit(f"The database does not wait for the disk: {durable}")
    every = fill(2 * CLASSES + 2, PEOPLE)
    yardstick = _single_commits()
    with tempfile.TemporaryDirectory(prefix="caunoi-door-") as folder:
        connections.close_all()
        yield from _accepted(Path(folder), every[:CLASSES], yardstick)
        yield from _parts(every[2 * CLASSES :])
        connections.close_all()
        yield _killed(Path(folder), every[CLASSES : 2 * CLASSES])


def _accepted(folder: Path, classes: list[Any], yardstick: float) -> Iterator[Row]:
    from scripts.postgres import free_port  # noqa: PLC0415 - found once the root is on the path

    server = Server(os.environ, free_port())
    server.start()
    try:
        clients = Clients(server.port, folder, [batches([pair[side] for pair in classes]) for side in (0, 1)])
        before = server.processor_seconds()
        clients.go()
        done = clients.wait()
        spent = server.processor_seconds() - before
    finally:
        server.kill()
    took = max(one["ended"] for one in done) - min(one["began"] for one in done)
    sent, found = clients.ids(), state()
    cells = CLASSES * PEOPLE * SITTINGS
    if set(sent) != set(found["ids"]) or (found["cells"], found["late"]) != (cells, cells // 3):
        raise SystemExit(f"The sheets are wrong: {found['cells']} cells, {found['late']} late, of {cells}.")
    yield row("processor time of the server, all of its processes", "1,000 scans", spent / len(sent) * 1e6, "ms")
    yield row(
        "scans accepted, kept before acknowledged, and counted",
        f"2 devices at a time, {len(sent):,} scans in batches of 500, {CLASSES} classes of {PEOPLE}",
        len(sent) / took,
        "scans/s",
        yardstick="single rows, each its own commit, 2 connections",
        against=yardstick,
    )


def _setting(name: str) -> str:
    from django.db import connection  # noqa: PLC0415 - as above

    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return str(cursor.fetchone()[0])


def _single_commits() -> float:
    """Return how many rows a second two connections write into the same table, each committed by itself."""
    import psycopg  # noqa: PLC0415 - as above
    from django.db import connection  # noqa: PLC0415 - as above

    from caunoi.training.models import DoorDevice  # noqa: PLC0415 - as above

    device = DoorDevice.objects.order_by("pk").select_related("training_class").first()
    assert device
    known = connection.get_connection_params()
    address = {name: known[name] for name in ("dbname", "user", "host", "port", "password") if known.get(name)}
    counts = [0, 0]
    insert = (
        "INSERT INTO training_doorscan (device_id, scan_id, training_class_id, kind, verdict, how, at, doubt,"
        " device_at, seq, received_at, aside, name, unit)"
        " VALUES (%s, gen_random_uuid(), %s, 'in', 'unreadable', '', now(), '', 0, 0, now(), false, '', '')"
    )

    def write(place: int) -> None:
        with psycopg.connect(**address, autocommit=True) as own:
            until = time.perf_counter() + SECONDS
            while time.perf_counter() < until:
                own.execute(insert, [device.pk, device.training_class_id])
                counts[place] += 1

    threads = [threading.Thread(target=write, args=(place,)) for place in (0, 1)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM training_doorscan")
    return sum(counts) / SECONDS


def _parts(classes: list[Any]) -> Iterator[Row]:
    """What keeping and counting a batch take, in one process: why counting comes after the acknowledgeable commit."""
    from caunoi.training.models import DoorDevice  # noqa: PLC0415 - as above
    from caunoi.training.queries.door import roster_of  # noqa: PLC0415 - as above
    from caunoi.training.services.door.deriving import derive_waiting  # noqa: PLC0415 - as above
    from caunoi.training.services.door.uploading import keep_scans  # noqa: PLC0415 - as above

    keep: list[float] = []
    count: list[float] = []
    for pair in classes:
        device = DoorDevice.objects.select_related("training_class").get(pk=pair[0]["device"])
        for one in batches([pair[0]]):
            body = {"now": int(time.time() * 1000), "boot": "l", "up": 0, "scans": one["scans"]}
            began = time.perf_counter()
            keep_scans(device=device, roster=roster_of(device.training_class), body=body)
            kept = time.perf_counter()
            derive_waiting(training_class=device.training_class)
            keep.append(kept - began)
            count.append(time.perf_counter() - kept)
    middle = sorted(keep)[len(keep) // 2] * 1000, sorted(count)[len(count) // 2] * 1000
    yield row("reading and keeping a batch, commit included", "500 scans", middle[0], "ms")
    yield row("counting a batch: marks, reasons, trail", "500 scans", middle[1], "ms", yardstick="keeping it",
              against=middle[0])  # fmt: skip


def _killed(folder: Path, classes: list[Any]) -> Row:
    """Kill the server and its processes in turn while two devices upload; whatever was acknowledged must be there."""
    from scripts.postgres import free_port  # noqa: PLC0415 - as above

    work = [batches([pair[side] for pair in classes], size=100) for side in (0, 1)]
    whole = sum(len(batch["scans"]) for each in work for batch in each)
    server = Server(os.environ, free_port())
    server.start()
    try:
        clients = Clients(server.port, folder, work)
        kills = killed(server, clients, whole=whole, kills=KILLS)
        tries = int(sum(one["tries"] for one in clients.wait()))
    finally:
        server.kill()
    sent, found = set(clients.ids()), state()
    lost, doubled = len(sent - set(found["ids"])), len(found["ids"]) - len(set(found["ids"]))
    if kills < KILLS or len(sent) != whole:
        raise SystemExit(f"{kills} kills, {len(sent)} of {whole} scans acknowledged.")
    size = f"{whole:,} scans in {tries} uploads, server or a process of it killed {kills} times"
    return row("scans acknowledged and lost, or there twice", size, lost + doubled, "scans")
