"""``caunoi read FILE…``: records as JSON lines for machines, as tables for people."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from caunoi.reader.errors import UnreadableReport
from caunoi.reader.loading import SUFFIXES, load
from caunoi.reader.reading import read
from caunoi.reader.records import DateRange, Found, Official, Record, Speaker

_LABELS: Final = {
    "title": "Title",
    "published_on": "Published",
    "held_on": "Held",
    "organizers": "Organisers",
    "host_place": "Place",
    "participants_count": "Participants",
    "speakers": "Speakers",
    "officials": "Officials",
    "topics": "Topics",
    "directives": "Directives",
    "byline": "Author",
    "views": "Views",
}
_QUALIFIER_WORDS: Final = {"over": "more than", "nearly": "nearly", "about": "about"}
_LABEL_WIDTH: Final = 14
_UNSURE: Final = 0.7


def main(argv: list[str]) -> int:
    """Prints a record for each file; returns 1 if any file could not be read, after the others were printed."""
    parser = argparse.ArgumentParser(
        prog="caunoi read",
        description="Read reports of training classes: text, HTML, Word (.docx) and PDF files, or folders of them.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="a file, or a folder whose files are read")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument(
        "--json", action="store_true", help="one JSON object a line (the default when output is not a terminal)"
    )
    shape.add_argument("--table", action="store_true", help="a table for people (the default on a terminal)")
    options = parser.parse_intermixed_args(argv)
    as_table = options.table or (not options.json and sys.stdout.isatty())
    failed = False
    try:
        for path in _files(options.files):
            try:
                record = read(load(path, name=str(path)))
            except UnreadableReport as error:
                failed = True
                sys.stderr.write(f"caunoi read: {error}\n")
                continue
            row = _table(record, path.stem) if as_table else json.dumps(record.as_dict(path.stem), ensure_ascii=False)
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader of the output went away ("| head"): say nothing, and keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1 if failed else 0


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                inner for inner in path.rglob("*") if inner.is_file() and inner.suffix.lower() in SUFFIXES
            )
        else:
            yield path


def _table(record: Record, name: str) -> str:
    width = max(shutil.get_terminal_size((100, 24)).columns, 50)
    lines = [name, "─" * min(width, max(len(name), 20))]
    for field in _LABELS:
        found = getattr(record, field)
        items: tuple[Found, ...] = found if isinstance(found, tuple) else (found,) if found else ()
        shown = [_shown(field, item, record) for item in items] or ["—"]
        for index, value in enumerate(shown):
            label = _LABELS[field] if index == 0 else ""
            lines += textwrap.wrap(
                value,
                width=width,
                initial_indent=f"{label:<{_LABEL_WIDTH}}",
                subsequent_indent=" " * _LABEL_WIDTH,
                break_on_hyphens=False,
            )
    return "\n".join(lines) + "\n"


def _shown(field: str, found: Found, record: Record) -> str:
    match found.value:
        case Speaker(name, position) | Official(name=name, position=position):
            text = f"{name} ({position})" if position else name
        case DateRange(start, end):
            text = f"{start} to {end}"
        case list() as days:
            text = ", ".join(map(str, days))
        case _:
            text = str(found.value)
    if field == "participants_count" and record.participants_count_qualifier:
        word = _QUALIFIER_WORDS.get(record.participants_count_qualifier.value)
        text = f"{word} {text}" if word else text
    return f"{text}  (unsure)" if found.confidence < _UNSURE else text
