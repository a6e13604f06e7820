"""Questions as form fields: what the template ``base/questions/items.html`` shows, and what a sent form says.

Pages of the hall include it as ``hall/pocket/_items.html``, with ``items`` from :func:`shown_items`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from caunoi.questionnaires.enums import ItemKind
from caunoi.questionnaires.shape.bodies import Question


@dataclass(frozen=True, kw_only=True)
class Option:
    """A choice, a step of a scale or a cell of a matrix; ``place`` is its number where an order is asked."""

    name: str
    value: str
    text: str
    checked: bool = False
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of a matrix."""

    text: str
    cells: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class ShownItem:
    """A question with what was answered and what is wrong with it; ``number`` counts from 1."""

    number: int
    question: Question
    fault: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def name(self) -> str:
        """The name of the form's field."""
        return field_name(self.question.key)

    @property
    def places(self) -> range:
        """The numbers that lines can be given where an order is asked."""
        return range(1, len(self.options) + 1)

    @property
    def answered(self) -> bool:
        """Whether anything was answered."""
        cells = [cell for line in self.lines for cell in line.cells]
        return bool(self.value) or any(each.checked or each.place for each in [*self.options, *cells])


def field_name(key: str) -> str:
    """Return the name of the field of a question."""
    return f"q-{key}"


def shown_items(
    questions: Sequence[Question], answers: Mapping[str, Any], faults: Mapping[str, Any] | None = None
) -> list[ShownItem]:
    """Return questions in the order given, with answers as they are stored."""
    return [
        _shown(number, question, answers.get(question.key), _words((faults or {}).get(question.key)))
        for number, question in enumerate(questions, start=1)
    ]


def _words(fault: Any) -> str:
    return " ".join(map(str, fault)) if isinstance(fault, list | tuple) else str(fault or "")


def _shown(number: int, question: Question, answer: Any, fault: str) -> ShownItem:
    name = field_name(question.key)
    options: list[Option] = []
    lines: list[Line] = []
    value = ""
    match question.kind:
        case ItemKind.SINGLE:
            options = [Option(name=name, value=k, text=text, checked=k == answer) for k, text in question.choices]
        case ItemKind.MULTIPLE:
            chosen = set(answer or ())
            options = [Option(name=name, value=k, text=text, checked=k in chosen) for k, text in question.choices]
        case ItemKind.ORDERING:
            places = answer or {}
            options = [
                Option(name=f"{name}-{key}", value=key, text=text, place=str(places.get(key, "")))
                for key, text in question.choices
            ]
        case ItemKind.SCALE:
            options = [
                Option(name=name, value=str(step), text=str(step), checked=step == answer) for step in question.steps
            ]
        case ItemKind.MATRIX:
            lines = [_line(f"{name}-{row}", text, question, (answer or {}).get(row)) for row, text in question.rows]
        case ItemKind.NUMBER:
            value = str(answer or "").replace(".", ",")
        case ItemKind.TEXT:
            value = str(answer or "")
    return ShownItem(
        number=number, question=question, fault=fault, value=value, options=tuple(options), lines=tuple(lines)
    )


def _line(name: str, text: str, question: Question, answer: str | None) -> Line:
    cells = [Option(name=name, value=key, text=words, checked=key == answer) for key, words in question.columns]
    return Line(text=text, cells=tuple(cells))


def typed_answers(questions: Iterable[Question], sent: QueryDict) -> dict[str, Any]:
    """Return what a whole form says, for ``read_answers`` to judge; what is empty is None."""
    return {question.key: _typed(question, sent) for question in questions}


def _typed(question: Question, sent: QueryDict) -> Any:
    name = field_name(question.key)
    match question.kind:
        case ItemKind.MULTIPLE:
            return sent.getlist(name) or None
        case ItemKind.ORDERING:
            return _several(name, [key for key, _text in question.choices], sent)
        case ItemKind.MATRIX:
            return _several(name, [key for key, _text in question.rows], sent)
    return sent.get(name, "").strip() or None


def _several(name: str, keys: Iterable[str], sent: QueryDict) -> dict[str, str] | None:
    return {key: typed for key in keys if (typed := sent.get(f"{name}-{key}", "").strip())} or None
