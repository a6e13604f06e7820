"""Papers as PDF, set by typst from the same values that fill the Word file.

The fonts are TrueType and come with the package: from woff2 typst draws nothing, and says nothing. Texts go in as data,
never as markup.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst

from caunoi.papers.heading import Layout
from caunoi.papers.kind import Paper, PaperKind
from caunoi.papers.registry import context
from caunoi.papers.values import Context

# What can be had as PDF: each has a source for typst beside the templates for Word.
KINDS_AS_PDF = frozenset({PaperKind.TRANSCRIPT})
# One compiler serves all: to make one costs more than to set a page. It holds one paper at a time.
_LOCK = Lock()


def render_pdf(paper: Paper) -> bytes:
    """Return the paper as PDF. Raises KeyError for a kind that has no source for typst."""
    if paper.kind not in KINDS_AS_PDF:
        raise KeyError(paper.kind)
    return set_pages(paper.kind.value, {**context(paper), "dang": paper.heading.layout is Layout.PARTY})


def set_pages(source: str, data: Context, *, standards: Sequence[str] = ()) -> bytes:
    """Return what the source ``templates/<source>.typ`` makes of the data, as PDF."""
    return _set(source, data, form="pdf", pdf_standards=list(standards))


def set_picture(source: str, data: Context, *, ppi: float) -> bytes:
    """Return the one page that the source makes of the data, as PNG with ``ppi`` dots to the inch."""
    return _set(source, data, form="png", ppi=ppi)


def _set(source: str, data: Context, *, form: Literal["pdf", "png"], **wishes: Any) -> bytes:
    with _LOCK:
        made = _compiler(source).compile(
            format=form, sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, **wishes
        )
    if not isinstance(made, bytes):
        raise TypeError(source)
    return made


@cache
def _compiler(source: str) -> typst.Compiler:
    place = Path(str(resources.files("caunoi.papers")))
    return typst.Compiler(
        input=str(place / "templates" / f"{source}.typ"), root=str(place / "templates"), font_paths=_fonts()
    )


@cache
def _fonts() -> typst.Fonts:
    place = Path(str(resources.files("caunoi.papers"))) / "fonts"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(place)])
