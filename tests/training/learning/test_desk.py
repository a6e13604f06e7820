"""The desk's pages of questionnaires and quizzes, from an empty one to gain."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from caunoi.directory.enums import RoleKind
from caunoi.questionnaires.models import BankItem, Questionnaire
from caunoi.questionnaires.queries.questionnaires import last_version, questions_of
from caunoi.training.enums import IdeaKind
from caunoi.training.models import ClassQuiz
from caunoi.training.services import topic_parts, topics
from caunoi.training.services.learning.entry import type_in
from caunoi.training.services.learning.quizzes import number_sheets, open_quiz
from tests.factories import UserFactory
from tests.questionnaires.makers import EACH_KIND, choice, make_quiz

pytestmark = pytest.mark.django_db

PASTED = """Câu 1: Một?
A. Đúng
B. Sai
Đáp án: A
Câu 2: Hỏng?
A. Có
Đáp án: A
Câu 3: Ba?
Đáp án: 3
Điểm: 2
Đề: B"""


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def test_a_questionnaire_is_made_filled_changed_and_previewed(desk, organiser, office):
    made = desk.post(at("questionnaire_new"), {"owner": office.pk, "title": "Hòa giải", "purpose": "quiz"})
    quiz = Questionnaire.objects.get()
    assert made.url == at("questionnaire", quiz.pk)
    assert "Dán câu hỏi" in desk.get(made.url).content.decode()
    read = desk.post(at("questionnaire_read", quiz.pk), {"text": PASTED}).content.decode()
    assert "Thêm 2 câu hỏi" in read
    desk.post(at("questionnaire_read", quiz.pk), {"text": PASTED, "add": "1"})
    assert [(each.text, each.points, each.form) for each in questions_of(last_version(quiz))] == [
        ("Một?", 1, ""),
        ("Ba?", 2, "B"),
    ]
    typed = {
        "revision": last_version(quiz).revision, "text": "Việc nào?", "points": "1,5", "form": "A",
        "choices": "* Đúng\nSai\n* Cũng đúng", "required": "on",
    }  # fmt: skip
    address = at("questionnaire_item_new", quiz.pk) + "?loai=multiple"
    assert desk.post(address, typed).status_code == 302
    stale = desk.post(address, typed)
    assert stale.status_code == 200
    item = last_version(quiz).items.get(kind="multiple")
    assert (item.body["right"], float(item.points), item.required) == (["a", "c"], 1.5, True)
    page = desk.get(at("questionnaire_item", quiz.pk, item.key)).content.decode()
    assert "* Đúng" in page
    desk.post(at("questionnaire_item_move", quiz.pk, item.key), {"to": "up", "revision": last_version(quiz).revision})
    assert [each.kind for each in questions_of(last_version(quiz))] == ["single", "multiple", "number"]
    preview = desk.get(at("questionnaire_preview", quiz.pk), {"de": "B"}).content.decode()
    assert "Ba?" in preview
    assert "Việc nào?" not in preview
    settings = {"revision": last_version(quiz).revision, "title": "Hòa giải 2", "minutes": "15", "shuffle_items": "on"}
    assert desk.post(at("questionnaire_edit", quiz.pk), settings).status_code == 302
    assert "Hòa giải 2" in desk.get(at("questionnaire_list"), {"q": "hoa giai"}).content.decode()
    desk.post(at("questionnaire_item", quiz.pk, item.key), {"bank": "1"})
    assert BankItem.objects.get().text == "Việc nào?"
    desk.post(at("questionnaire_item", quiz.pk, item.key), {"remove": "1"})
    assert desk.post(at("questionnaire_state", quiz.pk), {"to": "copy"}).status_code == 302
    assert Questionnaire.objects.count() == 2
    desk.post(at("questionnaire_state", quiz.pk), {"to": "remove"})
    assert not Questionnaire.objects.filter(pk=quiz.pk).exists()


def test_every_kind_of_question_is_shown_typed_and_comes_back_the_same(desk, organiser, office):
    quiz = make_quiz(organiser, office, EACH_KIND).questionnaire
    before = [(each.key, each.kind, each.text, each.body, each.points) for each in questions_of(last_version(quiz))]
    for item in list(last_version(quiz).items.all()):
        page = desk.get(at("questionnaire_item", quiz.pk, item.key))
        form = page.context["form"]
        sent = {name: form[name].value() for name in form.fields if form[name].value() not in {None, False}}
        saved = desk.post(at("questionnaire_item", quiz.pk, item.key), sent)
        assert saved.status_code == 302, saved.context["form"].errors
    version = last_version(quiz)
    assert version.number == 2
    after = [(each.key, each.kind, each.text, each.body, each.points) for each in questions_of(version)]
    assert [row[:3] for row in after] == [row[:3] for row in before]
    for (*_rest, one, _points), (*_same, other, _worth) in zip(before, after, strict=True):
        assert {**other, "most": 0} == {**one, "most": 0}


def test_questions_come_from_a_workbook_the_bank_and_ideas(desk, organiser, office):
    quiz = make_quiz(organiser, office, [choice("Có sẵn?")]).questionnaire
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([["Câu hỏi", "A", "B", "Đáp án", "Điểm"], ["Từ bảng?", "Đúng", "Sai", "B", 2]]):
            sheet.write_row(place, 0, row)
    file = SimpleUploadedFile("cau-hoi.xlsx", packed.getvalue())
    page = desk.post(at("questionnaire_read", quiz.pk), {"file": file})
    again = {"text": page.context["as_text"], "add": "1"}
    desk.post(at("questionnaire_read", quiz.pk), again)
    added = questions_of(last_version(quiz))[-1]
    assert (added.text, added.body["right"], added.points) == ("Từ bảng?", ["b"], 2)
    broken = SimpleUploadedFile("hong.xlsx", b"PK\x03\x04nothing")
    assert desk.post(at("questionnaire_read", quiz.pk), {"file": broken}).context["form"].errors["file"]
    topic = topics.save_topic(actor=organiser, owner=office, title="Nghe và hỏi")
    idea = topic_parts.save_idea(actor=organiser, topic=topic, kind=IdeaKind.QUIZ, text="Nghe là gì?")
    talk = topic_parts.save_idea(actor=organiser, topic=topic, kind=IdeaKind.DISCUSSION, text="Bàn gì?")
    item = last_version(quiz).items.first()
    desk.post(at("questionnaire_item", quiz.pk, item.key), {"bank": "1", "topic_field": topic.pk})
    shown = desk.get(at("questionnaire_bank", quiz.pk), {"topic_field": topic.pk}).content.decode()
    assert "Nghe là gì?" in shown
    assert "Bàn gì?" not in shown
    ticked = {"bank": [BankItem.objects.get().pk], "idea": [idea.pk, talk.pk]}
    desk.post(at("questionnaire_bank", quiz.pk), ticked)
    assert [each.text for each in questions_of(last_version(quiz))] == [
        "Có sẵn?", "Từ bảng?", "Có sẵn?", "Nghe là gì?",
    ]  # fmt: skip


def test_a_quiz_is_put_to_a_class_opened_typed_in_and_its_gain_told(desk, organiser, held, people, questionnaire):
    page = desk.get(at("class_quizzes", held.code)).content.decode()
    assert "Lớp chưa có bài kiểm tra" in page
    for moment in ("pre", "post"):
        sent = {"questionnaire": questionnaire.pk, "moment": moment, "shows_result": "on"}
        assert desk.post(at("class_quizzes", held.code), sent).status_code == 302
    pre, post = ClassQuiz.objects.order_by("id")
    desk.post(at("class_quiz_do", held.code, pre.pk), {"to": "open"})
    number_sheets(training_class=held)
    lines = "\n".join(f"{number} {'AAA' if number % 3 else 'BBB'}" for number in range(1, 7))
    page = desk.post(at("class_quiz_entry", held.code, pre.pk), {"lines": lines}).content.decode()
    assert "Nhận 6 bài" in page
    assert people[0].person.full_name in page
    desk.post(at("class_quiz_entry", held.code, pre.pk), {"lines": lines, "take": "1"})
    few = desk.get(at("class_quizzes", held.code)).content.decode()
    assert "6/12" in few
    assert "Từ năm người" in few
    type_in(actor=organiser, quiz=open_quiz(actor=organiser, quiz=post), text=lines.replace("BBB", "AAB"))
    results = desk.get(at("class_quiz_results", held.code)).content.decode()
    assert "66,7" in results
    assert "Độ phân biệt" in results
    sheet = desk.get(at("class_quiz_export", held.code, "csv"))
    assert people[0].person.full_name in b"".join(sheet.streaming_content).decode() if sheet.streaming else True
    desk.post(at("class_quiz_do", held.code, pre.pk), {"to": "close"})
    pre.refresh_from_db()
    assert pre.closed_at
    asked = desk.get(at("class_quiz", held.code, pre.pk))
    assert asked.status_code == 200
    refused = desk.post(at("class_quiz", held.code, pre.pk), {"remove": "1"}, follow=True).content.decode()
    assert "không bỏ khỏi lớp được" in refused


def test_single_results_are_for_those_who_run_the_class(office, held, pre, people, stranger):
    pages = [
        at("class_quiz_results", held.code),
        at("class_quiz_export", held.code, "xlsx"),
        at("class_quiz_entry", held.code, pre.pk),
        at("class_quiz_print", held.code, pre.pk),
        at("class_quiz", held.code, pre.pk),
    ]
    for kind in (RoleKind.LEADER, RoleKind.DOOR, RoleKind.AUDITOR, RoleKind.EDITOR, RoleKind.ACCOUNTANT):
        client = Client()
        client.force_login(UserFactory.with_role(office, kind))
        assert {client.get(page).status_code for page in pages} == {403}, kind
        assert client.get(at("class_quizzes", held.code)).status_code == 200
    client = Client()
    client.force_login(stranger)
    assert {client.get(page).status_code for page in pages} == {404}
    assert client.get(at("questionnaire", pre.questionnaire_id)).status_code == 404
