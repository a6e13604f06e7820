"""Send made-up requests to every address for as long as asked: ``make fuzz MINUTES=10``; other ones each time.

What a run finds is printed with the line that repeats it; nothing is kept.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = 200


def main() -> None:
    """Run the suite of ``tests/fuzz`` again and again, until the time is over or something is found."""
    asked = os.environ.get("MINUTES") or "10"
    if not asked.isascii() or not asked.isdecimal():
        raise SystemExit(f"MINUTES is {asked!r}; it takes a number of minutes.")
    until = time.monotonic() + 60 * int(asked)
    command = [str(ROOT / ".venv" / "bin" / "pytest"), "-q", "-x", "tests/fuzz", "--timeout=0"]
    while time.monotonic() < until:
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, "CAUNOI_FUZZ_EXAMPLES": str(EXAMPLES)}, check=False)
        if done.returncode:
            sys.exit(done.returncode)


if __name__ == "__main__":
    main()
