"""What is printed of a quiz."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from caunoi import papers
from caunoi.questionnaires.enums import Form, ItemKind
from caunoi.questionnaires.queries.questionnaires import last_version, questions_of
from caunoi.questionnaires.shape.bodies import Question
from caunoi.questionnaires.shape.sheets import sheet_of
from caunoi.training.enums import QuizMoment
from caunoi.training.models import ClassQuiz
from caunoi.training.queries.learning.quizzes import form_for, has_forms, takers
from caunoi.training.queries.papers.frame import called


def quiz_sheets(quiz: ClassQuiz, *, named: bool) -> papers.QuizSheets:
    """Return the sheets of everybody on the list who has a number, by number; or one blank sheet of each form."""
    version = quiz.version or last_version(quiz.questionnaire)
    questions = questions_of(version)
    forms = [str(form) for form in Form] if has_forms(quiz) else [""]
    sheets = [papers.QuizSheet(form=form) for form in forms]
    if named:
        people = sorted(
            (each for each in takers(quiz.training_class) if hasattr(each, "sheet_number")),
            key=lambda each: each.sheet_number.number,
        )
        sheets = [
            papers.QuizSheet(
                form=form_for(quiz, each.sheet_number.number) if len(forms) > 1 else "",
                number=each.sheet_number.number,
                name=each.person.full_name,
                unit=each.unit_text,
            )
            for each in people
        ]
    titles = {QuizMoment.PRE: _("Quiz before the class"), QuizMoment.POST: _("Quiz after the class")}
    return papers.QuizSheets(
        title=titles.get(QuizMoment(quiz.moment)) or quiz.questionnaire.title,
        class_title=quiz.training_class.title,
        office=called(quiz.training_class.keeper),
        intro=version.intro,
        minutes=version.minutes,
        questions=tuple((form, tuple(_printed(each) for each in sheet_of(questions, form))) for form in forms),
        sheets=sheets,
    )


def _printed(question: Question) -> papers.SheetQuestion:
    match question.kind:
        case ItemKind.MULTIPLE:
            how = _("several answers may be right")
        case ItemKind.ORDERING:
            how = _("write the letters in the right order")
        case ItemKind.SCALE:
            body = question.body
            ends = " ".join(f"{step}: {words};" for step, words in _ends(body) if words)
            how = _("write a number from %(low)s to %(high)s") % body + (f"; {ends}".rstrip(";") if ends else "")
        case ItemKind.NUMBER:
            unit = question.body.get("unit")
            how = _("write a number (%(unit)s)") % {"unit": unit} if unit else _("write a number")
        case ItemKind.MATRIX:
            how = _("write a letter behind each line")
        case _:
            how = ""
    columns = question.columns if question.kind == ItemKind.MATRIX else question.choices
    return papers.SheetQuestion(
        text=question.text,
        how=how,
        choices=tuple(words for _key, words in columns),
        lines=tuple(words for _key, words in question.rows),
        room=2 if question.kind == ItemKind.TEXT else 0,
    )


def _ends(body: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return ((str(body["low"]), body.get("low_words", "")), (str(body["high"]), body.get("high_words", "")))
