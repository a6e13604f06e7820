"""Articles as the portal shows them and the desk previews them: pictures in the right size, the body."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.template import Library
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from caunoi.publishing import richtext
from caunoi.publishing.models import ArticlePage, ArticlePhoto, PhotoSize
from caunoi.publishing.pictures import LIGHTER
from caunoi.publishing.queries.headings import place_address
from caunoi.publishing.queries.reading import TOPICS

register = Library()

_FIRST = mark_safe('loading="eager" fetchpriority="high"')
_LATER = mark_safe('loading="lazy"')
_ANY_WIDTH = 999_999_999


@register.simple_tag
def picture(photo: ArticlePhoto, sizes: str = "100vw", url_name: str = "portal:picture", *, eager: bool = False) -> str:
    """Draw a photo with its widths and its place reserved; ``sizes`` says how wide it stands on the page.

    Lighter kinds are offered where every width has them. ``eager`` is the one picture that readers wait for.
    """
    known = list(photo.sizes.all())
    if not known:
        return ""
    largest = known[-1]
    image = format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" decoding="async" {}>',
        reverse(url_name, args=[photo.pk, known[min(1, len(known) - 1)].width]),
        _widths(url_name, photo, known),
        sizes,
        largest.width,
        largest.height,
        photo.alternative,
        _FIRST if eager else _LATER,
    )
    # The desk shows drafts, and those as JPEG alone.
    forms = [getattr(each, "lighter", None) for each in known] if url_name == "portal:picture" else [None]
    kinds = [kind for kind in LIGHTER if all(getattr(each, f"{kind}_id", None) for each in forms)]
    if not kinds:
        return image
    sources = format_html_join(
        "",
        '<source type="image/{}" srcset="{}" sizes="{}">',
        ((kind, _widths(f"{url_name}_{kind}", photo, known), sizes) for kind in kinds),
    )
    return format_html("<picture>{}{}</picture>", sources, image)


def _widths(url_name: str, photo: ArticlePhoto, known: list[PhotoSize]) -> str:
    # To make an address costs as much as to draw the rest: it is made once, and each width put into it.
    before, _any, after = reverse(url_name, args=[photo.pk, _ANY_WIDTH]).rpartition(str(_ANY_WIDTH))
    return ", ".join(f"{before}{each.width}{after} {each.width}w" for each in known)


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
    prefetch_related_objects([article], TOPICS)
    return {
        "topics": [(each.topic.title, f"/{site.slug}/chuyen-de/{each.topic.slug}/") for each in article.under.all()],
        "place": (str(article.place), place_address(site, article.place)) if article.place else None,
    }


@register.simple_tag
def first_photo(article: ArticlePage) -> ArticlePhoto | None:
    """Return the article's first photo, where it has one."""
    return next(iter(article.photos.all()), None)
