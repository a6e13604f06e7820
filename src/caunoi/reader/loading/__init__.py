"""Files into text: plain text, HTML, Word (.docx) and PDF. The kind is told by content first, by name second."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Final

from caunoi.reader.errors import UnreadableReport
from caunoi.reader.loading import pdf, plain, webpage, word
from caunoi.reader.loading.legacy import refuse_legacy_font
from caunoi.reader.text import normalise

MAX_BYTES: Final = 10 * 1024 * 1024
SUFFIXES: Final = (".txt", ".html", ".htm", ".xhtml", ".docx", ".pdf")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def load(source: Path | bytes, *, name: str) -> str:
    """Normalised text of the file at ``source``, or of its bytes; ``name`` tells the kind where content does not.

    Raises UnreadableReport. Writes nothing and fetches nothing.
    """
    data = _bytes_of(source, name)
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableReport("empty", f"{name}: the file is empty.")
    text = normalise(_text_of(data, name))
    if not text.strip():
        raise UnreadableReport("empty", f"{name}: the file holds no text.")
    refuse_legacy_font(text, name)
    return text


def _bytes_of(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, Path):
        try:
            with source.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except FileNotFoundError as error:
            raise UnreadableReport("not_found", f"{name}: there is no such file.") from error
        except OSError as error:
            raise UnreadableReport("not_found", f"{name}: the file cannot be opened ({error.strerror}).") from error
    else:
        data = source
    if len(data) > MAX_BYTES:
        raise UnreadableReport(
            "too_large", f"{name}: the file is larger than 10 MB. Save the report's text alone and try again."
        )
    return data


def _text_of(data: bytes, name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return pdf.text_of(data, name)
    if data.startswith(b"PK\x03\x04"):
        return word.text_of(data, name)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableReport(
                "encrypted",
                f"{name}: the document is protected by a password. Save it without the password and try again.",
            )
        raise UnreadableReport(
            "unknown_kind",
            f"{name}: this is an old Office file. Open it in Word or LibreOffice, save it as .docx and try again.",
        )
    if data.startswith(b"{\\rtf"):
        raise UnreadableReport("unknown_kind", f"{name}: rich text (.rtf) is not read. Save it as .docx and try again.")
    if suffix in {".pdf", ".docx"}:
        raise UnreadableReport("damaged", f"{name}: the file is not a {suffix[1:].upper()} document, or it is damaged.")
    if webpage.is_html(data, suffix):
        return webpage.text_of(data, name)
    return plain.text_of(data, name)
