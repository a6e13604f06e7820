"""What a speaker was asked for and paid through the years, as far as the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce, ExtractYear

from caunoi.directory.models import Person
from caunoi.directory.queries.entries import whole
from caunoi.directory.queries.scope import AnyUser, in_ranges, scope_of
from caunoi.training.enums import ClassState
from caunoi.training.models import Speaker, SpeakerFee
from caunoi.training.queries.classes import visible_classes
from caunoi.training.queries.money.rates import SEES_MONEY


@dataclass(frozen=True, kw_only=True)
class YearEarned:
    """One year: classes and sittings that the reader sees; amounts in đồng, None where he sees the money of none."""

    year: int
    classes: int = 0
    sittings: int = 0
    amount: int | None = None
    tax: int | None = None
    net: int | None = None


def earned_by_year(user: AnyUser, person: Person) -> list[YearEarned]:
    """Return the years in which a person taught visible classes, newest first, in two queries.

    Amounts are those of the classes whose money the user may see, and of no other.
    """
    day = Coalesce("agenda_item__sitting__date", "training_class__starts_on")
    talks = (
        Speaker.objects.filter(whole(person), training_class__in=visible_classes(user))
        .exclude(training_class__state=ClassState.CANCELLED)
        .annotate(year=ExtractYear(day))
        .filter(year__isnull=False)
        .order_by()
        .values("year")
        .annotate(classes=Count("training_class", distinct=True), sittings=Count("agenda_item__sitting", distinct=True))
    )
    by_kind = scope_of(user).by_kind
    ranges = [one for kind in SEES_MONEY for one in by_kind.get(kind, ())]
    paid = (
        SpeakerFee.objects.filter(
            whole(person), in_ranges("training_class__keeper__path", ranges), training_class__starts_on__isnull=False
        )
        .exclude(training_class__state=ClassState.CANCELLED)
        .annotate(year=ExtractYear("training_class__starts_on"))
        .order_by()
        .values("year")
        .annotate(amounts=Sum("amount"), taxes=Sum("tax"), nets=Sum("net"))
    )
    money = {row["year"]: row for row in paid}
    taught = {row["year"]: row for row in talks}
    return [
        YearEarned(
            year=year,
            classes=taught[year]["classes"] if year in taught else 0,
            sittings=taught[year]["sittings"] if year in taught else 0,
            amount=money[year]["amounts"] if year in money else None,
            tax=money[year]["taxes"] if year in money else None,
            net=money[year]["nets"] if year in money else None,
        )
        for year in sorted(taught.keys() | money.keys(), reverse=True)
    ]
