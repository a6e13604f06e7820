"""From a schedule to a better one: some classes at a time are taken out and put back at the best places for them."""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from caunoi.scheduling.candidates import Candidates, Resources
from caunoi.scheduling.costs import costs_of
from caunoi.scheduling.greedy import Board, realise
from caunoi.scheduling.model import Model
from caunoi.scheduling.problem import Costs, Placement, Progress

Watch = Callable[[Progress], bool]
# How often ``watch`` is told, in seconds.
TICK = 0.5
# A step is given up after this many seconds; the next one takes fewer classes.
_STEP = 5.0
# The solver's error in a bound.
_TOLERANCE = 1e-4
_FEWEST, _FIRST, _MOST = 8, 40, 120


@dataclass(kw_only=True)
class Clock:
    """How much time is left: seconds, or with ``steady`` the solver's own measure of work."""

    limit: float
    steady: bool
    began: float = field(default_factory=time.monotonic)
    worked: float = 0.0

    @property
    def seconds(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        """What is left of the limit."""
        return self.limit - (self.worked if self.steady else self.seconds)


class Search:
    """The best schedule so far, its costs and the bound; each step changes them for the better or not at all."""

    def __init__(
        self,
        resources: Resources,
        candidates: Iterable[Candidates],
        placements: dict[str, Placement],
        *,
        clock: Clock,
        workers: int,
        seed: int,
        watch: Watch | None,
        hopeless: int,
    ) -> None:
        self.resources = resources
        self.problem = resources.problem
        self.candidates = {of.need.key: of for of in candidates}
        self.placements = placements
        self.costs: Costs = costs_of(self.problem, placements, resources.timeline)
        self.bound = float(hopeless)
        self.clock = clock
        self.stopped = False
        # What the last step's schedule would cost if nothing in it clashed.
        self._promised = 0
        self._hopeless = hopeless
        self._workers = workers
        self._seed = seed
        self._watch = watch
        self._chance = random.Random(seed)  # noqa: S311 - which classes to try next is no secret

    @property
    def done(self) -> bool:
        """Whether nothing better can be found, or nobody waits any longer."""
        return self.stopped or self.costs.total <= self.bound or self.clock.left <= 0

    def take(self, placements: dict[str, Placement]) -> bool:
        """Keep a schedule if it is better; says whether it was."""
        costs = costs_of(self.problem, placements, self.resources.timeline)
        if costs.total >= self.costs.total:
            return False
        self.placements, self.costs = placements, costs
        return True

    def raise_bound(self, bound: float) -> None:
        """Take down that no schedule of the open classes costs less."""
        # Schedules cost whole points, so what lies between two of them is bound by the upper one.
        self.bound = max(self.bound, float(math.ceil(bound - _TOLERANCE)) + self._hopeless)

    def whole(self) -> None:
        """Search all classes at once, which proves the best where there are few of them."""
        if not self.done:
            self._improve(set(self.candidates), seconds=self.clock.left, whole=True)

    def steps(self, first: Iterable[str], *, enough: float) -> None:
        """Search step by step until the time is over or the gap is ``enough``; the first step takes ``first``."""
        torn, count = sorted(first), _FIRST
        while not self.done and self._progress().gap > enough:
            chosen = set(torn[:_MOST]) if torn else self._related(count)
            torn = torn[_MOST:]
            proven = self._improve(chosen, seconds=min(_STEP, self.clock.left))
            count = min(_MOST, count + 8) if proven else max(_FEWEST, count * 2 // 3)
            self._tell()

    def _related(self, count: int) -> set[str]:
        """Return classes that compete with each other: for speakers, or for the same weeks; or without any tie."""
        keys = sorted(self.candidates)
        if len(keys) <= count:
            return set(keys)
        missing = [key for key in keys if key not in self.placements]
        middle = self.candidates[self._chance.choice(missing or keys)]
        how = self._chance.randrange(3)
        if how == 0:
            return {middle.need.key, *self._chance.sample(keys, count - 1)}
        able = {speaker.key for _n, _lesson, speakers in middle.lessons for speaker in speakers}
        cells = {run.cell.week for run in middle.runs}

        def near(key: str) -> tuple[float, float]:
            other = self.candidates[key]
            common = len(able & {speaker.key for _n, _lesson, found in other.lessons for speaker in found})
            placed = self.placements.get(key)
            week = placed is not None and placed.start.day.isocalendar()[:2] in cells
            return (-common if how == 1 else -int(week)), self._chance.random()

        return {middle.need.key, *sorted(keys, key=near)[: count - 1]}

    def _improve(self, chosen: set[str], *, seconds: float, whole: bool = False) -> bool:
        """Put the chosen classes anew, the others stay; says whether the best way for them was found.

        Weeks first, without a look at clashes within them: that is much faster, and mostly nothing clashes then. Only
        what does is searched once more with every day.
        """
        if whole:
            return self._place(chosen, seconds=seconds, relaxed=False, whole=True)
        before = self.costs.total
        proven = self._place(chosen, seconds=seconds, relaxed=True)
        if self._promised < self.costs.total and self.costs.total == before and not self.done:
            return self._place(chosen, seconds=min(seconds, self.clock.left), relaxed=False)
        return proven

    def _place(self, chosen: set[str], *, seconds: float, relaxed: bool, whole: bool = False) -> bool:
        board = Board(self.resources)
        for key, placed in self.placements.items():
            if key not in chosen:
                board.put(self.candidates[key], placed)
        model = Model(board, [self.candidates[key] for key in sorted(chosen)], relaxed=relaxed)
        model.hint(self.placements)
        solver = self._solver(seconds)
        status = self._solve(solver, model, whole=whole)
        self.clock.worked += solver.deterministic_time
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            found = {key: placed for key, placed in self.placements.items() if key not in chosen}
            found |= model.placements(solver)
            self._promised = costs_of(self.problem, found, self.resources.timeline).total
            if self._promised < self.costs.total:
                self.take(realise(self.resources, self.candidates.values(), found) if relaxed else found)
        if whole:
            self.raise_bound(max(0.0, solver.best_objective_bound))
        return bool(status == cp_model.OPTIMAL)

    def _solver(self, seconds: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        self._seed += 1
        solver.parameters.num_workers = self._workers
        solver.parameters.random_seed = self._seed
        # Trying every variable beforehand would take longer than the search itself.
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        if self.clock.steady:
            solver.parameters.interleave_search = True
            solver.parameters.max_deterministic_time = max(seconds, 0.01)
        else:
            solver.parameters.max_time_in_seconds = max(seconds, 0.1)
        return solver

    def _solve(self, solver: cp_model.CpSolver, model: Model, *, whole: bool) -> int:
        if self._watch is None or self.clock.steady:
            return int(solver.solve(model.model))
        seen = _Seen(self.costs.total - self._hopeless)
        if whole:
            solver.best_bound_callback = seen.bounded
        result: list[int] = []
        thread = threading.Thread(target=lambda: result.append(int(solver.solve(model.model, seen))), daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(TICK)
            if not thread.is_alive():
                break
            if whole:
                self._tell(objective=seen.objective + self._hopeless, bound=seen.bound + self._hopeless)
            else:
                self._tell()
            if self.stopped:
                solver.stop_search()
                thread.join()
        return result[0]

    def _progress(self, objective: float | None = None, bound: float | None = None) -> Progress:
        better = self.costs.total if objective is None else min(self.costs.total, int(objective))
        unplaced = self.costs.unplaced if better >= self.costs.unplaced else 0
        return Progress(
            seconds=self.clock.seconds,
            objective=better,
            bound=max(self.bound, bound or 0.0),
            unplaced=unplaced,
        )

    def _tell(self, objective: float | None = None, bound: float | None = None) -> None:
        if self._watch is not None and not self.stopped:
            self.stopped = self._watch(self._progress(objective, bound))


class _Seen(cp_model.CpSolverSolutionCallback):
    """What the solver told last."""

    def __init__(self, objective: float) -> None:
        super().__init__()
        self.objective = objective
        self.bound = 0.0

    def on_solution_callback(self) -> None:
        """Take down the newest schedule's points."""
        self.objective = self.objective_value

    def bounded(self, bound: float) -> None:
        """Take down a better bound."""
        self.bound = max(self.bound, bound)
