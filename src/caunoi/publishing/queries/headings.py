"""Articles by what they stand under: topics of the site, places, months and days. Nothing here knows a user."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from caunoi.directory.models import Unit
from caunoi.publishing.addresses import slugify
from caunoi.publishing.enums import READABLE
from caunoi.publishing.models import ArticlePage, SitePage, SiteTopic
from caunoi.publishing.queries.portal import readable_articles

_READABLE = [state.value for state in READABLE]


def topics_of(site: SitePage) -> QuerySet[SiteTopic]:
    """Return the topics of a site under which something can be read, with ``article_count``."""
    count = Count("of", filter=Q(of__article__state__in=_READABLE))
    return SiteTopic.objects.filter(site=site).annotate(article_count=count).filter(article_count__gt=0)


def articles_under(topic: SiteTopic) -> QuerySet[ArticlePage]:
    """Return what can be read under a topic, newest first."""
    return readable_articles(site=topic.site).filter(under__topic=topic)


def places_of(site: SitePage) -> list[tuple[Unit, int]]:
    """Return the places of which a site tells, by name, each with the number of articles."""
    counted = (
        ArticlePage.objects.filter(site=site, state__in=_READABLE, place__isnull=False)
        .order_by()
        .values_list("place")
        .annotate(articles=Count("pk"))
    )
    counts: dict[int, int] = dict(counted)
    return [(unit, counts[unit.pk]) for unit in Unit.objects.filter(pk__in=counts).order_by("folded_name", "pk")]


def place_address(site: SitePage, unit: Unit) -> str:
    """Return the permanent address of what a site tells of a place; the number alone finds it."""
    return f"/{site.slug}/noi/{slugify(str(unit)) or 'noi'}-{unit.pk}/"


def articles_about(site: SitePage, unit: Unit) -> QuerySet[ArticlePage]:
    """Return what a site tells of a place, newest first."""
    return readable_articles(site=site).filter(place=unit)


def articles_of_days(site: SitePage, first: dt.date, last: dt.date) -> QuerySet[ArticlePage]:
    """Return what a site published from ``first`` to ``last``, both included, local time, newest first."""
    zone = timezone.get_default_timezone()
    begin = dt.datetime.combine(first, dt.time(), tzinfo=zone)
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), tzinfo=zone)
    return readable_articles(site=site).filter(published_at__gte=begin, published_at__lt=end)


def months_of(site: SitePage, year: int) -> list[dt.date]:
    """Return the months of a year in which a site published something, as their first days, newest first."""
    found = articles_of_days(site, dt.date(year, 1, 1), dt.date(year, 12, 31)).order_by()
    return [timezone.localdate(month) for month in found.datetimes("published_at", "month", "DESC")]


def topics_by_site(site: SitePage) -> QuerySet[SiteTopic]:
    """Return every topic of a site, by title."""
    return SiteTopic.objects.filter(site=site).select_related("site").order_by("title", "pk")
