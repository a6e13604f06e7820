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


def text_of(data: bytes, name: str) -> str:
    """Text of the first hundred pages. Raises UnreadableReport for a password, a scan without text, or damage."""
    encrypted = UnreadableReport(
        "encrypted", f"{name}: the PDF is protected by a password. Save it without the password and try again."
    )
    parts: list[str] = []
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise encrypted
        for page in reader.pages[:_MAX_PAGES]:
            parts.append(page.extract_text())
            if sum(map(len, parts)) > _MAX_CHARACTERS:
                raise UnreadableReport("too_large", f"{name}: the PDF holds more than 10 MB of text.")
    except UnreadableReport:
        raise
    except (FileNotDecryptedError, DependencyError) as error:
        raise encrypted from error
    except (
        PyPdfError,
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
        RecursionError,
        OSError,
        NotImplementedError,
        AssertionError,
    ) as error:
        # pypdf raises almost anything on a damaged file.
        raise UnreadableReport(
            "damaged", f"{name}: the PDF is damaged. Print it to a new PDF, or copy its text into a .txt file."
        ) from error
    text = "\n\n".join(parts)
    if len(text.strip()) < _LEAST:
        raise UnreadableReport(
            "scanned",
            f"{name}: the PDF holds pictures of pages, no text. Use the Word file, or type or recognise the text first.",
        )
    return text
