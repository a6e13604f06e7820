r"""Rows as text, the same from both databases: what PostgreSQL's COPY writes and reads.

A row is a line, its columns parted by tabs, ``\N`` for null; dates are ISO, times UTC, booleans t and f.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from caunoi.core.keeping.tables import Column, Table

NULL = "\\N"
_OUT = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
_IN = {written[1]: plain for plain, written in _OUT.items()}
_SPECIAL = re.compile(r"[\\\t\n\r\b\f\v]")
_WRITTEN = re.compile(r"\\(.)", re.DOTALL)


def escape(text: str) -> str:
    """Return the text as it stands within a line."""
    return _SPECIAL.sub(lambda found: _OUT[found[0]], text) if _SPECIAL.search(text) else text


def unescape(text: str) -> str:
    """Return the text that stands within a line."""
    return _WRITTEN.sub(lambda found: _IN.get(found[1], found[1]), text) if "\\" in text else text


def _trimmed(text: str) -> str:
    # PostgreSQL writes .5 where Django writes .500000 into SQLite.
    return text.rstrip("0") if "." in text else text


def _padded(text: str) -> str:
    whole, dot, part = text.partition(".")
    return f"{whole}.{part:0<6}" if dot else whole


def _hyphened(text: str) -> str:
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _float(value: float) -> str:
    return repr(float(value)).removesuffix(".0")


def _from_sqlite(column: Column) -> Callable[[Any], str]:
    simple: dict[str, Callable[[Any], str]] = {
        "integer": str,
        "text": lambda value: escape(str(value)),
        "json": lambda value: escape(str(value)),
        "address": str,
        "uuid": _hyphened,
        "boolean": lambda value: "t" if value else "f",
        "datetime": lambda value: f"{_trimmed(value)}+00",
        "date": str,
        "time": _trimmed,
        "bytes": lambda value: f"\\\\x{bytes(value).hex()}",
        "float": _float,
        "decimal": lambda value: f"{Decimal(str(value)):.{column.places}f}",
    }
    return simple[column.kind]


def _to_sqlite(column: Column, *, rewrite_json: bool) -> Callable[[str], Any]:
    simple: dict[str, Callable[[str], Any]] = {
        "integer": int,
        "text": unescape,
        # Written as Django writes it: what jsonb gives has the same meaning, but not the same letters.
        "json": (lambda text: json.dumps(json.loads(unescape(text)))) if rewrite_json else unescape,
        "address": str,
        "uuid": lambda text: text.replace("-", ""),
        "boolean": lambda text: int(text == "t"),
        "datetime": lambda text: _padded(text.removesuffix("+00")),
        "date": str,
        "time": _padded,
        "bytes": lambda text: bytes.fromhex(unescape(text)[2:]),
        "float": float,
        "decimal": str,
    }
    return simple[column.kind]


def encoder(table: Table) -> Callable[[Sequence[Any]], str]:
    """Return what turns one row as SQLite holds it into a line, without its end."""
    writers = [_from_sqlite(column) for column in table.columns]

    def encode(row: Sequence[Any]) -> str:
        return "\t".join(NULL if value is None else write(value) for write, value in zip(writers, row, strict=True))

    return encode


def decoder(table: Table, *, rewrite_json: bool) -> Callable[[str], list[Any]]:
    """Return what turns a line without its end into a row for SQLite."""
    readers = [_to_sqlite(column, rewrite_json=rewrite_json) for column in table.columns]

    def decode(line: str) -> list[Any]:
        return [None if text == NULL else read(text) for read, text in zip(readers, line.split("\t"), strict=True)]

    return decode


def comparer(table: Table) -> Callable[[str], list[Any]]:
    """Return what turns a line into values that are equal where the rows mean the same, whichever database wrote it."""
    meanings: dict[str, Callable[[str], Any]] = {
        "json": lambda text: json.loads(unescape(text)),
        "float": float,
        "decimal": Decimal,
    }
    readers = [meanings.get(column.kind, str) for column in table.columns]

    def compare(line: str) -> list[Any]:
        return [None if text == NULL else read(text) for read, text in zip(readers, line.split("\t"), strict=True)]

    return compare
