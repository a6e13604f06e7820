"""Bytes of a text file into text."""

from __future__ import annotations

import codecs
import re
from typing import Final

from caunoi.reader.errors import UnreadableReport
from caunoi.reader.loading.legacy import refuse_legacy_font

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]")
# Vietnamese tones in Windows-1258 are combining bytes after a vowel.
_TONED: Final = re.compile("[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY][\u0300\u0301\u0303\u0309\u0323]|[đĐươƯƠ]")


def text_of(data: bytes, name: str) -> str:
    """Decodes by byte order mark, as UTF-8, as UTF-16 without a mark, as Windows-1258, in this order."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding, name)
    if b"\0" in data[:4096]:
        guess = _unmarked_utf16(data)
        if guess is None:
            raise UnreadableReport(
                "unknown_kind", f"{name}: this is not a text file. Text, HTML, Word (.docx) and PDF are read."
            )
        return guess
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(data) - error.start < 4 and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8")
    return _windows(data, name)


def _decode(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableReport(
            "encoding", f"{name}: the text is damaged at byte {error.start}. Save it again as UTF-8."
        ) from error


def _unmarked_utf16(data: bytes) -> str | None:
    head = data[:4096]
    odd, even = head[1::2].count(0), head[0::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if max(odd, even) < len(head) // 8 or min(odd, even) > max(odd, even) // 4:
        return None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _windows(data: bytes, name: str) -> str:
    if len(_BINARY.findall(data[:4096])) > 2:
        raise UnreadableReport(
            "unknown_kind", f"{name}: this is not a text file. Text, HTML, Word (.docx) and PDF are read."
        )
    refuse_legacy_font(data.decode("cp1252", errors="replace"), name)
    text = data.decode("cp1258", errors="replace")
    high = sum(byte > 0x7F for byte in data)
    if "\ufffd" in text or len(_TONED.findall(text)) < high / 8:
        raise UnreadableReport(
            "encoding", f"{name}: the encoding of the text is unknown. Open it in an editor and save it as UTF-8."
        )
    return text
