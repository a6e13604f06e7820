"""The problem as a model of CP-SAT: when, where and by whom each class is taught, and what that costs.

The whole model has one optional interval a class and room, a lesson and speaker. The relaxed one leaves the intervals
out and knows weeks instead of days: it is solved almost at once, and no schedule costs less than its bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from caunoi.scheduling.candidates import Candidates, is_free
from caunoi.scheduling.costs import day_move, day_wish, days_of, room_points, speaker_points, steep, travel_points
from caunoi.scheduling.greedy import Board
from caunoi.scheduling.problem import Part, Placement, Room, Slot
from caunoi.scheduling.runs import Cell, Run

Literal = cp_model.IntVar
Terms = list[cp_model.LinearExprT]


@dataclass(kw_only=True)
class _Class:
    """The variables of one class; ``cells`` are where it may begin, ``ways`` a lesson's speaker to a place."""

    of: Candidates
    placed: Literal
    start: cp_model.IntVar | None
    evening: bool
    cells: dict[Cell, Literal] = field(default_factory=dict)
    rooms: dict[str, Literal] = field(default_factory=dict)
    speakers: dict[tuple[int, str], Literal] = field(default_factory=dict)
    ways: dict[tuple[int, str, str], Literal] = field(default_factory=dict)
    months: dict[tuple[int, str, tuple[int, int]], Literal] = field(default_factory=dict)
    late: Literal | None = None
    same: Literal | None = None


@dataclass(frozen=True, kw_only=True)
class _Above:
    """A sum of sittings, what it may reach without cost, and the variable that says how far it lies above."""

    key: tuple[object, ...]
    share: int
    variable: cp_model.IntVar


class Model:
    """The model of ``candidates`` on a ``board`` on which other classes stand already and stay."""

    def __init__(self, board: Board, candidates: Iterable[Candidates], *, relaxed: bool = False) -> None:
        self.board = board
        self.relaxed = relaxed
        self.problem = board.problem
        self.timeline = board.resources.timeline
        self.model = cp_model.CpModel()
        self.classes: dict[str, _Class] = {}
        self._costs: Terms = []
        # By room or speaker and by whether it is in the evening: what may not overlap.
        self._intervals: dict[tuple[str, str, bool], list[cp_model.IntervalVar]] = defaultdict(list)
        self._loads: dict[str, Terms] = defaultdict(list)
        self._months: dict[tuple[str, int, int], Terms] = defaultdict(list)
        self._above: list[_Above] = []
        for of in candidates:
            self._add(of)
        self._no_overlap()
        self._spread()
        self.model.minimize(cp_model.LinearExpr.sum(self._costs))

    def _add(self, of: Candidates) -> None:
        need, weights = of.need, self.problem.weights
        placed = self.model.new_bool_var("")
        starts = cp_model.Domain.from_values([run.start for run in of.runs])
        one = _Class(
            of=of,
            placed=placed,
            start=None if self.relaxed else self.model.new_int_var_from_domain(starts, need.key),
            evening=of.runs[0].slots[0].part == Part.EVENING,
        )
        self.classes[need.key] = one
        self._costs.append((weights.unlocked if need.lock else weights.unplaced) * (1 - placed))
        self._cells(one)
        self._days(one)
        self._rooms(one)
        self._speakers(one)

    def _cells(self, one: _Class) -> None:
        """Add a literal for each cell in which the class may begin; one of them is true where it is placed."""
        cells: dict[Cell, list[Run]] = defaultdict(list)
        for run in one.of.runs:
            cells[run.cell].append(run)
        if len(cells) == 1:
            one.cells = dict.fromkeys(cells, one.placed)
            return
        for cell, runs in cells.items():
            literal = one.cells[cell] = self.model.new_bool_var("")
            self._starts_in(one, runs, literal)
        self.model.add(sum(one.cells.values()) == one.placed)

    def _starts_in(self, one: _Class, runs: list[Run], literal: cp_model.LiteralT) -> None:
        if one.start is not None:
            self.model.add_linear_expression_in_domain(
                one.start, cp_model.Domain.from_values([run.start for run in runs])
            ).only_enforce_if(literal)

    def _days(self, one: _Class) -> None:
        """Add what the days cost by themselves: a wish not kept, a move."""
        need, weights = one.of.need, self.problem.weights
        wished = [run for run in one.of.runs if not day_wish(self.problem, need, run.day)]
        if len(wished) < len(one.of.runs):
            one.late = self.model.new_bool_var("")
            self._starts_in(one, wished, one.late.negated())
            self._only_in(one, wished, one.late)
            self._costs.append(weights.wish * one.late)
        stood = [run for run in one.of.runs if not day_move(self.problem, need, run.slots)]
        if len(stood) < len(one.of.runs):
            one.same = self.model.new_bool_var("")
            self._starts_in(one, stood, one.same)
            cells = {run.cell for run in stood}
            self.model.add(sum(one.cells[cell] for cell in cells) >= one.same)
            self._costs.append(weights.moved_day * (one.placed - one.same))

    def _only_in(self, one: _Class, runs: list[Run], otherwise: Literal) -> None:
        """Make ``otherwise`` true where the class is placed in no cell of ``runs``."""
        inside = {run.cell for run in runs}
        outside = [literal for cell, literal in one.cells.items() if cell not in inside]
        self.model.add(sum(outside) <= otherwise)

    def _rooms(self, one: _Class) -> None:
        need = one.of.need
        if not need.needs_room:
            return
        for room in one.of.rooms:
            literal = one.rooms[room.key] = self.model.new_bool_var("")
            points = room_points(self.problem, need, room)
            if points:
                self._costs.append(points * literal)
            free = {run.cell for run in one.of.runs if room.busy.isdisjoint(run.slots)}
            self._never_with(one, free, literal)
            if one.start is not None:
                self._intervals["room", room.key, one.evening].append(
                    self.model.new_optional_fixed_size_interval_var(one.start, need.sittings, literal, "")
                )
        self.model.add(sum(one.rooms.values()) == one.placed)

    def _never_with(self, one: _Class, free: set[Cell], literal: Literal) -> None:
        """Forbid a room or speaker together with the cells in which it is taken all the time."""
        taken = [other for cell, other in one.cells.items() if cell not in free]
        if taken:
            self.model.add(sum(taken) + literal <= 1)

    def _speakers(self, one: _Class) -> None:
        for number, lesson, able in one.of.lessons:
            for speaker in able:
                literal = one.speakers[number, speaker.key] = self.model.new_bool_var("")
                points = speaker_points(self.problem, one.of.need, number, speaker.key)
                if points:
                    self._costs.append(points * literal)
                self._never_with(one, {run.cell for run in one.of.runs if is_free(speaker, lesson, run)}, literal)
                if one.start is not None:
                    self._intervals["speaker", speaker.key, one.evening].append(
                        self.model.new_optional_fixed_size_interval_var(
                            one.start + lesson.first, lesson.sittings, literal, ""
                        )
                    )
                self._loads[speaker.key].append(lesson.sittings * literal)
                if speaker.most is not None:
                    self._count_months(one, number, speaker.key, literal)
            self.model.add(sum(one.speakers[number, speaker.key] for speaker in able) == one.placed)
            self._ways(one, number)

    def _count_months(self, one: _Class, number: int, speaker: str, literal: Literal) -> None:
        sittings = one.of.need.lessons[number].sittings
        months: dict[tuple[int, int], list[Literal]] = defaultdict(list)
        for cell, begins in one.cells.items():
            months[cell.month].append(begins)
        both = []
        for month, begins_in in months.items():
            if len(months) == 1:
                counted = literal
            else:
                counted = one.months[number, speaker, month] = self.model.new_bool_var("")
                self.model.add(counted <= sum(begins_in))
                both.append(counted)
            self._months[speaker, *month].append(sittings * counted)
        if both:
            self.model.add(sum(both) == literal)

    def _ways(self, one: _Class, number: int) -> None:
        """Add what the ways of the speakers to the rooms cost: a flow from speakers to places, for a tight bound."""
        problem, of = self.problem, one.of
        able = [self.board.resources.speakers[key] for lesson, key in one.speakers if lesson == number]
        days = days_of(of.need.lessons[number], of.runs[0].slots)
        places: dict[str, list[Room]] = defaultdict(list)
        for room in of.rooms:
            places[room.place].append(room)
        points = {
            (speaker.key, place): travel_points(problem, speaker.base, rooms[0], days)
            for speaker in able
            for place, rooms in places.items()
        }
        if not any(points.values()):
            return
        for (speaker_key, place), cost in points.items():
            way = one.ways[number, speaker_key, place] = self.model.new_bool_var("")
            if cost:
                self._costs.append(cost * way)
        for speaker in able:
            ways = [one.ways[number, speaker.key, place] for place in places]
            self.model.add(sum(ways) == one.speakers[number, speaker.key])
        for place, rooms in places.items():
            ways = [one.ways[number, speaker.key, place] for speaker in able]
            self.model.add(sum(ways) == sum(one.rooms[room.key] for room in rooms))

    def _no_overlap(self) -> None:
        """Put what is taken already into each room's and speaker's line, in stretches that don't overlap each other."""
        taken: dict[tuple[str, str], AbstractSet[Slot]] = {}
        for room in self.problem.rooms:
            taken["room", room.key] = room.busy | self.board.taken.get(room.key, set())
        for speaker in self.problem.speakers:
            taken["speaker", speaker.key] = speaker.busy | self.board.teaching.get(speaker.key, set())
        for (kind, key, evening), intervals in self._intervals.items():
            numbers = {self.timeline.number(s) for s in taken[kind, key] if (s.part == Part.EVENING) == evening}
            for begin, count in _stretches(sorted(number for number in numbers if number is not None)):
                intervals.append(self.model.new_fixed_size_interval_var(begin, count, ""))
            if len(intervals) > 1:
                self.model.add_no_overlap(intervals)

    def _spread(self) -> None:
        """Add the months' bounds, and what weeks, quarters and speakers cost above their fair share."""
        weights, board = self.problem.weights, self.board
        for (speaker, year, month), terms in self._months.items():
            most = board.resources.speakers[speaker].most
            if most is not None:
                self.model.add(sum(terms) <= most - board.months[speaker, year, month])
        weeks: dict[tuple[int, int], Terms] = defaultdict(list)
        quarters: dict[tuple[int, int], Terms] = defaultdict(list)
        for one in self.classes.values():
            for cell, literal in one.cells.items():
                weeks[cell.week].append(one.of.need.sittings * literal)
                quarters[cell.quarter].append(one.of.need.sittings * literal)
        for week, terms in weeks.items():
            self._excess(("week", week), terms, board.shares.week[week], board.weeks[week], weights.week)
        for quarter, terms in quarters.items():
            share = board.shares.quarter[quarter]
            self._cost_above(("quarter", quarter), terms, share, board.quarters[quarter], weights.quarter)
        for speaker, terms in self._loads.items():
            self._excess(("speaker", speaker), terms, board.shares.speaker, board.loads[speaker], weights.balance)

    def _excess(self, key: tuple[object, ...], terms: Terms, share: int, stands: int, weight: int) -> None:
        self._cost_above(key, terms, share, stands, weight)
        self._cost_above(key, terms, steep(share), stands, 2 * weight)

    def _cost_above(self, key: tuple[object, ...], terms: Terms, share: int, stands: int, weight: int) -> None:
        """Charge what ``terms`` add above the share to the ``stands`` sittings that stand already."""
        free = share - stands
        above = self.model.new_int_var(max(0, -free), 100_000, "")
        self.model.add(sum(terms) - free <= above)
        self._costs.append(weight * above)
        self._above.append(_Above(key=key, share=free, variable=above))

    def hint(self, placements: Mapping[str, Placement]) -> None:
        """Give the solver a schedule to begin with, every variable of it."""
        hint = self.model.add_hint
        sums: dict[tuple[object, ...], int] = defaultdict(int)
        for key, one in self.classes.items():
            placed = placements.get(key)
            run = _run_of(one.of, placed) if placed else None
            hint(one.placed, run is not None)
            if one.start is not None:
                hint(one.start, run.start if run else one.of.runs[0].start)
            if len(one.cells) > 1:
                for cell, literal in one.cells.items():
                    hint(literal, run is not None and cell == run.cell)
            if one.late is not None:
                hint(one.late, run is not None and bool(day_wish(self.problem, one.of.need, run.day)))
            if one.same is not None:
                hint(one.same, run is not None and not day_move(self.problem, one.of.need, run.slots))
            self._hint_people(one, placed if run else None, run)
            if placed and run:
                sums["week", run.cell.week] += one.of.need.sittings
                sums["quarter", run.cell.quarter] += one.of.need.sittings
                for number, lesson, _able in one.of.lessons:
                    sums["speaker", placed.speakers[number]] += lesson.sittings
        for above in self._above:
            hint(above.variable, max(0, sums[above.key] - above.share))

    def _hint_people(self, one: _Class, placed: Placement | None, run: Run | None) -> None:
        hint, rooms = self.model.add_hint, self.board.resources.rooms
        for room, literal in one.rooms.items():
            hint(literal, placed is not None and room == placed.room)
        for (number, speaker), literal in one.speakers.items():
            hint(literal, placed is not None and placed.speakers[number] == speaker)
        for (number, speaker, month), literal in one.months.items():
            teaches = placed is not None and placed.speakers[number] == speaker
            hint(literal, teaches and run is not None and run.cell.month == month)
        for (number, speaker, place), literal in one.ways.items():
            there = placed is not None and placed.room is not None and rooms[placed.room].place == place
            hint(literal, there and placed is not None and placed.speakers[number] == speaker)

    def placements(self, solver: cp_model.CpSolver) -> dict[str, Placement]:
        """Return the schedule that the solver found; in a relaxed model the first run of the chosen week stands."""
        found = {}
        for key, one in self.classes.items():
            if not solver.boolean_value(one.placed):
                continue
            run = self._chosen(one, solver)
            names: list[str | None] = [None] * len(one.of.need.lessons)
            for (number, speaker), literal in one.speakers.items():
                if solver.boolean_value(literal):
                    names[number] = speaker
            room = next((room for room, literal in one.rooms.items() if solver.boolean_value(literal)), None)
            found[key] = Placement(slots=run.slots, room=room, speakers=tuple(names))
        return found

    @staticmethod
    def _chosen(one: _Class, solver: cp_model.CpSolver) -> Run:
        if one.start is not None:
            start = solver.value(one.start)
            return next(run for run in one.of.runs if run.start == start)
        return next(run for run in one.of.runs if solver.boolean_value(one.cells[run.cell]))


def _run_of(of: Candidates, placed: Placement) -> Run | None:
    return next((run for run in of.runs if run.slots == placed.slots), None)


def _stretches(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return begin and length of the runs of consecutive numbers."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and sum(found[-1]) == number:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((number, 1))
    return found
