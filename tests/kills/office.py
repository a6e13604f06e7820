"""A program of its own: an office where all kinds of work go on at once, until everything is killed.

Called as ``python -m tests.kills.office`` with the database in the environment; takes a JSON object a line and answers
with one. ``start`` lets each kind of work run in a process of its own, ``kill`` ends them all as a power cut does, and
``look`` says what ``caunoi check`` and ``caunoi trail verify`` find, and whether everything stands that was said to.
"""

# ruff: noqa: E402, T201 - Django is woken before its models are imported; the answers are printed

from __future__ import annotations

import io
import itertools
import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests.kills import work

HOME = Path(settings.ENV.home)
FAILED = HOME / "failed.txt"
PAUSE = 0.3
_RUNNING: dict[int, str] = {}


def in_child(does: Callable[[], None]) -> int:
    """Run in a process with its own connection and its own group; what it raises is written down."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.setsid()
        random.seed()
        does()
        connection.close()
        code = 0
    except BaseException:  # noqa: BLE001 - told by the file, and the process ends
        with FAILED.open("a", encoding="utf-8") as out:
            out.write(traceback.format_exc())
    finally:
        os._exit(code)


def wait(child: int) -> int:
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def start(*, kinds: list[str]) -> dict[str, object]:
    for kind in kinds:
        _RUNNING[in_child(lambda kind=kind: repeat(kind))] = kind
    return {"running": len(_RUNNING)}


def repeat(kind: str) -> None:
    does = work.KINDS[kind]
    for number in itertools.count():
        does(number)
        # As people do; and what has to be looked at afterwards stays small.
        time.sleep(random.uniform(0, PAUSE))
        if kind == "worker":
            raise SystemExit("The worker ended by itself.")


def kill() -> dict[str, object]:
    """Kill them all; those that had ended before are told: none should have."""
    ended = []
    for child, kind in _RUNNING.items():
        if os.waitpid(child, os.WNOHANG) != (0, 0):
            ended.append(kind)
    for child, kind in _RUNNING.items():
        if kind not in ended:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
    _RUNNING.clear()
    return {"ended": ended, "failed": FAILED.read_text(encoding="utf-8") if FAILED.exists() else ""}


def told(*command: str, **options: object) -> tuple[int, str]:
    out, code = io.StringIO(), 0
    try:
        call_command(*command, stdout=out, **options)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, out.getvalue()


def look() -> None:
    sound, found = told("check", deep=True, json=True)
    whole, words = told("trail", "verify")
    answer = {
        "check": sound,
        "findings": [one for one in json.loads(found)["findings"] if not one["notice"]],
        "verify": whole,
        "words": words,
        "missing": work.missing(),
        "done": work.done(),
    }
    print(json.dumps(answer), flush=True)


def rehearse() -> None:
    """Restore a backup that was made between two kills elsewhere, and check what stands there."""
    made = [line["file"] for line in work.journal() if line["kind"] == "backup"]
    call_command("rehearse", str(work.BACKUPS / random.choice(made)), stdout=io.StringIO())


ALONE = {"prepare": work.prepare, "look": look, "settle": work.settle, "rehearse": rehearse}


def main() -> None:
    answering: dict[str, Callable[..., dict[str, object]]] = {"start": start, "kill": kill}
    for line in sys.stdin:
        order = json.loads(line)
        name = order.pop("do")
        if name in answering:
            print(json.dumps(answering[name](**order)), flush=True)
            continue
        code = wait(in_child(ALONE[name]))
        if name != "look" or code:
            failed = FAILED.read_text(encoding="utf-8") if FAILED.exists() else ""
            print(json.dumps({"ended": code, "failed": failed}), flush=True)


with redirect_stdout(sys.stdout):
    main()
