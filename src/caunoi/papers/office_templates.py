"""Checking and filling a template that an office made itself.

`isolation` calls both in a process of their own.
"""

from __future__ import annotations

from typing import Any

from caunoi.papers.engine import WordTemplate
from caunoi.papers.faults import Fault, TemplateRefused, refuse
from caunoi.papers.fields import FieldDoc
from caunoi.papers.kind import PaperKind
from caunoi.papers.registry import describe_template

_TRIAL_ROWS = (0, 2)


def find_faults(template: bytes, kind: PaperKind) -> list[Fault]:
    """Faults of a template whose archive was inspected before.

    One without fault in its commands is also filled with sample values, with and without rows, so
    that misplaced commands show before a paper is needed.
    """
    fields = describe_template(kind)
    try:
        faults = WordTemplate(template).inspect(fields)
        if not faults:
            for rows in _TRIAL_ROWS:
                WordTemplate(template).render(_sample(fields, rows))
    except TemplateRefused as refused:
        return refused.faults
    return faults


def fill(template: bytes, kind: PaperKind, values: dict[str, Any], title: str) -> bytes:
    """The filled document; raises TemplateRefused or UnsafeTemplate."""
    faults = WordTemplate(template).inspect(describe_template(kind))
    if faults:
        raise refuse(faults)
    return WordTemplate(template).render(values, title=title)


def _sample(fields: list[FieldDoc] | tuple[FieldDoc, ...], rows: int) -> dict[str, Any]:
    return {field.name: _sample_value(field, rows) for field in fields}


def _sample_value(field: FieldDoc, rows: int) -> Any:
    one = _sample(field.fields, rows) if field.fields else field.meaning
    return [one] * rows if field.is_list else one
