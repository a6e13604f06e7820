"""The rules of the door, pure: what a code at the door comes to, when it was, and which mark follows from it.

The same rules stand in the door app's JavaScript; ``tests/vectors/door.json`` and ``attendance.json`` hold both to one
meaning. Times are milliseconds since 1970 (UTC); lateness and leaving early are told in whole minutes, as a clock on
the wall shows them.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
# So far two measures of one moment may lie apart before neither is believed.
APART = 2 * MINUTE
# Who leaves after the end is still of the sitting.
AFTER_END = 60

Verify = Callable[[bytes, bytes, bytes], bool]
_SAID = b"caunoi-door-1"
_HEAD = struct.Struct(">B4sI8s")
_SIGNATURE = 64


class Verdict(StrEnum):
    """What a device answers to whoever stands at the door."""

    IN = "in"
    IN_LATE = "in_late"
    AGAIN = "again"
    OUT = "out"
    BACK = "back"
    NOT_LISTED = "not_listed"
    OTHER_CLASS = "other_class"
    FORGED = "forged"
    UNREADABLE = "unreadable"
    REPLACED = "replaced"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    WRONG_SITTING = "wrong_sitting"
    NO_SITTING = "no_sitting"


# With these somebody came in or went out; with every other one nobody did.
ADMITTED = frozenset({Verdict.IN, Verdict.IN_LATE, Verdict.AGAIN, Verdict.OUT, Verdict.BACK})


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How a class counts.

    ``grace_minutes`` after the beginning are in time, and so is leaving ``leave_minutes`` before the end.
    ``sitting_share`` percent of a sitting must be attended to count at all, ``class_share`` percent of the sittings for
    the class to count as attended; 0 asks for nothing. The door opens ``opens_minutes_before``.
    """

    grace_minutes: int = 15
    opens_minutes_before: int = 90
    leave_minutes: int = 15
    sitting_share: int = 0
    class_share: int = 0


# Decision at the door


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A verdict; ``at`` and ``by`` tell of the scan it refers to, ``minutes`` how late somebody is."""

    code: Verdict
    e: int | None = None
    sitting: int | None = None
    minutes: int | None = None
    at: int | None = None
    by: str | None = None


def decide(
    state: Mapping[str, Any],
    entry: str | int,
    *,
    now: int,
    verify: Verify,
    unpack: Callable[[str], bytes | None],
    sitting: int | None = None,
    leaving: bool = False,
    scans: Iterable[Mapping[str, Any]] = (),
) -> Decision:
    """Return what a code, a typed short code (text) or somebody chosen by name (enrolment, a number) comes to.

    ``state`` is the snapshot's payload; ``scans`` are the device's own of ``{"e", "sitting", "kind", "at", "by"}``,
    oldest first, beside ``state["seen"]``. Without ``sitting`` the one of the hour is taken. ``verify(key, message,
    signature)`` checks Ed25519, ``unpack`` turns Base45 into octets.
    """
    chosen = sitting if sitting is not None else sitting_at(state["sittings"], now, state["rules"])
    found = _whose(state, entry, verify, unpack)
    if isinstance(found, Decision):
        return replace(found, sitting=chosen) if found.e is not None else found
    refused = refusal(found, chosen)
    if refused:
        return Decision(code=refused, e=found["e"], sitting=chosen)
    seen = [one for one in (*state["seen"], *scans) if one["e"] == found["e"] and one["sitting"] == chosen]
    stay = _stay(seen)
    at, by = stay or (None, None)
    here = _kept(seen)[-1:]
    inside = bool(here) and here[0]["kind"] != "out"
    if leaving:
        return Decision(code=Verdict.OUT, e=found["e"], sitting=chosen, at=at, by=by)
    if inside:
        return Decision(code=Verdict.AGAIN, e=found["e"], sitting=chosen, at=at, by=by)
    if here:
        return Decision(code=Verdict.BACK, e=found["e"], sitting=chosen, at=here[0]["at"], by=here[0].get("by"))
    starts = next(one["starts"] for one in state["sittings"] if one["id"] == chosen)
    late = late_by(now, starts, state["rules"]["grace_minutes"])
    if late:
        return Decision(code=Verdict.IN_LATE, e=found["e"], sitting=chosen, minutes=late)
    return Decision(code=Verdict.IN, e=found["e"], sitting=chosen)


def refusal(person: Mapping[str, Any], sitting: int | None) -> Verdict | None:
    """Return why somebody of the roster (``{"k", "only"}``) is not let in at a sitting; None lets in."""
    if person["k"] == "withdrawn":
        return Verdict.WITHDRAWN
    if sitting is None:
        return Verdict.NO_SITTING
    if person["only"] is not None and sitting not in person["only"]:
        return Verdict.WRONG_SITTING
    return None


def sitting_at(sittings: Iterable[Mapping[str, Any]], now: int, rules: Mapping[str, Any]) -> int | None:
    """Return the sitting of the hour: of those whose door is open the one that begins last."""
    opens = rules["opens_minutes_before"] * MINUTE
    open_now = [one for one in sittings if one["starts"] - opens <= now <= one["ends"] + AFTER_END * MINUTE]
    return max(open_now, key=lambda one: (one["starts"], one["id"]))["id"] if open_now else None


def _whose(
    state: Mapping[str, Any], entry: str | int, verify: Verify, unpack: Callable[[str], bytes | None]
) -> Mapping[str, Any] | Decision:
    people = state["people"]
    if isinstance(entry, int):
        return next((one for one in people if one["e"] == entry), Decision(code=Verdict.NOT_LISTED))
    text = entry.strip()
    if not text.startswith("CN1:"):
        short = "".join(letter for letter in text.upper() if letter.isalnum())
        by_short = next((one for one in people if short and one["s"] == short), None)
        ended = next((one for one in state["ended"] if short and one["s"] == short), None)
        return by_short or (_ended(ended) if ended else Decision(code=Verdict.UNREADABLE))
    raw = unpack(text[4:])
    if raw is None or len(raw) != _HEAD.size + _SIGNATURE or raw[0] != 1:
        return Decision(code=Verdict.UNREADABLE)
    _version, key, number, ticket = _HEAD.unpack(raw[: _HEAD.size])
    message, signature = _SAID + raw[: _HEAD.size], raw[_HEAD.size :]
    keys = [bytes(one["raw"]) for one in state["keys"] if one["id"] == key.hex()]
    if not any(verify(each, message, signature) for each in keys):
        return Decision(code=Verdict.FORGED)
    if number != state["class"]["id"]:
        return Decision(code=Verdict.OTHER_CLASS)
    by_ticket = next((one for one in people if one["t"] == ticket.hex()), None)
    over = next((one for one in state["ended"] if one["t"] == ticket.hex()), None)
    return by_ticket or (_ended(over) if over else Decision(code=Verdict.NOT_LISTED))


def _ended(ticket: Mapping[str, Any]) -> Decision:
    return Decision(code=Verdict(ticket["why"]), e=ticket["e"])


def _kept(scans: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return scans by time without those that an ``undo`` took back: the one that it names (``of``), else the last."""
    every = sorted(scans, key=lambda each: each["at"])
    named = {one.get("of") for one in every if one.get("of")}
    kept: list[Mapping[str, Any]] = []
    for one in every:
        if one["kind"] != "undo":
            if not one.get("id") or one["id"] not in named:
                kept.append(one)
        elif not one.get("of"):
            kept = kept[:-1]
    return kept


def _stay(scans: Iterable[Mapping[str, Any]]) -> tuple[int, str | None] | None:
    """Return when and by whom the stay that lasts, or lasted last, began; None without one."""
    began = None
    inside = False
    for one in _kept(scans):
        if one["kind"] != "out" and not inside:
            began = (one["at"], one.get("by"))
        inside = one["kind"] != "out"
    return began


def late_by(at: int, starts: int, grace_minutes: int) -> int:
    """Return the minutes after the beginning, 0 within the grace."""
    minutes = at // MINUTE - starts // MINUTE
    return minutes if minutes > grace_minutes else 0


def early_by(at: int, ends: int, leave_minutes: int) -> int:
    """Return the minutes before the end, 0 within those that are free."""
    minutes = ends // MINUTE - at // MINUTE
    return minutes if minutes > leave_minutes else 0


# When it was


@dataclass(frozen=True, kw_only=True)
class Moment:
    """When a scan was; ``doubtful`` says that no lateness may be decided by it, ``why`` for what reason."""

    at: int
    doubtful: bool = False
    why: str = ""


def true_time(
    scan: Mapping[str, Any], upload: Mapping[str, Any], *, server: int, first: int | None, last: int | None
) -> Moment:
    """Return when a scan was, told by what the device knew.

    ``scan`` has ``at`` (the device's clock), ``boot``, ``up`` (milliseconds since then, from a clock that nobody
    sets), ``offset`` (server minus device as known then, or None); ``upload`` has ``now``, ``boot``, ``up`` of the
    device as it sent, ``server`` is the server's time then. ``first`` and ``last`` bound the days of the class.

    Within one boot both clocks are asked: a device that slept counts too little, one whose clock was set is off by
    what it was set. Where the clock jumped and the other can't be believed either, the moment is doubtful.
    """
    offset = server - upload["now"]
    known = scan["offset"] if scan["offset"] is not None else offset
    wall = scan["at"] + known
    jumped = abs(offset - known) > APART
    counted = None
    if scan["boot"] == upload["boot"] and upload["up"] >= scan["up"]:
        counted = server - (upload["up"] - scan["up"])
    if counted is not None and abs(counted - wall) <= APART:
        found = Moment(at=counted)
    elif jumped or (counted is not None and scan["offset"] is None):
        found = Moment(at=wall if counted is None else counted, doubtful=True, why="clock_jumped")
    else:
        found = Moment(at=wall)
    if found.at > server + APART:
        return Moment(at=found.at, doubtful=True, why="future")
    if (first is not None and found.at < first - DAY) or (last is not None and found.at > last + DAY):
        return Moment(at=found.at, doubtful=True, why="other_day")
    return found


# The mark that follows


class Reason(StrEnum):
    """Why a mark is what it is."""

    NOTHING = "nothing"
    DESK = "desk"
    SUBSTITUTED = "substituted"
    ON_TIME = "on_time"
    LATE = "late"
    LEFT_EARLY = "left_early"
    LATE_LEFT_EARLY = "late_left_early"
    TOO_SHORT = "too_short"
    TIME_UNSURE = "time_unsure"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One scan of a person at a sitting: ``kind`` in, out or undo, which takes back the one called ``of``."""

    kind: str
    at: int
    doubtful: bool = False
    id: str = ""
    of: str = ""


@dataclass(frozen=True, kw_only=True)
class Derived:
    """A mark (a value of ``enums.Mark``), why, and the figures that say so; ``review`` asks the desk to decide."""

    mark: str
    reason: Reason
    facts: dict[str, int] = field(default_factory=dict)
    review: bool = False


def derive(
    sitting: Mapping[str, Any],
    rules: Rules,
    scans: Sequence[Seen],
    *,
    desk: str | None = None,
    substitute_came: bool = False,
) -> Derived:
    """Return the mark of one person at one sitting (``{"starts", "ends"}``).

    ``desk`` is what a clerk marked, which stands above the door: where the door says otherwise, ``review`` is set.
    Without a scan of the own, an original whose substitute came is excused.
    """
    door = _by_door(sitting, rules, scans)
    if desk not in (None, "none"):
        assert desk is not None
        return Derived(
            mark=desk,
            reason=Reason.DESK,
            facts=door.facts,
            review=door.reason != Reason.NOTHING and door.mark != desk,
        )
    if door.reason == Reason.NOTHING and substitute_came:
        return Derived(mark="excused", reason=Reason.SUBSTITUTED)
    return replace(door, review=door.review or (substitute_came and door.reason != Reason.NOTHING))


def _by_door(sitting: Mapping[str, Any], rules: Rules, scans: Sequence[Seen]) -> Derived:
    kept = [one["seen"] for one in _kept({**vars(each), "seen": each} for each in scans)]
    if not kept:
        return Derived(mark="none", reason=Reason.NOTHING)
    starts, ends = sitting["starts"], sitting["ends"]
    # Somebody seen first on leaving was there from an hour that nobody knows.
    came = kept[0] if kept[0].kind != "out" else None
    gone = kept[-1] if kept[-1].kind == "out" else None
    facts = {"starts": starts, "limit": starts + rules.grace_minutes * MINUTE}
    if came is not None:
        facts["in"] = came.at
    if gone is not None:
        facts |= {"out": gone.at, "ends": ends, "until": ends - rules.leave_minutes * MINUTE}
    if any(one.doubtful for one in (came, gone) if one is not None):
        return Derived(mark="present", reason=Reason.TIME_UNSURE, facts=facts, review=True)
    stayed = _stayed(kept, starts, ends)
    length = (ends - starts) // MINUTE
    if rules.sitting_share and stayed * 100 < rules.sitting_share * length:
        facts |= {"stayed": stayed, "length": length, "share": rules.sitting_share}
        return Derived(mark="absent", reason=Reason.TOO_SHORT, facts=facts)
    late = late_by(came.at, starts, rules.grace_minutes) if came is not None else 0
    early = early_by(gone.at, ends, rules.leave_minutes) if gone is not None else 0
    return _by_minutes(late, early, facts)


def _by_minutes(late: int, early: int, facts: dict[str, int]) -> Derived:
    if late:
        facts["late"] = late
    if early:
        facts["early"] = early
        return Derived(mark="left_early", reason=Reason.LATE_LEFT_EARLY if late else Reason.LEFT_EARLY, facts=facts)
    if late:
        return Derived(mark="late", reason=Reason.LATE, facts=facts)
    return Derived(mark="present", reason=Reason.ON_TIME, facts=facts)


def _stayed(kept: Sequence[Seen], starts: int, ends: int) -> int:
    """Return the minutes inside the sitting; who was never seen leaving stayed to the end."""
    total, since = 0, starts if kept[0].kind == "out" else None
    for one in kept:
        if one.kind == "out":
            if since is not None:
                total += max(0, min(one.at, ends) - since)
            since = None
        elif since is None:
            since = max(one.at, starts)
    if since is not None:
        total += max(0, ends - since)
    return total // MINUTE


@dataclass(frozen=True, kw_only=True)
class Share:
    """How much of a class somebody attended; ``enough`` by the class's rule."""

    attended: int
    of: int
    percent: int
    enough: bool


def class_share(marks: Iterable[str], rules: Rules) -> Share:
    """Return the share of the sittings at which somebody was there: late, left early and made up count as well."""
    each = list(marks)
    there = sum(1 for one in each if one in {"present", "late", "left_early", "made_up"})
    percent = there * 100 // len(each) if each else 0
    return Share(attended=there, of=len(each), percent=percent, enough=there * 100 >= rules.class_share * len(each))
