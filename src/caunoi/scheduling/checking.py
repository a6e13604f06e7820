"""What is wrong with a set of placements, looked at slot by slot: independent of how they were found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from caunoi.scheduling.candidates import seats_enough
from caunoi.scheduling.problem import ClassNeed, Placement, Problem, Slot


class ClashKind(StrEnum):
    """What is wrong with one class at one place."""

    ROOM_TWICE = "room_twice"
    SPEAKER_TWICE = "speaker_twice"
    ROOM_TAKEN = "room_taken"
    SPEAKER_TAKEN = "speaker_taken"
    ROOM_SMALL = "room_small"
    DAY_CLOSED = "day_closed"
    OUTSIDE_WINDOW = "outside_window"
    SPEAKER_UNABLE = "speaker_unable"
    MONTH_FULL = "month_full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """One thing that is wrong: the class, and the room, speaker, other class and sitting that it is about."""

    kind: ClashKind
    need: str
    room: str | None = None
    speaker: str | None = None
    other: str | None = None
    slot: Slot | None = None


def clashes_of(problem: Problem, placements: Mapping[str, Placement]) -> list[Clash]:
    """Return everything that is wrong, by class; size, ability and window of what a person settled are not judged."""
    found: list[Clash] = []
    book = _Book(problem)
    for need in problem.classes:
        placed = placements.get(need.key)
        if placed is not None:
            found += _days(problem, need, placed)
            found += book.room(need, placed)
            for number in range(len(need.lessons)):
                found += book.lesson(need, placed, number)
    return found


class _Book:
    """Who is where, as far as the classes were gone through."""

    def __init__(self, problem: Problem) -> None:
        self.rooms = {room.key: room for room in problem.rooms}
        self.speakers = {speaker.key: speaker for speaker in problem.speakers}
        self.held: dict[tuple[str, Slot], str] = {}
        self.taught: dict[tuple[str, Slot], tuple[str, int]] = {}
        self.months: Counter[tuple[str, int, int]] = Counter()

    def room(self, need: ClassNeed, placed: Placement) -> Iterator[Clash]:
        """Yield what is wrong with the room."""
        if placed.room is None:
            return
        room = self.rooms[placed.room]
        if need.lock.room is None and not seats_enough(room, need):
            yield Clash(kind=ClashKind.ROOM_SMALL, need=need.key, room=room.key)
        for slot in placed.slots:
            if slot in room.busy:
                yield Clash(kind=ClashKind.ROOM_TAKEN, need=need.key, room=room.key, slot=slot)
            other = self.held.setdefault((room.key, slot), need.key)
            if other != need.key:
                yield Clash(kind=ClashKind.ROOM_TWICE, need=need.key, room=room.key, slot=slot, other=other)

    def lesson(self, need: ClassNeed, placed: Placement, number: int) -> Iterator[Clash]:
        """Yield what is wrong with the speaker of one lesson."""
        lesson, key = need.lessons[number], placed.speakers[number]
        if key is None:
            return
        if need.lock.speakers is None and key not in lesson.able:
            yield Clash(kind=ClashKind.SPEAKER_UNABLE, need=need.key, speaker=key)
        for slot in placed.slots[lesson.first : lesson.first + lesson.sittings]:
            if slot in self.speakers[key].busy:
                yield Clash(kind=ClashKind.SPEAKER_TAKEN, need=need.key, speaker=key, slot=slot)
            other = self.taught.setdefault((key, slot), (need.key, number))
            if other != (need.key, number):
                yield Clash(kind=ClashKind.SPEAKER_TWICE, need=need.key, speaker=key, slot=slot, other=other[0])
        month = (key, placed.start.day.year, placed.start.day.month)
        self.months[month] += lesson.sittings
        most = self.speakers[key].most
        if most is not None and self.months[month] > most:
            yield Clash(kind=ClashKind.MONTH_FULL, need=need.key, speaker=key, slot=placed.start)


def _days(problem: Problem, need: ClassNeed, placed: Placement) -> Iterator[Clash]:
    for slot in placed.slots:
        if slot.day in problem.closed:
            yield Clash(kind=ClashKind.DAY_CLOSED, need=need.key, slot=slot)
        if need.lock.start is None and not need.first <= slot.day <= need.last:
            yield Clash(kind=ClashKind.OUTSIDE_WINDOW, need=need.key, slot=slot)
