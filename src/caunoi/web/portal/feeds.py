"""News for feed readers: Atom and RSS, of the installation, of a site and of a section."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.translation import gettext as _

from caunoi.publishing import pieces, richtext
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.queries import portal
from caunoi.web.portal.hosts import absolute
from caunoi.web.portal.machine import public_file
from caunoi.web.portal.pages import PageMissing, find_site, shows

_ENTRIES = 30
# A feed without entries says the same each time.
_LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class _Atom(feedgenerator.Atom1Feed):
    content_type = "application/atom+xml; charset=utf-8"

    def latest_post_date(self) -> dt.datetime:
        return _latest(self)


class _Rss(feedgenerator.Rss201rev2Feed):
    content_type = "application/rss+xml; charset=utf-8"

    def latest_post_date(self) -> dt.datetime:
        return _latest(self)


def _latest(feed: feedgenerator.SyndicationFeed) -> dt.datetime:
    return max((item["updateddate"] for item in feed.items), default=_LONG_AGO)


_FORMS = {"atom": _Atom, "rss": _Rss}
_TYPES = {"atom": "application/atom+xml; charset=utf-8", "rss": "application/rss+xml; charset=utf-8"}


@public_file
def feed(request: HttpRequest, form: str, site: str = "", section: str = "") -> HttpResponse:
    """Send the newest articles: of all sites, of one, or of one section. What is withdrawn has left it."""
    if section:
        shows(request, pieces.of_site(site), pieces.news_of_section(site, section))
    elif site:
        shows(request, pieces.of_site(site), pieces.news_of_site(site))
    else:
        shows(request, pieces.SITES, pieces.NEWS)
    shown = find_site(site) if site else None
    part = next((each for each in portal.sections_of(shown) if each.slug == section), None) if shown else None
    if section and part is None:
        raise PageMissing(shown)
    place = part or shown
    home = absolute(site, place.address if place else "/")
    title = " · ".join(each.title for each in (part, shown) if each) or _("News of the offices")
    made = _FORMS[form](
        title=title,
        link=home,
        description=(shown.about if shown and not part else "") or title,
        language="vi",
        feed_url=absolute(site, request.path),
        feed_guid=home,
    )
    for article in portal.with_photos(portal.readable_articles(site=shown, section=part))[:_ENTRIES]:
        _add(made, article)
    return HttpResponse(made.writeString("utf-8"), content_type=_TYPES[form])


def _add(made: feedgenerator.SyndicationFeed, article: ArticlePage) -> None:
    assert article.published_at is not None
    photo = next(iter(article.photos.all()), None)
    size = next(iter(reversed(photo.sizes.all())), None) if photo else None
    enclosures = []
    if photo and size:
        where = absolute(article.site.slug, reverse("portal:picture", args=[photo.pk, size.width]))
        enclosures = [feedgenerator.Enclosure(where, str(size.file.size), size.file.content_type)]
    made.add_item(
        title=article.title,
        link=absolute(article.site.slug, article.address),
        description=article.lead or richtext.plain(article.body)[:300],
        author_name=article.byline or article.site.title,
        pubdate=article.published_at,
        updateddate=article.changed_at or article.published_at,
        unique_id=entry_id(article),
        unique_id_is_permalink=False,
        categories=[article.section.title],
        enclosures=enclosures,
    )


def entry_id(article: ArticlePage) -> str:
    """Return what names an article for ever, whatever host it is read on and however it is titled."""
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    return f"tag:{host},{article.year}:tin/{article.pk}"
