"""Everything that CI checks, stage by stage: ``make test``.

``--lint`` stops after the checks of the text, ``--quick`` after the suite on SQLite.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import needs, postgres  # noqa: E402 - found once the root is on the path

BIN = ROOT / ".venv" / "bin"
_TIMES: list[tuple[str, float]] = []


def stage(name: str, *command: str, **environment: str) -> None:
    """Run one stage; a failing one ends the run with its code.

    Some hundred programs are started by the tests: compiling all sources anew would cost each of them four seconds.
    """
    print(f"\n━━ {name}", flush=True)
    began = time.monotonic()
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, env={**inherited, **environment}, check=False
    )
    _TIMES.append((name, time.monotonic() - began))
    if done.returncode:
        print(f"\n✗ {name} failed.", flush=True)
        raise SystemExit(done.returncode)


def lint() -> None:
    """Check what can be seen without running anything."""
    templates = [str(path) for path in sorted((ROOT / "src").glob("caunoi/**/templates/**/*.html"))]
    stage("ruff", "ruff", "check", ".")
    stage("format", "ruff", "format", "--check", ".")
    if templates:
        stage("djade", "djade", "--target-version", "5.2", "--check", *templates)
    stage("types", "mypy")
    stage("import contracts", "lint-imports")
    # Whoever wants the advisories asked for as well runs `make parts`: a test needs no network.
    stage("parts", "python", "scripts/parts.py", "--offline")


def suite() -> None:
    """Run the tests: all on SQLite, those that touch data on PostgreSQL too, then the journeys."""
    workers = str(min(os.cpu_count() or 2, 4))
    stage("texts", "python", "scripts/texts.py", "compile")
    if "--quick" in sys.argv:
        stage("suite on SQLite", "pytest", "-q", "-n", workers, "-m", "not journey")
        return
    stage("suite on SQLite", "pytest", "-q", "-n", workers, "-m", "not journey", "--durations=15")
    with postgres.server() as address:
        stage(
            "suite on PostgreSQL",
            "pytest", "-q", "-n", workers, "-m", "data and not journey", "--durations=10",
            CAUNOI_TEST_DATABASE_URL=address,
        )  # fmt: skip
    stage("journeys", "pytest", "-q", "-n", workers, "-m", "journey", "--durations=10")


def main() -> None:
    """Run the stages that the arguments ask for."""
    if "--lint" not in sys.argv and "--quick" not in sys.argv:
        needs.ensure()
    lint()
    if "--lint" not in sys.argv:
        suite()
    print("\n" + "\n".join(f"{seconds:7.1f} s  {name}" for name, seconds in _TIMES))


if __name__ == "__main__":
    main()
