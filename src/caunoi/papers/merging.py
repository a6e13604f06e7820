"""Many papers of one kind in one Word file: each begins on a page of its own and counts its pages from one.

All of them are filled from the same template, so that styles, headers and lists of the first serve every one.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from caunoi.papers import archive


def merge(documents: Sequence[bytes]) -> bytes:
    """The documents as one, in their order; the only one as it is. They come from one template."""
    if len(documents) == 1:
        return documents[0]
    whole = Document(io.BytesIO(documents[0]))
    for data in documents[1:]:
        _append(whole, Document(io.BytesIO(data)))
    out = io.BytesIO()
    whole.save(out)
    return archive.repack(out.getvalue())


def _append(whole: DocumentType, more: DocumentType) -> None:
    body = whole.element.body
    last = body[-1]
    # The properties of the last section stand at the end of the file; every other section ends with a paragraph.
    body.remove(last)
    _end_section(body, last)
    added = [deepcopy(element) for element in more.element.body]
    for section in _sections(added)[:1]:
        _count_from_one(section)
    body.extend(added)


def _end_section(body: etree._Element, properties: etree._Element) -> None:
    paragraph = body[-1] if len(body) and body[-1].tag == qn("w:p") else None
    if paragraph is None or paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
        paragraph = OxmlElement("w:p")
        body.append(paragraph)
    paragraph.get_or_add_pPr().append(properties)


def _sections(elements: Sequence[etree._Element]) -> list[etree._Element]:
    return [section for element in elements for section in element.iter(qn("w:sectPr"))]


def _count_from_one(section: etree._Element) -> None:
    kind = section.find(qn("w:type"))
    if kind is not None:
        section.remove(kind)
    numbering = section.find(qn("w:pgNumType"))
    if numbering is None:
        numbering = OxmlElement("w:pgNumType")
        margins = section.find(qn("w:pgMar"))
        place = len(section) if margins is None else list(section).index(margins) + 1
        section.insert(place, numbering)
    numbering.set(qn("w:start"), "1")
