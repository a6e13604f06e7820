"""Sheets on paper: in which order they ask, and how their answers are typed in fast.

A line is a string of signs, one a question: a letter for a choice, a digit for a step of a scale, - for none. What is
longer than a sign stands in round brackets: several letters "(AC)", letters in order "(BAC)", the columns of a matrix
row by row "(ABA)", a number "(12,5)", a short text in its words. Blanks do not count: "ABDC (AC) 4 (12)".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from caunoi.questionnaires.enums import ItemKind
from caunoi.questionnaires.shape.answers import read_answer
from caunoi.questionnaires.shape.bodies import Question
from caunoi.questionnaires.shape.order import in_order, of_form

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SIGN = re.compile(r"\(([^()]*)\)|(\S)")
_NONE = {"-", "–", "_", "."}


def sheet_of(questions: Sequence[Question], form: str) -> tuple[Question, ...]:
    """Return the questions of a form as a printed sheet asks them: the same sheet for everybody."""
    return in_order(of_form(questions, form), seed=0, shuffle_items=False, shuffle_choices=False)


def read_line(sheet: Sequence[Question], typed: str) -> dict[str, Any]:
    """Return the answers of one sheet, empty ones left out; raises ValidationError in words, naming the question."""
    signs = [(long if long or not short else short) for long, short in _SIGN.findall(typed)]
    if re.sub(r"\([^()]*\)", "", typed).count("(") or re.sub(r"\([^()]*\)", "", typed).count(")"):
        raise ValidationError(_("A bracket is not closed."))
    if len(signs) != len(sheet):
        raise ValidationError(
            _("%(typed)s answers are typed, the sheet has %(asked)s questions. Type - for one left empty.")
            % {"typed": len(signs), "asked": len(sheet)}
        )
    found = {}
    for number, (question, sign) in enumerate(zip(sheet, signs, strict=True), start=1):
        if sign.strip() in _NONE or not sign.strip():
            continue
        try:
            answer = read_answer(question, _meant(question, sign.strip()))
        except ValidationError as fault:
            raise ValidationError(
                _("Question %(number)s, “%(sign)s”: %(words)s")
                % {"number": number, "sign": sign, "words": " ".join(fault.messages)}
            ) from None
        if answer is not None:
            found[question.key] = answer
    return found


def _meant(question: Question, sign: str) -> Any:
    if question.kind in {ItemKind.TEXT, ItemKind.NUMBER, ItemKind.SCALE}:
        return sign
    listed = [key for key, _words in (question.columns if question.kind == ItemKind.MATRIX else question.choices)]
    keys = [_key(listed, letter) for letter in re.sub(r"[\s,;]", "", sign.upper())]
    match question.kind:
        case ItemKind.SINGLE:
            if len(keys) != 1:
                raise ValidationError(_("One letter is meant here."))
            return keys[0]
        case ItemKind.ORDERING:
            return {key: place for place, key in enumerate(keys, start=1)}
        case ItemKind.MATRIX:
            rows = [key for key, _words in question.rows]
            if len(keys) > len(rows):
                raise ValidationError(_("There are more letters than rows."))
            return dict(zip(rows, keys, strict=False))
    return keys


def _key(listed: Sequence[str], letter: str) -> str:
    place = LETTERS.find(letter)
    if not 0 <= place < len(listed):
        raise ValidationError(_("there is no such letter."))
    return listed[place]
