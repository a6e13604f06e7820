"""What everybody may read. Nothing here knows a user."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, UUIDField
from django.utils import timezone

from caunoi.core.models import StoredFile
from caunoi.core.text import fold_words
from caunoi.publishing.enums import PUBLIC, READABLE
from caunoi.publishing.models import ArticlePage, ArticlePhoto, MediaFile, PhotoSize, SectionPage, SitePage
from caunoi.publishing.queries.comments import with_rules

# What a line of a list tells of an article, and what its address is made of.
_TOLD = (
    "title", "slug", "published_at", "created_at", "site__slug", "site__title", "section__slug", "section__title",
)  # fmt: skip
_HEADLINE = ("title", "slug", "published_at", "created_at", "site_id", "section_id")
# Pixels of what stands in the place of a film until it is played.
_MOST_POSTER = 1000
_SIZES = Prefetch("sizes", queryset=PhotoSize.objects.select_related("lighter"))
_PHOTOS = Prefetch("photos", queryset=ArticlePhoto.objects.prefetch_related(_SIZES))


def open_sites(query: str = "") -> QuerySet[SitePage]:
    """Return the sites by name, of those only that hold each word of ``query``; with how many articles they have."""
    found = SitePage.objects.filter(live=True)
    for word in fold_words(query):
        found = found.filter(folded_name__contains=word)
    return found.order_by("folded_name", "pk")


def with_counts(sites: QuerySet[SitePage]) -> QuerySet[SitePage]:
    """Add to each site how many articles can be read and when the last one came."""
    readable = Q(articles__state__in=READABLE)
    return sites.annotate(
        article_count=Count("articles", filter=readable), latest=Max("articles__published_at", filter=readable)
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
    return articles.prefetch_related(_PHOTOS)


def years_of(section: SectionPage) -> list[int]:
    """Return the years in which a section has articles, newest first."""
    days = ArticlePage.objects.filter(section=section, state__in=READABLE).datetimes("published_at", "year", "DESC")
    return [day.year for day in days]


def get_public_article(number: int) -> ArticlePage:
    """Return an article whose address answers, withdrawn ones included; raises ArticlePage.DoesNotExist."""
    article = (
        with_rules(ArticlePage.objects.filter(state__in=PUBLIC))
        .select_related("class_report", "place")
        .prefetch_related(_PHOTOS, "notes")
        .get(pk=number)
    )
    if article.taken_from_id:
        # Few are taken over from another site: fetched along with each, it would cost all others a third of their time.
        original = ArticlePage.objects.filter(pk=article.taken_from_id).select_related("site", "section")
        article.taken_from = original.only(*_TOLD, "state").first()
    return article


def related_articles(article: ArticlePage, most: int = 4) -> list[ArticlePage]:
    """Return readable articles of the same site about the same class, newest first; their site is not read along."""
    if article.class_report is None:
        return []
    same = _others(article).filter(class_report__training_class=article.class_report.training_class_id)
    return list(same[:most])


def other_news(article: ArticlePage, beside: Iterable[ArticlePage] = (), most: int = 6) -> list[ArticlePage]:
    """Return the newest readable articles of the site but this one and those ``beside`` it; without their site."""
    shown = {each.pk for each in beside}
    return [each for each in _others(article)[: most + len(shown)] if each.pk not in shown][:most]


def _others(article: ArticlePage) -> QuerySet[ArticlePage]:
    found = ArticlePage.objects.filter(state__in=READABLE, site=article.site_id).exclude(pk=article.pk)
    return found.order_by("-published_at", "-pk").only(*_HEADLINE)


def readable_headlines(site: SitePage) -> QuerySet[ArticlePage]:
    """Return what can be read on a site with headline, address and day alone, newest first."""
    return readable_articles(site=site).select_related(None).select_related("site", "section").only(*_TOLD)


def newest_recording(site: SitePage) -> Any:
    """Return the recording of the article published last of those that have one; None without any; one query.

    ``poster_photo`` and ``poster_width`` are a size of the article's first photo, both None without one.
    """
    sizes = PhotoSize.objects.filter(photo__article=OuterRef("article"), width__lte=_MOST_POSTER)
    first = sizes.order_by("photo__position", "photo__created_at", "photo", "-width")
    return (
        MediaFile.objects.filter(article__site=site, article__state__in=[state.value for state in READABLE])
        .select_related("file", "article__site", "article__section")
        .annotate(
            poster_photo=Subquery(first.values("photo")[:1], output_field=UUIDField()),
            poster_width=Subquery(first.values("width")[:1]),
        )
        .order_by("-article__published_at", "-article", "position", "created_at", "pk")
        .first()
    )


def moved_to(form: str, *, site: str = "") -> str | None:
    """Return where an article of an old site stands now: on the site of this slug, or on the only one that knows it.

    ``form`` is of ``addresses.old_form``. None for nothing public, and where several sites know the address.
    """
    found = ArticlePage.objects.filter(old_addresses__path=form, state__in=PUBLIC).select_related("site", "section")
    if site:
        found = found.filter(site__slug=site)
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
