"""Whether the machine gives the office what it needs: folders, room, clock, styles, fonts, texts."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import tempfile
import time
import zoneinfo
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.checks import Fault
from caunoi.core.models import AuditEntry, WorkerBeat
from caunoi.core.running.readiness import room

GIGABYTE = 1024**3
# Less than this is full soon: a backup and a day's uploads need it.
ROOM_SOON = 2 * GIGABYTE
_INODES_SOON = 2000
# A clock may differ from that of the database by a moment of the network.
_APART = dt.timedelta(seconds=5)
_AHEAD = dt.timedelta(minutes=2)
_BUILT = dt.date(2026, 1, 1)


def folders_can_be_written(_strict: bool) -> Iterator[Fault]:
    """The office can write where it keeps things."""
    env = settings.ENV
    wanted = {Path(env.home), Path(env.backups), Path(settings.KEYS.directory)}
    if settings.FILES_URL == "file:":
        wanted.add(Path(settings.FILES_ROOT))
    for folder in sorted(wanted):
        near = folder
        while not near.exists() and near != near.parent:
            near = near.parent
        try:
            with tempfile.TemporaryFile(dir=near):
                pass
        except OSError as error:
            yield Fault(
                where=str(folder),
                what=_("Nothing can be written here: %(why)s.") % {"why": error.strerror},
                todo=_(
                    "Give the folder to the account that runs the office (chown); look whether the disk is read-only."
                ),
            )


def disk_has_room(_strict: bool) -> Iterator[Fault]:
    """There is room for tomorrow where the office and its backups lie."""
    for folder in sorted({Path(settings.ENV.home), Path(settings.ENV.backups)}):
        free = room(folder)
        near = folder
        while not near.exists():
            near = near.parent
        seen = os.statvfs(near)
        if free < ROOM_SOON or (seen.f_files and seen.f_favail < _INODES_SOON):
            yield Fault(
                where=str(folder),
                what=_("The disk is full soon: %(free)s MB are left.") % {"free": free // 1024**2},
                todo=_("Move old backups elsewhere, or give the machine a bigger disk. A full disk stops the office."),
            )


def backups_lie_elsewhere(_strict: bool) -> Iterator[Fault]:
    """A disk that breaks does not take the backups along."""
    home, backups = Path(settings.ENV.home), Path(settings.ENV.backups)
    if home.exists() and backups.exists() and home.stat().st_dev == backups.stat().st_dev:
        yield Fault(
            where=str(backups),
            what=_("The backups lie on the same disk as the office."),
            todo=_("Copy them to another machine each day, or mount another disk there."),
            notice=True,
        )


def clock_is_right(_strict: bool) -> Iterator[Fault]:
    """The clock fits that of the database and what was written before; Vietnam's time is known."""
    now = timezone.now()
    try:
        here = dt.datetime.now(zoneinfo.ZoneInfo(settings.TIME_ZONE)).utcoffset()
    except zoneinfo.ZoneInfoNotFoundError:
        here = None
    if here != dt.timedelta(hours=7):
        yield Fault(
            where=settings.TIME_ZONE,
            what=_("The machine does not know the time of Vietnam."),
            todo="apt-get install tzdata",
        )
    if now.date() < _BUILT:
        yield Fault(
            where=f"{now:%Y-%m-%d %H:%M}", what=_("The clock of this machine is years behind."), todo=_clock_words()
        )
    apart, newest = dt.timedelta(), None
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs(cursor.fetchone()[0] - timezone.now())
    if apart > _APART:
        yield Fault(
            where=f"{now:%Y-%m-%d %H:%M:%S}",
            what=_("The clocks of this machine and of the database are %(seconds)s seconds apart.")
            % {"seconds": round(apart.total_seconds())},
            todo=_clock_words(),
        )
    for found in (
        AuditEntry.objects.order_by("-id").values_list("at", flat=True).first(),
        WorkerBeat.objects.order_by("-seen_at").values_list("seen_at", flat=True).first(),
    ):
        newest = max(filter(None, (newest, found)), default=None)
    if newest and newest > now + _AHEAD:
        yield Fault(
            where=f"{now:%Y-%m-%d %H:%M}",
            what=_("Something was written here at %(time)s, which is still to come: the clock went back.")
            % {"time": f"{timezone.localtime(newest):%H:%M %d/%m/%Y}"},
            todo=_clock_words(),
        )
    if time.localtime().tm_gmtoff != 7 * 3600:
        yield Fault(
            where="/etc/localtime",
            what=_("The machine itself keeps another time than Vietnam: its own timers and logs go by that."),
            todo=f"timedatectl set-timezone {settings.TIME_ZONE}",
            notice=True,
        )


def _clock_words() -> str:
    return _("Let the machine take its time from the network: timedatectl set-ntp true")


def styles_are_collected(_strict: bool) -> Iterator[Fault]:
    """What pages need to look right was collected, and is of this version."""
    if getattr(settings, "WHITENOISE_USE_FINDERS", False) or not hasattr(settings, "STATIC_ROOT"):
        return
    todo = _("Run caunoi collectstatic --noinput, then restart the web servers.")
    root = Path(settings.STATIC_ROOT)
    try:
        names: dict[str, str] = json.loads((root / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    except (OSError, ValueError, KeyError):
        yield Fault(
            where=str(root), what=_("Styles and scripts were never collected: no page can be shown."), todo=todo
        )
        return
    for name, path in _own_static():
        kept = names.get(name, "")
        # The digest of a style sheet is that of its text with the addresses changed.
        old = not name.endswith(".css") and hashlib.md5(path.read_bytes()).hexdigest()[:12] not in kept  # noqa: S324 - Django's names
        if not kept or old or not (root / kept).exists():
            yield Fault(where=name, what=_("This file is of another version than the program, or missing."), todo=todo)
            return


def fonts_are_there(_strict: bool) -> Iterator[Fault]:
    """Every font that the screens name is there: without it, Vietnamese letters come from several fonts."""
    for name in _fonts():
        served = Path(settings.STATIC_ROOT) / name
        found = served if not getattr(settings, "WHITENOISE_USE_FINDERS", False) else finders.find(name)
        if not found or not Path(str(found)).exists():
            yield Fault(
                where=name,
                what=_("A font of the screens is missing."),
                todo=_("Run caunoi collectstatic --noinput; if it stays, take the program from its source anew."),
            )
            return


def _fonts() -> Iterator[str]:
    sheet = finders.find("caunoi/css/fonts.css")
    text = Path(str(sheet)).read_text(encoding="utf-8") if sheet else ""
    for address in re.findall(r"url\([\"']?([^\"')]+)", text):
        yield os.path.normpath(PurePosixPath("caunoi/css") / address)


def _own_static() -> Iterator[tuple[str, Path]]:
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            if name.startswith("caunoi/"):
                yield name, Path(storage.path(name))


def texts_are_compiled(_strict: bool) -> Iterator[Fault]:
    """The screens speak Vietnamese."""
    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            made = source.with_suffix(".mo")
            if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
                yield Fault(
                    where=str(made),
                    what=_("The Vietnamese texts are not compiled, or are older than the program."),
                    todo=_("Run make install in the folder of the program, then restart the web servers."),
                )
