"""Quizzes on paper are typed in: the number of the sheet, then its answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.directory.models import User
from caunoi.questionnaires.models import Response
from caunoi.questionnaires.queries.questionnaires import last_version, questions_of
from caunoi.questionnaires.services.responses import hand_in, take_late
from caunoi.questionnaires.shape.bodies import Question
from caunoi.questionnaires.shape.sheets import read_line, sheet_of
from caunoi.training.enums import Action
from caunoi.training.models import ClassQuiz, Enrolment, QuizTake, SheetNumber
from caunoi.training.queries.learning.quizzes import form_for, has_forms
from caunoi.training.services.guard import note, open_for_change
from caunoi.training.services.learning.taking import take_of

MOST_LINES = 1000
_LINE = re.compile(r"^\s*(\d{1,5})\s*([ABab](?=\s*[:.]))?\s*[:.]?\s+(.+?)\s*$")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A line that was typed, and what became of it; ``fault`` says in words why it is not taken.

    ``standing`` is an earlier sheet of the same person that this one replaces.
    """

    line: int
    typed: str
    number: int | None = None
    enrolment: Enrolment | None = None
    form: str = ""
    answers: Mapping[str, Any] | None = None
    standing: Response | None = None
    fault: str = ""


def read_sheets(quiz: ClassQuiz, text: str) -> list[Sheet]:
    """Return what was typed, line by line: "12 ABDC", or "12B: ABDC" where another form lay before the person.

    Nothing is written. The number of queries does not grow with the lines.
    """
    lines = [(place, line) for place, line in enumerate(text.splitlines(), start=1) if line.strip()][:MOST_LINES]
    known = _Known(
        quiz=quiz,
        numbers={
            row.number: row.enrolment
            for row in SheetNumber.objects.filter(training_class=quiz.training_class).select_related(
                "enrolment__person"
            )
        },
        taken={
            take.enrolment_id: take.response
            for take in QuizTake.objects.filter(quiz=quiz, response__isnull=False).select_related("response")
        },
        questions=questions_of(quiz.version or last_version(quiz.questionnaire)),
        forms=has_forms(quiz),
    )
    seen: set[int] = set()
    found = []
    for place, line in lines:
        sheet = _read(known, line, place)
        if sheet.number in seen and not sheet.fault:
            sheet = Sheet(line=place, typed=line, number=sheet.number, fault=_("This number is typed twice."))
        elif sheet.number is not None:
            seen.add(sheet.number)
        found.append(sheet)
    return found


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What lines are read against."""

    quiz: ClassQuiz
    numbers: Mapping[int, Enrolment]
    taken: Mapping[int, Response | None]
    questions: Sequence[Question]
    forms: bool


def _read(known: _Known, line: str, place: int) -> Sheet:
    told = _LINE.match(line)
    if told is None:
        return Sheet(line=place, typed=line, fault=_("Type the number of the sheet, a space, then the answers."))
    number = int(told.group(1))
    enrolment = known.numbers.get(number)
    if enrolment is None:
        return Sheet(line=place, typed=line, number=number, fault=_("No sheet of this class has this number."))
    form = ((told.group(2) or "").upper() or form_for(known.quiz, number)) if known.forms else ""
    standing = known.taken.get(enrolment.pk)
    shared: dict[str, Any] = {"line": place, "typed": line, "number": number, "enrolment": enrolment, "form": form}
    if standing and not standing.from_paper:
        return Sheet(**shared, fault=_("This person took the quiz on the phone. That one counts."))
    try:
        answers = read_line(sheet_of(known.questions, form), told.group(3))
    except ValidationError as fault:
        return Sheet(**shared, fault=" ".join(fault.messages))
    return Sheet(**shared, answers=answers, standing=standing)


@transaction.atomic
def type_in(*, actor: User, quiz: ClassQuiz, text: str) -> list[Sheet]:
    """Take over the sheets that were typed without a fault; a sheet typed again replaces the earlier one.

    Returns every line with what became of it. For who runs the class. Raises PermissionDenied, NotNow (class closed,
    no line without a fault).
    """
    training_class = open_for_change(actor=actor, training_class=quiz.training_class)
    fresh = ClassQuiz.objects.select_related("training_class", "questionnaire", "version").get(pk=quiz.pk)
    sheets = read_sheets(fresh, text)
    good = [sheet for sheet in sheets if not sheet.fault]
    if not good:
        raise NotNow(_("No line can be taken over."))
    for sheet in good:
        assert sheet.enrolment is not None
        response = take_of(quiz=fresh, enrolment=sheet.enrolment, from_paper=True, form=sheet.form)
        response.answers, response.form = dict(sheet.answers or {}), sheet.form
        response.revision += 1
        response.save(update_fields=["answers", "form", "revision"])
        hand_in(response=response)
    note(
        actor=actor,
        action=Action.QUIZ_TYPED_IN,
        training_class=training_class,
        details={
            "quiz": f"{fresh.get_moment_display()}: {fresh.questionnaire.title}"[:300],
            "sheets": len(good),
            "replaced": sum(1 for sheet in good if sheet.standing),
        },
    )
    return sheets


@transaction.atomic
def accept_late(*, actor: User, quiz: ClassQuiz, enrolment: Enrolment, reason: str) -> Response:
    """Count the answers of a participant that came after the time, too; with a reason. For who runs the class.

    Raises PermissionDenied, NotNow (class closed, nothing came late), ValidationError without a reason.
    """
    training_class = open_for_change(actor=actor, training_class=quiz.training_class)
    if not reason.strip():
        raise ValidationError({"reason": _("Type the reason.")})
    take = QuizTake.objects.filter(quiz=quiz, enrolment=enrolment).select_related("response").first()
    if take is None or take.response is None or not take.response.late or take.response.submitted_at is None:
        raise NotNow(_("Nothing of this person came late."))
    response = take_late(response=take.response)
    note(
        actor=actor,
        action=Action.QUIZ_LATE_TAKEN,
        training_class=training_class,
        details={"quiz": str(quiz)},
        reason=reason.strip()[:500],
        person_id=enrolment.person_id,
    )
    return response
