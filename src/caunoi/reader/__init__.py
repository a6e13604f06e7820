"""Reads reports of training classes: a Vietnamese news article becomes a record whose every value knows its source.

``load`` turns a file into text, ``read`` turns text into a ``Record``. Pure functions; no network, no database.
"""

from caunoi.reader.errors import UnreadableReport
from caunoi.reader.loading import load
from caunoi.reader.loading.pdf import count_pages
from caunoi.reader.reading import read
from caunoi.reader.records import DateRange, Found, Official, Record, Span, Speaker
from caunoi.reader.text import normalise

__all__ = [
    "DateRange",
    "Found",
    "Official",
    "Record",
    "Span",
    "Speaker",
    "UnreadableReport",
    "count_pages",
    "load",
    "normalise",
    "read",
]
