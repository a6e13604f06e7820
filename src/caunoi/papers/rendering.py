"""The doors of the library: making a paper, and checking a template before it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

from caunoi.papers import archive, isolation, merging, pictures
from caunoi.papers.engine import WordTemplate
from caunoi.papers.faults import Fault, refuse
from caunoi.papers.heading import Layout
from caunoi.papers.kind import Paper, PaperKind
from caunoi.papers.registry import context


@cache
def shipped_template(kind: PaperKind, layout: Layout) -> bytes:
    """The template that comes with the package, to render with or to start an own one from."""
    name = f"{PaperKind(kind).value}.{Layout(layout).value}.docx"
    return resources.files("caunoi.papers").joinpath("templates", name).read_bytes()


def render(paper: Paper, *, template: bytes | None = None) -> bytes:
    """The paper as .docx; equal papers give equal bytes.

    `template` is an office's own; it is checked each time and filled in a process of its own, which
    takes about half a second more. Raises UnsafeTemplate where it tries to run code or to reach
    outside, TemplateRefused for other faults.
    """
    values: dict[str, Any] = context(paper)
    if template is None:
        opened = WordTemplate(shipped_template(paper.kind, paper.heading.layout))
        return pictures.draw(opened.render(values, title=_title(values)), values)
    faults = archive.inspect(template)
    if faults:
        raise refuse(faults)
    return pictures.draw(isolation.fill_apart(template, paper.kind, values, _title(values)), values)


def render_all(papers: Sequence[Paper], *, template: bytes | None = None) -> bytes:
    """Papers of one kind and layout in one .docx, each beginning on a page of its own; raises as `render`."""
    filled: list[dict[str, Any]] = [context(paper) for paper in papers]
    kind, layout = papers[0].kind, papers[0].heading.layout
    if template is None:
        shipped = shipped_template(kind, layout)
        parts = [WordTemplate(shipped).render(values, title=_title(values)) for values in filled]
    else:
        faults = archive.inspect(template)
        if faults:
            raise refuse(faults)
        parts = isolation.fill_all_apart(template, kind, filled, _title(filled[0]))
    return pictures.draw(merging.merge(parts), filled)


def check_template(template: bytes, kind: PaperKind) -> list[Fault]:
    """What is wrong with a template that an office uploads; empty if it can be used.

    Raises nothing for a bad template; writes nothing.
    """
    return archive.inspect(template) or isolation.find_faults_apart(template, PaperKind(kind))


def _title(values: dict[str, Any]) -> str:
    """What the file calls itself: the class, or what the paper is about."""
    return str(values.get("ten_lop") or values.get("trich_yeu") or "")
