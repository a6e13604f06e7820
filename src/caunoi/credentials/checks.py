"""What ``caunoi check`` looks at in the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.core import checks
from caunoi.core.checking.folding import register_folded
from caunoi.credentials.models import AwardHolder, Series
from caunoi.credentials.queries.awards import folded


def register() -> None:
    """Name the folded columns and the checks of this domain."""
    register_folded(AwardHolder, "folded_name", "name", make=folded)
    checks.register("ledger", gettext_lazy("The numbers of certificates have no gaps"), numbers_have_no_gaps)


def numbers_have_no_gaps(_deep: bool) -> Iterator[checks.Fault]:
    """Each series holds as many certificates as its last number says, and the highest is that number."""
    rows = Series.objects.annotate(count=Count("awards"), highest=Max("awards__number"))
    for series in rows.select_related("owner").order_by("pk"):
        highest = series.highest or 0
        if not series.last_number == series.count == highest:
            yield checks.Fault(
                where=f"{series.owner.name} {series.year}",
                what=_("The last number is %(last)s, there are %(count)s certificates and the highest is %(highest)s.")
                % {"last": series.last_number, "count": series.count, "highest": highest},
                todo=_("Compare the ledger with a backup before anything is issued."),
            )
