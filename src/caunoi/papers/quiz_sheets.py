"""Quizzes on paper: one sheet a form with a box for the answers, for each person by name and number, or blank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from caunoi.papers.pdf import set_pages
from caunoi.papers.values import Context
from caunoi.papers.wording import one_line

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetQuestion:
    """A question as it is printed; ``how`` tells in words how to answer, "" for one choice.

    ``choices`` get letters. ``lines`` are the rows of a matrix, each to be answered by a letter; ``room`` lines are
    left free to write on.
    """

    text: str
    how: str = ""
    choices: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    room: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizSheet:
    """One person's sheet; without a number it is blank, and name and unit are written by hand."""

    form: str
    number: int | None = None
    name: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizSheets:
    """All sheets of a quiz: the questions of each form ("" where there is one), then whose they are."""

    title: str
    class_title: str
    office: str
    intro: str = ""
    minutes: int | None = None
    questions: tuple[tuple[str, tuple[SheetQuestion, ...]], ...]
    sheets: Sequence[QuizSheet]


def quiz_sheets_pdf(paper: QuizSheets) -> bytes:
    """Return the sheets as PDF, each beginning on a page of its own."""
    return set_pages(
        "quiz_sheets",
        {
            "ten": one_line(paper.title),
            "lop": one_line(paper.class_title),
            "co_quan": one_line(paper.office),
            "loi_dan": paper.intro,
            "phut": "" if paper.minutes is None else str(paper.minutes),
            "de": {form: [_values(each) for each in questions] for form, questions in paper.questions},
            "bai": [
                {
                    "de": each.form,
                    "so": "" if each.number is None else str(each.number),
                    "ho_ten": one_line(each.name),
                    "don_vi": one_line(each.unit),
                }
                for each in paper.sheets
            ],
        },
    )


def _values(question: SheetQuestion) -> Context:
    return {
        "hoi": question.text,
        "cach": question.how,
        "chon": [[letter, one_line(text)] for letter, text in zip(_LETTERS, question.choices, strict=False)],
        "dong": [one_line(line) for line in question.lines],
        "trong": [""] * question.room,
    }
