"""The five real reports, from the file to the past class, as a clerk would take them over.

The clerk corrects what the reader got wrong until everything is as the labels say, so the test hangs on what a person
can do, not on how well the reader reads.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from caunoi.core import search
from caunoi.core.text import fold
from caunoi.directory.queries.scope import scope_of
from caunoi.intake.enums import MANY, ReportField
from caunoi.intake.facts import entries_of
from caunoi.intake.models import ReportCandidate
from caunoi.intake.services import review
from caunoi.intake.services.outcome import accept_candidate
from caunoi.intake.services.uploads import SentFile, add_candidates
from caunoi.intake.values import raw_of, same, show_day, show_days
from caunoi.training.facts import read_facts

SHARED = Path(__file__).parents[3] / "shared"
IDS = [f"seed-00{n}" for n in range(5)]
UNTITLED = "Lớp tập huấn mà báo cáo không nêu tên"

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not (SHARED / "reports").is_dir(), reason="the folder ../shared with the reports is not here"),
]


def label_of(name):
    lines = (SHARED / "reader" / "labels.jsonl").read_text().splitlines()
    return next(row for row in map(json.loads, lines) if row["id"] == name)


def days_of(label):
    held = label["held_on"] or []
    if isinstance(held, dict):
        first, last = (dt.date.fromisoformat(held[end]) for end in ("start", "end"))
        return [(first + dt.timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    return held


def named(people):
    return [each if isinstance(each, dict) else {"name": each, "position": None} for each in people]


def wanted(label):
    """What a clerk types, by field, who sees what the labels say."""
    text = {
        ReportField.TITLE: label["title"] or UNTITLED,
        ReportField.HOST_PLACE: label["host_place"],
        ReportField.BYLINE: label["byline"],
    }
    found = {field: [{"text": value}] for field, value in text.items() if value}
    if days_of(label):
        found[ReportField.HELD_ON] = [{"days": show_days(days_of(label))}]
    if label["published_on"]:
        found[ReportField.PUBLISHED_ON] = [{"day": show_day(dt.date.fromisoformat(label["published_on"]))}]
    if label["participants_count"]:
        count, doubt = label["participants_count"], label["participants_count_qualifier"]
        found[ReportField.PARTICIPANTS] = [{"count": count, "qualifier": doubt}]
    if label["views"]:
        found[ReportField.VIEWS] = [{"count": label["views"]}]
    found[ReportField.ORGANISERS] = [{"name": name} for name in label["organizers"]]
    found[ReportField.SPEAKERS] = named(label["speakers"])
    found[ReportField.OFFICIALS] = named(label["officials"])
    found[ReportField.TOPICS] = [{"text": topic} for topic in label["topics"]]
    found[ReportField.DIRECTIVES] = [{"text": number} for number in label["directives"]]
    return found


def go_through(actor, candidate, typed):
    for entry in entries_of(candidate):
        if not any(stands(entry, raw) for raw in typed.get(entry.field, [])):
            candidate = review.clear_field(actor=actor, candidate=candidate, key=entry.key, seen=entry.seen)
    for field, raws in typed.items():
        for raw in raws:
            if field not in MANY or not any(stands(e, raw) for e in entries_of(candidate) if e.field == field):
                candidate = review.add_field(actor=actor, candidate=candidate, field=field, raw=raw)
    return review.accept_confident(actor=actor, candidate=candidate, threshold=0)


def stands(entry, raw):
    if entry.field not in MANY:
        return True
    value = {"name": raw["name"]} if "name" in raw else raw["text"]
    return entry.is_kept and same(entry.field, entry.value, value)


@pytest.mark.parametrize("name", IDS)
def test_real_report_becomes_a_past_class_with_all_it_states(name, organiser, office):
    label = label_of(name)
    content = (SHARED / "reports" / f"{name}.txt").read_bytes()
    add_candidates(actor=organiser, organisation=office, files=[SentFile(name=f"{name}.txt", content=content)])
    candidate = ReportCandidate.objects.get()
    candidate = go_through(organiser, candidate, wanted(label))
    made = accept_candidate(actor=organiser, candidate=candidate, revision=candidate.revision)

    report = made.reports.get()
    facts = read_facts(report.facts)
    assert facts.title == (label["title"] or UNTITLED)
    assert list(facts.days) == days_of(label)
    assert facts.place == (label["host_place"] or "")
    assert (facts.present.value, facts.nominated.value) == (label["participants_count"], None)
    if label["participants_count"]:
        assert facts.present.qualifier == label["participants_count_qualifier"]
    assert sorted(each.name for each in facts.organisers if each.role != "keeper") == sorted(label["organizers"])
    assert sorted(each.title for each in facts.topics) == sorted(label["topics"])
    assert sorted(each.number for each in facts.directives) == sorted(label["directives"])
    people = [*facts.speakers, *facts.guests]
    assert sorted(report.names[each.person_id] for each in people) == sorted(
        each["name"] for each in named([*label["speakers"], *label["officials"]])
    )
    source = facts.provenance
    assert (source.kind, source.source, source.byline, source.published_on, source.views) == (
        "report",
        f"{name}.txt",
        label["byline"] or "",
        label["published_on"],
        label["views"],
    )
    assert (made.state, made.origin) == ("closed", "report")
    assert found_by(organiser, fold(made.title)) == [made.code]
    assert found_by(organiser, fold(label["topics"][0])) == [made.code]


def found_by(user, query):
    return [
        each.object_id for each in search.find(query=query, ranges=scope_of(user).ranges, kinds=["class", "candidate"])
    ]


def test_all_five_are_found_by_their_office_and_nobody_else(organiser, stranger, office):
    files = [SentFile(name=f"{name}.txt", content=(SHARED / "reports" / f"{name}.txt").read_bytes()) for name in IDS]
    add_candidates(actor=organiser, organisation=office, files=files)
    assert found_by(organiser, "68-kh/bdvtu") == [str(ReportCandidate.objects.get(source="seed-001.txt").pk)]
    codes = {}
    for name in IDS:
        candidate = ReportCandidate.objects.get(source=f"{name}.txt")
        candidate = go_through(organiser, candidate, wanted(label_of(name)))
        made = accept_candidate(actor=organiser, candidate=candidate, revision=candidate.revision)
        codes[name] = made.code
    assert found_by(organiser, "68-kh/bdvtu") == [codes["seed-001"]]
    assert found_by(organiser, "nghiep vu nong cot hoa khanh nam") == [codes["seed-000"]]
    assert found_by(stranger, "nghiep vu") == []


def test_review_of_an_unreadable_value_keeps_the_raw_form(organiser, office):
    content = (SHARED / "reports" / "seed-000.txt").read_bytes()
    add_candidates(actor=organiser, organisation=office, files=[SentFile(name="a.txt", content=content)])
    candidate = ReportCandidate.objects.get()
    for entry in entries_of(candidate):
        assert raw_of(entry.field, entry.value) != {}
        for start, end in entry.spans:
            assert candidate.text[start:end].strip() != ""
