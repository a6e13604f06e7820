"""The worker killed at every step of sending, against a real mail server: nothing doubled, nothing lost."""

from __future__ import annotations

import os
import signal
from collections import Counter
from concurrent.futures import Future

import pytest

from tests import databases
from tests.programs import Program
from tests.web.mail.postoffice import post_office

pytestmark = pytest.mark.data


class Killed(Program):
    """The program of ``killing.py``."""

    def __init__(self, environment, office):
        super().__init__("tests.web.mail.killing", environment)
        self.office = office

    def work(self, pid=None, **order):
        self.order(do="work", **order)
        running = self.answer()["pid"]
        if pid is not None:
            pid.set_result(running)
        return self.answer()["ended"]


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with post_office() as office, databases.own(tmp_path_factory.mktemp("killed")) as environment:
        running = Killed({**environment, "CAUNOI_MAIL_URL": f"smtp://127.0.0.1:{office.port}"}, office)
        yield running
        running.close()


@pytest.fixture
def office(program):
    """The program's mail server, empty and willing."""
    program.office.arrived.clear()
    program.office.answers.clear()
    program.office.at = lambda step: None
    return program.office


def arrived(office):
    """Return how many copies of each mail arrived; copies of one are known by their Message-ID."""
    for name in ("once", "twice"):
        known = {mail["Message-ID"] for mail in office.mails() if mail["To"].startswith(name)}
        assert len(known) <= 1
    return Counter(recipient.split("@")[0] for recipient, _content in office.arrived)


def settled(program, office):
    """Recover and return what stands then: states and copies of both mails."""
    assert program.ask(do="recover") == {"ended": 0}
    seen = program.ask(do="look")
    assert "RUNNING" not in seen["jobs"]
    assert seen["beats"] == 0
    copies = arrived(office)
    return (seen["mails"]["once"], copies["once"]), (seen["mails"]["twice"], copies["twice"])


def test_worker_killed_at_any_query_doubles_and_loses_no_mail(program, office):
    outcomes = []
    for at in range(200):
        program.ask(do="write")
        office.arrived.clear()
        ended = program.work(die_at=at)
        outcomes.append(settled(program, office))
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
    *killed, whole = outcomes
    assert whole == (("sent", 1), ("sent", 1))
    assert len(killed) > 15
    # One step knows nothing of the mail's fate, the one between the server's word and its mark: never a copy more
    # of the mail that must not come twice, and a person is asked; the other one comes again.
    assert Counter(once for once, _twice in killed) == {("sent", 1): len(killed) - 1, ("unsure", 1): 1}
    assert Counter(twice for _once, twice in killed) == {("sent", 1): len(killed) - 1, ("sent", 2): 1}


@pytest.mark.parametrize(
    ("step", "answer", "expected"),
    [
        ("EHLO", None, (("sent", 1), ("sent", 1))),
        ("MAIL", None, (("sent", 1), ("sent", 1))),
        ("RCPT", None, (("sent", 1), ("sent", 1))),
        ("text", "451 not now", (("unsure", 0), ("sent", 1))),
        ("text", None, (("unsure", 1), ("sent", 1))),
        ("kept", None, (("unsure", 1), ("sent", 1))),
    ],
)
def test_worker_killed_while_it_talks_to_the_mail_server(program, office, step, answer, expected):
    pid: Future[int] = Future()

    def kill(now):
        if now == step:
            office.at = lambda _step: None
            os.kill(pid.result(timeout=60), signal.SIGKILL)

    program.ask(do="write")
    office.at = kill
    if answer:
        office.answers["DATA", "once@example.vn"] = answer
    assert program.work(pid) == -signal.SIGKILL
    office.answers.clear()
    assert settled(program, office) == expected
