"""Kept pages that several servers share, in a real Redis; and what happens while it is away."""

from __future__ import annotations

import shutil
import signal
import subprocess
import threading
import time

import pytest

from caunoi.web.portal.cache.shared import SharedStore
from caunoi.web.portal.cache.store import FileStore, open_store


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("redis")
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    socket = folder / "s"
    running = subprocess.Popen(
        [program, "--port", "0", "--unixsocket", str(socket), "--dir", str(folder), "--save", "", "--appendonly", "no"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert any("ready to accept" in line.lower() for line in running.stdout)
    yield running, f"unix://{socket}"
    running.send_signal(signal.SIGCONT)
    running.terminate()
    running.communicate()


@pytest.fixture(params=["file", "shared"])
def two(request, tmp_path):
    """Two processes that share a store."""
    if request.param == "file":
        return FileStore(tmp_path), FileStore(tmp_path)
    address = request.getfixturevalue("server")[1]
    stores = open_store(address), open_store(address)
    stores[0].clear()
    return stores


def test_what_one_keeps_the_other_has(two):
    first, second = two
    first.put("a", b"\x00\xff trang")

    assert second.get("a") == b"\x00\xff trang"
    assert second.get("b") is None
    second.clear()
    assert first.get("a") is None


def test_one_makes_a_page_while_the_other_waits(two):
    first, second = two
    order = []

    def other():
        with second.flight("a", wait=True) as mine:
            order.append(("second", mine))

    with first.flight("a", wait=True) as mine:
        assert mine
        with second.flight("a", wait=False) as theirs:
            assert not theirs
        waiting = threading.Thread(target=other)
        waiting.start()
        order.append(("first", True))
    waiting.join()

    assert order == [("first", True), ("second", True)]


def test_a_server_that_is_away_costs_readers_one_short_wait(server):
    running, address = server
    store = SharedStore(address)
    store.put("a", b"1")
    running.send_signal(signal.SIGSTOP)
    try:
        began = time.monotonic()
        assert store.get("a") is None
        store.put("b", b"2")
        with store.flight("a", wait=True) as mine:
            assert mine
        assert time.monotonic() - began < 2
    finally:
        running.send_signal(signal.SIGCONT)
