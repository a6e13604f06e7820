"""Papers as PDF, set by typst from the same values that fill the Word file.

The fonts are TrueType and come with the package: from woff2 typst draws nothing, and says nothing. Texts go in as data,
never as markup.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from pathlib import Path
from threading import Lock

import typst

from caunoi.papers.heading import Layout
from caunoi.papers.kind import Paper, PaperKind
from caunoi.papers.registry import context

# What can be had as PDF: each has a source for typst beside the templates for Word.
KINDS_AS_PDF = frozenset({PaperKind.TRANSCRIPT})
# One compiler serves all: to make one costs more than to set a page. It holds one paper at a time.
_LOCK = Lock()


def render_pdf(paper: Paper) -> bytes:
    """Return the paper as PDF. Raises KeyError for a kind that has no source for typst."""
    if paper.kind not in KINDS_AS_PDF:
        raise KeyError(paper.kind)
    heading = paper.heading
    data = {**context(paper), "dang": heading.layout is Layout.PARTY}
    with _LOCK:
        made = _compiler(paper.kind).compile(format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    if not isinstance(made, bytes):
        raise TypeError(paper.kind)
    return made


@cache
def _compiler(kind: PaperKind) -> typst.Compiler:
    place = Path(str(resources.files("caunoi.papers")))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(place / "fonts")])
    return typst.Compiler(
        input=str(place / "templates" / f"{kind.value}.typ"), root=str(place / "templates"), font_paths=fonts
    )
