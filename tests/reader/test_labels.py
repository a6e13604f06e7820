"""The promised floor on labelled reports, and the reader's own freshly written ones."""

import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest

from caunoi.reader import load, read

SHARED = Path(__file__).parents[3] / "shared"
ARTICLES = Path(__file__).parent / "articles"
FLOOR = 0.75


def words(value):
    return sorted(re.findall(r"\w+", str(value).casefold()))


def labels(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.mark.skipif(
    not (SHARED / "reader" / "labels.jsonl").exists(), reason="the folder ../shared with labelled reports is absent"
)
def test_macro_f1_on_the_labelled_reports_is_above_the_floor(capsys):
    spec = importlib.util.spec_from_file_location("score", SHARED / "reader" / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    figures = dict.fromkeys(score.FIELDS, (0, 0, 0))
    rows = score.load(str(SHARED / "reader" / "labels.jsonl"))
    for key, truth in rows.items():
        path = SHARED / ("reports" if key.startswith("seed") else "reader/dev") / f"{key}.txt"
        guess = read(load(path, name=path.name)).as_dict(key)
        guess["people"] = score.names(guess["speakers"]) + score.names(guess["officials"])
        for field, (of, fuzzy) in score.FIELDS.items():
            found = score.match(of(guess.get(field)), of(truth.get(field)), fuzzy)
            figures[field] = tuple(a + b for a, b in zip(figures[field], found, strict=True))
    f1 = {field: 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 1.0 for field, (tp, fp, fn) in figures.items()}
    macro = sum(f1.values()) / len(f1)
    with capsys.disabled():
        sys.stdout.write(f"\nmacro F1 on {len(rows)} labelled reports: {macro:.3f}\n")
    assert len(rows) == 25
    assert macro >= FLOOR


def comparable(field, value):
    if field == "speakers":
        return sorted(person["name"] for person in value)
    if field in {"officials", "organizers"}:
        return sorted(value)
    return [words(title) for title in value] if field == "topics" else value


@pytest.mark.parametrize("label", labels(ARTICLES / "labels.jsonl"), ids=lambda label: label["id"])
def test_freshly_written_articles_are_read_as_labelled(label):
    path = ARTICLES / f"{label['id']}.txt"
    row = read(load(path, name=path.name)).as_dict(label["id"])
    assert {field: comparable(field, row[field]) for field in label} == {
        field: comparable(field, value) for field, value in label.items()
    }
