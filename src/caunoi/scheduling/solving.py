"""From a problem to a proposal: greedy first, then the solver for as long as it may, then the reasons."""

from __future__ import annotations

from caunoi.scheduling.candidates import Candidates, Resources
from caunoi.scheduling.costs import costs_of
from caunoi.scheduling.greedy import Board, greedy, realise
from caunoi.scheduling.linear import relax
from caunoi.scheduling.model import Model
from caunoi.scheduling.problem import Method, Placement, Problem, Proposal
from caunoi.scheduling.reasons import reasons_for
from caunoi.scheduling.search import Clock, Search, Watch

# So many classes are searched at once and the best is proven mostly; more are searched step by step.
WHOLE = 40


def propose(
    problem: Problem,
    *,
    limit: float = 60.0,
    workers: int = 2,
    seed: int = 1,
    enough: float = 0.0,
    steady: bool = False,
    watch: Watch | None = None,
) -> Proposal:
    """Return a schedule without clashes, with what it costs and how far from the best it can be at most.

    ``limit`` is in seconds for everything; 0 gives the greedy schedule without a bound. The search ends early at a gap
    of ``enough``, or once ``watch`` returns True, which is called about twice a second, in this thread. ``steady``
    makes the same input give the same schedule on any machine, at some cost of time: the limit then counts work.
    """
    clock = Clock(limit=limit, steady=steady)
    resources = Resources(problem)
    candidates = [resources.candidates(need) for need in problem.classes]
    candidates = [of for of in candidates if not of.hopeless] + [of for of in candidates if of.hopeless]
    open_ones = [of for of in candidates if not of.hopeless]
    weights = problem.weights
    hopeless = sum(weights.unlocked if of.need.lock else weights.unplaced for of in candidates if of.hopeless)
    start = _first(problem, resources, open_ones)
    search = Search(
        resources,
        open_ones,
        start,
        clock=clock,
        workers=workers,
        seed=seed,
        watch=watch,
        hopeless=hopeless,
    )
    simple = search.costs.total
    if open_ones and clock.left > 0:
        _search(resources, open_ones, search, enough=enough)
    return Proposal(
        placements=search.placements,
        reasons=reasons_for(resources, candidates, search.placements),
        costs=search.costs,
        bound=min(search.bound, float(search.costs.total)),
        greedy=simple,
        method=Method.SOLVER if search.costs.total < simple or search.bound > hopeless else Method.GREEDY,
        seconds=clock.seconds,
        moved=_moved(problem, search.placements),
    )


def _search(resources: Resources, candidates: list[Candidates], search: Search, *, enough: float) -> None:
    relaxed = relax(Model(Board(resources), candidates, relaxed=True), seconds=max(1.0, search.clock.left))
    torn: frozenset[str] = frozenset()
    if relaxed is not None:
        search.raise_bound(relaxed.bound)
        search.take(realise(resources, candidates, relaxed.wanted))
        torn = relaxed.torn
    if len(candidates) <= WHOLE:
        search.whole()
    else:
        search.steps(torn, enough=enough)


def _first(problem: Problem, resources: Resources, candidates: list[Candidates]) -> dict[str, Placement]:
    """Return the better of two greedy schedules: one that keeps what stands, one that begins anew."""
    kept = greedy(resources, candidates)
    if not any(need.standing for need in problem.classes):
        return kept
    both = (kept, greedy(resources, candidates, keep=False))
    return min(both, key=lambda found: costs_of(problem, found, resources.timeline).total)


def _moved(problem: Problem, placements: dict[str, Placement]) -> tuple[str, ...]:
    return tuple(
        need.key for need in problem.classes if need.standing is not None and placements.get(need.key) != need.standing
    )
