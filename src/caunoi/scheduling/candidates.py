"""What each class could take, whatever the others do."""

from __future__ import annotations

from dataclasses import dataclass

from caunoi.scheduling.problem import ClassNeed, Lesson, Problem, Room, Slot, Speaker
from caunoi.scheduling.runs import Run, Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The runs, rooms and speakers (by lesson) of one class; a run is kept where some room and speakers are free.

    ``lessons`` leaves out those for which a person settled that nobody is named; ``open_runs`` are all runs on open
    days.
    """

    need: ClassNeed
    open_runs: list[Run]
    runs: list[Run]
    rooms: list[Room]
    lessons: list[tuple[int, Lesson, list[Speaker]]]

    @property
    def hopeless(self) -> bool:
        """Whether the class has no place even if it were alone."""
        return not self.runs


class Resources:
    """The problem's rooms and speakers by key, and its timeline."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.timeline = Timeline(problem)
        self.rooms = {room.key: room for room in problem.rooms}
        self.speakers = {speaker.key: speaker for speaker in problem.speakers}

    def candidates(self, need: ClassNeed) -> Candidates:
        """Return what the class could take."""
        runs = self.timeline.runs(need)
        rooms = self.rooms_for(need)
        lessons = self.lessons_of(need)
        found = [
            run
            for run in runs
            if (not need.needs_room or any(room.busy.isdisjoint(run.slots) for room in rooms))
            and all(any(is_free(speaker, lesson, run) for speaker in able) for _n, lesson, able in lessons)
        ]
        return Candidates(need=need, open_runs=runs, runs=found, rooms=rooms, lessons=lessons)

    def rooms_for(self, need: ClassNeed) -> list[Room]:
        """Return the rooms that are large enough; the settled one alone, however large it is."""
        if not need.needs_room:
            return []
        if need.lock.room is not None:
            return [self.rooms[need.lock.room]] if need.lock.room in self.rooms else []
        return [room for room in self.problem.rooms if seats_enough(room, need)]

    def lessons_of(self, need: ClassNeed) -> list[tuple[int, Lesson, list[Speaker]]]:
        """Return number, lesson and who could teach it; the settled one alone, whatever the catalogue says."""
        found = []
        for number, lesson in enumerate(need.lessons):
            settled = need.lock.speakers
            if settled is None:
                able = [self.speakers[key] for key in sorted(lesson.able) if key in self.speakers]
            elif number >= len(settled) or settled[number] is None:
                continue
            else:
                able = [self.speakers[key] for key in (settled[number],) if key in self.speakers]
            found.append((number, lesson, able))
        return found


def seats_enough(room: Room, need: ClassNeed) -> bool:
    """Say whether the class fits into the room as far as both numbers are known."""
    return room.capacity is None or need.seats is None or room.capacity >= need.seats


def slots_of(lesson: Lesson, run: Run) -> tuple[Slot, ...]:
    """Return the sittings of the lesson."""
    return run.slots[lesson.first : lesson.first + lesson.sittings]


def is_free(speaker: Speaker, lesson: Lesson, run: Run) -> bool:
    """Say whether nothing outside of this schedule keeps the speaker from the lesson."""
    return speaker.busy.isdisjoint(slots_of(lesson, run))
