"""Plans in a user's scope: the list, its filters, its sums by office."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from caunoi.core.text import fold_words
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Organisation
from caunoi.directory.queries.scope import AnyUser, in_ranges, scope_of
from caunoi.training.enums import PlanState
from caunoi.training.models import Plan, PlanItem


def visible_plans(user: AnyUser) -> QuerySet[Plan]:
    """Return the plans whose office lies in the user's scope."""
    return Plan.objects.filter(scope_of(user).q("owner__path"))


def get_visible_plan(user: AnyUser, code: str) -> Plan:
    """Return one plan with its office; raises ``Plan.DoesNotExist`` out of scope as for none at all."""
    return visible_plans(user).select_related("owner", "follows__owner").get(code=code.upper())


def plans_to_approve(user: AnyUser) -> QuerySet[Plan]:
    """Return the plans that wait for approval by this user: an administrator of the office or of one above it."""
    mine = in_ranges("owner__path", scope_of(user).by_kind.get(RoleKind.ADMINISTRATOR, ()))
    return Plan.objects.filter(mine, state=PlanState.SUBMITTED).select_related("owner").order_by("year", "id")


@dataclass(frozen=True, kw_only=True)
class PlanFilter:
    """What a list of plans is narrowed to."""

    text: str = ""
    year: int | None = None
    state: str = ""
    owner: UUID | None = None


def filtered_plans(user: AnyUser, wanted: PlanFilter) -> QuerySet[Plan]:
    """Return the visible plans that match every part of ``wanted``, with their offices, in no order."""
    found = visible_plans(user).select_related("owner")
    for word in fold_words(wanted.text):
        found = found.filter(folded_title__contains=word)
    if wanted.year:
        found = found.filter(year=wanted.year)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.owner:
        found = found.filter(owner_id=wanted.owner)
    return found.order_by()


def with_sums(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Add ``item_count``, ``class_count`` and ``seat_count`` of its items to each plan, in one query."""
    items = PlanItem.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    return plans.annotate(
        item_count=Coalesce(Subquery(items.annotate(n=Count("pk")).values("n")), 0),
        class_count=Coalesce(Subquery(items.annotate(n=Sum("class_count")).values("n")), 0),
        seat_count=Coalesce(Subquery(items.annotate(n=Sum(F("class_count") * F("seats"))).values("n")), 0),
    )


def years_of_plans(user: AnyUser) -> list[int]:
    """Return the years of visible plans, newest first."""
    return list(visible_plans(user).order_by("-year").values_list("year", flat=True).distinct())


def owners_of_plans(user: AnyUser) -> QuerySet[Organisation]:
    """Return the offices that keep a visible plan, by name."""
    plans = visible_plans(user).filter(owner=OuterRef("pk"))
    return Organisation.objects.filter(Exists(plans)).order_by("folded_name", "id")
