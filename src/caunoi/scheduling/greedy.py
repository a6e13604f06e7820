"""One class after the other, each to the place that costs least then: fast, never clashing, never the best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from caunoi.scheduling.candidates import Candidates, Resources, slots_of
from caunoi.scheduling.costs import (
    Shares,
    day_points,
    days_of,
    excess,
    room_points,
    speaker_points,
    travel_points,
)
from caunoi.scheduling.problem import Lesson, Placement, Problem, Room, Slot, Speaker
from caunoi.scheduling.runs import Run, cell_of

# Of the free rooms the cheapest so many are tried with every speaker.
_ROOMS = 5


class Board:
    """What is taken so far: rooms and speakers by slot, loads by week, quarter, speaker and month."""

    def __init__(self, resources: Resources) -> None:
        self.problem: Problem = resources.problem
        self.resources = resources
        self.shares = Shares(resources.problem, resources.timeline)
        self.taken: dict[str, set[Slot]] = {}
        self.teaching: dict[str, set[Slot]] = {}
        self.weeks: Counter[tuple[int, int]] = Counter()
        self.quarters: Counter[tuple[int, int]] = Counter()
        self.loads: Counter[str] = Counter()
        self.months: Counter[tuple[str, int, int]] = Counter()
        self.placements: dict[str, Placement] = {}

    def room_free(self, room: Room, slots: tuple[Slot, ...]) -> bool:
        """Say whether nobody has the room at these sittings."""
        return room.busy.isdisjoint(slots) and self.taken.get(room.key, _NOTHING).isdisjoint(slots)

    def speaker_free(self, speaker: Speaker, lesson: Lesson, run: Run) -> bool:
        """Say whether the speaker has these sittings, and room for them in the month."""
        slots = slots_of(lesson, run)
        if not speaker.busy.isdisjoint(slots) or not self.teaching.get(speaker.key, _NOTHING).isdisjoint(slots):
            return False
        return speaker.most is None or self._in_month(speaker, run) + lesson.sittings <= speaker.most

    def _in_month(self, speaker: Speaker, run: Run) -> int:
        return self.months[speaker.key, *run.cell.month]

    def put(self, of: Candidates, placed: Placement) -> None:
        """Take what the placement takes."""
        need, day = of.need, placed.start.day
        self.placements[need.key] = placed
        self.weeks[cell_of(day).week] += need.sittings
        self.quarters[cell_of(day).quarter] += need.sittings
        if placed.room is not None:
            self.taken.setdefault(placed.room, set()).update(placed.slots)
        for number, lesson in enumerate(need.lessons):
            speaker = placed.speakers[number]
            if speaker is not None:
                self.teaching.setdefault(speaker, set()).update(
                    placed.slots[lesson.first : lesson.first + lesson.sittings]
                )
                self.loads[speaker] += lesson.sittings
                self.months[speaker, day.year, day.month] += lesson.sittings

    def best(self, of: Candidates, near: Placement | None = None) -> Placement | None:
        """Return the placement that costs least as things stand, the earliest of equals; None where there is none.

        ``near`` narrows it to that week and month, that room and those speakers.
        """
        best: tuple[int, Placement] | None = None
        rooms = [(room_points(self.problem, of.need, room), room) for room in of.rooms]
        rooms.sort(key=lambda pair: pair[0])
        if near is not None:
            rooms = [pair for pair in rooms if pair[1].key == near.room]
        for run in of.runs:
            if near is not None and run.cell != cell_of(near.start.day):
                continue
            points = self._run_points(of, run)
            if best and points >= best[0]:
                continue
            for extra, room in self._rooms(of, rooms, run):
                found = self._speakers(of, run, room, near)
                if found is None:
                    break
                cost = points + found[0] + extra
                if best is None or cost < best[0]:
                    names: list[str | None] = [None] * len(of.need.lessons)
                    for number, speaker in found[1].items():
                        names[number] = speaker
                    placed = Placement(slots=run.slots, room=room.key if room else None, speakers=tuple(names))
                    best = cost, placed
        return best[1] if best else None

    def _run_points(self, of: Candidates, run: Run) -> int:
        weights, need = self.problem.weights, of.need
        week, quarter = run.cell.week, run.cell.quarter
        load, share = self.weeks[week], self.shares.week[week]
        points = weights.week * (excess(load + need.sittings, share) - excess(load, share))
        over, fair = self.quarters[quarter], self.shares.quarter[quarter]
        points += weights.quarter * (max(0, over + need.sittings - fair) - max(0, over - fair))
        return points + day_points(self.problem, need, run.slots)

    def _rooms(self, of: Candidates, rooms: list[tuple[int, Room]], run: Run) -> list[tuple[int, Room | None]]:
        if not of.need.needs_room:
            return [(0, None)]
        free: list[tuple[int, Room | None]] = []
        for points, room in rooms:
            if self.room_free(room, run.slots):
                free.append((points, room))
                if len(free) == _ROOMS:
                    break
        return free

    def _speakers(
        self, of: Candidates, run: Run, room: Room | None, near: Placement | None
    ) -> tuple[int, dict[int, str]] | None:
        total = 0
        chosen: dict[int, str] = {}
        added: Counter[str] = Counter()
        for number, lesson, able in of.lessons:
            days = days_of(lesson, run.slots)
            options = []
            for speaker in able:
                if near is not None and speaker.key != near.speakers[number]:
                    continue
                if not self.speaker_free(speaker, lesson, run):
                    continue
                if any(chosen.get(other) == speaker.key and overlap(lesson, one) for other, one, _able in of.lessons):
                    continue
                month = self._in_month(speaker, run) + added[speaker.key] + lesson.sittings
                if speaker.most is not None and month > speaker.most:
                    continue
                load = self.loads[speaker.key] + added[speaker.key]
                points = self.problem.weights.balance * (
                    excess(load + lesson.sittings, self.shares.speaker) - excess(load, self.shares.speaker)
                )
                points += speaker_points(self.problem, of.need, number, speaker.key)
                if room is not None:
                    points += travel_points(self.problem, speaker.base, room, days)
                options.append((points, load, speaker.key))
            if not options:
                return None
            points, _load, key = min(options)
            total += points
            chosen[number] = key
            added[key] += lesson.sittings
        return total, chosen


def overlap(lesson: Lesson, other: Lesson) -> bool:
    """Say whether two lessons of a class share a sitting."""
    return lesson.first < other.first + other.sittings and other.first < lesson.first + lesson.sittings


_NOTHING: frozenset[Slot] = frozenset()


def realise(
    resources: Resources, candidates: Iterable[Candidates], wanted: Mapping[str, Placement]
) -> dict[str, Placement]:
    """Return a schedule without clashes close to ``wanted``, whose week, room and speakers are right but not its days.

    Settled classes come first, then the longest; who finds no place as wanted takes the cheapest that is left.
    """
    board = Board(resources)
    waiting = []
    for of in sorted(candidates, key=lambda of: (not of.need.lock, -of.need.sittings, _choices(of), of.need.key)):
        near = wanted.get(of.need.key)
        found = board.best(of, near) if near else None
        if found is None and of.need.lock:
            found = board.best(of)
        if found:
            board.put(of, found)
        else:
            waiting.append(of)
    for of in waiting:
        found = board.best(of)
        if found:
            board.put(of, found)
    return board.placements


def greedy(resources: Resources, candidates: Iterable[Candidates], *, keep: bool = True) -> dict[str, Placement]:
    """Return a schedule without clashes: settled classes first, then those that stand (``keep``), then the scarcest."""
    board = Board(resources)
    waiting = []
    ordered = sorted(candidates, key=lambda of: (not of.need.lock, _choices(of), of.need.key))
    for of in ordered:
        stood = _still_good(board, of) if keep else None
        if stood:
            board.put(of, stood)
        elif of.need.lock:
            found = board.best(of)
            if found:
                board.put(of, found)
            else:
                waiting.append(of)
        else:
            waiting.append(of)
    for of in waiting:
        found = board.best(of)
        if found:
            board.put(of, found)
    return board.placements


def _choices(of: Candidates) -> int:
    able = [len(speakers) for _n, _lesson, speakers in of.lessons]
    return len(of.runs) * max(1, len(of.rooms)) * min(able, default=10) // max(1, of.need.sittings)


def _still_good(board: Board, of: Candidates) -> Placement | None:
    """Return the placement that stands, where every lock, window and neighbour lets it."""
    stood = of.need.standing
    if stood is None:
        return None
    run = next((run for run in of.runs if run.slots == stood.slots), None)
    if run is None or len(stood.speakers) != len(of.need.lessons):
        return None
    if of.need.needs_room:
        room = next((room for room in of.rooms if room.key == stood.room), None)
        if room is None or not board.room_free(room, run.slots):
            return None
    elif stood.room is not None:
        return None
    months: Counter[str] = Counter()
    for number, lesson, able in of.lessons:
        speaker = next((one for one in able if one.key == stood.speakers[number]), None)
        if speaker is None or not board.speaker_free(speaker, lesson, run):
            return None
        months[speaker.key] += lesson.sittings
        if (
            speaker.most is not None
            and board.months[speaker.key, run.day.year, run.day.month] + months[speaker.key] > speaker.most
        ):
            return None
    named = {number for number, _lesson, _able in of.lessons}
    if any(stood.speakers[number] is not None for number in range(len(of.need.lessons)) if number not in named):
        return None
    return stood
