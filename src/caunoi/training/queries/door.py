"""What a device at the door is told, and how the door of a class stands."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from caunoi.core import signing
from caunoi.core.text import given_name_first
from caunoi.training.door_codes import class_number
from caunoi.training.door_rules import ADMITTED, Rules, sitting_at
from caunoi.training.enums import THERE, DoorReviewKind, DoorScanKind, EnrolmentState
from caunoi.training.models import (
    Attendance,
    DoorDevice,
    DoorReview,
    DoorRules,
    DoorScan,
    Enrolment,
    MakeUp,
    Ticket,
    TrainingClass,
)
from caunoi.training.queries.hours import hours_of

# The list is wiped from a device that many days after the last day of the class.
_KEPT = dt.timedelta(days=1)
# An open page reports four times a minute; one that did not for so long is asleep, off or without a network.
_SILENT = dt.timedelta(minutes=3)
# The day is over, and nobody waits for its word.
_ASLEEP = dt.timedelta(hours=12)
# Of what others saw, so much is told at a time.
_SEEN = 2_000
_SAID = b"caunoi-snapshot-1"
_FIELDS = ("grace_minutes", "opens_minutes_before", "leave_minutes", "sitting_share", "class_share")
PRESENCE = (DoorScanKind.IN, DoorScanKind.OUT, DoorScanKind.UNDO)
# They count once the desk said who it was.
CAME_UNLISTED = (DoorScanKind.WALK_IN, DoorScanKind.SUBSTITUTE)


def millis(moment: dt.datetime) -> int:
    """Return a moment as milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def rules_of(training_class: TrainingClass) -> Rules:
    """Return how a class counts; what holds where nobody said otherwise, for a class without a row."""
    row = DoorRules.objects.filter(training_class=training_class).first()
    return as_rules(row) if row else Rules()


def as_rules(row: DoorRules) -> Rules:
    """Return the rules of a row."""
    return Rules(**{name: getattr(row, name) for name in _FIELDS})


@dataclass(frozen=True, kw_only=True)
class Roster:
    """The list of a class as devices take it along: ``sittings``, ``people`` and ``ended`` as in the snapshot."""

    training_class: TrainingClass
    rules: Rules
    sittings: list[dict[str, Any]]
    people: list[dict[str, Any]]
    ended: list[dict[str, Any]]

    @cached_property
    def mark(self) -> str:
        """A short text that differs once anything of the list, the sittings, the rules or the keys does."""
        whole = json.dumps(
            [self.sittings, self.people, self.ended, vars(self.rules), self.training_class.title, _keys()],
            ensure_ascii=False,
        )
        return hashlib.sha256(whole.encode()).hexdigest()[:32]

    def sitting_now(self, now: dt.datetime) -> int | None:
        """Return the sitting of the hour."""
        return sitting_at(self.sittings, millis(now), vars(self.rules))

    @cached_property
    def expected(self) -> int:
        """How many are awaited: everybody on the list, substitutes apart."""
        return sum(1 for one in self.people if one["k"] == "listed")


def roster_of(training_class: TrainingClass) -> Roster:
    """Return the list of a class; the same number of queries however long it is."""
    sittings = list(training_class.sittings.order_by("date", "order", "id"))
    hours = hours_of(sittings)
    only: dict[int, list[int]] = defaultdict(list)
    make_ups = MakeUp.objects.filter(guest__training_class=training_class, guest__state=EnrolmentState.MAKE_UP)
    for guest, sitting in make_ups.order_by("id").values_list("guest_id", "sitting_id"):
        only[guest].append(sitting)
    live: dict[int, tuple[str, str]] = {}
    ended = []
    tickets = Ticket.objects.filter(training_class=training_class).order_by("id")
    for enrolment, number, short, why in tickets.values_list("enrolment_id", "number", "short_code", "ended_because"):
        if why:
            ended.append({"t": number, "s": short, "e": enrolment, "why": why})
        else:
            live[enrolment] = (number, short)
    rows = Enrolment.objects.filter(training_class=training_class).order_by("sort_name", "id")
    people = []
    for pk, state, substitute_for, original, name, unit in rows.values_list(
        "id", "state", "substitute_for_id", "substitute_for__person__full_name", "person__full_name", "unit_text"
    ):
        number, short = live.get(pk, ("", ""))
        kind = "substitute" if substitute_for else "listed"
        if state != EnrolmentState.NOMINATED:
            kind = "withdrawn" if state == EnrolmentState.WITHDRAWN else "make_up"
        people.append(
            {
                "e": pk, "t": number, "s": short, "n": name, "f": given_name_first(name), "u": unit, "k": kind,
                "for": original, "only": only[pk] if kind == "make_up" else None,
            }
        )  # fmt: skip
    return Roster(
        training_class=training_class,
        rules=rules_of(training_class),
        sittings=[
            {
                "id": one.pk,
                "name": f"{one.get_part_display()} {one.date:%d/%m}",
                "date": one.date.isoformat(),
                "starts": millis(hours[one.pk].starts),
                "ends": millis(hours[one.pk].ends),
            }
            for one in sittings
        ],
        people=people,
        ended=ended,
    )


def _keys() -> list[dict[str, str]]:
    return [{"id": key.id.hex(), "raw": _url64(key.raw)} for key in signing.public_keys(signing.DOOR)]


def _url64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def snapshot(device: DoorDevice, roster: Roster, *, now: dt.datetime) -> dict[str, str]:
    """Return what the device keeps: ``payload`` (JSON text), the ``key``'s name and the ``signature`` over it."""
    training_class = roster.training_class
    # The cursor first: what is added meanwhile is told twice rather than never.
    cursor = last_number(training_class)
    payload = json.dumps(
        {
            "version": 1,
            "made_at": millis(now),
            "cursor": str(cursor),
            "class": {
                "id": class_number(training_class.code),
                "code": training_class.code,
                "title": training_class.title,
                "place": training_class.place,
            },
            "device": {"id": str(device.pk), "label": device.label},
            "rules": vars(roster.rules),
            "keys": _keys(),
            "sittings": roster.sittings,
            "people": roster.people,
            "ended": roster.ended,
            "seen": seen_so_far(training_class),
            "wipe_at": _wipe_at(roster, now),
        },
        ensure_ascii=False,
    )
    public, private = signing.signing_key(signing.DOOR)
    return {
        "payload": payload,
        "key": public.id.hex(),
        "signature": _url64(private.sign(_SAID + payload.encode())),
    }


def _wipe_at(roster: Roster, now: dt.datetime) -> int:
    last = max((one["ends"] for one in roster.sittings), default=millis(now))
    return max(last, millis(now)) + int(_KEPT.total_seconds() * 1000)


def last_number(training_class: TrainingClass) -> int:
    """Return the number of the class's last scan at the door, 0 before the first."""
    return DoorScan.objects.filter(training_class=training_class).aggregate(last=Max("number"))["last"] or 0


def admitted(scans: QuerySet[DoorScan]) -> QuerySet[DoorScan]:
    """Return those by which somebody came in or went out, or that take such a one back."""
    return scans.filter(
        kind__in=(*PRESENCE, *CAME_UNLISTED),
        verdict__in=ADMITTED,
        aside=False,
        enrolment__isnull=False,
        sitting__isnull=False,
    )


def seen_so_far(training_class: TrainingClass) -> list[dict[str, Any]]:
    """Return comings and goings of the class, oldest first; repeated scans of somebody who is in are left out."""
    return _told(admitted(DoorScan.objects.filter(training_class=training_class)).order_by("at", "number"))


def seen_since(device: DoorDevice, cursor: int) -> tuple[list[dict[str, Any]], int]:
    """Return what other devices saw after ``cursor``, and the cursor up to which that goes."""
    rows = DoorScan.objects.filter(training_class=device.training_class_id, number__gt=cursor).order_by("number")
    numbers = list(rows.values_list("number", flat=True)[:_SEEN])
    if not numbers:
        return [], cursor
    others = admitted(rows.filter(number__lte=numbers[-1])).exclude(device=device)
    return _told(others.order_by("at", "number")), numbers[-1]


def _told(scans: QuerySet[DoorScan]) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    last: dict[tuple[int | None, int | None], str] = {}
    for e, sitting, kind, at, by in scans.values_list("enrolment_id", "sitting_id", "kind", "at", "device__label"):
        kind = DoorScanKind.IN if kind in CAME_UNLISTED else kind  # noqa: PLW2901 - what it is to others
        if kind == last.get((e, sitting)) and kind != DoorScanKind.UNDO:
            continue
        last[e, sitting] = kind
        told.append({"e": e, "sitting": sitting, "kind": kind, "at": millis(at), "by": by})
    return told


def count_in(training_class: TrainingClass, sitting: int | None) -> int:
    """Return how many are in at a sitting, those who wait to be put on the list included; 0 without one."""
    if sitting is None:
        return 0
    there = Attendance.objects.filter(sitting_id=sitting, sitting__training_class=training_class, mark__in=THERE)
    return there.count() + open_walk_ins().filter(training_class=training_class, sitting=sitting).count()


def open_walk_ins() -> QuerySet[DoorReview]:
    """Return people let in of whom the desk has not said who they are: present until it does."""
    return DoorReview.objects.filter(kind__in=(DoorReviewKind.WALK_IN, DoorReviewKind.SUBSTITUTE), answer="")


def walk_ins_by_sitting(training_class: TrainingClass) -> Counter[int]:
    """Return how many of them stand in the hall at each sitting; one query."""
    rows = open_walk_ins().filter(training_class=training_class, sitting__isnull=False).order_by("id")
    return Counter(rows.values_list("sitting", flat=True))


def open_reviews(training_class: TrainingClass) -> QuerySet[DoorReview]:
    """Return what the desk has to decide of the class, oldest first."""
    return DoorReview.objects.filter(training_class=training_class, answer="").order_by("id")


def devices_of(training_class: TrainingClass) -> QuerySet[DoorDevice]:
    """Return the devices of a class with ``scans_taken``, how many scans came from each; those in use first."""
    counted = Count("scans")
    return (
        DoorDevice.objects.filter(training_class=training_class)
        .annotate(scans_taken=counted, is_revoked=Q(revoked_at__isnull=False))
        .select_related("made_by")
        .order_by("is_revoked", "id")
    )


@dataclass(frozen=True, kw_only=True)
class Waits:
    """What is known of scans that wait on a device: ``count`` of them, the oldest of ``since``, as it said ``told_at``.

    ``count`` is None for one that never said. With ``silent_since`` it was heard of last then, and not for minutes:
    what it scanned from there on is known to nobody else.
    """

    count: int | None
    since: dt.datetime | None
    told_at: dt.datetime | None
    silent_since: dt.datetime | None


def waits_of(device: DoorDevice, now: dt.datetime) -> Waits:
    """Return what is known of the scans that wait on a device."""
    seen = device.last_seen_at
    silent = seen if seen is not None and _SILENT < now - seen < _ASLEEP and device.revoked_at is None else None
    return Waits(count=device.waiting, since=device.waiting_since, told_at=device.waiting_told_at, silent_since=silent)


def paired_device(device_id: Any) -> DoorDevice | None:
    """Return a device with its class; None for no such one."""
    return DoorDevice.objects.filter(pk=device_id).select_related("training_class").first()


def opened_pairing(token: str) -> DoorDevice | None:
    """Return the device that a link pairs now; None where it was used, is too old or never was."""
    found = DoorDevice.objects.filter(
        pairing_hash=secret_hash(token), pairing_until__gt=timezone.now(), revoked_at__isnull=True
    )
    return found.select_related("training_class").first()


def secret_hash(secret: str) -> str:
    """Return what is kept of a secret that was made at random."""
    return hashlib.sha256(secret.encode()).hexdigest()
