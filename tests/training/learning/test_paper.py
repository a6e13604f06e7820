"""Quizzes on paper: sheets by name and number, typed in fast, corrected, and what came late."""

from __future__ import annotations

import io
from decimal import Decimal

import pypdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from caunoi.core.errors import NotNow
from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind
from caunoi.papers import quiz_sheets_pdf
from caunoi.questionnaires.queries.questionnaires import questions_of
from caunoi.questionnaires.queries.responses import asked_of
from caunoi.questionnaires.services.responses import save_answers, submit
from caunoi.questionnaires.shape.sheets import read_line, sheet_of
from caunoi.training.models import QuizTake
from caunoi.training.queries.learning.printing import quiz_sheets
from caunoi.training.services.learning.entry import accept_late, read_sheets, type_in
from caunoi.training.services.learning.quizzes import close_quiz, number_sheets, open_quiz
from caunoi.training.services.learning.taking import begin_quiz
from tests.factories import UserFactory
from tests.questionnaires.makers import EACH_KIND, make_quiz

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def numbered(people, held):
    number_sheets(training_class=held)
    return people


def test_a_line_holds_every_kind_of_answer(organiser, office):
    version = make_quiz(organiser, office, EACH_KIND)
    sheet = sheet_of(questions_of(version), "")
    keys = {question.kind: question.key for question in sheet}
    order = "".join("ABC"[[key for key, _words in sheet[2].choices].index(key)] for key in "abc")
    answers = read_line(sheet, f"b (AC) ({order}) 4 (3,5) (uy ban nhan dan) (AB)")
    assert answers == {
        keys["single"]: "b",
        keys["multiple"]: ["a", "c"],
        keys["ordering"]: {"a": 1, "b": 2, "c": 3},
        keys["scale"]: 4,
        keys["number"]: "3.5",
        keys["text"]: "uy ban nhan dan",
        keys["matrix"]: {"a": "a", "b": "b"},
    }
    assert read_line(sheet, "-------") == {}
    for wrong in ("ABC", "b(AC", "Z------", "-(Z)-----", "---9---", "(AB)------", "------(ABA)", ""):
        with pytest.raises(ValidationError) as refused:
            read_line(sheet, wrong)
        assert refused.value.messages[0]


def test_sheets_are_typed_in_checked_and_replaced(organiser, numbered, pre, django_assert_num_queries):
    phone = begin_quiz(quiz=open_quiz(actor=organiser, quiz=pre), enrolment=numbered[3])
    pre.refresh_from_db()
    lines = "1 AAA\n2 ab-\n\n3 AAAA\n4 AAA\n99 AAA\n5B: AAB\nkhông\n1 BBB"
    with django_assert_num_queries(6):
        sheets = read_sheets(pre, lines)
    assert [(sheet.number, sheet.form, bool(sheet.fault)) for sheet in sheets] == [
        (1, "A", False), (2, "B", False), (3, "A", True), (4, "B", True), (99, "", True), (5, "B", False),
        (None, "", True), (1, "", True),
    ]  # fmt: skip
    assert QuizTake.objects.count() == 1
    type_in(actor=organiser, quiz=pre, text=lines)
    done = {take.enrolment_id: take.response for take in QuizTake.objects.select_related("response")}
    assert {key: (each.form, each.points) for key, each in done.items() if each.from_paper} == {
        numbered[0].pk: ("A", Decimal(3)),
        numbered[1].pk: ("B", Decimal(1)),
        numbered[4].pk: ("B", Decimal(2)),
    }
    assert done[numbered[3].pk].pk == phone.pk
    (again,) = read_sheets(pre, "2 AAA")
    assert (again.fault, again.standing.pk) == ("", done[numbered[1].pk].pk)
    type_in(actor=organiser, quiz=pre, text="2 AAA")
    done[numbered[1].pk].refresh_from_db()
    assert done[numbered[1].pk].points == Decimal(3)
    told = list(
        AuditEntry.objects.filter(action="training.quiz_typed_in").order_by("id").values_list("details", flat=True)
    )
    assert [(row["sheets"], row["replaced"]) for row in told] == [(3, 0), (1, 1)]
    with pytest.raises(NotNow):
        type_in(actor=organiser, quiz=pre, text="99 AAA")


def test_only_who_runs_the_class_types_in(office, numbered, pre):
    for kind in (RoleKind.LEADER, RoleKind.DOOR, RoleKind.AUDITOR):
        with pytest.raises(PermissionDenied):
            type_in(actor=UserFactory.with_role(office, kind), quiz=pre, text="1 AAA")


def test_what_came_late_counts_where_the_organiser_says_so(organiser, numbered, pre):
    response = begin_quiz(quiz=open_quiz(actor=organiser, quiz=pre), enrolment=numbered[0])
    close_quiz(actor=organiser, quiz=pre)
    with pytest.raises(NotNow):
        save_answers(response=response, answers={each.key: "a" for each in asked_of(response)}, revision=0)
    with pytest.raises(ValidationError):
        accept_late(actor=organiser, quiz=pre, enrolment=numbered[0], reason=" ")
    assert accept_late(actor=organiser, quiz=pre, enrolment=numbered[0], reason="Mất mạng").points == Decimal(3)
    with pytest.raises(NotNow):
        accept_late(actor=organiser, quiz=pre, enrolment=numbered[0], reason="Mất mạng")
    assert submit(response=response).points == Decimal(3)


def test_sheets_are_printed_by_number_with_the_right_form(desk, numbered, pre, post):
    for quiz, first in ((pre, "A"), (post, "B")):
        reader = pypdf.PdfReader(io.BytesIO(quiz_sheets_pdf(quiz_sheets(quiz, named=True))))
        assert len(reader.pages) == 12
        text = reader.pages[0].extract_text()
        assert numbered[0].person.full_name in text
        assert f"Đề {first}" in text.replace("\n", " ")
        assert f"Đề {first}, một?" in text
        assert f"Đề {'B' if first == 'A' else 'A'}, một?" not in text
    blank = desk.get(reverse("desk:class_quiz_print", args=[pre.training_class.code, pre.pk]), {"loai": "trang"})
    assert blank.headers["Content-Type"] == "application/pdf"
    assert len(pypdf.PdfReader(io.BytesIO(blank.content)).pages) == 2
