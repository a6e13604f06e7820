"""What is to be scheduled, and what a proposal says: plain frozen data, keys are the caller's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Part(StrEnum):
    """The part of a day that a sitting takes."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


PART_ORDER = {Part.MORNING: 0, Part.AFTERNOON: 1, Part.EVENING: 2}


@dataclass(frozen=True, slots=True)
class Slot:
    """A half-day or evening: what one class, one room and one speaker can be in once."""

    day: dt.date
    part: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody who can teach. ``most`` bounds the sittings of the classes that begin in one month; None: no bound."""

    key: str
    busy: frozenset[Slot] = frozenset()
    most: int | None = None
    base: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room; ``capacity`` None is not known and refuses nobody. ``place`` is where speakers travel to."""

    key: str
    capacity: int | None = None
    place: str = ""
    busy: frozenset[Slot] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """``sittings`` of a class, from its ``first`` one (0 is the first), taught by one of ``able``."""

    able: frozenset[str]
    first: int = 0
    sittings: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """When, where and by whom a class is taught; ``speakers`` is one a lesson, None for nobody."""

    slots: tuple[Slot, ...]
    room: str | None = None
    speakers: tuple[str | None, ...] = ()

    @property
    def start(self) -> Slot:
        """The first sitting."""
        return self.slots[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What a person has settled: the proposal keeps it or says why it can't."""

    start: Slot | None = None
    room: str | None = None
    speakers: tuple[str | None, ...] | None = None

    def __bool__(self) -> bool:
        """Whether anything is settled."""
        return self.start is not None or self.room is not None or self.speakers is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassNeed:
    """One class that is to be held between ``first`` and ``last``, on days that follow each other.

    ``standing`` is where it stood before: it is moved only where that is worth more than the move.
    """

    key: str
    sittings: int
    first: dt.date
    last: dt.date
    seats: int | None = None
    lessons: tuple[Lesson, ...] = ()
    needs_room: bool = True
    evening: bool = False
    wished_rooms: frozenset[str] = frozenset()
    wished_speakers: frozenset[str] = frozenset()
    wished_first: dt.date | None = None
    wished_last: dt.date | None = None
    lock: Lock = Lock()
    standing: Placement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each part of the objective costs, in points; fewer points are better.

    week, balance: a sitting above the fair share of its week, of its speaker; twice as much above half as much again.
    quarter: a sitting above the fair share of its quarter. travel: ten minutes on one day. seats: a twentieth of a
    room left empty. wish: one that is not kept. moved_…: a class that no longer stands where it stood.
    """

    unplaced: int = 100_000
    unlocked: int = 300_000
    week: int = 3
    quarter: int = 1
    balance: int = 2
    travel: int = 1
    seats: int = 1
    wish: int = 8
    moved_day: int = 15
    moved_room: int = 6
    moved_speaker: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Everything that a proposal rests on. ``travel`` is minutes from a base to a place; a missing pair is none."""

    classes: tuple[ClassNeed, ...]
    speakers: tuple[Speaker, ...] = ()
    rooms: tuple[Room, ...] = ()
    closed: frozenset[dt.date] = frozenset()
    travel: Mapping[tuple[str, str], int] = field(default_factory=dict)
    weights: Weights = Weights()


class Code(StrEnum):
    """Why a class can't be placed."""

    NO_OPEN_DAYS = "no_open_days"
    NO_ROOM = "no_room"
    ROOM_TOO_SMALL = "room_too_small"
    NO_SPEAKER = "no_speaker"
    ROOMS_TAKEN = "rooms_taken"
    SPEAKERS_AWAY = "speakers_away"
    NEVER_TOGETHER = "never_together"
    LOCKED_DAY_CLOSED = "locked_day_closed"
    LOCKED_ROOM_TAKEN = "locked_room_taken"
    LOCKED_SPEAKER_TAKEN = "locked_speaker_taken"
    SPEAKERS_FULL = "speakers_full"
    OTHERS_FIRST = "others_first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a class has no place: a code and what a sentence about it needs.

    ``room``, ``speaker``, ``other`` (a class in the way) are keys; ``number`` is what ``code`` counts: seats of the
    largest room, speakers who are able, sittings needed.
    """

    code: Code
    room: str | None = None
    speaker: str | None = None
    other: str | None = None
    slot: Slot | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """The objective in its parts, in points; ``unplaced`` is what classes without a place cost."""

    unplaced: int = 0
    week: int = 0
    quarter: int = 0
    balance: int = 0
    travel: int = 0
    seats: int = 0
    wish: int = 0
    moved: int = 0

    @property
    def total(self) -> int:
        """All parts together."""
        return (
            self.unplaced + self.week + self.quarter + self.balance + self.travel + self.seats + self.wish + self.moved
        )


class Method(StrEnum):
    """How a proposal was found."""

    SOLVER = "solver"
    GREEDY = "greedy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Where each class goes, what that costs, and how much better any other schedule could be at most.

    ``bound``: no schedule costs fewer points. ``moved`` names the classes that stood elsewhere before.
    """

    placements: Mapping[str, Placement]
    reasons: Mapping[str, tuple[Reason, ...]]
    costs: Costs
    bound: float
    greedy: int
    method: Method
    seconds: float
    moved: tuple[str, ...] = ()

    @property
    def gap(self) -> float:
        """By what share of the bound the objective lies above it at most; 0 is the best there is.

        Classes for which the bound proves that they have no place count on neither side: they would hide the rest.
        """
        return gap(self.costs.total, self.bound, self.costs.unplaced)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What is known while a proposal is being made; ``objective`` and ``gap`` are the best so far."""

    seconds: float
    objective: int
    bound: float
    unplaced: int = 0

    @property
    def gap(self) -> float:
        """As ``Proposal.gap``."""
        return gap(self.objective, self.bound, self.unplaced)


def gap(objective: float, bound: float, unplaced: float = 0) -> float:
    """Return by what share of ``bound`` the objective lies above it; a bound below one point counts as one."""
    if bound >= unplaced:
        bound -= unplaced
        objective -= unplaced
    return max(0.0, objective - bound) / max(1.0, bound)
