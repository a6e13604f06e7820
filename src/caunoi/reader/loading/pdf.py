"""A PDF into text."""

from __future__ import annotations

import io
from typing import Final

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from caunoi.reader.errors import UnreadableReport

_MAX_PAGES: Final = 100
_MAX_CHARACTERS: Final = 10 * 1024 * 1024
_LEAST: Final = 40


_DAMAGE: Final = (
    # pypdf raises almost anything on a damaged file.
    PyPdfError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    OSError,
    NotImplementedError,
    AssertionError,
)


def text_of(data: bytes, name: str) -> str:
    """Text of the first hundred pages. Raises UnreadableReport for a password, a scan without text, or damage."""
    try:
        text = _pages(data)
    except (FileNotDecryptedError, DependencyError) as error:
        raise UnreadableReport(
            "encrypted", f"{name}: the PDF is protected by a password. Save it without the password and try again."
        ) from error
    except _DAMAGE as error:
        raise UnreadableReport(
            "damaged", f"{name}: the PDF is damaged. Print it to a new PDF, or copy its text into a .txt file."
        ) from error
    if len(text.strip()) < _LEAST:
        raise UnreadableReport(
            "scanned",
            f"{name}: the PDF holds pictures of pages, no text. Use the Word file, or recognise the text first.",
        )
    return text


def count_pages(data: bytes) -> int | None:
    """How many pages a PDF has; None where it can't be read."""
    try:
        return len(PdfReader(io.BytesIO(data)).pages)
    except _DAMAGE:
        return None


def _pages(data: bytes) -> str:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        # Many a PDF is only protected against changes and opens without a password.
        reader.decrypt("")
    parts: list[str] = []
    size = 0
    for page in reader.pages[:_MAX_PAGES]:
        parts.append(page.extract_text())
        size += len(parts[-1])
        if size > _MAX_CHARACTERS:
            break
    return "\n\n".join(parts)
