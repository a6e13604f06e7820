"""Servers that start anew, die, or are all away, while people ask."""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import Self

import pytest

from tests.deploy.conftest import wait_for

pytestmark = pytest.mark.data


class Crowd:
    """Clerks who ask without a pause until they are told to stop: pages, and forms that are refused with words."""

    def __init__(self, server, clerks: int = 4, *, forms: bool = True) -> None:
        self.visitors = [server.clerk(f"127.0.1.{number + 1}") for number in range(clerks)]
        self.place, self.forms = server.known["person_new"], forms
        self.answers: Counter[object] = Counter()
        self.slowest = 0.0
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(each,)) for each in self.visitors]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, visitor) -> None:
        turn = 0
        while not self._ended.is_set():
            turn += 1
            began = time.monotonic()
            try:
                if self.forms and turn % 2:
                    found: object = ("form", visitor.post(self.place, {"full_name": ""}).status)
                else:
                    found = ("page", visitor.get("/viec/").status)
            except OSError as fault:
                found = repr(fault)
            self.slowest = max(self.slowest, time.monotonic() - began)
            self.answers[found] += 1


def test_no_request_fails_while_everything_starts_anew(server):
    """What an update does: one server after the other, then the worker."""
    before = [each.child.pid for each in (*server.web, server.worker)]
    with Crowd(server) as crowd:
        for service in (*server.web, server.worker):
            service.restart()
        wait_for(lambda: sum(crowd.answers.values()) >= 200)
    assert set(crowd.answers) == {("form", 200), ("page", 200)}
    assert before != [each.child.pid for each in (*server.web, server.worker)]
    assert crowd.slowest < 30


def test_no_request_fails_while_both_start_anew_at_once(server):
    """Nobody should do it; whoever comes waits at the door."""
    with Crowd(server, 2) as crowd:
        for service in server.web:
            service.stop()
        for service in server.web:
            service.start()
        wait_for(lambda: sum(crowd.answers.values()) >= 20)
    assert set(crowd.answers) == {("form", 200), ("page", 200)}


def test_the_other_answers_when_one_was_killed(server):
    """Killed, and given up by systemd, which closes the door then."""
    first = server.web[0]
    with Crowd(server, 2, forms=False) as crowd:
        wait_for(lambda: sum(crowd.answers.values()) >= 10)
        first.kill()
        first.close()
        asked = sum(crowd.answers.values())
        wait_for(lambda: sum(crowd.answers.values()) >= asked + 40)
    try:
        assert set(crowd.answers) == {("page", 200)}
    finally:
        first.open()
        first.start()


def test_maintenance_page_stands_while_nobody_is_there(server):
    try:
        for each in server.web:
            each.stop()
            each.close()
        visitor = server.visitor()
        page, form = visitor.get("/viec/?q=0905731846"), visitor.post("/tai-khoan/login/", {"login": "x"})
        style = visitor.get("/static/caunoi/css/public.css")
    finally:
        for each in server.web:
            each.open()
            each.start()
    for found in (page, form):
        assert (found.status, found.headers["Retry-After"]) == (503, "120")
        assert "Hệ thống đang được bảo trì" in found.text
        assert found.headers["Cache-Control"] == "no-store"
        assert found.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert style.status == 200
    # nginx would tell of a door that is shut with the whole question.
    assert server.place.at("/var/log/caunoi/nginx-error.log").read_text() == ""
    wait_for(lambda: server.visitor().get("/healthz").status == 200)


def test_measures_of_a_server_begin_anew_with_it(server):
    """Else a server that starts anew would look as if requests had been taken back."""
    folder = server.place.at("/run/caunoi-metrics/1")

    def measured() -> set[str]:
        server.visitor().get("/")
        return {path.name for path in folder.iterdir()}

    wait_for(lambda: bool(measured()))
    before = measured()
    server.web[0].restart()
    wait_for(lambda: bool(measured()))
    assert before.isdisjoint(measured())


def test_worker_that_was_killed_is_followed_by_another(server):
    server.worker.kill()
    server.worker.start()
    wait_for(lambda: "caunoi_workers" in server.visitor().get("/metrics").text)
    assert server.worker.child.poll() is None
