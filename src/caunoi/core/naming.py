"""Finding a person's name in a text, and taking it out of what holds texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

# What stands where a name stood.
GAP = "[…]"


def names_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of the names; one of a single word is also a word of the language, and left alone."""
    words = {tuple(name.split()) for name in names}
    longest_first = sorted((each for each in words if len(each) > 1), key=len, reverse=True)
    if not longest_first:
        return None
    choices = "|".join(r"\s+".join(map(re.escape, each)) for each in longest_first)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """Return JSON types with ``change`` done to every text, keys too; keys that become alike stay apart."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [each_text(item, change) for item in value]
    if not isinstance(value, dict):
        return value
    kept: dict[str, Any] = {}
    for key, item in value.items():
        name = change(key)
        while name in kept:
            name += "·"
        kept[name] = each_text(item, change)
    return kept
