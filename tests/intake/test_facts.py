from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from caunoi.intake.enums import Decision, ReportField
from caunoi.intake.facts import Entry, entries_of, next_key, reading_of, segments_of, title_of
from caunoi.intake.models import ReportCandidate
from caunoi.reader import DateRange, Found, Official, Record, Span, Speaker
from tests.intake.factories import full_reading
from tests.intake.texts import BARE, FULL


def entry(key, *spans, decision=Decision.OPEN):
    return Entry(
        key=key,
        field=ReportField.TOPICS,
        read="x",
        value="x",
        spans=spans,
        confidence=0.9,
        decision=decision,
        seen=0,
    )


def test_segments_cut_overlapping_spans_with_the_shortest_first():
    segments = segments_of("Tập huấn 🙂 hòa giải", [entry("a", (0, 10)), entry("b", (4, 8)), entry("c", (4, 10))])
    assert [(each.text, each.keys, each.begins) for each in segments] == [
        ("Tập ", ("a",), ("a",)),
        ("huấn", ("b", "c", "a"), ("b", "c")),
        (" 🙂", ("c", "a"), ()),
        (" hòa giải", (), ()),
    ]


def test_segments_leave_out_what_was_left_out_and_what_lies_outside():
    segments = segments_of(
        "abc", [entry("a", (0, 2), decision=Decision.CLEARED), entry("b", (2, 9)), entry("c", (1, 1))]
    )
    assert [(each.text, each.keys) for each in segments] == [("abc", ())]


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(-2, 45), st.integers(-2, 45)), max_size=8),
)
def test_segments_joined_are_the_text(text, spans):
    entries = [entry(str(n), span) for n, span in enumerate(spans)]
    assert "".join(each.text for each in segments_of(text, entries)) == text


def test_reading_keeps_every_value_with_its_spans():
    def one(value, *spans, confidence=0.9):
        return Found(value, tuple(Span(*span) for span in spans), confidence)

    record = Record(
        text="…",
        held_on=one(DateRange(dt.date(2024, 2, 28), dt.date(2024, 3, 1)), (3, 9)),
        published_on=one(dt.date(2024, 3, 2), (0, 2)),
        participants_count=one(270, (20, 23), confidence=0.95),
        participants_count_qualifier=one("over", (16, 19), confidence=0.8),
        organizers=(one("Đảng  ủy", (1, 2)), one("Trung tâm", (4, 5))),
        speakers=(one(Speaker("Trần Thị Thử", None), (7, 8), (5, 6), (7, 8)),),
        officials=(one(Official("Nguyễn Văn Mẫu", "Bí thư"), (9, 10)),),
    )
    assert reading_of(record) == {
        "held_on": [{"value": ["2024-02-28", "2024-02-29", "2024-03-01"], "spans": [[3, 9]], "confidence": 0.9}],
        "published_on": [{"value": "2024-03-02", "spans": [[0, 2]], "confidence": 0.9}],
        "participants": [
            {"value": {"count": 270, "qualifier": "over"}, "spans": [[16, 19], [20, 23]], "confidence": 0.8}
        ],
        "organisers": [
            {
                "value": {"name": "Đảng ủy", "role": "host", "organisation": None},
                "spans": [[1, 2]],
                "confidence": 0.9,
            },
            {
                "value": {"name": "Trung tâm", "role": "co_organiser", "organisation": None},
                "spans": [[4, 5]],
                "confidence": 0.9,
            },
        ],
        "speakers": [
            {
                "value": {"name": "Trần Thị Thử", "position": "", "person": None},
                "spans": [[5, 6], [7, 8]],
                "confidence": 0.9,
            }
        ],
        "officials": [
            {
                "value": {"name": "Nguyễn Văn Mẫu", "position": "Bí thư", "person": None, "role": "attends"},
                "spans": [[9, 10]],
                "confidence": 0.9,
            }
        ],
    }


def test_entries_come_in_the_order_of_the_fields_with_decisions_over_readings():
    candidate = ReportCandidate(text=FULL, reading=full_reading())
    candidate.decisions = {
        "topics-2": {"decision": "cleared", "value": "Quy trình", "spans": [], "seen": 1},
        "topics-a2": {"decision": "added", "value": "Hai", "spans": [[0, 3]], "seen": 1},
        "topics-a10": {"decision": "added", "value": "Mười", "spans": [], "seen": 3},
    }
    entries = entries_of(candidate)
    assert [each.key for each in entries if each.field == ReportField.TOPICS] == [
        "topics-1",
        "topics-2",
        "topics-a2",
        "topics-a10",
    ]
    assert [each.key for each in entries][:4] == ["title-1", "held_on-1", "host_place-1", "organisers-1"]
    assert next_key(candidate, ReportField.TOPICS) == "topics-a11"
    assert next_key(candidate, ReportField.AUDIENCE) == "audience-a1"


def test_title_falls_back_to_the_first_words_then_to_the_file():
    assert title_of(BARE, [], "a.txt").startswith("Hôm qua, cán bộ thôn")
    assert title_of("\n \n", [], "a.txt") == "a.txt"
    assert len(title_of("x" * 900, [], "a.txt")) <= 120
