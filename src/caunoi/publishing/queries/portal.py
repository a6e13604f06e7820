"""What everybody may read. Nothing here knows a user."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import (
    Exists,
    F,
    Func,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import RowNumber
from django.utils import timezone

from caunoi.core.models import StoredFile
from caunoi.core.text import fold_words
from caunoi.publishing.enums import PUBLIC, READABLE
from caunoi.publishing.models import ArticlePage, ArticlePhoto, MediaFile, OldAddress, PhotoSize, SectionPage, SitePage

# What a line of a list tells of an article, and what its address is made of.
HEADLINE = ("title", "slug", "published_at", "created_at", "site_id", "section_id")
_TEASER = (*HEADLINE, "lead", "changed_at")
_REPORT = ("class_report__facts", "class_report__names", "class_report__training_class_id")
_SIZES = Prefetch("sizes", queryset=PhotoSize.objects.select_related("lighter"))
# Looked up by their keys: joined to each article, they cost PostgreSQL more to think about than to read.
_PLACES = (
    Prefetch("site", queryset=SitePage.objects.only("slug", "title")),
    Prefetch("section", queryset=SectionPage.objects.only("slug", "title", "site_id")),
)
PHOTOS = Prefetch("photos", queryset=ArticlePhoto.objects.prefetch_related(_SIZES))
# A list shows one of them, and a photo story has thirty.
_FIRST_PHOTOS = (
    ArticlePhoto.objects.annotate(
        place=Window(RowNumber(), partition_by=F("article"), order_by=["position", "created_at", "id"])
    )
    .filter(place=1)
    .order_by()
)


def open_sites(query: str = "") -> QuerySet[SitePage]:
    """Return the sites by name, of those only that hold each word of ``query``; with how many articles they have."""
    found = SitePage.objects.filter(live=True)
    for word in fold_words(query):
        found = found.filter(folded_name__contains=word)
    return found.order_by("folded_name", "pk")


def with_counts(sites: QuerySet[SitePage]) -> QuerySet[SitePage]:
    """Add to each site how many articles can be read and when the last one came.

    Both are looked up in an index, a site at a time: joined and grouped, every article of the sites would be read.
    """
    own = ArticlePage.objects.filter(site=OuterRef("pk"), state__in=READABLE)
    return sites.annotate(
        article_count=Subquery(counted(own), output_field=IntegerField()),
        latest=Subquery(own.order_by("-published_at", "-pk").values("published_at")[:1]),
    )


def get_site(slug: str) -> SitePage:
    """Return the site of this address; raises SitePage.DoesNotExist."""
    return SitePage.objects.select_related("organisation").get(slug=slug, live=True)


def sections_of(site: SitePage) -> list[SectionPage]:
    """Return the sections of a site in the tree's order."""
    sections = list(SectionPage.objects.filter(site=site, live=True).order_by("path"))
    for section in sections:
        section.site = site
    return sections


def readable_articles(
    *, site: SitePage | None = None, section: SectionPage | None = None, year: int | None = None
) -> QuerySet[ArticlePage]:
    """Return the articles that can be read in full, newest first, with what a list shows of them."""
    found = ArticlePage.objects.filter(state__in=READABLE)
    if site is not None:
        found = found.filter(site=site)
    if section is not None:
        found = found.filter(section=section)
    if year is not None:
        zone = timezone.get_default_timezone()
        first = dt.datetime(year, 1, 1, tzinfo=zone)
        found = found.filter(published_at__gte=first, published_at__lt=first.replace(year=year + 1))
    return found.select_related("site", "section", "section__site").order_by("-published_at", "-pk")


def with_photos(articles: QuerySet[ArticlePage]) -> QuerySet[ArticlePage]:
    """Fetch the photos and their sizes along, in two queries whatever the number of rows."""
    return articles.prefetch_related(PHOTOS)


def as_teasers(articles: QuerySet[ArticlePage]) -> QuerySet[ArticlePage]:
    """Read of articles what a list of one site shows of them, the first photo included, and no text of any length.

    Their site and section are not read along: whoever draws the list knows them already, and each joined table costs a
    database more to think about than to read.
    """
    return _as_lines(articles).prefetch_related(Prefetch("photos", queryset=_FIRST_PHOTOS.prefetch_related(_SIZES)))


def with_unsized_photos(articles: QuerySet[ArticlePage]) -> QuerySet[ArticlePage]:
    """Read of articles what :func:`as_teasers` does, but no sizes of the photo: see :func:`read_sizes`."""
    return _as_lines(articles).prefetch_related(Prefetch("photos", queryset=_FIRST_PHOTOS))


def _as_lines(articles: QuerySet[ArticlePage]) -> QuerySet[ArticlePage]:
    return articles.select_related(None).only(*_TEASER)


def read_sizes(articles: Iterable[ArticlePage]) -> None:
    """Read along the sizes of the photos of these articles; one query."""
    prefetch_related_objects([photo for each in articles for photo in each.photos.all()], _SIZES)


def newest_of_all(most: int) -> list[ArticlePage]:
    """Return the newest articles of all sites as their list shows them, each with its site and section."""
    return list(as_teasers(readable_articles()).prefetch_related(*_PLACES)[:most])


def years_of(section: SectionPage) -> list[int]:
    """Return the years in which a section has articles, newest first; two queries, however many articles there are.

    Each year is looked up in an index: the years of all articles would have to be worked out of each one's day.
    """
    found = readable_articles(section=section).order_by()
    ends = found.aggregate(first=Min("published_at"), last=Max("published_at"))
    if ends["first"] is None:
        return []
    years = range(timezone.localtime(ends["last"]).year, timezone.localtime(ends["first"]).year - 1, -1)
    between = {f"in_{year}": Exists(readable_articles(section=section, year=year).order_by()) for year in years[1:-1]}
    held = SectionPage.objects.filter(pk=section.pk).annotate(**between).values(*between).get() if between else {}
    return [year for year in years if held.get(f"in_{year}", True)]


def counted(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return how many rows there are as a query of one value, for ``Subquery``: not grouped, so an index answers it."""
    return rows.order_by().annotate(counted=Func(F("pk"), function="COUNT")).values("counted")


def readable_headlines(site: int) -> QuerySet[ArticlePage]:
    """Return what can be read on the site of this key, with headline and day alone, newest first; without the site."""
    found = ArticlePage.objects.filter(state__in=READABLE, site=site)
    return found.order_by("-published_at", "-pk").only(*HEADLINE)


def told_of_classes(site: SitePage) -> QuerySet[ArticlePage]:
    """Return the headlines of a site that tell of a class, with its frozen report."""
    told = readable_headlines(site.pk).filter(class_report__isnull=False)
    return told.select_related("class_report").only(*HEADLINE, *_REPORT)


def moved_to(form: str) -> str | None:
    """Return where an article of an old site stands now; ``form`` is of ``addresses.old_form``.

    None for nothing public, and where several sites know the address.
    """
    # Asked of every address that nothing else answers: nearly all are of no old site.
    known = list(OldAddress.objects.filter(path=form).values_list("article", flat=True))
    if not known:
        return None
    found = ArticlePage.objects.filter(pk__in=known, state__in=PUBLIC).select_related("site", "section")
    articles = list(found.order_by("pk")[:2])
    return articles[0].address if len(articles) == 1 else None


def get_public_media(media: UUID) -> MediaFile:
    """Return a recording whose article can be read; raises MediaFile.DoesNotExist."""
    return MediaFile.objects.select_related("file").get(
        pk=media, article__state__in=[state.value for state in READABLE]
    )


def get_public_picture(photo: UUID, width: int, kind: str = "jpg") -> StoredFile:
    """Return the bytes of a size of a photo whose article can be read; ``kind`` is jpg, webp or avif.

    Raises PhotoSize.DoesNotExist, also for a kind that was not made.
    """
    readable = PhotoSize.objects.filter(
        photo=photo, width=width, photo__article__state__in=[state.value for state in READABLE]
    )
    if kind == "jpg":
        return readable.select_related("file").get().file
    lighter = readable.select_related(f"lighter__{kind}").filter(**{f"lighter__{kind}__isnull": False}).get().lighter
    file: StoredFile = getattr(lighter, kind)
    return file
