"""Restoring a backup into an empty place: all of it, or a place that says it is half restored."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from caunoi.core.files import store_in_use
from caunoi.core.files.stores import DiskStore
from caunoi.core.keeping import archive, place
from caunoi.core.keeping.archive import Manifest, Reader
from caunoi.core.keeping.errors import Refused
from caunoi.core.keeping.filling import compare_rows, into_postgresql, into_sqlite
from caunoi.core.keeping.keymarks import missing_keys
from caunoi.core.keeping.progress import MB, Progress, Say, silent
from caunoi.core.keeping.snapshots import snapshot
from caunoi.core.keeping.tables import Table, kept_tables, unknown_to_this_version, waiting


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was restored; ``migrated`` migrations were applied afterwards, because the backup is of an older version."""

    rows: int
    files: int
    migrated: int
    version: str
    missing_keys: tuple[str, ...]


def restore_backup(
    source: Path,
    *,
    say: Say = silent,
    again: bool = False,
    without_keys: bool = False,
    with_files: bool = True,
    compare: bool = False,
) -> Restored:
    """Put the backup ``source`` into this place's home and database, then bring it to this version.

    Everything is looked at before anything is written: that nothing runs here, the place is empty, the backup whole,
    the keys the right ones. ``again`` throws away first what a restore that stopped half-way left. ``compare`` reads
    every row back. A kill leaves a place that refuses to start, to be backed up and to be restored into.

    Raises :class:`Refused`.
    """
    with place.alone(), archive.reading(source) as reader:
        manifest = reader.manifest
        if again:
            _refuse_newer(manifest)
            place.clear_half()
        standing = place.require_empty(files=with_files)
        _refuse_newer(manifest)
        lacking = missing_keys(manifest.keys, Path(settings.KEYS.directory))
        if lacking and not without_keys:
            raise Refused(_lacking_words(lacking))
        Path(settings.ENV.home).mkdir(parents=True, exist_ok=True)
        archive.require_space(Path(settings.ENV.home), manifest.bytes_of_files if with_files else 0)
        _verify(reader, say)
        place.mark(source)
        tables = kept_tables(manifest.applied, everything=not manifest.left_out)
        _require_columns(tables, manifest)
        if with_files:
            _files(reader, say)
        path = place.sqlite_path()
        if path is not None:
            into_sqlite(reader, tables, path, say=say, compare=compare)
        else:
            into_postgresql(reader, tables, standing, say=say)
            if compare:
                with snapshot() as moment:
                    compare_rows(reader, tables, moment, say)
        late = len(waiting(manifest.applied))
        if late:
            say(_("bringing it to this version: %(count)s migrations") % {"count": late})
            call_command("migrate", verbosity=0, interactive=False)
        connection.close()
        os.sync()
        place.unmark()
    return Restored(
        rows=sum(entry.rows for entry in manifest.tables.values()),
        files=len(manifest.files) if with_files else 0,
        migrated=late,
        version=manifest.version,
        missing_keys=tuple(lacking),
    )


def _refuse_newer(manifest: Manifest) -> None:
    if unknown_to_this_version(manifest.applied):
        raise Refused(
            _("The backup was made by version %(version)s. Install that version or a newer one first.")
            % {"version": manifest.version}
        )


def _lacking_words(names: list[str]) -> str:
    return _(
        "The keys %(names)s in %(folder)s are not those of the backup. Put the office's own key files there; without"
        " them phone numbers and addresses can't be read. --without-keys restores all the same."
    ) % {"names": ", ".join(names), "folder": settings.KEYS.directory}


def _verify(reader: Reader, say: Say) -> None:
    progress, done = Progress(say), 0

    def read(count: int) -> None:
        nonlocal done
        done += count
        progress.at(_("checking the backup: %(done)s MB") % {"done": done // MB})

    reader.verify(read)


def _require_columns(tables: list[Table], manifest: Manifest) -> None:
    wanted = {table.name: set(table.names) for table in tables}
    there = {name: set(entry.columns) for name, entry in manifest.tables.items()}
    if wanted != there:
        odd = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
        raise Refused(
            _("The backup does not fit this version: %(tables)s. Restore it with version %(version)s, then upgrade.")
            % {"tables": ", ".join(odd), "version": manifest.version}
        )


def _files(reader: Reader, say: Say) -> None:
    progress, done, total = Progress(say), 0, reader.manifest.bytes_of_files
    kept = store_in_use()
    targets = []
    for digest in sorted(reader.manifest.files):
        if isinstance(kept, DiskStore):
            targets.append((archive.file_name(digest), kept.path(digest)))
            continue
        with reader.open(archive.file_name(digest)) as source:
            kept.put(digest, b"".join(archive.bytes_of(source)))
        done += reader.manifest.files[digest]
        progress.at(_said_files(done, total))
    media = Path(settings.MEDIA_ROOT)
    targets += [(f"media/{name}", media / name) for name in sorted(reader.manifest.media)]
    for name, target in targets:
        if not target.resolve().is_relative_to(media.resolve()) and name.startswith("media/"):
            raise Refused(_("The backup is damaged: %(part)s is missing or too much.") % {"part": name})
        target.parent.mkdir(parents=True, exist_ok=True)
        with reader.open(name) as source, target.open("wb") as out:
            for chunk in archive.bytes_of(source):
                out.write(chunk)
                done += len(chunk)
                progress.at(_said_files(done, total))


def _said_files(done: int, total: int) -> str:
    return _("files: %(done)s of %(total)s MB") % {"done": done // MB, "total": total // MB}
