"""The portal under everybody at once, on two servers: what readers see is of now, and every count is exact."""

from __future__ import annotations

import time

import pytest

from bench import _portal_crowd as crowd
from bench._door import Server
from scripts.postgres import free_port
from tests import databases

pytestmark = pytest.mark.data
SECONDS = 9
# What a kill may cost.
MOST_LOST = 5


@pytest.fixture
def environment(tmp_path):
    """What programs of a portal on a database of its own are started with."""
    with databases.own(tmp_path) as own:
        yield own | {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev", "CAUNOI_HOSTS": "127.0.0.1", "CAUNOI_PROXIES": "1",
        }  # fmt: skip


def test_a_crowd_on_two_servers_sees_what_stands_and_is_counted_exactly(environment):
    told = crowd.run(environment, [free_port(), free_port()], seconds=SECONDS, articles=8)

    assert told.faults == []
    assert crowd.wrong_counts(told, crowd.state(environment)) == []
    assert told.oldest <= 1
    assert told.changes
    assert told.comments
    assert told.votes


def test_a_killed_server_loses_the_views_of_its_last_seconds_only(environment):
    editor = crowd.Editor(environment, 1)
    server = Server(environment, free_port())
    server.start()
    try:
        seen = []
        began = time.monotonic()
        while time.monotonic() < began + MOST_LOST + 3:
            crowd.ask(server.port, editor.addresses[0], address=f"10.1.{len(seen) // 250}.{len(seen) % 250}")
            seen.append(time.monotonic())
        killed = time.monotonic()
    finally:
        server.kill()
        editor.kill()
    counted = crowd.state(environment)["figures"].get(f"article:{crowd.number_of(editor.addresses[0])}", 0)

    old = sum(1 for each in seen if each < killed - MOST_LOST)
    assert old
    assert old <= counted <= len(seen)
