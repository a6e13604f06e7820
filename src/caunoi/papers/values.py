"""Plain values that a template sees: texts, truth values, lists and dicts.

No object with methods or attributes goes into a template. Names are Vietnamese without marks,
because the people who edit templates in Word read them; `fields` explains each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from caunoi.papers.facts import Count
from caunoi.papers.heading import Heading, Signature
from caunoi.papers.wording import number, one_line

Value = str | bool | Sequence["Value"] | dict[str, "Value"]
Context = dict[str, Value]


def texts(values: Iterable[str]) -> list[Value]:
    """The lines that say something, each cleaned."""
    return [text for value in values if (text := one_line(value))]


def heading_values(heading: Heading) -> Context:
    """The heading block."""
    return {
        "co_quan_chu_quan": texts(heading.superior),
        "co_quan_ban_hanh": texts(heading.issuer),
        "so_ky_hieu": heading.number_line,
        "dia_danh_ngay_thang": heading.date_line,
    }


def signature_values(signature: Signature) -> Context:
    """Who signs."""
    return {
        "quyen_han": texts(signature.authority),
        "chuc_danh": one_line(signature.title),
        "ho_ten": one_line(signature.name),
    }


def count_text(count: Count | None) -> str:
    """The count as its source states it, or nothing where it is unknown."""
    return "" if count is None else count.text


def total(counts: Iterable[Count | None]) -> str:
    """The sum, or nothing where one of the counts is unknown or not exact."""
    values = [count.value if count is not None and count.is_exact else None for count in counts]
    known = [value for value in values if value is not None]
    return number(sum(known)) if len(known) == len(values) else ""
