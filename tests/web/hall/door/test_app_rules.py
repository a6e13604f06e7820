"""The app's own rules in JavaScript, run by node over the vectors that the Python is held to as well."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
VECTORS = ROOT / "tests" / "vectors"
SCRIPT = Path(__file__).with_name("vectors.mjs")


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What the modules say to each case, asked in one run; they lie there as the server would serve them."""
    served = tmp_path_factory.mktemp("static")
    for face in ("base", "hall"):
        shutil.copytree(ROOT / "src/caunoi/web" / face / "static", served, dirs_exist_ok=True)
    (served / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    done = subprocess.run(
        ["node", SCRIPT, served / "hall" / "door", VECTORS], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def expected(file: str, part: str, answer: str) -> dict[str, object]:
    cases = json.loads((VECTORS / file).read_text(encoding="utf-8"))[part]
    assert len({case["name"] for case in cases}) == len(cases) > 0
    return {case["name"]: case[answer] for case in cases}


def test_what_is_entered_comes_to_the_verdict(answers):
    assert answers["door"] == expected("door.json", "cases", "verdict")


def test_the_same_without_the_browsers_own_ed25519(answers):
    assert answers["door_without_native"] == expected("door.json", "cases", "verdict")


def test_scans_come_to_the_mark(answers):
    assert answers["marks"] == expected("attendance.json", "marks", "expected")


def test_clocks_come_to_the_moment(answers):
    assert answers["times"] == expected("attendance.json", "times", "expected")
