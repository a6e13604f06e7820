"""Vietnamese typed for fonts of before Unicode (TCVN3, VNI): it looks right in its font alone and is refused."""

from __future__ import annotations

import re
from typing import Final

from caunoi.reader.errors import UnreadableReport

_SAMPLE: Final = 200_000
# TCVN3 writes đ, ư, ơ, à, ả, ã, á, ạ, ă as signs that never stand inside a word of any Latin script.
_TCVN3: Final = re.compile("[A-Za-z]*[®\xad¬µ¸¶·¹¨©ª«][A-Za-z]+|[A-Za-z]+[®\xad¬µ¸¶·¹¨©ª«]")
# VNI writes a vowel and its tone as two letters.
_VNI: Final = re.compile("(?:[aeouyö][øùûõïäåàáãéèëêâ]|öô|ñ[aeioöuô])")
_WORD: Final = re.compile(r"\S+")
_VIETNAMESE: Final = re.compile("[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđươ]")


def refuse_legacy_font(text: str, name: str) -> None:
    """Raises UnreadableReport where ``text`` was typed for a TCVN3 or VNI font."""
    sample = text[:_SAMPLE]
    words = len(_WORD.findall(sample))
    modern = len(_VIETNAMESE.findall(sample))
    for pattern, standard in ((_TCVN3, "TCVN3 (.VnTime)"), (_VNI, "VNI")):
        signs = len(pattern.findall(sample))
        if signs >= 3 and signs > words / 6 and signs > modern:
            raise UnreadableReport(
                "legacy_font",
                f"{name}: the text is typed in the old {standard} encoding. "
                "Convert it to Unicode (UniKey: Ctrl+Shift+F6), save it and try again.",
            )
