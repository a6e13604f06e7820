"""What readers gave articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Sum

from caunoi.publishing.models import Rating


@dataclass(frozen=True)
class Mean:
    """The mean of the stars (1 to 5) and the number of votes."""

    stars: float
    votes: int


def ratings_of(numbers: Sequence[str]) -> dict[str, Mean]:
    """Return the mean of each article that was rated, by its number."""
    rows = Rating.objects.filter(article__in=numbers).order_by().values("article")
    return {
        str(row["article"]): Mean(row["total"] / row["count"], row["count"])
        for row in rows.annotate(count=Sum("votes"), total=Sum(F("stars") * F("votes")))
        if row["count"]
    }
