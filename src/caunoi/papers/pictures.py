"""Pictures that a paper asks for by a mark in its text: the QR code of a link.

A template holds texts only, so that the sandbox stays small; the mark is replaced once the paper is filled.
"""

from __future__ import annotations

import io
import re

import segno
from docx import Document
from docx.shared import Mm

from caunoi.papers import archive
from caunoi.papers.wording import one_line

_MARK = re.compile(r"⟦QR ([^⟧]{1,500})⟧")
_SIDE = Mm(28)


def qr_mark(link: str) -> str:
    """What stands for the picture of a link until the paper is finished: `draw` puts it in."""
    return f"⟦QR {one_line(link)}⟧" if link.strip() else ""


def draw(document: bytes, values: object) -> bytes:
    """The document with a picture for each mark; the same bytes where the values hold none."""
    if "⟦QR " not in str(values):
        return document
    opened = Document(io.BytesIO(document))
    cells = [cell for table in opened.tables for row in table.rows for cell in row.cells]
    for paragraph in [*opened.paragraphs, *(each for cell in cells for each in cell.paragraphs)]:
        found = _MARK.search(paragraph.text)
        if found is None:
            continue
        for run in paragraph.runs[1:]:
            run.text = ""
        paragraph.runs[0].text = ""
        paragraph.runs[0].add_picture(io.BytesIO(_code(found.group(1))), width=_SIDE, height=_SIDE)
    out = io.BytesIO()
    opened.save(out)
    return archive.repack(out.getvalue())


def _code(link: str) -> bytes:
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="png", scale=6, border=2)
    return out.getvalue()
