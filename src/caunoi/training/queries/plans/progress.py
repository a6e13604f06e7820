"""Planned against done: classes and people, by item, quarter, audience and unit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery

from caunoi.training.enums import THERE, ClassState, EnrolmentState, Qualifier
from caunoi.training.models import Attendance, ClassReport, MakeUp, Plan, PlanItem, TrainingClass
from caunoi.training.queries.attendance import made_up_cells


@dataclass(frozen=True, kw_only=True)
class Present:
    """Persons who were there: of closed classes as it was frozen, of others as it stands now.

    ``qualifier`` is never "exactly" where one of the numbers is vague: "hơn 270" and 30 are "hơn 300". ``unknown``
    counts held classes of which nothing is known, so ``value`` leaves them out.
    """

    value: int = 0
    qualifier: Qualifier = Qualifier.EXACT
    unknown: int = 0


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Planned against done of one item, quarter, audience or unit.

    ``held`` classes took place (settled list and begun, or closed), ``open`` ones are being prepared or gather their
    list, ``missing`` ones were not made yet. ``seats_complete`` False: of some items the seats are not known.
    """

    label: Any
    planned: int = 0
    held: int = 0
    open: int = 0
    cancelled: int = 0
    seats: int = 0
    seats_complete: bool = True
    present: Present = field(default_factory=Present)

    @property
    def missing(self) -> int:
        """Planned classes that were neither held nor made."""
        return max(self.planned - self.held - self.open, 0)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """The whole plan, cut in four ways."""

    total: Tally
    items: list[Tally]
    quarters: list[Tally]
    audiences: list[Tally]
    units: list[Tally]


@dataclass(frozen=True)
class _Class:
    item: UUID
    state: str
    quarter: int | None
    present: int | None
    qualifier: Qualifier


def plan_progress(plan: Plan, today: date) -> Progress:
    """Return planned against done in three queries, however many classes there are."""
    items = list(plan.items.select_related("held_for").order_by("position", "id"))
    classes: dict[UUID, list[_Class]] = defaultdict(list)
    for each in _classes(plan, today):
        classes[each.item].append(each)
    return Progress(
        total=_tally(None, items, classes),
        items=[_tally(item, [item], classes) for item in items],
        quarters=_by_quarter(items, classes),
        audiences=_grouped(items, classes, lambda item: item.audience),
        units=_grouped(items, classes, lambda item: item.held_for.name if item.held_for else ""),
    )


def _classes(plan: Plan, today: date) -> Iterable[_Class]:
    reports = ClassReport.objects.filter(training_class=OuterRef("pk")).order_by("-version")
    rows = list(
        TrainingClass.objects.filter(plan_item__plan=plan)
        .annotate(frozen=Subquery(reports.values("facts__present")[:1]))
        .order_by("pk")
    )
    present = Attendance.objects.filter(
        sitting__training_class__plan_item__plan=plan, mark__in=THERE, enrolment__state=EnrolmentState.NOMINATED
    ).order_by()
    made_up = made_up_cells(MakeUp.objects.filter(enrolment__training_class__plan_item__plan=plan)).order_by()
    # A union holds each person of a class once.
    there = present.values_list("sitting__training_class", "enrolment").union(
        made_up.values_list("missed__training_class", "enrolment")
    )
    live = Counter(pk for pk, _enrolment in there)
    for row in rows:
        assert row.plan_item_id is not None
        value, qualifier = _present(row, live)
        yield _Class(
            item=row.plan_item_id,
            state=_state(row, today),
            quarter=(row.starts_on.month + 2) // 3 if row.starts_on else None,
            present=value,
            qualifier=qualifier,
        )


def _state(row: TrainingClass, today: date) -> str:
    """Return held, open or cancelled: a settled list makes a class held once its first day has come."""
    if row.state == ClassState.CANCELLED:
        return "cancelled"
    begun = row.state == ClassState.HELD and row.starts_on is not None and row.starts_on <= today
    return "held" if row.state == ClassState.CLOSED or begun else "open"


def _present(row: TrainingClass, live: dict[UUID, int]) -> tuple[int | None, Qualifier]:
    if row.state == ClassState.CLOSED:
        frozen = row.__dict__["frozen"]
        if isinstance(frozen, dict) and frozen.get("value") is not None:
            return int(frozen["value"]), Qualifier(frozen.get("qualifier") or Qualifier.EXACT)
        if row.reported_count is not None:
            return row.reported_count, Qualifier(row.reported_qualifier or Qualifier.EXACT)
        return None, Qualifier.EXACT
    return live.get(row.pk), Qualifier.EXACT


def _tally(label: Any, items: Sequence[PlanItem], classes: dict[UUID, list[_Class]]) -> Tally:
    every = [each for item in items for each in classes.get(item.pk, [])]
    return _counted(
        label,
        every,
        planned=sum(item.class_count for item in items),
        seats=sum((item.seats or 0) * item.class_count for item in items),
        complete=all(item.seats is not None for item in items),
    )


def _counted(label: Any, every: Sequence[_Class], *, planned: int, seats: int, complete: bool) -> Tally:
    states = [each.state for each in every]
    return Tally(
        label=label,
        planned=planned,
        held=states.count("held"),
        open=states.count("open"),
        cancelled=states.count("cancelled"),
        seats=seats,
        seats_complete=complete,
        present=_added([each for each in every if each.state == "held"]),
    )


def _added(held: Sequence[_Class]) -> Present:
    known = [each for each in held if each.present is not None]
    vague = {each.qualifier for each in known} - {Qualifier.EXACT}
    qualifier = Qualifier.EXACT if not vague else next(iter(vague)) if len(vague) == 1 else Qualifier.ABOUT
    return Present(value=sum(each.present or 0 for each in known), qualifier=qualifier, unknown=len(held) - len(known))


def _grouped(
    items: Sequence[PlanItem], classes: dict[UUID, list[_Class]], key: Callable[[PlanItem], str]
) -> list[Tally]:
    groups: dict[str, list[PlanItem]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return [_tally(label, group, classes) for label, group in groups.items()]


def _by_quarter(items: Sequence[PlanItem], classes: dict[UUID, list[_Class]]) -> list[Tally]:
    """Cut by quarter: what was planned stands in the item's quarter, what was made in that of its first day."""
    quarter_of = {item.pk: item.quarter for item in items}
    made: dict[int | None, list[_Class]] = defaultdict(list)
    for each in (one for group in classes.values() for one in group):
        made[each.quarter or quarter_of[each.item]].append(each)
    found = []
    for quarter in (1, 2, 3, 4, None):
        planned = [item for item in items if item.quarter == quarter]
        if planned or made.get(quarter):
            found.append(
                _counted(
                    quarter,
                    made.get(quarter, []),
                    planned=sum(item.class_count for item in planned),
                    seats=sum((item.seats or 0) * item.class_count for item in planned),
                    complete=all(item.seats is not None for item in planned),
                )
            )
    return found


def not_held(plan: Plan) -> list[tuple[PlanItem, int]]:
    """Return the items of which classes are left that were neither closed nor settled, and how many; two queries.

    An item that was carried over before is left out.
    """
    done = Q(classes__state__in=(ClassState.CLOSED, ClassState.HELD))
    items = (
        plan.items.filter(carried_to__isnull=True)
        .annotate(done=Count("classes", filter=done, distinct=True))
        .order_by("position", "id")
    )
    return [(item, left) for item in items if (left := item.class_count - item.__dict__["done"]) > 0]
