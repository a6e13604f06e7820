"""The table of docs/explanation/security.md names tests that exist, each number once, and every section."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/explanation/security.md"
_WHOLE = ((4, 3), (5, 5), (6, 4), (7, 4), (8, 3), (9, 2), (12, 6), (13, 4), (14, 5))
# The sections of ASVS 4.0.3 that have requirements up to level 2.
SECTIONS = {
    *(f"1.{n}" for n in (1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14)),
    *(f"2.{n}" for n in range(1, 11)),
    *(f"3.{n}" for n in (1, 2, 3, 4, 5, 7)),
    *(f"{chapter}.{n}" for chapter, last in _WHOLE for n in range(1, last + 1)),
    *("10.2", "10.3", "11.1"),
}
NAMED = re.compile(r"`(tests/[\w./]+\.py)(?:::(test_\w+))?`")


def rows():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| \d", line)]
    assert all(len(row) == 3 for row in cells)
    return cells


def numbers():
    for number, *_rest in rows():
        first, _, last = number.partition("–")
        if not last:
            yield first
            continue
        section = first.rpartition(".")[0]
        yield from (f"{section}.{n}" for n in range(int(first.split(".")[2]), int(last.split(".")[2]) + 1))


def names_in(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_every_row_names_tests_that_exist_or_a_reason(row):
    shown = row[2]
    missing = [
        f"{path}::{name}"
        for path, name in NAMED.findall(shown)
        if not (ROOT / path).is_file() or (name and name not in names_in(path))
    ]
    assert missing == []
    assert NAMED.search(shown) or len(shown) > 12 or shown == "the same"


def test_every_attack_on_the_portal_is_tried_by_tests_that_exist():
    part = PAGE.read_text(encoding="utf-8").split("## Attacks on the portal")[1].split("\n## ")[0]
    attacks = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("| ")][1:]
    assert len(attacks) > 10
    for attack, _holds, tried in attacks:
        named = NAMED.findall(tried)
        assert named, attack
        assert [(path, name) for path, name in named if name not in names_in(path)] == [], attack


def test_every_section_is_there_and_no_number_twice():
    found = list(numbers())
    assert len(found) == len(set(found))
    assert {number.rpartition(".")[0] for number in found} == SECTIONS
    assert len(found) > 240


def test_what_is_not_met_says_so_and_why():
    open_rows = [row for row in rows() if row[2].startswith("not met")]
    assert all(re.match(r"not met: .{4}", row[2]) for row in open_rows)
    assert open_rows
