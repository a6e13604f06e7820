"""What the tests and the measurements need from Debian, installed where that is permitted and named where it is not."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

# package -> how to see that it is there
_NEEDS = {
    "chromium": lambda: shutil.which("chromium"),
    "postgresql": lambda: any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb"),
    "libnss3-tools": lambda: shutil.which("certutil"),
    "redis-server": lambda: shutil.which("redis-server") or shutil.which("valkey-server"),
    "nginx-light": lambda: shutil.which("nginx") or Path("/usr/sbin/nginx").exists(),
    "systemd": lambda: shutil.which("systemd-analyze"),
    "caddy": lambda: shutil.which("caddy"),
    "libreoffice-writer-nogui": lambda: shutil.which("soffice"),
    # Version 2: the first has no letters such as "ả" and "ộ", which then come from another font and break lines.
    "fonts-liberation2": lambda: any(Path("/usr/share/fonts").glob("**/liberation2/LiberationSerif-Regular.ttf")),
}

# What the measurements take beside that.
_BENCH_NEEDS = {"wrk": lambda: shutil.which("wrk")}


def missing(*, bench: bool = False) -> list[str]:
    """Return the Debian packages that are not there."""
    wanted = _NEEDS | (_BENCH_NEEDS if bench else {})
    return [package for package, present in wanted.items() if not present()]


def ensure(*, bench: bool = False) -> None:
    """Install what is missing; raises SystemExit that names the packages when that isn't permitted."""
    packages = missing(bench=bench)
    if not packages:
        return
    order = f"apt-get update && apt-get install -y {' '.join(packages)}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SystemExit(f"Programs are not installed that this takes. As root:\n  {order}")
    print(f"• {order}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        check=True,
        env=quiet,
        stdout=subprocess.DEVNULL,
    )
    still = missing(bench=bench)
    if still:
        raise SystemExit(f"Installed, but not found afterwards: {', '.join(still)}")
