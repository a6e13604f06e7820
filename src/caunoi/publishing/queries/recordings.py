"""What can be listened to and watched on a site, as everybody may. Nothing here knows a user."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery, UUIDField

from caunoi.publishing.enums import READABLE
from caunoi.publishing.models import MediaFile, PhotoSize, SitePage
from caunoi.publishing.queries.portal import HEADLINE

_PLAYED = (
    "kind", "title", "credit", "seconds", "width", "height", "captions",
    "file__content_type", "file__size", "file__name",
)  # fmt: skip
# Pixels of what stands in the place of a film until it is played.
_MOST_POSTER = 1000


def _readable(site: SitePage) -> QuerySet[MediaFile]:
    return MediaFile.objects.filter(
        article__site=site, article__state__in=[state.value for state in READABLE], article__has_media=True
    )


def recordings_of(site: SitePage, kind: str = "") -> QuerySet[MediaFile]:
    """Return the recordings of articles that can be read, the newest article's first, of one kind where it is named.

    The article has no site and no section read along. ``poster_photo`` and ``poster_width`` are a size of its first
    photo, both None without one.
    """
    sizes = PhotoSize.objects.filter(photo__article=OuterRef("article"), width__lte=_MOST_POSTER)
    first = sizes.order_by("photo__position", "photo__created_at", "photo", "-width")
    found = _readable(site).filter(kind=kind) if kind else _readable(site)
    return (
        found.select_related("file", "article")
        .only(*_PLAYED, *(f"article__{name}" for name in HEADLINE))
        .annotate(
            poster_photo=Subquery(first.values("photo")[:1], output_field=UUIDField()),
            poster_width=Subquery(first.values("width")[:1]),
        )
        .order_by("-article__published_at", "-article", "position", "created_at", "pk")
    )


def kinds_of(site: SitePage) -> set[str]:
    """Return the kinds of recordings that a site has."""
    return set(_readable(site).order_by().values_list("kind", flat=True).distinct())
