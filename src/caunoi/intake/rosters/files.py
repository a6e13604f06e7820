"""Files -> tables of plain text. Free of Django: it also runs as a program of its own, with its memory bounded.

A file comes from outside and its parser may be led to unpack or repeat without end. So its sizes are checked before it
is parsed, and parsing runs in a child process (``python -m caunoi.intake.rosters.files NAME < file``) that may use a
fixed amount of memory and of processor time. Formulas are never evaluated: the value stored beside one is read, and
text that begins with "=" stays text.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import json
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

MOST_ROWS = 10_000
MOST_COLUMNS = 60
MOST_SHEETS = 20
MOST_LETTERS = 2_000
MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 80 * 1024 * 1024
MOST_PARTS = 2_000
_MEMORY = 1024 * 1024 * 1024
_SECONDS = 20
# The hidden sheet by which a form that was sent out is known when it comes back.
MARK_SHEET = "_caunoi"
MARK_WORDS = "Mã phiếu"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1 << 20


class Unreadable(Exception):
    """The file can't be read; ``code`` says why (see ``words.UNREADABLE``)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Table:
    """A sheet, or a table of a document: rows of text from its first row on, and cells merged downwards.

    ``merged`` holds (column, first row, last row), counted from 0.
    """

    name: str
    rows: list[list[str]]
    merged: list[tuple[int, int, int]] = field(default_factory=list)


def read_file(content: bytes, name: str) -> list[Table]:
    """Return the tables of a file, read in a bounded child process; raises :class:`Unreadable`."""
    check_size(content)
    command = [sys.executable, "-m", "caunoi.intake.rosters.files", Path(name).suffix]
    try:
        done = subprocess.run(  # noqa: S603 - the interpreter itself, without a shell
            command, input=content, capture_output=True, timeout=_SECONDS + 10, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("too_much") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        # Stopped by a bound: out of memory or out of time.
        raise Unreadable("too_much") from None
    if "code" in answer:
        raise Unreadable(answer["code"])
    return [Table(**table) for table in answer["tables"]]


def check_size(content: bytes) -> None:
    """Raise :class:`Unreadable` for an empty file and for one over ten megabytes."""
    if not content.strip():
        raise Unreadable("empty")
    if len(content) > MOST_BYTES:
        raise Unreadable("too_large")


def parse(content: bytes, suffix: str) -> list[Table]:
    """Return the tables of a file by its content, not its name; raises :class:`Unreadable`. Not bounded by itself."""
    check_size(content)
    if content.startswith(_OLE):
        tables = _read_ole(content)
    elif content.startswith(b"PK\x03\x04"):
        tables = _read_zip(content)
    elif content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise Unreadable("picture")
    else:
        tables = [read_text(decode(content), tabs_only=suffix.lower() == ".tsv")]
    tables = [table for table in tables if any(any(row) for row in table.rows)]
    if not tables:
        raise Unreadable("empty")
    return tables[:MOST_SHEETS]


def decode(content: bytes) -> str:
    """Return the text of a CSV or text file; raises :class:`Unreadable` for bytes that are no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        with contextlib.suppress(UnicodeDecodeError):
            return content.decode("utf-16")
        raise Unreadable("unknown")
    if b"\x00" in content:
        raise Unreadable("unknown")
    for encoding in ("utf-8-sig", "cp1258"):
        with contextlib.suppress(UnicodeDecodeError):
            return content.decode(encoding)
    raise Unreadable("encoding")


def read_text(text: str, *, tabs_only: bool = False) -> Table:
    """Return pasted text as a table: columns by tab, semicolon or comma where most lines have them, else one column."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    rows = list(_separated(lines, "\t")) if "\t" in lines or tabs_only else _by_delimiter(lines)
    return Table(name="", rows=_bounded(rows))


def _by_delimiter(text: str) -> list[list[str]]:
    lines = [line for line in text.split("\n") if line.strip()]
    for delimiter in ";,|":
        widths = sorted(line.count(delimiter) for line in lines)
        # One comma between name and post is how people write; two columns at least in most lines make a table.
        enough = 1 if delimiter != "," else 2
        if widths and widths[len(widths) // 2] >= enough:
            return list(_separated(text, delimiter))
    return [[line] for line in text.split("\n")]


def _separated(text: str, delimiter: str) -> Any:
    # A field larger than the csv module takes is a quotation mark that was never closed.
    csv.field_size_limit(1_000_000)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        yield from (line.split(delimiter) for line in text.split("\n"))


def _bounded(rows: list[list[Any]]) -> list[list[str]]:
    while rows and not any(_text(cell) for cell in rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise Unreadable("too_many_rows")
    texts = [[_text(cell) for cell in row] for row in rows]
    width = max((place for row in texts for place, cell in enumerate(row, start=1) if cell), default=0)
    if width > MOST_COLUMNS:
        raise Unreadable("too_many_columns")
    return [(row + [""] * width)[:width] for row in texts]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value[: MOST_LETTERS * 2]).split())[:MOST_LETTERS]
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%d/%m/%Y}"
    return str(value)


def _read_ole(content: bytes) -> list[Table]:
    """Read .xls; tell a password and an old Word document apart by the streams' names."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Unreadable("password")
    if "WordDocument".encode("utf-16-le") in content:
        raise Unreadable("old_word")
    return _read_calamine(content)


def _read_zip(content: bytes) -> list[Table]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            check_unpacked(archive, content)
            if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise Unreadable("password")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError):
        raise Unreadable("damaged") from None
    if "word/document.xml" in names:
        return _read_word(content)
    if "content.xml" in names or any(name.startswith("xl/") for name in names):
        return _read_calamine(content)
    raise Unreadable("unknown")


def check_unpacked(archive: zipfile.ZipFile, content: bytes) -> None:
    """Raise :class:`Unreadable` when an archive unpacks to more than it should, or to more than it says."""
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("password")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable("unpacks")
    for part in parts:
        if part.compress_type == zipfile.ZIP_STORED:
            continue
        if part.compress_type != zipfile.ZIP_DEFLATED:
            raise Unreadable("damaged")
        if _unpacked_size(content, part) != part.file_size:
            raise Unreadable("unpacks")


def _unpacked_size(content: bytes, part: zipfile.ZipInfo) -> int:
    """Return how many bytes a part really unpacks to, stopping one past what it claims."""
    start = part.header_offset
    name, extra = (int.from_bytes(content[start + at : start + at + 2], "little") for at in (26, 28))
    start += 30 + name + extra
    packed = content[start : start + part.compress_size]
    unpacker = zlib.decompressobj(-15)
    size = 0
    while not unpacker.eof and packed:
        size += len(unpacker.decompress(packed, _CHUNK))
        packed = unpacker.unconsumed_tail
        if size > part.file_size:
            break
    return size


def _read_calamine(content: bytes) -> list[Table]:
    import python_calamine  # noqa: PLC0415 - only the child process needs it

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            meta.name
            for meta in book.sheets_metadata
            if (meta.visible == python_calamine.SheetVisibleEnum.Visible or meta.name == MARK_SHEET)
            and meta.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        return [_read_sheet(book.get_sheet_by_name(name)) for name in sheets[:MOST_SHEETS]]
    except python_calamine.PasswordError:
        raise Unreadable("password") from None
    except (python_calamine.CalamineError, ValueError, OSError):
        raise Unreadable("damaged") from None


def _read_sheet(sheet: Any) -> Table:
    if sheet.end is None:
        return Table(name=sheet.name, rows=[])
    last_row, last_column = sheet.end
    # Formatted but empty cells may reach to the last of a million rows; text may not.
    if last_row - (sheet.start or (0, 0))[0] > MOST_ROWS * 20:
        raise Unreadable("too_many_rows")
    rows = sheet.to_python(skip_empty_area=False, nrows=min(last_row + 1, MOST_ROWS * 20))
    merged = []
    # Old .xls files and .ods tell no merged cells.
    with contextlib.suppress(Exception):
        merged = [(left, top, bottom) for (top, left), (bottom, _) in sheet.merged_cell_ranges or [] if bottom > top]
    del last_column
    return Table(name=sheet.name, rows=_bounded(rows), merged=merged)


def _read_word(content: bytes) -> list[Table]:
    import docx  # noqa: PLC0415 - only the child process needs it

    try:
        document = docx.Document(io.BytesIO(content))
        tables = [
            Table(name="", rows=_bounded([_word_row(row) for row in table.rows[: MOST_ROWS + 1]]))
            for table in document.tables[:MOST_SHEETS]
        ]
        lines = [paragraph.text for paragraph in document.paragraphs[: MOST_ROWS + 1]]
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 - the library raises whatever a broken document makes it raise
        raise Unreadable("damaged") from None
    tables = [table for table in tables if any(any(row) for row in table.rows)]
    if not tables:
        return [read_text("\n".join(lines))]
    # Beside tables the text around them is no list; the line that says what form it is counts all the same.
    marked = [line for line in lines if line.startswith(MARK_WORDS)]
    return [*tables, Table(name=MARK_SHEET, rows=[[marked[0]]])] if marked else tables


def _word_row(row: Any) -> list[str]:
    """Return the cells of a row; a cell that spans several columns stands in the first of them."""
    texts: list[str] = [""] * row.grid_cols_before
    previous = None
    for cell in row.cells:
        texts.append("" if cell._tc is previous else cell.text)  # noqa: SLF001 - the library has no other identity
        previous = cell._tc  # noqa: SLF001 - as above
    return texts


def main() -> None:
    """Read a file from standard input within bounds and write its tables as JSON."""
    import resource  # noqa: PLC0415 - bounds are a matter of the child process alone

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    answer: dict[str, Any]
    try:
        tables = parse(sys.stdin.buffer.read(), sys.argv[1] if len(sys.argv) > 1 else "")
        answer = {"tables": [asdict(table) for table in tables]}
    except Unreadable as fault:
        answer = {"code": fault.code}
    except MemoryError:
        answer = {"code": "too_much"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
