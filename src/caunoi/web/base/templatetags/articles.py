"""Articles as the portal shows them and the desk previews them: pictures in the right size, the body."""

from __future__ import annotations

from django.template import Library
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from caunoi.publishing import richtext
from caunoi.publishing.models import ArticlePage, ArticlePhoto

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


@register.filter
def article_body(body: str) -> SafeString:
    """Return the body as HTML of the allow-list; it is cleaned once more on the way out."""
    return mark_safe(richtext.bare(body))  # noqa: S308 - nothing but bare elements of the allow-list is left


@register.simple_tag
def first_photo(article: ArticlePage) -> ArticlePhoto | None:
    """Return the article's first photo, where it has one."""
    return next(iter(article.photos.all()), None)
