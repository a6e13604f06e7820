"""Devices at a door that upload to a real server: ``python -m bench._door …``, each a process of its own.

``fill CLASSES PEOPLE`` makes classes with two devices each and prints who they are; ``load ADDRESS FILE ACKED`` sends
every batch of FILE until it is acknowledged, and writes each acknowledged scan into ACKED. Everything is made up.
"""

# ruff: noqa: T201 - the answers are printed

from __future__ import annotations

import base64
import datetime as dt
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
BATCH = 500
SITTINGS = 4
_UPLOAD = "/hoi-truong/cua/api/luot/"
_STANDING = "/hoi-truong/cua/api/tinh-hinh/"


class Server:
    """gunicorn as an office runs it: two sync workers on ``port``."""

    def __init__(self, environment: Mapping[str, str], port: int) -> None:
        self.environment, self.port = dict(environment), port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = subprocess.Popen(  # noqa: S603 - our own server
            [str(Path(sys.executable).parent / "gunicorn"), "--config", "python:config.gunicorn",
             "--bind", f"127.0.0.1:{self.port}", "config.wsgi"],
            cwd=ROOT, env=self.environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 120
        while not self._answers():
            if time.monotonic() > until or self.process.poll() is not None:
                raise SystemExit("The server does not start.")
            time.sleep(0.1)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", _STANDING)
            return connection.getresponse().status == http.client.UNAUTHORIZED
        except OSError:
            return False
        finally:
            connection.close()

    def workers(self) -> list[int]:
        """Return the processes that answer."""
        assert self.process
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(pid) for pid in children.split()]

    def processor_seconds(self) -> float:
        """Return the processor time of the processes that answer, since they began."""
        ticks = 0
        for pid in self.workers():
            said = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            ticks += int(said[11]) + int(said[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def kill_worker(self) -> None:
        """Kill one process that answers, in whatever it is doing; gunicorn starts another."""
        for pid in self.workers()[:1]:
            os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        """Let it end what it does, as an upgrade does."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=60)

    def kill(self) -> None:
        """Kill all of it, as a power cut does."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def fill(classes: int, people: int) -> list[list[dict[str, Any]]]:
    """Make classes of yesterday and today with ``people`` each; returns of each class its two devices."""
    from django.utils import timezone  # noqa: PLC0415 - Django is set up by whoever calls

    from caunoi.core.text import fold, given_name_first, natural_key  # noqa: PLC0415 - as above
    from caunoi.directory.models import Organisation, Person  # noqa: PLC0415 - as above
    from caunoi.directory.services.accounts import open_first_account  # noqa: PLC0415 - as above
    from caunoi.training.enums import ClassState, HostRole  # noqa: PLC0415 - as above
    from caunoi.training.models import ClassOrganisation, Enrolment, Sitting, TrainingClass  # noqa: PLC0415 - as above
    from caunoi.training.queries.door import millis  # noqa: PLC0415 - as above
    from caunoi.training.queries.hours import hours_of  # noqa: PLC0415 - as above
    from caunoi.training.services.door.devices import add_device, pair_device, take_list_along  # noqa: PLC0415 - as above

    office = Organisation.objects.create(
        name="Ủy ban Cửa Thử", folded_name="uy ban cua thu", kind="peoples_committee", system="state", path="PRV777"
    )
    actor, _password = open_first_account(organisation=office, name="Nguyễn Văn Đo", username="do-cua")
    today = timezone.localdate()
    made = []
    for number in range(classes):
        title = f"Lớp đo cửa {number}"
        held = TrainingClass.objects.create(
            keeper=office, title=title, folded_title=fold(title), state=ClassState.HELD,
            starts_on=today - dt.timedelta(days=2), ends_on=today - dt.timedelta(days=1),
        )  # fmt: skip
        for role in (HostRole.KEEPER, HostRole.HOST):
            ClassOrganisation.objects.create(training_class=held, organisation=office, name=office.name, role=role)
        sittings = [
            Sitting(training_class=held, date=today - dt.timedelta(days=2 - place // 2),
                    part=("morning", "afternoon")[place % 2], order=1 + place % 2)
            for place in range(SITTINGS)
        ]  # fmt: skip
        Sitting.objects.bulk_create(sittings)
        names = [f"Lê Văn Đo {number} {place}" for place in range(people)]
        persons = [Person(full_name=name, folded_name=fold(name), sort_name=given_name_first(name)) for name in names]
        Person.objects.bulk_create(persons)
        rows = [
            Enrolment(training_class=held, person=each, sort_name=each.sort_name, unit_text=f"Tổ {place % 20}",
                      folded_unit=natural_key(f"Tổ {place % 20}"))
            for place, each in enumerate(persons)
        ]  # fmt: skip
        Enrolment.objects.bulk_create(rows)
        hours = hours_of(sittings)
        pair = []
        for label in ("Cửa A", "Cửa B"):
            found = pair_device(token=add_device(actor=actor, training_class=held, label=label).token)
            assert found
            take_list_along(device=found[0])
            pair.append(
                {
                    "device": str(found[0].pk),
                    "secret": found[1],
                    "people": [row.pk for row in rows],
                    "sittings": [[one.pk, millis(hours[one.pk].starts)] for one in sittings],
                }
            )
        made.append(pair)
    return made


def batches(devices: Sequence[Mapping[str, Any]], size: int = BATCH) -> list[dict[str, Any]]:
    """Return what these devices of several classes send: everybody once at every sitting, in batches, turn about."""
    each = [_batches(device, size) for device in devices]
    return [batch for turn in zip(*each, strict=True) for batch in turn]


def _batches(device: Mapping[str, Any], size: int) -> list[dict[str, Any]]:
    scans: list[dict[str, Any]] = []
    for sitting, starts in device["sittings"]:
        for place, person in enumerate(device["people"]):
            # Every third comes late.
            at = starts + (20 if place % 3 == 0 else -10) * 60_000 + place
            scans.append(
                {
                    "id": str(uuid4()), "seq": len(scans), "e": person, "t": None, "sitting": sitting, "kind": "in",
                    "at": at, "boot": "b", "up": place, "offset": 0, "how": "camera", "verdict": "in",
                    "walk_in": None, "instead_of": None,
                }
            )  # fmt: skip
    head = f"Bearer {device['device']}.{device['secret']}"
    return [
        {"head": head, "scans": scans[start : start + size], "sitting": scans[start]["sitting"]}
        for start in range(0, len(scans), size)
    ]


def load(address: str, file: str, acked: str) -> None:
    """Send all batches of ``file``, each until it is acknowledged; print when it began and ended."""
    host, _colon, port = address.partition(":")
    work = json.loads(Path(file).read_text(encoding="utf-8"))
    ready = [(one["head"], json.dumps(one["scans"]), one["sitting"]) for one in work]
    print("ready", flush=True)
    sys.stdin.readline()
    began, tries = time.time(), 0
    with Path(acked).open("a", encoding="ascii") as out:
        for head, scans, sitting in ready:
            while True:
                tries += 1
                now = int(time.time() * 1000)
                body = f'{{"now":{now},"boot":"l","up":0,"cursor":"0","sitting":{sitting},"scans":{scans}}}'
                taken = _post(host, int(port), head, body)
                if taken is not None:
                    # One write, so that a line is there or not.
                    out.write("".join(f"{name}\n" for name in taken))
                    out.flush()
                    break
                time.sleep(0.05)
    print(json.dumps({"began": began, "ended": time.time(), "tries": tries}), flush=True)


def _post(host: str, port: int, head: str, body: str) -> list[str] | None:
    connection = http.client.HTTPConnection(host, port, timeout=30)
    try:
        connection.request(
            "POST", _UPLOAD, body=body.encode(), headers={"Authorization": head, "Content-Type": "application/json"}
        )
        answer = connection.getresponse()
        said = json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()
    if answer.status != http.client.OK:
        return None
    if said["refused"]:
        raise SystemExit(f"Refused: {said['refused'][:3]}")
    taken: list[str] = said["taken"]
    return taken


class Clients:
    """Processes that upload, started together."""

    def __init__(self, port: int, folder: Path, works: Sequence[Sequence[Mapping[str, Any]]]) -> None:
        self.acked = [folder / f"acked-{uuid4().hex}" for _work in works]
        self.processes = []
        for work, acked in zip(works, self.acked, strict=True):
            file = folder / f"work-{uuid4().hex}.json"
            file.write_text(json.dumps(work), encoding="utf-8")
            self.processes.append(
                subprocess.Popen(  # noqa: S603 - this module
                    [sys.executable, "-m", "bench._door", "load", f"127.0.0.1:{port}", str(file), str(acked)],
                    cwd=ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
        for each in self.processes:
            assert each.stdout
            assert each.stdout.readline() == "ready\n"

    def go(self) -> None:
        """Let them begin."""
        for each in self.processes:
            assert each.stdin
            each.stdin.write("go\n")
            each.stdin.flush()

    def running(self) -> bool:
        """Say whether any is still at it."""
        return any(each.poll() is None for each in self.processes)

    def count(self) -> int:
        """Return how many scans were acknowledged so far."""
        return sum(file.stat().st_size for file in self.acked if file.exists()) // 37

    def wait(self) -> list[dict[str, float]]:
        """Wait for them; returns when each began and ended, and how often it tried."""
        found = []
        for each in self.processes:
            assert each.stdout
            found.append(json.loads(each.stdout.readline()))
            each.communicate()
        return found

    def ids(self) -> list[str]:
        """Return every scan that was acknowledged."""
        return [name for file in self.acked for name in file.read_text(encoding="ascii").split()]


def state() -> dict[str, Any]:
    """Return what stands in the database: scans by name, how many cells, how many of them late, how many doubled."""
    from caunoi.training.models import Attendance, DoorScan, Scan  # noqa: PLC0415 - Django is set up by whoever calls
    from caunoi.training.services.door.deriving import count_waiting  # noqa: PLC0415 - as above

    count_waiting()
    return {
        "ids": [str(name) for name in DoorScan.objects.order_by("number").values_list("scan_id", flat=True)],
        "cells": Attendance.objects.count(),
        "late": Attendance.objects.filter(mark="late").count(),
        "marks": Scan.objects.count(),
    }


def killed(server: Server, clients: Clients, *, whole: int, kills: int) -> int:
    """Let the clients upload, kill the server or a process of it ``kills`` times on the way; returns how often it was.

    ``whole`` is how many scans they have.
    """
    clients.go()
    done = 0
    while clients.running():
        if done < kills and clients.count() >= whole * (done + 1) // (kills + 2):
            if done % 2:
                server.kill()
                server.start()
            else:
                server.kill_worker()
            done += 1
        time.sleep(0.002)
    return done


def main() -> None:
    """Do what the first argument says."""
    if sys.argv[1] == "load":
        load(*sys.argv[2:5])
        return
    import django  # noqa: PLC0415 - clients need none

    django.setup()
    found: Any = fill(int(sys.argv[2]), int(sys.argv[3])) if sys.argv[1] == "fill" else state()
    print(base64.b64encode(json.dumps(found).encode()).decode("ascii"))


if __name__ == "__main__":
    main()
