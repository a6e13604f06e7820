"""``make run`` and ``make office``: an office with server and job worker, on the loopback address, until Ctrl-C.

``make run`` shows the demonstration under ``var/demo``. ``make office`` runs a real office under ``var/office``, empty
at first, and prints the code by which its first administrator comes in.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
REAL = sys.argv[1:] == ["office"]
HOME = Path(os.environ.get("CAUNOI_HOME") or ROOT / "var" / ("office" if REAL else "demo"))
TARGET = "office" if REAL else "run"


def port() -> int:
    """Return the port that was asked for; ends with words when it can't be used."""
    asked = os.environ.get("PORT") or "8000"
    if not asked.isdigit() or not 0 < int(asked) < 65536:
        raise SystemExit(f"PORT is {asked!r}; it takes a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(asked)))
        except OSError as error:
            raise SystemExit(f"Port {asked} can't be used ({error.strerror}). Try: make {TARGET} PORT=8080") from error
    return int(asked)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the first page is served; ends with words when the server stopped or stays silent."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if server.poll() is not None:
            raise SystemExit("The server stopped while starting; its words stand above.")
        try:
            urllib.request.urlopen(address, timeout=10).close()  # noqa: S310 - our own address
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server gave no page within 60 seconds.")


def start(*command: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own: Ctrl-C reaches this process alone, which then ends all in order."""
    return subprocess.Popen([str(BIN / command[0]), *command[1:]], cwd=ROOT, env=environment, start_new_session=True)


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """End the children, asking first."""
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def who(address: str) -> str:
    """Return what to tell the person in front of the terminal: accounts, or how to set the office up."""
    if not REAL:
        return (HOME / "accounts.txt").read_text(encoding="utf-8").replace("{address}", address)
    # The file stands as long as nobody has set the office up.
    token = Path(os.environ.get("CAUNOI_KEYS") or HOME / "keys") / "first-run.token"
    if not token.exists():
        return f"\n  {address}viec/\n"
    return (
        "\n  Cơ quan chưa được tạo. Mở trang dưới đây và nhập mã khởi tạo:\n"
        f"  {address}viec/bat-dau/\n\n  Mã khởi tạo: {token.read_text(encoding='ascii').strip()}\n"
    )


def main() -> None:
    """Prepare, start, print where and who, wait."""
    began = time.monotonic()
    # What an office keeps is for the one account that runs it.
    os.umask(0o077)
    number = port()
    address = f"http://127.0.0.1:{number}/"
    environment = {
        **os.environ,
        "CAUNOI_HOME": str(HOME),
        "CAUNOI_BASE_URL": address.rstrip("/"),
        "DJANGO_SETTINGS_MODULE": f"config.settings.{'office' if REAL else 'dev'}",
        "PYTHONUNBUFFERED": "1",
    }
    command = "prepare_office" if REAL else "prepare_demo"
    done = subprocess.run([str(BIN / "caunoi"), command], cwd=ROOT, env=environment, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)
    server = start(
        "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{number}", "--workers", "2", "--preload", "--timeout", "60",
        "--log-level", "warning", environment=environment,
    )  # fmt: skip
    children = [server]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # A shell that starts this in the background leaves Ctrl-C ignored; it stops everything all the same.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        wait_for(address, server)
        # After the first page: both at once would make each other wait.
        children.append(start("caunoi", "worker", "--verbosity", "0", environment=environment))
        print(f"\nReady after {time.monotonic() - began:.0f} s.")
        print(who(address))
        print(f"Ctrl-C stops everything; the data stays under {HOME}.", flush=True)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        print("The server or the job worker stopped by itself; its words stand above.", flush=True)
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
    finally:
        stop(children)


if __name__ == "__main__":
    main()
