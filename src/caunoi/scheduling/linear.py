"""The relaxed model as a linear programme: a bound that no schedule undercuts, and what it would do in parts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ortools.linear_solver import pywraplp

from caunoi.scheduling.model import Model
from caunoi.scheduling.problem import Placement
from caunoi.scheduling.runs import Run

# Solvers of linear programmes are exact to about this much; points are whole numbers.
_TOLERANCE = 1e-4
# A class of which the programme is that sure has its place.
_SURE = 0.999


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """``bound`` in points; ``wanted`` is where each class mostly stands; ``torn`` are those that stand in parts."""

    bound: float
    wanted: dict[str, Placement]
    torn: frozenset[str]


def relax(model: Model, *, seconds: float) -> Relaxation | None:
    """Solve the linear programme of a relaxed model; None where the time did not suffice."""
    solver = pywraplp.Solver.CreateSolver("GLOP")  # type: ignore[no-untyped-call]
    proto = model.model.proto
    infinity = solver.infinity()
    variables = []
    for each in proto.variables:
        domain = list(each.domain)
        variables.append(solver.NumVar(domain[0], domain[-1], ""))
    for each in proto.constraints:
        terms: dict[int, int] = defaultdict(int)
        for index, factor in zip(each.linear.vars, each.linear.coeffs, strict=True):
            terms[index] += factor
        domain = list(each.linear.domain)
        low, high = domain[0], domain[-1]
        row = solver.Constraint(low if low > -(2**62) else -infinity, high if high < 2**62 else infinity)
        for index, factor in terms.items():
            row.SetCoefficient(variables[index], factor)
    objective = solver.Objective()
    for index, factor in zip(proto.objective.vars, proto.objective.coeffs, strict=True):
        objective.SetCoefficient(variables[index], objective.GetCoefficient(variables[index]) + factor)
    objective.SetOffset(proto.objective.offset)
    objective.SetMinimization()
    solver.SetTimeLimit(int(seconds * 1000))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return None
    values = [variable.solution_value() for variable in variables]
    wanted, torn = _read(model, values)
    # Points are whole: what lies above a whole number by more than the solver's error is the next one.
    bound = float(int(objective.Value() - _TOLERANCE) + 1) if objective.Value() > _TOLERANCE else 0.0
    return Relaxation(bound=bound, wanted=wanted, torn=frozenset(torn))


def _read(model: Model, values: list[float]) -> tuple[dict[str, Placement], set[str]]:
    wanted: dict[str, Placement] = {}
    torn: set[str] = set()
    for key, one in model.classes.items():
        sure = values[one.placed.index]
        cell = max(one.cells, key=lambda cell: values[one.cells[cell].index])
        sure = min(sure, values[one.cells[cell].index])
        room = max(one.rooms, key=lambda room: values[one.rooms[room].index]) if one.rooms else None
        if room is not None:
            sure = min(sure, values[one.rooms[room].index])
        names: list[str | None] = [None] * len(one.of.need.lessons)
        for number, _lesson, able in one.of.lessons:
            best = max(able, key=lambda speaker: values[one.speakers[number, speaker.key].index])
            sure = min(sure, values[one.speakers[number, best.key].index])
            names[number] = best.key
        run: Run = next(run for run in one.of.runs if run.cell == cell)
        wanted[key] = Placement(slots=run.slots, room=room, speakers=tuple(names))
        if sure < _SURE:
            torn.add(key)
    return wanted, torn
