"""The file of a backup: a ZIP that holds the rows of each table, each stored file once, and a manifest at its end.

It is written aside and given its name only when it is whole and on the disk. ZIP keeps its list at the end: a file
that was cut off anywhere can't be opened at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from caunoi.core.keeping.errors import Refused
from caunoi.core.keeping.tables import Applied

FORMAT = 1
MANIFEST = "manifest.json"
SCHEMA = "schema.sql"
PART = 1024 * 1024
_UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError)


@dataclass(kw_only=True)
class TableEntry:
    """What the manifest says of one table: its columns, how many rows, and the SHA-256 of their text."""

    columns: list[str]
    rows: int
    sha256: str


@dataclass(kw_only=True)
class Manifest:
    """What a backup says of itself.

    ``files`` maps a stored file's SHA-256 to its size, ``media`` a file's name below the media folder to its SHA-256
    and size. ``missing`` files were registered and not there, ``damaged`` ones did not have the content they should
    (what they had is kept). ``keys`` maps a key's name to marks by which its holder can tell that it is the right one;
    no key can be worked out from them.
    """

    version: str
    made_at: str
    database: str
    migrations: list[list[str]]
    tables: dict[str, TableEntry] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    media: dict[str, list[Any]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    damaged: dict[str, str] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    schema_sha256: str = ""
    product: str = "caunoi"
    format: int = FORMAT

    @property
    def applied(self) -> Applied:
        """The migrations that its rows stand on."""
        return frozenset((app, name) for app, name in self.migrations)

    @property
    def bytes_of_files(self) -> int:
        """How many bytes all stored files have."""
        return sum(self.files.values()) + sum(int(size) for _digest, size in self.media.values())


class Writer:
    """Writes the parts of a backup one after the other; each returns its SHA-256 and size."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def add(self, name: str, chunks: Iterator[bytes], *, compress: bool) -> tuple[str, int]:
        """Write one part; rows are compressed, files (pictures, papers) are so already."""
        info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
        info.external_attr = 0o600 << 16
        info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        info._compresslevel = 1  # type: ignore[attr-defined] # noqa: SLF001 - ZipFile.open takes no level
        digest, size = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=True) as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
        return digest.hexdigest(), size

    def close_with(self, manifest: Manifest) -> None:
        """Write the manifest, and its digest into the archive's comment."""
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        digest, _size = self.add(MANIFEST, iter([text]), compress=True)
        self._archive.comment = digest.encode()


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """Make the file ``target``, readable by its owner alone; nothing of that name stands unless it is whole.

    Raises :class:`Refused` where something has that name already.
    """
    if target.exists():
        raise Refused(_("%(file)s is there already and is not overwritten. Choose another name.") % {"file": target})
    aside = target.with_name(f"{target.name}.part")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise Refused(_("%(file)s can't be written: %(why)s.") % {"file": target, "why": error.strerror})
    try:
        with os.fdopen(handle, "wb") as out:
            # One that a killed run left may have other rights.
            os.fchmod(out.fileno(), 0o600)
            with zipfile.ZipFile(out, "w", allowZip64=True) as archive:
                yield Writer(archive)
            out.flush()
            os.fsync(out.fileno())
        _name(aside, target)
    except OSError as error:
        raise Refused(_("The backup could not be written: %(why)s.") % {"why": error.strerror or error}) from error
    finally:
        aside.unlink(missing_ok=True)


def _name(aside: Path, target: Path) -> None:
    try:
        os.link(aside, target)
    except FileExistsError:
        raise Refused(_("%(file)s is there already and is not overwritten. Choose another name.") % {"file": target})
    except OSError:
        # A disk without hard links, such as a USB stick.
        aside.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def bytes_of(source: IO[bytes]) -> Iterator[bytes]:
    """Yield what is left to read, a megabyte at a time."""
    while part := source.read(PART):
        yield part


class Reader:
    """A backup that was opened: its manifest and its parts."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def open(self, name: str) -> IO[bytes]:
        """Open a part for reading; raises KeyError where there is none."""
        return self._archive.open(name)

    def schema(self) -> str:
        """Return the statements that make the tables, "" where there are none."""
        return self._archive.read(SCHEMA).decode() if self.manifest.schema_sha256 else ""

    def rows(self, table: str) -> Iterator[str]:
        """Yield the lines of a table, without their ends."""
        with self._archive.open(rows_name(table)) as part:
            for line in part:
                yield line[:-1].decode()

    def parts(self) -> dict[str, str]:
        """Return every part's name and the SHA-256 that it must have."""
        manifest = self.manifest
        wanted = {rows_name(name): entry.sha256 for name, entry in manifest.tables.items()}
        wanted |= {file_name(digest): manifest.damaged.get(digest, digest) for digest in manifest.files}
        wanted |= {f"media/{name}": digest for name, (digest, _size) in manifest.media.items()}
        if manifest.schema_sha256:
            wanted[SCHEMA] = manifest.schema_sha256
        return wanted

    def verify(self, progress: Callable[[int], None] = lambda _bytes: None) -> None:
        """Read every part and compare it with the manifest; raises :class:`Refused` naming the first that differs."""
        wanted = self.parts()
        there = set(self._archive.namelist()) - {MANIFEST}
        if there != set(wanted):
            odd = min(there ^ set(wanted))
            raise Refused(_("The backup is damaged: %(part)s is missing or too much.") % {"part": odd})
        for name, digest in wanted.items():
            found = hashlib.sha256()
            try:
                with self._archive.open(name) as part:
                    for chunk in bytes_of(part):
                        found.update(chunk)
                        progress(len(chunk))
            except _UNREADABLE as error:
                raise Refused(_("The backup is damaged: %(part)s can't be read.") % {"part": name}) from error
            if found.hexdigest() != digest:
                raise Refused(_("The backup is damaged: %(part)s is not what it was.") % {"part": name})


@contextmanager
def reading(source: Path) -> Iterator[Reader]:
    """Open a backup; raises :class:`Refused` for what is no whole backup, or one that this version can't read."""
    try:
        archive = zipfile.ZipFile(source)
    except FileNotFoundError:
        raise Refused(_("There is no file %(file)s.") % {"file": source})
    except (zipfile.BadZipFile, OSError):
        raise Refused(_("%(file)s is no backup, or was cut off. Take another one.") % {"file": source})
    with archive:
        yield Reader(archive, _manifest(archive, source))


def _manifest(archive: zipfile.ZipFile, source: Path) -> Manifest:
    try:
        text = archive.read(MANIFEST)
        found = json.loads(text)
    except (KeyError, *_UNREADABLE):
        raise Refused(_("%(file)s is no backup, or was cut off. Take another one.") % {"file": source})
    if found.get("product") != "caunoi" or hashlib.sha256(text).hexdigest().encode() != archive.comment:
        raise Refused(_("%(file)s is no backup, or was cut off. Take another one.") % {"file": source})
    if found["format"] > FORMAT:
        raise Refused(
            _("The backup was made by version %(version)s. Install that version or a newer one first.")
            % {"version": found["version"]}
        )
    tables = {name: TableEntry(**entry) for name, entry in found.pop("tables").items()}
    return Manifest(**found, tables=tables)


def rows_name(table: str) -> str:
    """Return the name of the part with a table's rows."""
    return f"rows/{table}.copy"


def file_name(digest: str) -> str:
    """Return the name of the part with a stored file."""
    return f"files/{digest[:2]}/{digest[2:4]}/{digest}"


def require_space(folder: Path, needed: int) -> None:
    """Raise :class:`Refused` where the disk of ``folder`` has less than ``needed`` bytes left."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Refused(
            _("The disk has %(free)s MB left and %(needed)s MB are needed. Make room first.")
            % {"free": free // PART, "needed": needed // PART + 1}
        )
