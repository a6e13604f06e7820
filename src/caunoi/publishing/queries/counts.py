"""How often articles and sites were viewed, and how many read a site now."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Sum
from django.utils import timezone

from caunoi.publishing.models import ArticlePage, DayReads, SitePage, ViewCount, VisitorMark
from caunoi.publishing.queries.portal import readable_headlines

# Who viewed something within so many seconds counts as reading now.
NOW = 300
# A number below this one is told as "under five".
FEWEST = 5
# "Read most" tells of so many days, today included.
READ_MOST_DAYS = 30
# So many of those read most may have been withdrawn since.
_WITHDRAWN = 25


def views_of(numbers: Sequence[str]) -> dict[str, int]:
    """Return the views of articles by number."""
    return _of("article", numbers)


def visits_of(slugs: Sequence[str]) -> dict[str, int]:
    """Return the visits of sites by slug."""
    return _of("site", slugs)


def online_at(slugs: Sequence[str]) -> dict[str, int]:
    """Return how many visitors viewed something of each site within the last five minutes."""
    since = int(time.time()) - NOW
    names = [f"site:{slug}" for slug in slugs]
    rows = VisitorMark.objects.filter(name__in=names, at__gt=since).order_by().values_list("name")
    found = dict(rows.annotate(count=Count("pk")))
    return {slug: found.get(f"site:{slug}", 0) for slug in slugs}


def totals(names: Sequence[str]) -> dict[str, int]:
    """Return the counts of these names that are not 0; one query."""
    return dict(ViewCount.objects.filter(pk__in=names).order_by().values_list("name", "total"))


def read_most(site: SitePage, most: int = 5) -> list[ArticlePage]:
    """Return what can be read on a site and was read most within :data:`READ_MOST_DAYS`, with ``readers``.

    Two queries, three where one of the first was withdrawn: all numbers are added up without the articles, which
    joined would take far longer. The site is not read along.
    """
    since = timezone.localdate() - dt.timedelta(days=READ_MOST_DAYS - 1)
    told = DayReads.objects.filter(site=site.slug, day__gte=since).order_by().values("article")
    added = told.annotate(readers=Sum("total")).order_by("-readers", "-article")[: most + _WITHDRAWN]
    readers: dict[int, int] = dict(added.values_list("article", "readers"))
    first = list(readers)
    found: list[Any] = []
    # Seldom is one of the first withdrawn: those behind them are asked for only then.
    for keys in (first[:most], first[most:]):
        if keys and len(found) < most:
            found += readable_headlines(site.pk).filter(pk__in=keys)
    for article in found:
        article.readers = readers[article.pk]
    return sorted(found, key=lambda article: (article.readers, article.pk), reverse=True)[:most]


def _of(kind: str, keys: Sequence[str]) -> dict[str, int]:
    found = totals([f"{kind}:{key}" for key in keys])
    return {key: found.get(f"{kind}:{key}", 0) for key in keys}
