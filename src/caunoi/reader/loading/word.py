"""A Word document (.docx) into text: paragraphs and tables in order, list items with a dash, deletions left out."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any, Final

from lxml import etree  # compiled, without types

from caunoi.reader.errors import UnreadableReport

_MAX_XML: Final = 40 * 1024 * 1024
_MAX_MEMBERS: Final = 5_000
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED: Final = frozenset(
    {
        f"{_W}del",
        f"{_W}moveFrom",
        f"{_W}instrText",
        f"{_W}pPr",
        f"{_W}rPr",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)


def text_of(data: bytes, name: str) -> str:
    """Text of the document's body. Raises UnreadableReport, also for more than 40 MB of XML."""
    root = _parse(_document_xml(data, name), name)
    body = root.find(f"{_W}body")
    return _flat(body if body is not None else root)


def _document_xml(data: bytes, name: str) -> bytes:
    damaged = UnreadableReport(
        "damaged", f"{name}: the Word document is damaged. Open it in Word, save it again and try again."
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if len(package.infolist()) > _MAX_MEMBERS:
                raise UnreadableReport("too_large", f"{name}: the file holds too many parts to be a report.")
            try:
                part = package.getinfo("word/document.xml")
            except KeyError as error:
                raise UnreadableReport(
                    "unknown_kind", f"{name}: this is not a Word document. Text, HTML, Word (.docx) and PDF are read."
                ) from error
            if part.flag_bits & 0x1:
                raise UnreadableReport(
                    "encrypted",
                    f"{name}: the document is protected by a password. Save it without the password and try again.",
                )
            # The size in the directory may lie: reading stops at the limit whatever it says.
            with package.open(part) as stream:
                xml = stream.read(_MAX_XML + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise damaged from error
    if len(xml) > _MAX_XML:
        raise UnreadableReport("too_large", f"{name}: the document unpacks to more than 40 MB and is not read.")
    return xml


def _parse(xml: bytes, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableReport(
            "damaged", f"{name}: the Word document is damaged. Open it in Word, save it again and try again."
        ) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableReport(
            "damaged", f"{name}: the document declares entities, which Word never does. It is not read."
        )
    return root


_STARTS: Final = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_ENDS: Final = {f"{_W}p": "\n", f"{_W}tr": "\n"}


def _flat(body: Any) -> str:
    """All text below ``body``. Without recursion, so that depth does not matter."""
    parts: list[str] = []
    skipping: Any = None
    for event, node in etree.iterwalk(body, events=("start", "end")):
        if skipping is not None:
            skipping = None if event == "end" and node is skipping else skipping
        elif event == "end":
            parts.append(_ENDS.get(node.tag, ""))
        elif node.tag in _SKIPPED:
            is_listed = node.tag == f"{_W}pPr" and node.find(f"{_W}numPr") is not None
            parts.append("- " if is_listed else "")
            skipping = node
        else:
            parts.append((node.text or "") if node.tag == f"{_W}t" else _STARTS.get(node.tag, ""))
    return "".join(parts)
