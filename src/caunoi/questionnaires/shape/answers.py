"""What was typed becomes an answer, or a fault in words.

Answers, as JSON types: single: a key; multiple: keys in the order of the choices; ordering: ``{key: place}`` from 1;
scale: an int; number: its text ("12.5"); text: a text; matrix: ``{row: column}``. An empty one is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from caunoi.core.text import clean_lines
from caunoi.questionnaires.enums import ItemKind
from caunoi.questionnaires.shape.bodies import MOST_TEXT, Question, plain_number, read_number


def read_answer(question: Question, typed: Any) -> Any:
    """Return the answer as it is stored, None for an empty one.

    An ordering or matrix that is half filled in is one: only :func:`faults_of` asks for the rest. Raises
    ValidationError with words for what is no answer to this question.
    """
    if typed is None or typed in ("", [], {}):
        return None
    return _READERS[question.kind](question, typed)


def _one(question: Question, typed: Any) -> str:
    if not isinstance(typed, str) or typed not in dict(question.choices):
        raise ValidationError(_("Choose one of the answers."))
    return typed


def _several(question: Question, typed: Any) -> list[str]:
    if not isinstance(typed, list) or not all(isinstance(key, str) for key in typed):
        raise ValidationError(_("Choose among the answers."))
    keys = [key for key, _words in question.choices]
    if not set(typed) <= set(keys):
        raise ValidationError(_("Choose among the answers."))
    return sorted(set(typed), key=keys.index)


def _places(question: Question, typed: Any) -> dict[str, int] | None:
    keys = [key for key, _words in question.choices]
    if not isinstance(typed, Mapping) or not set(typed) <= set(keys):
        raise ValidationError(_("Number the lines from 1 on."))
    found: dict[str, int] = {}
    for key in keys:
        place = typed.get(key)
        if place in (None, ""):
            continue
        number = _whole(place)
        if number is None or not 1 <= number <= len(keys):
            raise ValidationError(_("Number the lines from 1 to %(most)s.") % {"most": len(keys)})
        found[key] = number
    return found or None


def _step(question: Question, typed: Any) -> int:
    number = _whole(typed)
    if number is None or number not in question.steps:
        raise ValidationError(_("Choose one of the answers."))
    return number


def _whole(typed: Any) -> int | None:
    if isinstance(typed, bool) or not isinstance(typed, int | str):
        return None
    text = str(typed).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def _number(_question: Question, typed: Any) -> str | None:
    if isinstance(typed, bool) or not isinstance(typed, int | float | str):
        raise ValidationError(_("Type a number, for instance 12 or 12,5."))
    text = str(typed).strip()
    if not text:
        return None
    value = read_number(text)
    if value is None:
        raise ValidationError(_("Type a number, for instance 12 or 12,5."))
    return plain_number(value)


def _text(question: Question, typed: Any) -> str | None:
    if not isinstance(typed, str):
        raise ValidationError(_("Type your answer."))
    text = clean_lines(typed)
    most = int(question.body.get("most") or MOST_TEXT)
    if len(text) > most:
        raise ValidationError(
            _("The answer has %(count)s letters; %(most)s at most.") % {"count": len(text), "most": most}
        )
    return text or None


def _cells(question: Question, typed: Any) -> dict[str, str] | None:
    if not isinstance(typed, Mapping):
        raise ValidationError(_("Choose one answer in each row."))
    rows, columns = dict(question.rows), dict(question.columns)
    found = {row: typed[row] for row in rows if typed.get(row) not in (None, "")}
    if not set(typed) <= set(rows) or not all(isinstance(each, str) and each in columns for each in found.values()):
        raise ValidationError(_("Choose one answer in each row."))
    return found or None


_READERS: dict[ItemKind, Callable[[Question, Any], Any]] = {
    ItemKind.SINGLE: _one,
    ItemKind.MULTIPLE: _several,
    ItemKind.ORDERING: _places,
    ItemKind.SCALE: _step,
    ItemKind.NUMBER: _number,
    ItemKind.TEXT: _text,
    ItemKind.MATRIX: _cells,
}


def read_answers(questions: Iterable[Question], typed: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what can be kept, and the words of what can't, by the key of the question.

    An emptied answer is kept as None; a question that ``typed`` does not name is not touched. Keys of questions that
    are not asked here are passed over: they may be of another version.
    """
    kept: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for question in questions:
        if question.key not in typed:
            continue
        try:
            kept[question.key] = read_answer(question, typed[question.key])
        except ValidationError as fault:
            faults[question.key] = fault.messages[0]
    return kept, faults


def faults_of(questions: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, str]:
    """Return why answers can't be handed in yet, by the key of the question: what is missing, what is half done."""
    faults = {}
    for question in questions:
        answer = answers.get(question.key)
        if answer is None:
            if question.required:
                faults[question.key] = _("Answer this question, please.")
        elif question.kind == ItemKind.ORDERING and sorted(answer.values()) != list(
            range(1, len(question.choices) + 1)
        ):
            faults[question.key] = _("Give each line a number of its own, from 1 to %(most)s.") % {
                "most": len(question.choices)
            }
        elif question.kind == ItemKind.MATRIX and question.required and len(answer) < len(question.rows):
            faults[question.key] = _("Choose one answer in each row.")
    return faults


def checked_answers(questions: Iterable[Question], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers that are handed in at once, empty ones left out; raises ValidationError (key -> words)."""
    asked = tuple(questions)
    kept, faults = read_answers(asked, typed)
    answers = {key: answer for key, answer in kept.items() if answer is not None}
    if faults := {**faults_of(asked, answers), **faults}:
        raise ValidationError(faults)
    return answers
