"""Articles as the portal shows them and the desk previews them: pictures in the right size, the body."""

from __future__ import annotations

from typing import Any

from django.template import Library
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from caunoi.publishing import richtext
from caunoi.publishing.models import ArticlePage, ArticlePhoto
from caunoi.publishing.queries.headings import place_address

register = Library()


@register.simple_tag
def picture(photo: ArticlePhoto, sizes: str = "100vw", url_name: str = "portal:picture", *, eager: bool = False) -> str:
    """Draw a photo with its widths and its place reserved; ``sizes`` says how wide it stands on the page."""
    known = list(photo.sizes.all())
    if not known:
        return ""
    largest = known[-1]
    addresses = [(reverse(url_name, args=[photo.pk, each.width]), each.width) for each in known]
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" decoding="async" loading="{}">',
        addresses[min(1, len(addresses) - 1)][0],
        ", ".join(f"{address} {width}w" for address, width in addresses),
        sizes,
        largest.width,
        largest.height,
        photo.alternative,
        "eager" if eager else "lazy",
    )


@register.simple_tag
def poster_of(photo: ArticlePhoto, url_name: str = "portal:picture") -> str:
    """Return the address of the photo that stands in the place of a video until it is played; "" without a size."""
    sizes = list(photo.sizes.all())
    return reverse(url_name, args=[photo.pk, sizes[min(1, len(sizes) - 1)].width]) if sizes else ""


@register.simple_tag
def largest_of(photo: ArticlePhoto, url_name: str = "portal:picture") -> str:
    """Return the address of the largest size of a photo; "" without one."""
    sizes = list(photo.sizes.all())
    return reverse(url_name, args=[photo.pk, sizes[-1].width]) if sizes else ""


@register.filter
def length_words(seconds: int) -> str:
    """Write the length of a recording as 3:05 or 1:02:05."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


@register.filter
def article_body(body: str) -> SafeString:
    """Return the body as HTML of the allow-list; it is cleaned once more on the way out."""
    return mark_safe(richtext.bare(body))  # noqa: S308 - nothing but bare elements of the allow-list is left


@register.simple_tag
def headings_of(article: ArticlePage) -> dict[str, Any]:
    """Return words and addresses of the topics and the place of an article; None for no place."""
    site = article.site
    return {
        "topics": [
            (each.topic.title, f"/{site.slug}/chuyen-de/{each.topic.slug}/")
            for each in article.under.select_related("topic").order_by("topic__title")
        ],
        "place": (str(article.place), place_address(site, article.place)) if article.place else None,
    }


@register.simple_tag
def first_photo(article: ArticlePage) -> ArticlePhoto | None:
    """Return the article's first photo, where it has one."""
    return next(iter(article.photos.all()), None)
