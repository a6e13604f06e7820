"""Tags that tell machines what a page is: canonical address, Open Graph, feeds, schema.org."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template import Library
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from caunoi.web.portal import structured
from caunoi.web.portal.hosts import absolute

register = Library()
_MOST_WORDS = 200


@dataclass(kw_only=True)
class _Told:
    kind: str = "website"
    site: str = "Cầu Nối"
    title: str = ""
    description: str = ""
    image: str = ""
    times: list[tuple[str, str]] = field(default_factory=list)
    feeds: list[tuple[str, str]] = field(default_factory=list)
    blocks: list[SafeString] = field(default_factory=list)


@register.simple_tag(takes_context=True)
def page_meta(context: dict[str, Any]) -> SafeString | str:
    """Tell what the page is by what it shows: an article, a section, a site or the installation; else its address."""
    request, canonical = context.get("request"), context.get("canonical", "")
    if request is None:
        return ""
    return render_to_string("portal/parts/meta_tags.html", {"canonical": canonical, "told": _told(context, request)})


def _told(context: dict[str, Any], request: HttpRequest) -> _Told | None:
    site, article, section = context.get("site"), context.get("article"), context.get("section")
    if site is None:
        if request.path.removeprefix("/en") != "/":
            return None
        title = _("News of the offices")
        return _Told(title=title, feeds=_feeds("", (title, "/")))
    feeds = _feeds(site.slug, (site.title, site.address))
    described = context.get("described")
    if isinstance(described, structured.Described):
        return _Told(
            site=site.title,
            title=described.title,
            description=described.description,
            feeds=feeds,
            blocks=_blocks(*described.blocks),
        )
    way = [(site.title, site.address)]
    if article is not None:
        if not article.is_readable:
            return None
        way += [(article.section.title, article.section.address), (article.title, article.address)]
        image = context.get("share_image", "")
        return _Told(
            site=site.title,
            kind="article",
            title=article.title,
            description=article.lead,
            image=image,
            times=[
                (f"article:{name}", at.isoformat())
                for name, at in (("published_time", article.published_at), ("modified_time", article.changed_at))
                if at
            ],
            feeds=feeds,
            blocks=_blocks(
                structured.news_article(article, image=image, recordings=context.get("recordings") or ()),
                structured.trail(site, way),
            ),
        )
    if section is not None and not isinstance(section, str):
        title = f"{section.title} · {site.title}"
        return _Told(
            site=site.title,
            title=title,
            feeds=[*feeds, *_feeds(site.slug, (title, section.address))],
            blocks=_blocks(structured.trail(site, [*way, (section.title, section.address)])),
        )
    if context.get("site_home"):
        return _Told(
            site=site.title,
            title=site.title,
            description=site.about,
            feeds=feeds,
            blocks=_blocks(structured.site_page(site)),
        )
    return None


def _blocks(*data: structured.Data) -> list[SafeString]:
    return [structured.script(each) for each in data]


def _feeds(slug: str, *places: tuple[str, str]) -> list[tuple[str, str]]:
    return [(title, absolute(slug, f"{address}tin.atom")) for title, address in places]


@register.simple_tag
def pieces(told: list[tuple[str, bool]]) -> SafeString:
    """Write a text in pieces, those that were looked for marked; each is escaped by itself."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if marked else text,) for text, marked in told)
    )
