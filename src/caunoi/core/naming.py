"""Finding a person's name in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable


def names_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of the names; one of a single word is also a word of the language, and left alone."""
    words = {tuple(name.split()) for name in names}
    longest_first = sorted((each for each in words if len(each) > 1), key=len, reverse=True)
    if not longest_first:
        return None
    choices = "|".join(r"\s+".join(map(re.escape, each)) for each in longest_first)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)
