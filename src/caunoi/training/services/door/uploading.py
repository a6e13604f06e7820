"""Scans of a device are taken: each once, and committed before the device is told so.

Plain SQL, for a batch of 500 must cost little: one statement writes it. What follows from the scans
(:mod:`deriving`) comes afterwards, in a transaction of its own: a fault there loses nothing that was taken.
"""

from __future__ import annotations

import datetime as dt
import logging
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.text import clean
from caunoi.training.door_rules import ADMITTED, MINUTE, Verdict, true_time
from caunoi.training.enums import DoorScanKind
from caunoi.training.models import DoorDevice
from caunoi.training.queries.door import Roster, millis
from caunoi.training.services.door.deriving import derive_waiting
from caunoi.training.services.door.reporting import note_contact

logger = logging.getLogger(__name__)

# Scans of one upload.
MOST = 500
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_LAST = 253_402_300_799_000
_HOW = frozenset({"camera", "usb", "search", "short", "typed"})
_WALKING = frozenset({DoorScanKind.WALK_IN, DoorScanKind.SUBSTITUTE})
_COLUMNS = (
    ("device_id", "uuid"),
    ("scan_id", "uuid"),
    ("training_class_id", "uuid"),
    ("enrolment_id", "bigint"),
    ("sitting_id", "bigint"),
    ("kind", "text"),
    ("verdict", "text"),
    ("how", "text"),
    ("at", "timestamptz"),
    ("doubt", "text"),
    ("device_at", "bigint"),
    ("seq", "bigint"),
    ("received_at", "timestamptz"),
    ("aside", "boolean"),
    ("undoes", "uuid"),
    ("name", "text"),
    ("unit", "text"),
    ("instead_of_id", "bigint"),
)
_NAMES = ", ".join(f'"{name}"' for name, _type in _COLUMNS)


class Malformed(Exception):
    """The upload as a whole can't be read; the message says what is wrong with it."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A scan that came to nothing, and why."""

    id: str
    code: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of an upload: the ids that are kept for good, and those that came to nothing."""

    taken: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def take_scans(*, device: DoorDevice, roster: Roster, body: object, received_at: dt.datetime | None = None) -> Taken:
    """Keep the scans of an upload (the contract's ``POST luot/``); when this returns they are on the disk.

    A scan that was taken before is taken again and changes nothing. One of a person or sitting that isn't the class's
    is refused; kept for the desk where it names the one of them. Scans of a device that was taken back are kept aside.
    Raises :class:`Malformed`.
    """
    done = keep_scans(device=device, roster=roster, body=body, received_at=received_at)
    _count(device)
    return done


def keep_scans(*, device: DoorDevice, roster: Roster, body: object, received_at: dt.datetime | None = None) -> Taken:
    """Keep the scans of an upload, as :func:`take_scans` does, and leave it to the job to count them."""
    now = received_at or timezone.now()
    scans, upload = _upload(body)
    reader = _Reader(device, roster, upload, now)
    rows: list[tuple[Any, ...]] = []
    done = Taken()
    for scan in scans:
        found = reader.read(scan)
        if isinstance(found, Refused):
            done.refused.append(found)
            continue
        row, refused = found
        rows.append(row)
        if refused is not None:
            done.refused.append(refused)
        else:
            done.taken.append(str(row[1]))
    with _durable(), transaction.atomic(durable=_is_outermost()):
        _wait_for_turn(device)
        _insert(rows)
        DoorDevice.objects.filter(pk=device.pk).update(last_seen_at=now, clock_off=millis(now) - upload["now"])
        foreign = sum(1 for one in done.refused if one.code == "foreign")
        note_contact(device=device, said=upload["said"], foreign=foreign)
    return done


def _count(device: DoorDevice) -> None:
    try:
        derive_waiting(training_class=device.training_class)
    except Exception:
        # They are kept: the job counts them within a minute.
        logger.exception("Scans of class %s were taken and could not be counted yet.", device.training_class_id)


def _upload(body: object) -> tuple[list[Any], dict[str, Any]]:
    if not isinstance(body, dict) or not isinstance(body.get("scans"), list):
        raise Malformed(_("The scans did not arrive whole."))
    scans = body["scans"]
    if len(scans) > MOST:
        raise Malformed(_("These are more than %(most)s scans at once.") % {"most": MOST})
    now, up = _number(body.get("now")), _number(body.get("up"))
    if now is None or not abs(now) <= _LAST:
        raise Malformed(_("The device does not say what time it has."))
    return scans, {
        "now": int(now), "boot": str(body.get("boot", "")), "up": up if up is not None else -1, "said": body,
    }  # fmt: skip


def _number(value: object) -> float | None:
    """Return a JSON number; None for everything else. True is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None


class _Reader:
    """Reads scans one by one into rows of the table."""

    def __init__(self, device: DoorDevice, roster: Roster, upload: Mapping[str, Any], now: dt.datetime) -> None:
        self.device, self.upload, self.now, self.server = device, upload, now, millis(now)
        self.people = {one["e"] for one in roster.people}
        self.tickets = {one["t"]: one["e"] for one in (*roster.ended, *roster.people) if one["t"]}
        self.sittings = {one["id"] for one in roster.sittings}
        self.first = min((one["starts"] for one in roster.sittings), default=None)
        self.last = max((one["ends"] for one in roster.sittings), default=None)
        self.aside = device.revoked_at is not None

    def read(self, scan: object) -> Refused | tuple[tuple[Any, ...], Refused | None]:
        """Return the row, with why it is refused though it is kept; or only why."""
        if not isinstance(scan, dict):
            return _refused("", "malformed")
        name = str(scan.get("id", ""))
        try:
            scan_id = UUID(name)
            kind, verdict = DoorScanKind(str(scan.get("kind"))), Verdict(str(scan.get("verdict")))
        except ValueError:
            return _refused(name, "malformed")
        at, up, offset = _number(scan.get("at")), _number(scan.get("up")), _number(scan.get("offset"))
        if at is None or not abs(at) <= _LAST or (offset is not None and not abs(offset) <= _LAST):
            return _refused(name, "malformed")
        walk = scan.get("walk_in") if kind in _WALKING else None
        person = clean(str(walk.get("name", "")))[:120] if isinstance(walk, dict) else ""
        if kind in _WALKING and not person:
            return _refused(name, "malformed")
        enrolment, instead = self._enrolment(scan), scan.get("instead_of")
        sitting = scan.get("sitting") if scan.get("sitting") in self.sittings else None
        said_person = scan.get("e") is not None and kind not in _WALKING
        if said_person and enrolment is None:
            return _refused(name, "foreign")
        refused = None
        if sitting is None and verdict in ADMITTED | {Verdict.NO_SITTING}:
            if enrolment is None and not person:
                return _refused(name, "foreign")
            refused = _refused(name, "no_sitting") if verdict != Verdict.NO_SITTING else None
        moment = true_time(
            {"at": int(at), "boot": str(scan.get("boot", "")), "up": math.inf if up is None else up,
             "offset": None if offset is None else int(offset)},
            self.upload, server=self.server, first=self.first, last=self.last,
        )  # fmt: skip
        seq = _number(scan.get("seq"))
        how = scan.get("how")
        return (
            self.device.pk,
            scan_id,
            self.device.training_class_id,
            enrolment,
            sitting,
            kind.value,
            verdict.value,
            how if how in _HOW else "",
            _EPOCH + dt.timedelta(milliseconds=max(-_LAST // 10, min(_LAST - MINUTE, int(moment.at)))),
            moment.why,
            int(at),
            int(seq) if seq is not None and abs(seq) < _LAST else 0,
            self.now,
            self.aside,
            _uuid(scan.get("of")) if kind == DoorScanKind.UNDO else None,
            person,
            clean(str(walk.get("unit") or ""))[:200] if isinstance(walk, dict) else "",
            instead if kind == DoorScanKind.SUBSTITUTE and instead in self.people else None,
        ), refused

    def _enrolment(self, scan: Mapping[str, Any]) -> int | None:
        """Return the person of the class: whom the device named, or whose ticket it read."""
        for found in (scan.get("e"), self.tickets.get(str(scan.get("t") or ""))):
            if isinstance(found, int) and found in self.people:
                return found
        return None


def _refused(name: str, code: str) -> Refused:
    words = {
        "malformed": _("This scan can't be read."),
        "foreign": _("This scan names nobody and nothing of this class."),
        "no_sitting": _("This sitting is not in the class any more. The scan is kept for the desk."),
    }
    return Refused(id=name[:64], code=code, words=words[code])


def _is_outermost() -> bool:
    return not connection.in_atomic_block


@contextmanager
def _durable() -> Iterator[None]:
    """Let SQLite wait for the disk at this commit: in WAL mode it does so only at checkpoints otherwise."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")


def _wait_for_turn(device: DoorDevice) -> None:
    """Wait until no other upload of the class is under way, so that numbers are seen in their order; ask for the disk.

    A server that was told not to wait for the disk waits for it here.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN current_setting('synchronous_commit') = 'off'"
            " THEN set_config('synchronous_commit', 'on', true) END"
            " FROM training_doorrules WHERE training_class_id = %s FOR UPDATE",
            [device.training_class_id],
        )


def _insert(rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{kind}[]" for _name, kind in _COLUMNS)
            cursor.execute(
                f"INSERT INTO training_doorscan ({_NAMES}) SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING",  # noqa: S608 - names of columns
                [list(column) for column in zip(*rows, strict=True)],
            )
            return
        places = ", ".join(["%s"] * len(_COLUMNS))
        adapted = [tuple(_for_sqlite(value) for value in row) for row in rows]
        cursor.executemany(
            f"INSERT INTO training_doorscan ({_NAMES}) VALUES ({places}) ON CONFLICT DO NOTHING",  # noqa: S608 - as above
            adapted,
        )


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, dt.datetime) else value
