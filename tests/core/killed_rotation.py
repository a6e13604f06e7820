"""A program of its own: rotates a key and is killed at its n-th touch of the file system, for every n.

Called as ``python -m tests.core.killed_rotation FOLDER``; prints one JSON object a kill.
"""

# ruff: noqa: T201 - the answer is printed

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from pathlib import Path

from caunoi.core.keys import KeyRing

TOUCHES = ("open", "os.listdir", "os.scandir", "os.rename", "os.remove", "fcntl.flock")


def rotate_until(ring: KeyRing, at: int) -> None:
    left = at

    def die(event, _arguments):
        nonlocal left
        if event in TOUCHES:
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(die)
    ring.rotate("fields")


for at in range(100):
    ring = KeyRing(Path(sys.argv[1]) / str(at))
    old = ring.secret("fields")
    child = os.fork()
    if not child:
        code = 1
        try:
            rotate_until(ring, at)
            code = 0
        except Exception:  # noqa: BLE001 - told, and the process ends
            traceback.print_exc()
        finally:
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status)
    found = KeyRing(ring.directory).all("fields")
    again = KeyRing(ring.directory).rotate("fields").secret
    print(
        json.dumps(
            {
                "killed": killed,
                "found": len(found),
                "old kept": found[-1] == old,
                "again": ring.all("fields") == [again, *found],
                "left": [path.name for path in ring.directory.glob("*.new")],
            }
        )
    )
    if not killed:
        sys.exit(os.waitstatus_to_exitcode(status))
