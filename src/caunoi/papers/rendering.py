"""The two doors of the library: making a paper, and checking a template before it is kept."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from caunoi.papers import archive
from caunoi.papers.context import context
from caunoi.papers.engine import WordTemplate
from caunoi.papers.faults import Fault, TemplateRefused, refuse
from caunoi.papers.fields import FieldDoc, describe_template
from caunoi.papers.heading import Layout
from caunoi.papers.kinds import Paper, PaperKind

_TRIAL_ROWS = 2


@cache
def shipped_template(kind: PaperKind, layout: Layout) -> bytes:
    """The template that comes with the package, to render with or to start an own one from."""
    name = f"{PaperKind(kind).value}.{Layout(layout).value}.docx"
    return resources.files("caunoi.papers").joinpath("templates", name).read_bytes()


def render(paper: Paper, *, template: bytes | None = None) -> bytes:
    """The paper as .docx; equal papers give equal bytes.

    `template` is an office's own; it is checked each time. Raises UnsafeTemplate where it tries to
    run code or to reach outside, TemplateRefused for other faults.
    """
    values: dict[str, Any] = context(paper)
    if template is None:
        opened = WordTemplate(shipped_template(paper.kind, paper.heading.layout))
        return opened.render(values, title=paper.title)
    faults = check_template(template, paper.kind)
    if faults:
        raise refuse(faults)
    return WordTemplate(template).render(values, title=paper.title)


def check_template(template: bytes, kind: PaperKind) -> list[Fault]:
    """What is wrong with a template that an office uploads; empty if it can be used.

    Raises nothing for a bad template. A template without fault in its commands is also filled
    with sample values, so that misplaced commands show before a paper is needed.
    """
    faults = archive.inspect(template)
    if faults:
        return faults
    fields = describe_template(kind)
    try:
        faults = WordTemplate(template).inspect(fields)
        if not faults:
            for rows in (0, _TRIAL_ROWS):
                WordTemplate(template).render(_sample(fields, rows))
    except TemplateRefused as refused:
        return refused.faults
    return faults


def _sample(fields: list[FieldDoc] | tuple[FieldDoc, ...], rows: int) -> dict[str, Any]:
    return {field.name: _sample_value(field, rows) for field in fields}


def _sample_value(field: FieldDoc, rows: int) -> Any:
    one = _sample(field.fields, rows) if field.fields else field.meaning
    return [one] * rows if field.is_list else one
