from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import AuditEntry, SearchDocument
from caunoi.intake.enums import ReportField
from caunoi.intake.facts import entries_of
from caunoi.intake.services import review
from caunoi.intake.services.aside import discard
from tests.intake.texts import FULL

pytestmark = pytest.mark.data


def entry(candidate, key):
    return next(each for each in entries_of(candidate) if each.key == key)


def last_row():
    return AuditEntry.objects.order_by("-id").first()


def test_candidate_counts_what_is_left(candidate):
    assert (candidate.open_count, candidate.uncertain_count) == (14, 3)
    assert str(candidate.held_first) == "2024-05-14"


def test_accepted_value_counts_down(organiser, candidate):
    after = review.accept_field(actor=organiser, candidate=candidate, key="held_on-1", seen=0)
    after.refresh_from_db()
    assert (after.open_count, after.uncertain_count, after.revision) == (13, 2, 2)
    assert entry(after, "held_on-1").decision == "accepted"
    assert last_row().details == {"held_on": "14/05/2024 - 15/05/2024", "decision": "accepted"}


def test_corrected_value_keeps_what_was_read(organiser, candidate):
    after = review.correct_field(
        actor=organiser,
        candidate=candidate,
        key="participants-1",
        seen=0,
        raw={"count": "1.120", "qualifier": "nearly"},
    )
    changed = entry(after, "participants-1")
    assert (changed.decision, changed.value, changed.read) == (
        "corrected",
        {"count": 1120, "qualifier": "nearly"},
        {"count": 120, "qualifier": "over"},
    )
    assert changed.spans == entry(candidate, "participants-1").spans


def test_corrected_to_what_was_read_is_accepted(organiser, candidate):
    after = review.correct_field(actor=organiser, candidate=candidate, key="views-1", seen=0, raw={"count": "412"})
    assert entry(after, "views-1").decision == "accepted"


def test_corrected_title_is_found_by_search(organiser, candidate):
    review.correct_field(actor=organiser, candidate=candidate, key="title-1", seen=0, raw={"text": "Lớp học đếm sao"})
    candidate.refresh_from_db()
    assert (candidate.title, candidate.folded_title) == ("Lớp học đếm sao", "lop hoc dem sao")
    assert SearchDocument.objects.get(kind="candidate").title == "Lớp học đếm sao"


def test_cleared_value_is_left_out_and_comes_back(organiser, candidate):
    after = review.clear_field(actor=organiser, candidate=candidate, key="topics-1", seen=0)
    assert (entry(after, "topics-1").is_kept, after.open_count) == (False, 13)
    after = review.accept_field(actor=organiser, candidate=after, key="topics-1", seen=1)
    assert (entry(after, "topics-1").decision, entry(after, "topics-1").seen) == ("accepted", 2)


def test_reopened_value_stands_as_read(organiser, candidate):
    review.correct_field(actor=organiser, candidate=candidate, key="byline-1", seen=0, raw={"text": "Ai đó"})
    after = review.reopen_field(actor=organiser, candidate=candidate, key="byline-1", seen=1)
    again = entry(after, "byline-1")
    assert (again.decision, again.value, again.seen, after.open_count) == ("open", "Lê Văn Ví Dụ", 2, 14)


def test_reopened_addition_is_gone(organiser, candidate):
    review.add_field(actor=organiser, candidate=candidate, field=ReportField.AUDIENCE, raw={"text": "hòa giải viên"})
    after = review.reopen_field(actor=organiser, candidate=candidate, key="audience-a1", seen=1)
    assert after.decisions == {}


def test_added_topic_stands_where_it_was_selected(organiser, candidate):
    start = FULL.index("lớp tập huấn")
    after = review.add_field(
        actor=organiser,
        candidate=candidate,
        field=ReportField.TOPICS,
        raw={"text": "lớp tập huấn"},
        spans=[(start, start + 12), (-5, 3), (9, 9), (5, 10_000)],
    )
    added = entry(after, "topics-a1")
    assert (added.decision, added.value, added.spans) == ("added", "lớp tập huấn", ((start, start + 12),))
    assert after.open_count == 14


def test_added_title_takes_the_place_of_the_one_that_stands(organiser, candidate):
    after = review.add_field(actor=organiser, candidate=candidate, field=ReportField.TITLE, raw={"text": "Tên khác"})
    assert [each.value for each in entries_of(after) if each.field == ReportField.TITLE] == ["Tên khác"]


def test_same_topic_twice_is_refused_whatever_its_case(organiser, candidate):
    with pytest.raises(ValidationError):
        review.add_field(
            actor=organiser,
            candidate=candidate,
            field=ReportField.TOPICS,
            raw={"text": "KY NANG LANG NGHE TRONG HOA GIAI"},
        )
    with pytest.raises(ValidationError):
        review.correct_field(
            actor=organiser,
            candidate=candidate,
            key="topics-2",
            seen=0,
            raw={"text": "Kỹ năng lắng nghe trong hòa giải"},
        )


def test_confident_values_are_taken_at_once_with_one_row(organiser, candidate):
    after = review.accept_confident(actor=organiser, candidate=candidate)
    assert sorted(each.key for each in entries_of(after) if each.is_open) == [
        "held_on-1",
        "host_place-1",
        "topics-2",
    ]
    row = last_row()
    assert (row.action, row.details["count"]) == ("intake.candidate_confident", 11)
    assert AuditEntry.objects.filter(object_id=str(candidate.pk)).count() == 1
    # Nothing is left to take: nothing is written.
    assert review.accept_confident(actor=organiser, candidate=after).revision == after.revision


def test_second_clerk_on_the_same_value_is_told(organiser, administrator, candidate):
    review.clear_field(actor=organiser, candidate=candidate, key="topics-1", seen=0)
    for late in (
        lambda: review.accept_field(actor=administrator, candidate=candidate, key="topics-1", seen=0),
        lambda: review.clear_field(actor=administrator, candidate=candidate, key="topics-1", seen=0),
        lambda: review.reopen_field(actor=administrator, candidate=candidate, key="topics-1", seen=0),
        lambda: review.correct_field(
            actor=administrator, candidate=candidate, key="topics-1", seen=0, raw={"text": "x"}
        ),
        lambda: review.accept_field(actor=administrator, candidate=candidate, key="topics-9", seen=0),
    ):
        with pytest.raises(StaleChange):
            late()
    candidate.refresh_from_db()
    assert candidate.revision == 2


def test_second_clerk_on_another_value_is_not_disturbed(organiser, administrator, candidate):
    review.clear_field(actor=organiser, candidate=candidate, key="topics-1", seen=0)
    after = review.accept_field(actor=administrator, candidate=candidate, key="topics-2", seen=0)
    assert (entry(after, "topics-1").decision, entry(after, "topics-2").decision) == ("cleared", "accepted")


def test_report_set_aside_is_not_reviewed(organiser, candidate):
    discard(actor=organiser, candidate=candidate, revision=1)
    with pytest.raises(NotNow):
        review.accept_field(actor=organiser, candidate=candidate, key="topics-1", seen=0)


def test_outsider_decides_nothing(stranger, candidate):
    for attempt in (
        lambda: review.accept_field(actor=stranger, candidate=candidate, key="topics-1", seen=0),
        lambda: review.accept_confident(actor=stranger, candidate=candidate),
        lambda: review.add_field(actor=stranger, candidate=candidate, field=ReportField.TOPICS, raw={"text": "x"}),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    candidate.refresh_from_db()
    assert candidate.decisions == {}
