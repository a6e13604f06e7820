"""Killed at any moment, the office is whole: everything that was said to be done stands, nothing stands half."""

from __future__ import annotations

import json
import random
import re
import threading
from collections import Counter
from contextlib import closing

import pytest

from tests import databases
from tests.kills.work import KINDS
from tests.programs import Program

pytestmark = pytest.mark.data
KILLS = 10
# Together about a minute of work.
SHORTEST, LONGEST = 2.0, 9.0


def test_office_killed_ten_times_in_a_minute_of_mixed_work(tmp_path):
    chance = random.Random()
    with databases.own(tmp_path) as environment, closing(Program("tests.kills.office", environment)) as office:
        assert office.ask(do="prepare") == {"ended": 0, "failed": ""}
        for _kill in range(KILLS):
            # No two rounds begin alike.
            assert office.ask(do="start", kinds=chance.sample(list(KINDS), len(KINDS)))
            threading.Event().wait(chance.uniform(SHORTEST, LONGEST))
            assert office.ask(do="kill") == {"ended": [], "failed": ""}
            seen = office.ask(do="look")
            assert (seen["check"], seen["findings"]) == (0, []), seen
            assert seen["verify"] == 0, seen["words"]
            assert seen["missing"] == []
        # Each kind of work was done, and not once only.
        assert all(seen["done"].get(kind, 0) > 1 for kind in ("list", "closed", "erased", "rotated", "backup", "mail"))
        assert office.ask(do="settle") == {"ended": 0, "failed": ""}
        seen = office.ask(do="look")
        assert office.ask(do="rehearse") == {"ended": 0, "failed": ""}
    assert (seen["check"], seen["verify"], seen["missing"]) == (0, 0, [])
    mails_came(tmp_path)


def mails_came(home):
    """Every mail came, those that must not come twice at most once; where nobody knows, a person is asked."""
    states = json.loads((home / "mails.json").read_text())
    lines = [json.loads(line) for line in (home / "journal.jsonl").read_text().splitlines()]
    written = {line["recipient"]: line["once"] for line in lines if line["kind"] == "mail"}
    came = Counter()
    for sent in (home / "mail").iterdir():
        came.update(re.findall(r"^To: (\S+)$", sent.read_text(errors="replace"), re.MULTILINE))
    for recipient, once in written.items():
        assert states[recipient] in ("sent", "unsure"), recipient
        assert came[recipient] or states[recipient] == "unsure"
        assert came[recipient] <= (1 if once else 1 + KILLS)
    assert Counter(states.values())["unsure"] <= KILLS
