"""The rules of the door by their vectors, which the door app's JavaScript runs as well."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from pathlib import Path

import pytest

from caunoi.core.signing import verify_with
from caunoi.training.door_codes import from_base45
from caunoi.training.door_rules import Rules, Seen, class_share, decide, derive, true_time

VECTORS = Path(__file__).parents[2] / "vectors"
DOOR = json.loads((VECTORS / "door.json").read_text(encoding="utf-8"))
ATTENDANCE = json.loads((VECTORS / "attendance.json").read_text(encoding="utf-8"))


def by_name(cases):
    return pytest.mark.parametrize("case", [pytest.param(one, id=one["name"]) for one in cases])


@by_name(DOOR["cases"])
def test_what_is_entered_comes_to_the_verdict(case):
    keys = [one | {"raw": base64.urlsafe_b64decode(one["raw"] + "=")} for one in DOOR["state"]["keys"]]
    state = DOOR["state"] | {"keys": keys, "seen": case["seen"]}
    enter = case["enter"]
    entry = DOOR["codes"][enter["code"]] if "code" in enter else enter.get("text", enter.get("e"))

    found = decide(
        state,
        entry,
        now=case["now"],
        verify=verify_with,
        unpack=from_base45,
        sitting=case["sitting"],
        leaving=case["leaving"],
        scans=case["scans"],
    )

    assert asdict(found) == case["verdict"]


@by_name(ATTENDANCE["marks"])
def test_scans_come_to_the_mark(case):
    found = derive(
        case["sitting"],
        Rules(**case["rules"]),
        [Seen(**one) for one in case["scans"]],
        desk=case["desk"],
        substitute_came=case["substitute_came"],
    )

    assert asdict(found) == case["expected"]


@by_name(ATTENDANCE["times"])
def test_clocks_come_to_the_moment(case):
    found = true_time(case["scan"], case["upload"], server=case["server"], first=case["first"], last=case["last"])

    assert asdict(found) == case["expected"]


@by_name(ATTENDANCE["shares"])
def test_marks_come_to_the_share(case):
    assert asdict(class_share(case["marks"], Rules(class_share=case["share"]))) == case["expected"]
