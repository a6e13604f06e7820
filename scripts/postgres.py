"""A PostgreSQL server of the project's own for one run: made in a temporary folder, stopped and removed afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class PostgresMissing(Exception):
    """The server's programs are not installed."""


def programs() -> Path:
    """Return the folder of the newest installed server; raises :class:`PostgresMissing`."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    beside = shutil.which("initdb")
    if beside:
        return Path(beside).parent
    raise PostgresMissing("PostgreSQL's server is not installed: apt-get install postgresql")


def free_port() -> int:
    """Return a port on the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_owner() -> list[str]:
    # The server refuses to run as root.
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Start a server and yield the address of its database; stops it on leaving, whatever happened.

    ``durable`` keeps fsync on, for measurements; tests go without.
    """
    folder = Path(tempfile.mkdtemp(prefix="caunoi-pg-"))
    owner = _as_owner()
    if owner:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
    binaries, data, port = programs(), folder / "data", free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=60"
    if not durable:
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    control = [*owner, str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    try:
        subprocess.run(
            [
                *owner,
                str(binaries / "initdb"),
                "-D",
                str(data),
                "-U",
                "caunoi",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        subprocess.run([*control, "-o", options, "start"], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        try:
            subprocess.run(
                [*owner, str(binaries / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "caunoi", "caunoi"],
                check=True,
                cwd=folder,
            )
            yield f"postgres://caunoi@127.0.0.1:{port}/caunoi"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL, cwd=folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
