"""How an estimate comes about: rate, how many a class needs, how many classes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from caunoi.directory.models import Organisation
from caunoi.directory.queries.organisations import KEY
from caunoi.directory.queries.scope import AnyUser, scope_of
from caunoi.training.enums import NormBasis
from caunoi.training.models import Plan, PlanCost, PlanItem, PlanNorm

SITTINGS_A_DAY = 2


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of an estimate and how it came about; amounts in đồng.

    ``per_class`` None: one class's number can't be worked out without the seats, so ``amount`` is unknown, too.
    ``typed`` says that the number was typed; ``fixed`` that the whole amount was. ``days`` and ``persons`` are the
    factors of a number worked out per participant and day.
    """

    cost: PlanCost
    classes: int
    per_class: int | None
    amount: int | None
    typed: bool = False
    fixed: bool = False
    persons: int | None = None
    days: int | None = None


@dataclass(frozen=True, kw_only=True)
class Sum:
    """A sum of what is known; ``complete`` False: a part of it is unknown, so the true sum is higher."""

    amount: int = 0
    complete: bool = True


def days_of(sittings: int) -> int:
    """Return how many days so many sittings take: two a day."""
    return -(-sittings // SITTINGS_A_DAY)


def line_of(cost: PlanCost, item: PlanItem) -> Line:
    """Work out one line for all classes of the item."""
    days = days_of(item.sittings)
    basis = NormBasis(cost.basis)
    persons = item.seats if basis in {NormBasis.PERSON, NormBasis.PERSON_DAY} else None
    worked_out = {
        NormBasis.SITTING: item.sittings,
        NormBasis.PERSON_DAY: item.seats * days if item.seats is not None else None,
        NormBasis.PERSON: item.seats,
        NormBasis.CLASS: 1,
    }[basis]
    per_class = cost.quantity if cost.quantity is not None else worked_out
    amount = cost.rate * per_class * item.class_count if per_class is not None else None
    return Line(
        cost=cost,
        classes=item.class_count,
        per_class=per_class,
        amount=cost.fixed if cost.fixed is not None else amount,
        typed=cost.quantity is not None,
        fixed=cost.fixed is not None,
        persons=persons,
        days=days if basis == NormBasis.PERSON_DAY else None,
    )


def lines_of(item: PlanItem, costs: Iterable[PlanCost] | None = None) -> list[Line]:
    """Work out the lines of an item, in order."""
    found = item.costs.select_related("norm").order_by("position", "id") if costs is None else costs
    return [line_of(cost, item) for cost in found]


def sum_of(lines: Iterable[Line]) -> Sum:
    """Add up what is known of some lines."""
    total, complete = 0, True
    for line in lines:
        total += line.amount or 0
        complete = complete and line.amount is not None
    return Sum(amount=total, complete=complete)


def add(sums: Iterable[Sum]) -> Sum:
    """Add up sums."""
    every = list(sums)
    return Sum(amount=sum(each.amount for each in every), complete=all(each.complete for each in every))


def norms_for(owner: Organisation, year: int) -> list[PlanNorm]:
    """Return the norms that a plan of ``owner`` may use in ``year``: its own first, then those of the offices above."""
    chain = [owner.path[:end] for end in range(KEY, len(owner.path) + 1, KEY)]
    return list(
        PlanNorm.objects.filter(in_year(year), owner__path__in=chain)
        .select_related("owner")
        .order_by("-owner__path", "kind", "title", "id")
    )


def in_year(year: int) -> Q:
    """Return the condition that a norm holds on some day of ``year``."""
    begins = Q(valid_from__isnull=True) | Q(valid_from__lte=date(year, 12, 31))
    return begins & (Q(valid_to__isnull=True) | Q(valid_to__gte=date(year, 1, 1)))


def default_norms(owner: Organisation, year: int) -> Sequence[PlanNorm]:
    """Return the norms put to every new item: those of the nearest office that has any for that purpose.

    A norm of the office itself stands before one of the same kind from above, so nothing is reckoned twice.
    """
    taken: dict[str, str] = {}
    return [
        norm
        for norm in norms_for(owner, year)
        if norm.by_default and taken.setdefault(norm.kind, norm.owner.path) == norm.owner.path
    ]


def visible_norms(user: AnyUser) -> QuerySet[PlanNorm]:
    """Return the norms that organisations in scope keep."""
    return PlanNorm.objects.filter(scope_of(user).q("owner__path"))


def count_behind(plan: Plan) -> int:
    """Return how many lines of the plan's estimate say something else than their norm says today."""
    behind = ~Q(rate=F("norm__amount")) | ~Q(title=F("norm__title")) | ~Q(basis=F("norm__basis"))
    return PlanCost.objects.filter(behind, item__plan=plan, norm__isnull=False).count()
