"""Rate tables and tax rules: which serve an office, and which hold on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Length

from caunoi.core.text import fold
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Organisation
from caunoi.directory.queries.scope import AnyUser, organisations_for, scope_of
from caunoi.training.enums import RateKind
from caunoi.training.models import Rate, RateTable, TaxRule
from caunoi.training.models.rates import grade_words

# Who keeps the rates of an office: the accountant, and who administers it.
RATE_KEEPERS = (RoleKind.ADMINISTRATOR, RoleKind.ACCOUNTANT)
# Who sees what is paid at all.
SEES_MONEY = (RoleKind.ADMINISTRATOR, RoleKind.ORGANISER, RoleKind.ACCOUNTANT, RoleKind.AUDITOR)


def paths_above(path: str) -> list[str]:
    """Return the paths of the offices above ``path``, and itself."""
    return [path[:end] for end in range(6, len(path) + 1, 6)]


def visible_rate_tables(user: AnyUser) -> QuerySet[RateTable]:
    """Return the tables of the offices whose money the user sees and those from above that serve them, newest first."""
    return _serving(RateTable.objects.all(), user).select_related("owner", "directive").order_by("-valid_from", "id")


def visible_tax_rules(user: AnyUser) -> QuerySet[TaxRule]:
    """Return the rules of tax as :func:`visible_rate_tables` does."""
    return _serving(TaxRule.objects.all(), user).select_related("owner").order_by("-valid_from", "id")


def _serving(rows: QuerySet, user: AnyUser) -> QuerySet:
    scope = scope_of(user)
    ranges = [one for kind in SEES_MONEY for one in scope.by_kind.get(kind, ())]
    inside = Q(pk__in=[])
    for low, high in ranges:
        inside |= Q(owner__path__gte=low, owner__path__lt=high)
    above = {path for low, _high in ranges for path in paths_above(low)}
    return rows.filter(inside | Q(owner__path__in=above))


def keepers_offices(user: AnyUser) -> QuerySet[Organisation]:
    """Return the organisations whose rates the user keeps."""
    return organisations_for(user, *RATE_KEEPERS).order_by("path")


def _holds_on(day: dt.date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def table_for(organisation: Organisation, day: dt.date) -> RateTable | None:
    """Return the table that holds for an office on a day: of the nearest office that keeps one, the newest of it."""
    return (
        RateTable.objects.filter(_holds_on(day), owner__path__in=paths_above(organisation.path))
        .select_related("owner", "directive")
        .order_by(Length("owner__path").desc(), "-valid_from", "id")
        .first()
    )


def tax_rule_for(organisation: Organisation, day: dt.date) -> TaxRule | None:
    """Return the rule of tax that holds for an office on a day, as :func:`table_for` finds it."""
    return (
        TaxRule.objects.filter(_holds_on(day), owner__path__in=paths_above(organisation.path))
        .order_by(Length("owner__path").desc(), "-valid_from", "id")
        .first()
    )


def rate_of(rates: Iterable[Rate], kind: RateKind) -> int:
    """Return the first amount of a kind; 0 where the table has none."""
    return next((one.amount for one in rates if one.kind == kind), 0)


def fold_grade(post_rank: str, academic_title: str) -> str:
    """Return a grade as it is compared."""
    return fold(grade_words(post_rank, academic_title))[:410]


def with_uses(tables: QuerySet[RateTable]) -> QuerySet[RateTable]:
    """Add ``rate_count``, the rows of each table, and ``fee_count``, the fees paid by one of them."""
    return tables.annotate(rate_count=Count("rates", distinct=True), fee_count=Count("rates__fees", distinct=True))
