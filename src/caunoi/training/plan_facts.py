"""The shape of a frozen version of a plan, and how two of them differ.

Plain values only, so that a version frozen today can be read in ten years. No person stands here: who signed a version
stands beside it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

SHAPE = 1


@dataclass(frozen=True, kw_only=True)
class PlanCostFact:
    """One line of an estimate, in đồng. ``amount`` None: the number of seats is not known yet.

    ``per_class`` is how many of ``basis`` one class needs; ``fixed`` says that the amount was set by hand for
    ``reason``. ``citation`` names the paper that sets the rate. ``norm`` (an id) and ``quantity`` (typed by hand) say
    where it comes from, to bring the line back as it was; they make no difference between versions.
    """

    kind: str
    title: str
    basis: str
    rate: int
    per_class: int | None = None
    amount: int | None = None
    fixed: bool = False
    reason: str = ""
    citation: str = ""
    norm: str = field(default="", compare=False)
    quantity: int | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True)
class PlanItemFact:
    """One item. ``id`` stays through the versions; ``cost`` is the sum of what is known of its lines.

    ``links`` are ids of what it points at (topic, held_for, carried_from), where :attr:`PlanFacts.linked`.
    """

    id: str
    title: str
    audience: str = ""
    held_for: str = ""
    class_count: int = 1
    seats: int | None = None
    sittings: int = 2
    quarter: int | None = None
    place: str = ""
    note: str = ""
    costs: tuple[PlanCostFact, ...] = ()
    cost: int = 0
    cost_complete: bool = True
    links: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """A plan as it was submitted or approved; directives as papers cite them, and their ids.

    ``linked`` False: frozen before ids were kept, so what items point at is not known.
    """

    code: str
    owner: str
    year: int
    title: str
    purpose: str = ""
    directives: tuple[str, ...] = ()
    items: tuple[PlanItemFact, ...] = ()
    classes: int = 0
    seats: int = 0
    seats_complete: bool = True
    cost: int = 0
    cost_complete: bool = True
    directive_ids: tuple[str, ...] = ()
    linked: bool = False
    shape: int = SHAPE

    def as_json(self) -> dict[str, Any]:
        """Return JSON types, to be frozen."""
        return asdict(self)


def read_plan(frozen: dict[str, Any]) -> PlanFacts:
    """Return the facts from what ``as_json`` gave; raises ValueError for a shape this version does not know."""
    if frozen.get("shape") != SHAPE:
        raise ValueError(f"A plan of shape {frozen.get('shape')!r}; this version reads shape {SHAPE}.")
    items = tuple(
        PlanItemFact(
            **{
                **_known(PlanItemFact, item),
                "costs": tuple(PlanCostFact(**_known(PlanCostFact, cost)) for cost in item.get("costs", ())),
            }
        )
        for item in frozen.get("items", ())
    )
    values = _known(PlanFacts, frozen)
    listed = {name: tuple(values.get(name, ())) for name in ("directives", "directive_ids")}
    return PlanFacts(**{**values, **listed, "items": items})


def _known(kind: type, values: dict[str, Any]) -> dict[str, Any]:
    names = {each.name for each in fields(kind)}
    return {name: value for name, value in values.items() if name in names}


@dataclass(frozen=True)
class Change:
    """A field that differs, with both values as they were frozen."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True)
class ItemChange:
    """An item that stands in both versions and differs; ``moved`` says that its place among the others changed."""

    before: PlanItemFact
    after: PlanItemFact
    changes: tuple[Change, ...] = ()
    moved: bool = False


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What came, what went, what changed from one version to another."""

    changes: tuple[Change, ...] = ()
    came: tuple[PlanItemFact, ...] = ()
    went: tuple[PlanItemFact, ...] = ()
    changed: tuple[ItemChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (self.changes or self.came or self.went or self.changed)


_OF_PLAN = ("year", "title", "purpose", "directives", "classes", "seats", "cost")
_OF_ITEM = (
    "title",
    "audience",
    "held_for",
    "class_count",
    "seats",
    "sittings",
    "quarter",
    "place",
    "note",
    "costs",
    "cost",
)


def compare(before: PlanFacts, after: PlanFacts) -> Comparison:
    """Compare two versions of a plan, item by item and field by field; items are told apart by their ids."""
    old, new = {item.id: item for item in before.items}, {item.id: item for item in after.items}
    stayed_before = [item.id for item in before.items if item.id in new]
    stayed_after = [item.id for item in after.items if item.id in old]
    moved = _moved(stayed_before, stayed_after)
    changed = [
        ItemChange(before=old[key], after=new[key], changes=_changes(old[key], new[key], _OF_ITEM), moved=key in moved)
        for key in stayed_after
    ]
    return Comparison(
        changes=_changes(before, after, _OF_PLAN),
        came=tuple(item for item in after.items if item.id not in old),
        went=tuple(item for item in before.items if item.id not in new),
        changed=tuple(each for each in changed if each.changes or each.moved),
    )


def _changes(before: Any, after: Any, names: tuple[str, ...]) -> tuple[Change, ...]:
    return tuple(
        Change(name, getattr(before, name), getattr(after, name))
        for name in names
        if getattr(before, name) != getattr(after, name)
    )


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Return the fewest ids that must be moved to make the one order the other: all but a longest common run."""
    places = {key: place for place, key in enumerate(before)}
    best: list[list[str]] = []
    for key in after:
        # best[n] is a rising run of n + 1 whose last place is the least.
        place = places[key]
        at = next((n for n, run in enumerate(best) if places[run[-1]] > place), len(best))
        run = [*(best[at - 1] if at else []), key]
        best[at : at + 1] = [run]
    kept = set(best[-1]) if best else set()
    return set(after) - kept
