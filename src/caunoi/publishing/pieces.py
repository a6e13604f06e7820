"""The named pieces of which public pages are made, for :mod:`caunoi.core.stamps`.

A page names the pieces that it shows by what its address says; a service names those that it changes. The names hold
slugs and numbers that never change, so that they are known before anything is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caunoi.core import stamps

if TYPE_CHECKING:
    from caunoi.publishing.models import ArticlePage, Event, Material, SectionPage, SitePage

# Which sites there are, and what they are called.
SITES = "sites"
# Which host name leads to which site.
HOSTS = "hosts"
# The newest articles of all sites.
NEWS = "news"
# The calendar over all sites.
CALENDAR = "calendar"


def of_article(number: int) -> str:
    """The article itself: words, photos, notes, facts."""
    return f"article:{number}"


def of_site(slug: str) -> str:
    """What stands on every page of a site: name, crest, colours, menu, contact."""
    return f"site:{slug}"


def news_of_site(slug: str) -> str:
    """Which articles a site has, with what a list shows of each."""
    return f"news:{slug}"


def news_of_section(site: str, section: str) -> str:
    """Which articles a section has, with what a list shows of each."""
    return f"news:{site}/{section}"


def touch_article(*articles: ArticlePage, left: SectionPage | None = None) -> None:
    """Tell that articles changed, as they stand at their addresses and in every list; ``left`` lost one of them."""
    names = [NEWS]
    for article in articles:
        site, section = article.site.slug, article.section.slug
        names += [of_article(article.pk), news_of_site(site), news_of_section(site, section)]
    if left:
        names.append(news_of_section(left.site.slug, left.slug))
    stamps.touch(*names)


def touch_gone(number: int, *, site: SitePage, section: SectionPage) -> None:
    """Tell that an article is gone altogether."""
    stamps.touch(of_article(number), news_of_site(site.slug), news_of_section(site.slug, section.slug), NEWS)


def touch_news(site: SitePage) -> None:
    """Tell that the headings changed under which a site's articles are found."""
    stamps.touch(news_of_site(site.slug))


def comments_of(number: int) -> str:
    """The comments that are shown under an article, with the replies, and whether more are taken."""
    return f"comments:{number}"


def touch_comments(*numbers: int) -> None:
    """Tell that what readers say under some articles changed."""
    stamps.touch(*map(comments_of, numbers))


def library_of_site(slug: str) -> str:
    """Which materials a site offers, with all that is said of each."""
    return f"library:{slug}"


def calendar_of_site(slug: str) -> str:
    """Which events stand in a site's calendar, with all that is said of each."""
    return f"calendar:{slug}"


def of_faq(slug: str) -> str:
    """The questions and answers of a site."""
    return f"faq:{slug}"


def touch_site(site: SitePage) -> None:
    """Tell that what stands on every page of a site changed."""
    stamps.touch(of_site(site.slug), SITES)


def touch_material(material: Material) -> None:
    """Tell that a material changed, at its address and in every list."""
    stamps.touch(library_of_site(material.site.slug))


def touch_event(*events: Event) -> None:
    """Tell that events changed, at their addresses and in every calendar."""
    stamps.touch(CALENDAR, *(calendar_of_site(event.site.slug) for event in events))


def touch_look(site: SitePage) -> None:
    """Tell that what stands around every page of a site changed, but neither its name nor that it is there."""
    stamps.touch(of_site(site.slug))


def touch_faq(site: SitePage) -> None:
    """Tell that a site's questions and answers changed."""
    stamps.touch(of_faq(site.slug))


def touch_hosts(site: SitePage) -> None:
    """Tell that a site has other host names: all of its pages name the main one."""
    stamps.touch(HOSTS, of_site(site.slug))
