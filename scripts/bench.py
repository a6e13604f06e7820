"""``make bench``: run the measurements, print one Markdown table, write the same rows to ``var/bench.json``.

``make bench ONLY=name`` runs one module of ``bench/``. Each runs in a process and on a database of its own.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from scripts import needs, postgres  # noqa: E402 - found once the root is on the path

COLUMNS = ("work", "input", "figure", "unit", "yardstick", "ratio")
HELPERS = {"__init__", "measure"}


def modules() -> list[str]:
    """Return the names of the measurements."""
    return sorted(p.stem for p in (ROOT / "bench").glob("*.py") if p.stem not in HELPERS and not p.stem.startswith("_"))


def measure(name: str) -> list[dict[str, object]]:
    """Run one module on each database that it names; returns its rows with the database in ``work``."""
    rows: list[dict[str, object]] = []
    for database in getattr(importlib.import_module(f"bench.{name}"), "DATABASES", ("sqlite", "postgresql")):
        with tempfile.TemporaryDirectory(prefix="caunoi-bench-") as home:
            if database == "postgresql":
                with postgres.server(durable=True) as address:
                    found = _in_process(name, home, address)
            else:
                found = _in_process(name, home, f"sqlite:///{home}/bench.sqlite3")
        suffix = "" if database == "none" else f" ({database})"
        rows += [{**row, "work": f"{row['work']}{suffix}"} for row in found]
    return rows


def _in_process(name: str, home: str, address: str) -> list[dict[str, object]]:
    out = Path(home) / "rows.json"
    environment = {
        **os.environ,
        "CAUNOI_HOME": home,
        "CAUNOI_DATABASE_URL": address,
        "CAUNOI_HOSTS": "testserver,127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }
    subprocess.run([sys.executable, __file__, "--inside", name, str(out)], cwd=ROOT, env=environment, check=True)
    found: list[dict[str, object]] = json.loads(out.read_text(encoding="utf-8"))
    return found


def inside(name: str, out: str) -> None:
    """Measure in this process, on the database of the environment."""
    import django  # noqa: PLC0415 - the environment is set by the outer process
    from django.core.management import call_command  # noqa: PLC0415 - after the settings are named

    django.setup()
    module = importlib.import_module(f"bench.{name}")
    if getattr(module, "DATABASES", ()) != ("none",):
        call_command("migrate", verbosity=0)
    Path(out).write_text(json.dumps(list(module.rows()), ensure_ascii=False), encoding="utf-8")


def table(rows: list[dict[str, object]]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    lines += ["| " + " | ".join("" if row[c] is None else str(row[c]) for c in COLUMNS) + " |" for row in rows]
    return "\n".join(lines)


def main() -> None:
    """Run all, or the one that is named."""
    if sys.argv[1:2] == ["--inside"]:
        inside(*sys.argv[2:4])
        return
    wanted = sys.argv[1:] or modules()
    unknown = set(wanted) - set(modules())
    if unknown:
        raise SystemExit(f"No such measurement: {', '.join(unknown)}. There are: {', '.join(modules())}.")
    needs.ensure(bench=True)
    rows: list[dict[str, object]] = []
    for name in wanted:
        print(f"• {name}", file=sys.stderr, flush=True)
        rows += measure(name)
    (ROOT / "var").mkdir(exist_ok=True)
    (ROOT / "var" / "bench.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    print(table(rows))


if __name__ == "__main__":
    main()
