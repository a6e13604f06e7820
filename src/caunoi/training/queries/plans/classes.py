"""Classes of an item of a plan, and those that may be put to it."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from caunoi.directory.enums import RoleKind
from caunoi.directory.queries.scope import AnyUser, organisations_for
from caunoi.training.models import PlanItem, TrainingClass
from caunoi.training.queries.classes import visible_classes, with_counts


def classes_of_item(user: AnyUser, item: PlanItem) -> QuerySet[TrainingClass]:
    """Return the visible classes of an item with their counts, by their first day."""
    found = with_counts(visible_classes(user).filter(plan_item=item))
    return found.order_by(F("starts_on").asc(nulls_last=True), "id")


def linkable_classes(user: AnyUser, item: PlanItem) -> QuerySet[TrainingClass]:
    """Return the classes that the user may put to an item: kept where he organises, of the plan's year or undated."""
    keepers = organisations_for(user, RoleKind.ADMINISTRATOR, RoleKind.ORGANISER).order_by().values("pk")
    of_year = Q(starts_on__year=item.plan.year) | Q(starts_on__isnull=True)
    found = TrainingClass.objects.filter(of_year, keeper__in=keepers, plan_item__isnull=True)
    return found.order_by(F("starts_on").asc(nulls_last=True), "folded_title", "id")
