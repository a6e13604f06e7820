"""Questions as people have them already: pasted text or a table, in the usual form of a quiz.

Text: "Câu 1: …", then lines "A. …", "B. …" (several may share a line), then "Đáp án: C" ("A, C" where several are
right); a right choice may be marked with * instead. The key may also stand at the end ("Đáp án: 1A 2C 3-B").
"Điểm: 2" and "Đề: A" may follow.
A question without choices asks for a number where its answer is one, else for a short text. Tables: a row a question,
with columns called Câu hỏi, A, B, C …, Đáp án, and Điểm or Đề where there are such.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from caunoi.core.text import clean, fold
from caunoi.questionnaires.enums import Form, ItemKind
from caunoi.questionnaires.shape.bodies import Draft, checked_body, keyed, read_number

_QUESTION = re.compile(
    r"^\s*(?:(?:câu|cau|question)(?:\s+hỏi)?\s*(?:số\s*)?(\d{1,3})\s*[.:)/\-–]*|(\d{1,3})\s*[.)/:])\s*(.*)$",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"^\s*(\*?)\s*\(?([A-Ha-h])\s*[.):/]\s*(\*?)\s*(.*)$")
_NEXT_CHOICE = re.compile(r"(?<=\S)(?:\t|\s{2,})(?=\*?\s*[A-H]\s*[.)]\s)|(?<=\S)\s+(?=\*?[B-H][.)]\s)")
_ANSWER = re.compile(
    r"^\s*(?:đáp\s*án(?:\s*đúng)?|trả\s*lời|đ/a|đa|dap an|answer)\s*(?:là)?\s*[.:)\-–]?\s*(.*)$", re.IGNORECASE
)
_TOLD = re.compile(r"^\s*(điểm|đề)\s*:\s*(\S.*)$", re.IGNORECASE)
_LETTERS = re.compile(r"^\(?([A-Ha-h](?:\s*(?:,|;|và|\s)\s*[A-Ha-h])*|[A-H]{2,8})\)?\.?$")
_KEY = re.compile(r"(\d{1,3})\s*[.:)\-–]?\s*([A-Ha-h]{1,8})(?![\w])")
_HEADS = {
    "question": ("cau hoi", "noi dung", "noi dung cau hoi", "question", "cau"),
    "answer": ("dap an", "dap an dung", "tra loi", "answer", "da"),
    "points": ("diem", "so diem", "points"),
    "form": ("de", "ma de", "form"),
}


@dataclass(kw_only=True)
class Found:
    """A question that was read; ``fault`` says in words why it can't be taken over as it is. ``line`` counts from 1."""

    line: int
    number: str = ""
    text: str = ""
    choices: list[str] = field(default_factory=list)
    marked: list[int] = field(default_factory=list)
    answer: str = ""
    points: str = ""
    form: str = ""
    fault: str = ""
    draft: Draft | None = None


def read_text(text: str) -> list[Found]:
    """Return the questions of a pasted text in their order."""
    found: list[Found] = []
    together: dict[str, str] = {}
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if not clean(line):
            continue
        _read_line(line, number, found, together)
    for one in found:
        one.answer = one.answer or together.get(one.number.lstrip("0"), "")
    return [_finished(one) for one in found]


def _read_line(line: str, number: int, found: list[Found], together: dict[str, str]) -> None:
    current = found[-1] if found else None
    answer = _ANSWER.match(line)
    keys = _KEY.findall(answer.group(1) if answer else line)
    if answer and len(keys) > 1:
        together.update({each.lstrip("0"): letters for each, letters in keys})
    elif answer and current and current.text:
        current.answer = clean(answer.group(1))
    elif together and keys and not re.sub(r"[\s,;|.\-–]", "", _KEY.sub("", line)):
        together.update({each.lstrip("0"): letters for each, letters in keys})
    elif current and (told := _TOLD.match(line)):
        setattr(current, "points" if fold(told.group(1)) == "diem" else "form", clean(told.group(2)))
    elif current and _CHOICE.match(line):
        for part in _NEXT_CHOICE.split(line):
            _take_choice(current, part)
    elif asked := _QUESTION.match(line):
        found.append(Found(line=number, number=asked.group(1) or asked.group(2), text=clean(asked.group(3))))
    elif current and not current.choices and not current.answer:
        current.text = f"{current.text}\n{clean(line)}".strip()
    elif current and current.choices and not current.answer:
        current.choices[-1] = clean(f"{current.choices[-1]} {line}")


def _take_choice(current: Found, part: str) -> None:
    choice = _CHOICE.match(part)
    if choice is None:
        if current.choices:
            current.choices[-1] = clean(f"{current.choices[-1]} {part}")
        return
    words = clean(choice.group(4))
    if choice.group(1) or choice.group(3) or words.endswith("*"):
        current.marked.append(len(current.choices))
    current.choices.append(words.strip("* "))


def read_table(rows: Sequence[Sequence[object]]) -> list[Found]:
    """Return the questions of a table; [] where no row names the columns."""
    heads = [_columns([fold(_cell(cell)) for cell in row]) for row in rows]
    first = next((place for place, head in enumerate(heads) if "question" in head), None)
    if first is None:
        return []
    columns = heads[first]
    letters = sorted(name for name in columns if len(name) == 1)
    found: list[Found] = []
    for number, row in enumerate(rows[first + 1 :], start=first + 2):
        cells = {name: clean(_cell(row[at])) for name, at in columns.items() if at < len(row)}
        if not cells.get("question"):
            continue
        one = Found(
            line=number,
            number=str(len(found) + 1),
            text=_without_number(cells["question"]),
            choices=[cells[letter] for letter in letters if cells.get(letter)],
            answer=cells.get("answer", ""),
            points=cells.get("points", ""),
            form=cells.get("form", ""),
        )
        found.append(_finished(one))
    return found


def _columns(heads: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        letter = re.fullmatch(r"(?:dap an|phuong an|lua chon)?\s*([a-h])", head)
        name = letter.group(1).upper() if letter else next((n for n, words in _HEADS.items() if head in words), None)
        if name and name not in found:
            found[name] = place
    return found


def _cell(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _without_number(text: str) -> str:
    asked = _QUESTION.match(text)
    return clean(asked.group(3)) if asked and asked.group(3) else text


def _finished(one: Found) -> Found:
    try:
        one.draft = _draft(one)
    except ValidationError as fault:
        one.fault = " ".join(fault.messages)
    return one


def _draft(one: Found) -> Draft:
    if not one.text:
        raise ValidationError(_("Type the question."))
    points = read_number(one.points) if one.points else Decimal(1)
    if points is None or not 0 <= points <= 100:
        raise ValidationError(_("“%(text)s” is no number of points.") % {"text": one.points[:30]})
    form = one.form.upper().removeprefix("ĐỀ").strip() if one.form else ""
    if form and form not in Form.values:
        raise ValidationError(_("Choose form A, form B or both."))
    kind, body = _body(one)
    return Draft(kind=kind, text=one.text, body=checked_body(kind, body), points=points, form=form)


def _body(one: Found) -> tuple[ItemKind, dict[str, object]]:
    if one.choices:
        right = _right(one)
        kind = ItemKind.MULTIPLE if len(right) > 1 else ItemKind.SINGLE
        choices = keyed(one.choices)
        return kind, {"choices": choices, "right": [choices[place]["key"] for place in right]}
    if not one.answer:
        raise ValidationError(_("There are neither choices nor an answer."))
    number = read_number(one.answer)
    if number is not None:
        return ItemKind.NUMBER, {"right": one.answer}
    return ItemKind.TEXT, {"right": [each for each in re.split(r"\s*[/;]\s*", one.answer) if each]}


def _right(one: Found) -> list[int]:
    """Return the places of the right choices; [] for a question that has no key."""
    if one.marked:
        return one.marked
    if not one.answer:
        return []
    letters = _LETTERS.match(one.answer)
    if letters:
        places = sorted({"ABCDEFGH".index(letter) for letter in re.findall(r"[A-H]", letters.group(1).upper())})
    else:
        said = fold(re.sub(r"^[A-H]\s*[.):]\s*", "", one.answer))
        places = [place for place, words in enumerate(one.choices) if fold(words) == said]
        first = re.match(r"^([A-H])\s*[.):]", one.answer)
        if not places and first:
            places = ["ABCDEFGH".index(first.group(1))]
    if not places or places[-1] >= len(one.choices):
        raise ValidationError(_("The answer “%(text)s” is none of the choices.") % {"text": one.answer[:60]})
    return places
