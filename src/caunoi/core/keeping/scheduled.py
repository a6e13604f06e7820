"""Backups that are made by themselves into one folder, and the old ones that go."""

from __future__ import annotations

import datetime as dt
import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.keeping.backup import Made, make_backup
from caunoi.core.keeping.errors import Refused
from caunoi.core.keeping.progress import Say, silent
from caunoi.core.keeping.retention import to_keep

_NAME = re.compile(r"caunoi-(\d{4}-\d{2}-\d{2}-\d{6})\.zip")
_TIME = "%Y-%m-%d-%H%M%S"


@dataclass(frozen=True, kw_only=True)
class Scheduled:
    """What a scheduled run did."""

    made: Made
    deleted: tuple[Path, ...]


def make_scheduled(*, say: Say = silent) -> Scheduled:
    """Make a backup in the folder of the settings, then delete the old ones that need not stay.

    Nothing is deleted unless the new one is whole and lacks no file. Only files with the names that this function
    gives are ever deleted. Raises :class:`Refused`, also where another run is at it.
    """
    folder = Path(settings.ENV.backups)
    with _alone(folder):
        for left in folder.glob("caunoi-*.zip.part"):
            left.unlink()
        made = make_backup(folder / f"caunoi-{timezone.localtime():{_TIME}}.zip", say=say)
        deleted = () if made.missing or made.damaged else tuple(_delete_old(folder))
    return Scheduled(made=made, deleted=deleted)


def scheduled_backups() -> list[tuple[dt.datetime, Path]]:
    """Return the scheduled backups, newest first."""
    folder = Path(settings.ENV.backups)
    found = ((_NAME.fullmatch(path.name), path) for path in folder.glob("caunoi-*.zip"))
    return sorted(((_time(match[1]), path) for match, path in found if match), reverse=True)


def _time(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, _TIME).replace(tzinfo=timezone.get_current_timezone())


def _delete_old(folder: Path) -> Iterator[Path]:
    there = scheduled_backups()
    kept = to_keep(at for at, _path in there)
    for at, path in there:
        if at not in kept and path.parent == folder:
            path.unlink()
            yield path


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(_("Another scheduled backup is being made. This one is left out."))
        yield
