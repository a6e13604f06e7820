"""An item with several classes: one decision, one list, one report, each over all of them, on the Word file itself."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from pytest_django.asserts import assertContains, assertNotContains
from python_calamine import CalamineWorkbook

from caunoi import papers
from caunoi.training.enums import AgendaKind, ClassState, Mark, PaperKind
from caunoi.training.models import AgendaItem, TrainingClass
from caunoi.training.queries.papers import of_item
from caunoi.training.queries.papers.official import Wish
from caunoi.training.queries.papers.sources import make_paper
from caunoi.training.services.attendance import CellMark, mark
from caunoi.training.services.closing import close_class
from caunoi.training.services.plans.classes import register_decision
from tests.factories import (
    EnrolmentFactory,
    OrganisationFactory,
    PersonFactory,
    PlanFactory,
    PlanItemFactory,
    SittingFactory,
    TrainingClassFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]

FIRST = dt.date(2026, 3, 2)


@pytest.fixture
def item(office):
    return PlanItemFactory(plan=PlanFactory(owner=office), title="Kỹ năng hòa giải", class_count=3)


def held(item, number, *, people, keeper=None, present=None):
    """A class of the item, a week after the one before; the first ``present`` of its people came."""
    day = FIRST + dt.timedelta(days=7 * number)
    made = TrainingClassFactory(
        keeper=keeper or item.plan.owner,
        plan_item=item,
        title=f"Hòa giải, lớp {number}",
        starts_on=day,
        ends_on=day,
        place=f"Nhà văn hóa {number}",
        quota=40 + number,
        state=ClassState.HELD,
        strong_points=f"Ưu điểm lớp {number}",
    )
    sitting = SittingFactory(training_class=made)
    AgendaItem.objects.create(training_class=made, sitting=sitting, kind=AgendaKind.TOPIC, title=f"Chuyên đề {number}")
    made.rows = [EnrolmentFactory(training_class=made, person=person) for person in people]
    made.cells = [
        CellMark(
            enrolment_id=row.pk, sitting_id=sitting.pk, mark=Mark.PRESENT if place < (present or 0) else Mark.EXCUSED
        )
        for place, row in enumerate(made.rows)
    ]
    return made


def word(kind, item):
    content = papers.render(make_paper(kind, of_item(item), Wish(layout=papers.Layout.STATE)))
    document = Document(io.BytesIO(content))
    text = "\n".join(line.text for line in document.paragraphs)
    return text, [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_one_decision_opens_all_classes(item):
    for number in (1, 2):
        held(item, number, people=[])
    TrainingClassFactory(keeper=item.plan.owner, plan_item=item, title="Đã hủy", state=ClassState.CANCELLED)
    text, tables = word(PaperKind.DECISION, item)
    assert "tổng số 83 người, theo bảng sau:" in text
    (table,) = [each for each in tables if each[0][0] == "STT"]
    assert [row[1:] for row in table[1:]] == [
        ["Hòa giải, lớp 1", "Ngày 09/03/2026", "Nhà văn hóa 1", "41 người"],
        ["Hòa giải, lớp 2", "Ngày 16/03/2026", "Nhà văn hóa 2", "42 người"],
    ]


def test_one_report_tells_of_each_closed_class_and_of_all(item, organiser):
    people = PersonFactory.create_batch(4)
    for number, there in ((1, 2), (2, 3)):
        made = held(item, number, people=people, present=there)
        mark(actor=organiser, training_class=made, cells=made.cells)
        made = TrainingClass.objects.get(pk=made.pk)
        close_class(actor=organiser, training_class=made, revision=made.revision)
    held(item, 3, people=people)
    text, tables = word(PaperKind.COMBINED_REPORT, item)
    assert "Số lớp đã tổ chức: 2/3 lớp theo kế hoạch" in text
    for told in ("Ưu điểm lớp 1", "Ưu điểm lớp 2", "“Chuyên đề 1”", "“Chuyên đề 2”"):
        assert told in text
    assert "lớp 3" not in text
    (table,) = [each for each in tables if "Lớp" in each[0]]
    rows = [row for row in table[1:] if row[1].startswith("Hòa giải")]
    head = table[0]
    assert [(row[1], row[head.index("Được cử")], row[head.index("Có mặt")]) for row in rows] == [
        ("Hòa giải, lớp 1", "4", "2"),
        ("Hòa giải, lớp 2", "4", "3"),
    ]


def test_one_list_of_all_classes_with_the_class_of_each(item, organiser, desk):
    twice, once = PersonFactory.create_batch(2)
    other = OrganisationFactory()
    first = held(item, 1, people=[twice, once])
    second = held(item, 2, people=[twice])
    # Put to the item, but held by others alone: not this office's to list.
    foreign = held(item, 3, people=[PersonFactory()], keeper=other)
    register_decision(actor=organiser, item=item, number="5/QĐ")
    text, tables = word(PaperKind.COMBINED_LIST, item)
    assert "Lớp 1: Hòa giải, lớp 1, ngày 09/03/2026" in text
    assert "lớp 3" not in text
    (table,) = [each for each in tables if each[0][:2] == ["STT", "Họ và tên"]]
    assert [(row[1], row[4]) for row in table[1:4]] == [
        (twice.full_name, "Lớp 1"),
        (twice.full_name, "Lớp 2"),
        (once.full_name, "Lớp 1"),
    ]
    assert table[4][0] == "Danh sách có 2 người, 3 lượt học viên của 2 lớp."
    url = reverse("desk:plan_item_people", args=[item.plan.code, item.pk])
    page = desk.get(url)
    assertContains(page, "2 người")
    assertContains(page, reverse("desk:class_participants", args=[second.code]))
    assertNotContains(page, foreign.code)
    assertNotContains(page, foreign.rows[0].person.full_name)
    assertContains(desk.get(url, {"q": once.full_name}), first.code)
    answer = desk.get(reverse("desk:plan_item_people_export", args=[item.plan.code, item.pk, "xlsx"]))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [(row[1], row[4]) for row in rows[1:]] == [
        (twice.full_name, 1),
        (twice.full_name, 2),
        (once.full_name, 1),
    ]
    stranger = Client()
    assert stranger.get(url).status_code == 302


def test_the_combined_list_costs_the_same_for_2_as_for_60(item, desk, django_assert_max_num_queries):
    made = held(item, 1, people=[])
    url = reverse("desk:plan_item_people", args=[item.plan.code, item.pk])
    counts = []
    for size in (2, 58):
        EnrolmentFactory.create_batch(size, training_class=made)
        desk.get(url)
        with django_assert_max_num_queries(60) as captured:
            desk.get(url)
        counts.append(len(captured))
    assert counts[0] == counts[1]
