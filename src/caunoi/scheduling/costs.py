"""What a set of placements costs, part by part: the yardstick of the greedy way, of the solver and of the tests."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from math import ceil

from caunoi.scheduling.problem import ClassNeed, Costs, Lesson, Placement, Problem, Room, Slot
from caunoi.scheduling.runs import Timeline, cell_of


class Shares:
    """The fair shares: sittings a week, a quarter and a speaker would have if all were spread evenly."""

    def __init__(self, problem: Problem, timeline: Timeline) -> None:
        total = sum(need.sittings for need in problem.classes)
        taught = sum(lesson.sittings for need in problem.classes for lesson in need.lessons)
        in_week = Counter(cell_of(day).week for day in timeline.days)
        in_quarter = Counter(cell_of(day).quarter for day in timeline.days)
        days = max(1, len(timeline.days))
        self.week = {key: ceil(total * count / days) for key, count in in_week.items()}
        self.quarter = {key: ceil(total * count / days) for key, count in in_quarter.items()}
        self.speaker = ceil(taught / max(1, len(problem.speakers)))


def excess(load: int, share: int) -> int:
    """Return how far a load lies above its share; what lies above half as much again counts twice more."""
    return max(0, load - share) + 2 * max(0, load - steep(share))


def steep(share: int) -> int:
    """Return the load from which a sitting counts threefold."""
    return share + ceil(share / 2)


def empty_twentieths(need: ClassNeed, room: Room) -> int:
    """Return how many twentieths of the room stay empty."""
    if room.capacity is None or need.seats is None or room.capacity <= 0:
        return 0
    return max(0, room.capacity - need.seats) * 20 // room.capacity


def travel_points(problem: Problem, base: str, room: Room, days: int) -> int:
    """Return what a speaker's way to a room costs on so many days."""
    return problem.weights.travel * (problem.travel.get((base, room.place), 0) // 10) * days


def days_of(lesson: Lesson, slots: tuple[Slot, ...]) -> int:
    """Return on how many days a lesson is taught."""
    return len({slot.day for slot in slots[lesson.first : lesson.first + lesson.sittings]})


def room_points(problem: Problem, need: ClassNeed, room: Room) -> int:
    """Return what a room costs a class: seats left empty, a wish not kept, a move."""
    points = problem.weights.seats * empty_twentieths(need, room)
    return points + room_wish(problem, need, room.key) + room_move(problem, need, room.key)


def speaker_points(problem: Problem, need: ClassNeed, lesson: int, speaker: str) -> int:
    """Return what a speaker costs a lesson wherever it is held: a wish not kept, a move."""
    return speaker_wish(problem, need, speaker) + speaker_move(problem, need, lesson, speaker)


def day_points(problem: Problem, need: ClassNeed, slots: tuple[Slot, ...]) -> int:
    """Return what a run costs a class by itself: a wish not kept, a move."""
    return day_wish(problem, need, slots[0].day) + day_move(problem, need, slots)


def room_wish(problem: Problem, need: ClassNeed, room: str) -> int:
    """Return what it costs that the room is not a wished one."""
    return problem.weights.wish if need.wished_rooms and room not in need.wished_rooms else 0


def speaker_wish(problem: Problem, need: ClassNeed, speaker: str) -> int:
    """Return what it costs that the speaker is not a wished one."""
    return problem.weights.wish if need.wished_speakers and speaker not in need.wished_speakers else 0


def day_wish(problem: Problem, need: ClassNeed, day: dt.date) -> int:
    """Return what it costs to begin outside of the wished days."""
    early = need.wished_first is not None and day < need.wished_first
    late = need.wished_last is not None and day > need.wished_last
    return problem.weights.wish if early or late else 0


def day_move(problem: Problem, need: ClassNeed, slots: tuple[Slot, ...]) -> int:
    """Return what it costs to begin elsewhere in time than before."""
    return problem.weights.moved_day if need.standing and need.standing.slots != slots else 0


def room_move(problem: Problem, need: ClassNeed, room: str | None) -> int:
    """Return what it costs to be in another room than before."""
    return problem.weights.moved_room if need.standing and need.standing.room not in {None, room} else 0


def speaker_move(problem: Problem, need: ClassNeed, lesson: int, speaker: str | None) -> int:
    """Return what it costs that another speaker teaches a lesson than before."""
    before = need.standing.speakers if need.standing else ()
    stood = before[lesson] if lesson < len(before) else None
    return problem.weights.moved_speaker if stood is not None and stood != speaker else 0


def costs_of(problem: Problem, placements: Mapping[str, Placement], timeline: Timeline) -> Costs:
    """Return the objective of ``placements`` in its parts; classes that are missing there have no place."""
    weights, shares = problem.weights, Shares(problem, timeline)
    rooms = {room.key: room for room in problem.rooms}
    bases = {speaker.key: speaker.base for speaker in problem.speakers}
    weeks: Counter[tuple[int, int]] = Counter()
    quarters: Counter[tuple[int, int]] = Counter()
    loads: Counter[str] = Counter()
    parts: dict[str, int] = defaultdict(int)
    for need in problem.classes:
        placed = placements.get(need.key)
        if placed is None:
            parts["unplaced"] += weights.unlocked if need.lock else weights.unplaced
            continue
        day = placed.start.day
        weeks[cell_of(day).week] += need.sittings
        quarters[cell_of(day).quarter] += need.sittings
        parts["wish"] += day_wish(problem, need, day)
        parts["moved"] += day_move(problem, need, placed.slots)
        room = rooms[placed.room] if placed.room is not None else None
        if room is not None:
            parts["seats"] += weights.seats * empty_twentieths(need, room)
            parts["wish"] += room_wish(problem, need, room.key)
            parts["moved"] += room_move(problem, need, room.key)
        for number, lesson in enumerate(need.lessons):
            speaker = placed.speakers[number]
            if speaker is None:
                continue
            loads[speaker] += lesson.sittings
            parts["wish"] += speaker_wish(problem, need, speaker)
            parts["moved"] += speaker_move(problem, need, number, speaker)
            if room is not None:
                parts["travel"] += travel_points(problem, bases[speaker], room, days_of(lesson, placed.slots))
    parts["week"] = weights.week * sum(excess(load, shares.week[key]) for key, load in weeks.items())
    parts["quarter"] = weights.quarter * sum(max(0, load - shares.quarter[key]) for key, load in quarters.items())
    parts["balance"] = weights.balance * sum(excess(load, shares.speaker) for load in loads.values())
    return Costs(**parts)
