"""Evaluation sheets: only numbers are kept, too few are told nowhere, and who counts what."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from caunoi import papers
from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import AuditEntry
from caunoi.papers import Layout
from caunoi.training.enums import ClassState
from caunoi.training.facts import ClassFacts, ProvenanceFact, read_facts
from caunoi.training.models import AgendaItem, ClassReport, EvaluationTally, Speaker
from caunoi.training.queries.current import current
from caunoi.training.queries.evaluations import Rating, class_evaluations, rating_of_topic
from caunoi.training.queries.papers.class_report import report_paper
from caunoi.training.queries.speakers import rating_of_speaker, speakers_of_topic
from caunoi.training.ratings import evaluated, told_marks
from caunoi.training.services import speakers, topics
from caunoi.training.services.evaluations import count_sheets
from caunoi.training.services.questions import add_question, answer_question
from tests.factories import EnrolmentFactory, PersonFactory, SittingFactory, TrainingClassFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

DAY = dt.date(2026, 11, 12)
SHEETS = (0, 1, 0, 3, 6)


@pytest.fixture
def topic(office, organiser):
    return topics.save_topic(actor=organiser, owner=office, title="Nghe và hỏi")


@pytest.fixture
def make_item(topic):
    def made(training_class, *people, title="Nghe và hỏi"):
        sitting = training_class.sittings.first() or SittingFactory(training_class=training_class, date=DAY)
        item = AgendaItem.objects.create(
            training_class=training_class, sitting=sitting, title=title, topic=topic, kind="topic"
        )
        for person in people:
            Speaker.objects.create(training_class=training_class, agenda_item=item, person=person)
        return item

    return made


def test_numbers_are_kept_and_nothing_that_leads_to_a_sheet(organiser, training_class, make_item):
    item = make_item(training_class)
    assert count_sheets(actor=organiser, training_class=training_class, counts={item.pk: SHEETS}) == 1
    assert count_sheets(actor=organiser, training_class=training_class, counts={item.pk: SHEETS}) == 0
    assert EvaluationTally.objects.get().counts == SHEETS
    names = {field.name for field in EvaluationTally._meta.get_fields()}
    phone = {"phone_sheets", "phone_total"}
    assert names == {"id", "agenda_item", *phone, *(f"marks_{mark}" for mark in range(1, 6))}
    row = AuditEntry.objects.get(action="training.sheets_counted")
    assert row.details == {"topic": "Nghe và hỏi", "sheets": [0, 10]}


@pytest.mark.parametrize("counts", [(1, 2, 3, 4), (0, 0, 0, 0, -1), (0, 0, 0, 0, 100_001), (0, 0, 0, 0, 4)])
def test_numbers_that_cannot_be_are_refused_and_nothing_is_written(organiser, training_class, make_item, counts):
    EnrolmentFactory.create_batch(3, training_class=training_class)
    good, bad = make_item(training_class, title="Một"), make_item(training_class, title="Hai")
    with pytest.raises(ValidationError, match="Hai"):
        count_sheets(actor=organiser, training_class=training_class, counts={good.pk: (0, 0, 0, 1, 2), bad.pk: counts})
    assert not EvaluationTally.objects.exists()


def test_what_else_is_refused(organiser, stranger, training_class, make_item):
    item = make_item(training_class)
    other = make_item(TrainingClassFactory())
    one = {"actor": organiser, "training_class": training_class}
    count_sheets(**one, counts={item.pk: SHEETS}, was={item.pk: (0, 0, 0, 0, 0)})
    with pytest.raises(StaleChange):
        count_sheets(**one, counts={item.pk: (0, 0, 0, 0, 9)}, was={item.pk: (0, 0, 0, 0, 0)})
    with pytest.raises(ValidationError):
        count_sheets(**one, counts={other.pk: SHEETS})
    with pytest.raises(PermissionDenied):
        count_sheets(actor=stranger, training_class=training_class, counts={item.pk: SHEETS})
    training_class.state = ClassState.CLOSED
    training_class.save(update_fields=["state"])
    with pytest.raises(NotNow):
        count_sheets(**one, counts={item.pk: (0, 0, 0, 0, 9)})


def test_topic_and_speaker_are_rated_over_visible_classes(organiser, stranger, training_class, topic, make_item):
    office = topic.owner
    hoa = PersonFactory.known_to(office, full_name="Người Dạy Một")
    lan = PersonFactory.known_to(office, full_name="Người Dạy Hai")
    profiles = [speakers.add_speaker(actor=organiser, owner=office, person=person) for person in (hoa, lan)]
    for profile in profiles:
        speakers.set_speaker_topics(actor=organiser, profile=profile, topics=[topic])
    foreign = TrainingClassFactory()
    for item, counts in (
        (make_item(training_class, hoa), (0, 0, 0, 0, 3)),
        (make_item(training_class, hoa), (0, 0, 0, 2, 0)),
        # Two spoke: the sheet says nothing of either alone.
        (make_item(training_class, hoa, lan), (4, 0, 0, 0, 0)),
        (make_item(training_class, lan), (4, 0, 0, 0, 0)),
        (make_item(foreign, lan), (0, 0, 0, 0, 99)),
    ):
        EvaluationTally.objects.create(
            agenda_item=item, **{f"marks_{mark}": count for mark, count in enumerate(counts, start=1)}
        )
    assert rating_of_topic(organiser, topic) == Rating(mean=2.4, answers=13)
    assert rating_of_topic(stranger, topic) is None
    assert [rating_of_speaker(organiser, profile) for profile in profiles] == [Rating(mean=4.6, answers=5), None]
    with CaptureQueriesContext(connection) as few:
        rated = {row.profile.person.full_name: row.rating for row in speakers_of_topic(organiser, topic)}
    assert rated == {"Người Dạy Một": Rating(mean=4.6, answers=5), "Người Dạy Hai": None}
    assert len(few) <= 4


def test_enough_sheets_stand_in_the_facts_and_the_report(office, organiser, training_class, make_item):
    enough, few = make_item(training_class, title="Nghe"), make_item(training_class, title="Hỏi")
    count_sheets(actor=organiser, training_class=training_class, counts={enough.pk: SHEETS, few.pk: (0, 0, 0, 0, 4)})
    with CaptureQueriesContext(connection) as queries:
        assert [row.answers for row in class_evaluations(training_class)] == [10, 4]
    assert len(queries) == 2
    facts = read_facts(current(training_class, provenance=ProvenanceFact(kind="held")).facts.as_json())
    assert isinstance(facts, ClassFacts)
    assert [(item.title, told.paper) for item, told in evaluated(facts)] == [("Nghe", SHEETS)]
    report = ClassReport(training_class=training_class, version=1, facts=facts.as_json(), names={})
    evaluations = report_paper(report, office, Layout.STATE).evaluations
    assert [(one.question, sum(count for _words, count in one.answers)) for one in evaluations] == [
        ("“Nghe” (thang điểm 1 đến 5)", 10),
    ]


def test_page_takes_the_numbers_and_shows_too_few_to_nobody_else(client, organiser, training_class, make_item):
    item = make_item(training_class, title="Nghe")
    client.force_login(organiser)
    address = reverse("desk:class_evaluation", args=[training_class.code])
    typed = {f"s{item.pk}-{mark}": str(count) for mark, count in enumerate(SHEETS, start=1)}
    seen = {f"was{item.pk}": "0,0,0,0,0"}
    assert client.post(address, typed | seen).status_code == 302
    assert EvaluationTally.objects.get().counts == SHEETS
    stale = client.post(address, typed | seen | {f"s{item.pk}-5": "7"})
    assert stale.status_code == 200
    assert EvaluationTally.objects.get().counts == SHEETS
    assert client.post(address, typed | {f"was{item.pk}": "x"}).status_code == 200
    results = client.get(reverse("desk:class_results", args=[training_class.code])).content.decode()
    assert "4,4" in results or "4.4" in results
    EvaluationTally.objects.update(marks_4=0, marks_5=3)
    results = client.get(reverse("desk:class_results", args=[training_class.code])).content.decode()
    assert "ít hơn năm" in results


def test_phones_stand_in_the_report_apart_and_what_came_later_says_so(office, organiser, training_class, make_item):
    both, phones = make_item(training_class, title="Nghe"), make_item(training_class, title="Hỏi")
    few = make_item(training_class, title="Ít")
    count_sheets(actor=organiser, training_class=training_class, counts={both.pk: SHEETS, few.pk: (0, 0, 0, 0, 4)})
    EvaluationTally.objects.filter(agenda_item=both).update(phone_sheets=6, phone_total=27)
    EvaluationTally.objects.filter(agenda_item=few).update(phone_sheets=8, phone_total=24)
    facts = current(training_class, provenance=ProvenanceFact(kind="held")).facts
    assert [(item.title, told.paper, told.phone_mean) for item, told in evaluated(read_facts(facts.as_json()))] == [
        ("Nghe", SHEETS, 4.5),
        ("Ít", (), 3.0),
    ]
    # A version frozen before phones were kept is read as before.
    old = facts.as_json()
    for item in old["sittings"][0]["agenda"]:
        del item["phone_sheets"], item["phone_total"]
    assert [item.title for item, _told in evaluated(read_facts(old))] == ["Nghe"]
    report = ClassReport.objects.create(training_class=training_class, version=1, facts=facts.as_json(), names={})
    EvaluationTally.objects.create(agenda_item=phones, phone_sheets=5, phone_total=20)
    text = str(papers_text(report_paper(report, office, Layout.STATE)))
    assert "“Nghe” (thang điểm 1 đến 5): phiếu giấy – 10 phiếu, trung bình 4,4 (điểm 1–5: 10 phiếu (100%))" in text
    assert "phiếu trên điện thoại – 6 phiếu, trung bình 4,5." in text
    assert "“Ít” (thang điểm 1 đến 5): phiếu trên điện thoại – 8 phiếu, trung bình 3,0." in text
    assert (
        "“Hỏi” (thang điểm 1 đến 5): phiếu trên điện thoại, tổng hợp sau khi lớp khép lại – 5 phiếu, trung bình 4,0."
        in text
    )
    # An earlier version stands as it was.
    ClassReport.objects.create(training_class=training_class, version=2, reason="sửa", facts=facts.as_json(), names={})
    assert "tổng hợp sau khi lớp khép lại" not in papers_text(report_paper(report, office, Layout.STATE))


def test_an_answer_given_after_the_close_stands_in_the_report_with_its_day(office, organiser, training_class):
    asked = add_question(actor=organiser, training_class=training_class, text="Ai ký biên bản?")
    facts = current(training_class, provenance=ProvenanceFact(kind="held")).facts
    report = ClassReport.objects.create(training_class=training_class, version=1, facts=facts.as_json(), names={})
    assert report_paper(report, office, Layout.STATE).questions[0].answer == ""
    answer_question(actor=organiser, question=asked, answer="Các bên cùng ký.", answered_by="Phòng Tư pháp")
    (told,) = report_paper(report, office, Layout.STATE).questions
    day = timezone.localdate()
    assert (told.answer, told.answered_by) == (
        "Các bên cùng ký.",
        f"Phòng Tư pháp; trả lời bổ sung ngày {day:%d/%m/%Y}",
    )


def test_few_sheets_of_a_class_cannot_be_worked_out_from_the_topic(organiser, training_class, topic, make_item):
    count_sheets(actor=organiser, training_class=training_class, counts={make_item(training_class).pk: SHEETS})
    other = make_item(training_class, title="Khác")
    EvaluationTally.objects.create(agenda_item=other, marks_1=4)
    assert rating_of_topic(organiser, topic) == Rating(mean=4.4, answers=10)
    EvaluationTally.objects.create(agenda_item=make_item(training_class, title="Ba"), marks_1=1)
    assert rating_of_topic(organiser, topic) == Rating(mean=3.3, answers=15)


@given(st.lists(st.integers(0, 30), min_size=5, max_size=5))
def test_no_group_of_marks_is_of_fewer_than_five(counts):
    told = told_marks(counts)
    if told is None:
        assert sum(counts) < 5
        return
    assert sum(count for _low, _high, count in told.groups) == sum(counts)
    assert all(count == 0 or count >= 5 for _low, _high, count in told.groups)
    assert [mark for low, high, _count in told.groups for mark in range(high, low - 1, -1)] == [5, 4, 3, 2, 1]


def papers_text(paper):
    return "\n".join(p.text for p in Document(io.BytesIO(papers.render(paper))).paragraphs)
