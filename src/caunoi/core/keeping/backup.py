"""Making a backup while the office works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.files import store_in_use
from caunoi.core.keeping import archive
from caunoi.core.keeping.archive import Manifest, TableEntry, Writer
from caunoi.core.keeping.errors import Refused
from caunoi.core.keeping.keymarks import key_marks
from caunoi.core.keeping.place import half_words, is_half_restored, table_names
from caunoi.core.keeping.progress import MB, Progress, Say, silent
from caunoi.core.keeping.rows import NULL, unescape
from caunoi.core.keeping.snapshots import Snapshot, snapshot
from caunoi.core.keeping.tables import LEFT_OUT, MIGRATIONS, Table, kept_tables, unknown_to_this_version

REGISTER = "core_storedfile"


@dataclass(frozen=True, kw_only=True)
class Made:
    """What was made: ``missing`` files were registered and not there, ``damaged`` ones have another content."""

    file: Path
    size: int
    rows: int
    files: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]


def make_backup(target: Path, *, say: Say = silent, with_files: bool = True, everything: bool = False) -> Made:
    """Write the database and every file that its register names to ``target``; the office goes on working meanwhile.

    The database is read in one moment, the files afterwards: their bytes are on the disk before their row is, and
    stay for days after it went, so all that the moment names are there. Keys are not taken. ``everything`` takes
    sessions too, and with ``with_files`` off serves a move between databases. A registered file that is missing or
    has another content does not stop the backup; the answer names it.

    Raises :class:`Refused` where the target stands already, the disk is too small, or there is nothing to back up.
    """
    if is_half_restored():
        raise Refused(half_words())
    if MIGRATIONS not in table_names():
        raise Refused(_("There is nothing to back up: the database has no tables yet."))
    with archive.writing(target) as writer:
        with snapshot() as moment:
            manifest, names = _database(moment, writer, say=say, everything=everything)
        if with_files:
            needed = sum(names.files.values())
            archive.require_space(target.parent, needed + needed // 50)
            _files(names, manifest, writer, say=say)
        writer.close_with(manifest)
    return Made(
        file=target,
        size=target.stat().st_size,
        rows=sum(entry.rows for entry in manifest.tables.values()),
        files=len(manifest.files) + len(manifest.media),
        missing=tuple(manifest.missing),
        damaged=tuple(manifest.damaged),
    )


@dataclass(frozen=True, kw_only=True)
class _Names:
    """The files that the rows name: digest -> size of the store, and names below the media folder."""

    files: dict[str, int]
    media: set[str]


def _database(moment: Snapshot, writer: Writer, *, say: Say, everything: bool) -> tuple[Manifest, _Names]:
    applied = moment.applied()
    if unknown_to_this_version(applied):
        raise Refused(_("The database is of a newer version than this program. Install that version first."))
    tables = kept_tables(applied, everything=everything)
    manifest = Manifest(
        version=version("caunoi"),
        made_at=timezone.now().isoformat(timespec="seconds"),
        database=moment.vendor,
        migrations=sorted([app, name] for app, name in applied),
        keys=key_marks(Path(settings.KEYS.directory)),
        left_out={} if everything else LEFT_OUT,
    )
    if schema := moment.schema():
        manifest.schema_sha256, _size = writer.add(archive.SCHEMA, iter([schema.encode()]), compress=True)
    names = _Names(files={}, media=set())
    progress, total = Progress(say), 0
    for number, table in enumerate(tables, start=1):
        count = _Counted(moment.chunks(table), table, names)
        digest, _size = writer.add(archive.rows_name(table.name), iter(count), compress=True)
        manifest.tables[table.name] = TableEntry(columns=table.names, rows=count.rows, sha256=digest)
        total += count.rows
        progress.at(_said_tables(number, len(tables), total))
    # After the rows: PostgreSQL's counters are of no moment, and may only be ahead.
    manifest.counters = moment.counters(tables)
    say(_said_tables(len(tables), len(tables), total))
    return manifest, names


def _said_tables(number: int, of: int, rows: int) -> str:
    return _("database: %(number)s of %(of)s tables, %(rows)s rows") % {"number": number, "of": of, "rows": rows}


class _Counted:
    """Passes a table's lines on, counts them, and notes the files that they name."""

    def __init__(self, chunks: Iterator[bytes], table: Table, names: _Names) -> None:
        self.rows = 0
        self._chunks, self._table, self._names = chunks, table, names
        self._media = [place for place, column in enumerate(table.columns) if column.names_file]

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.rows += chunk.count(b"\n")
            if self._table.name == REGISTER or self._media:
                self._note(chunk)
            yield chunk

    def _note(self, chunk: bytes) -> None:
        digest, size = (
            self._table.names.index(name) if name in self._table.names else -1 for name in ("sha256", "size")
        )
        for line in chunk.decode().removesuffix("\n").split("\n"):
            values = line.split("\t")
            if self._table.name == REGISTER:
                self._names.files[values[digest]] = int(values[size])
            named = (values[place] for place in self._media)
            self._names.media.update(unescape(name) for name in named if name not in {"", NULL})


def _files(names: _Names, manifest: Manifest, writer: Writer, *, say: Say) -> None:
    progress, done, total = Progress(say), 0, sum(names.files.values())
    for number, digest in enumerate(sorted(names.files), start=1):
        try:
            pieces = store_in_use().stream(digest)
        except FileNotFoundError:
            manifest.missing.append(digest)
            continue
        found, size = writer.add(archive.file_name(digest), pieces, compress=False)
        manifest.files[digest] = size
        if found != digest:
            manifest.damaged[digest] = found
        done += size
        progress.at(_said_files(number, len(names.files), done, total))
    root = Path(settings.MEDIA_ROOT)
    for name in sorted(names.media):
        path = root / name
        if path.resolve().is_relative_to(root.resolve()) and path.is_file():
            with path.open("rb") as source:
                manifest.media[name] = list(writer.add(f"media/{name}", archive.bytes_of(source), compress=False))
        else:
            manifest.missing.append(f"media/{name}")
    say(_said_files(len(names.files), len(names.files), done, total))


def _said_files(number: int, of: int, done: int, total: int) -> str:
    return _("files: %(number)s of %(of)s, %(done)s of %(total)s MB") % {
        "number": number,
        "of": of,
        "done": done // MB,
        "total": total // MB,
    }
