"""What stands on every page of a site, remembered by each process until it changes."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from caunoi.publishing import pieces
from caunoi.publishing.models import ArticlePage, SectionPage, SitePage, SitePicture
from caunoi.publishing.queries import portal
from caunoi.publishing.queries.counts import read_most
from caunoi.publishing.queries.site_parts import MenuEntry, menu_of, pictures_of
from caunoi.web.portal.memory import Memory

# Sites that a process remembers; those longest unused go first.
_MOST = 1000
# Below an article stand six that are neither itself nor of the four about the same class.
HEADLINES = 11


@dataclass(frozen=True)
class SiteFrame:
    """A site, its sections in the tree's order, its menu and pictures. Shared by all requests: nobody changes them.

    ``drawn`` holds what was drawn of it and looks the same on many pages (``{% remembered %}``).
    """

    site: SitePage
    sections: list[SectionPage]
    menu: list[MenuEntry]
    pictures: dict[str, SitePicture]
    drawn: dict[tuple[object, ...], SafeString] = field(default_factory=dict, compare=False)

    @cached_property
    def menu_addresses(self) -> frozenset[str]:
        """The addresses to which the menu leads: on those pages it looks otherwise than on all others."""
        return frozenset(each.address for entry in self.menu for each in (entry, *entry.children))

    def section(self, slug: str) -> SectionPage | None:
        """Return the section of this address."""
        return next((each for each in self.sections if each.slug == slug), None)

    def adopt(self, *articles: ArticlePage) -> None:
        """Give articles of this site the site and section at hand: neither is asked for once more."""
        for article in articles:
            if article.site_id == self.site.pk:
                article.site = self.site
                article.section = next(
                    (each for each in self.sections if each.pk == article.section_id), None
                ) or SectionPage.objects.select_related("site").get(pk=article.section_id)


_frames: Memory[SiteFrame] = Memory(_MOST)
_newest: Memory[list[ArticlePage]] = Memory(_MOST)
_read_most: Memory[list[ArticlePage]] = Memory(_MOST)
# The readers of a month are added up for it, which takes longer than all else of the page of a site with many articles.
_READ_SECONDS = 60


def site_frame(slug: str) -> SiteFrame:
    """Return what stands on every page of the site; raises SitePage.DoesNotExist."""
    return _frames.value(slug, [pieces.of_site(slug)], lambda: _read(slug))


def _read(slug: str) -> SiteFrame:
    site = portal.get_site(slug)
    sections = portal.sections_of(site)
    return SiteFrame(site=site, sections=sections, menu=menu_of(site, sections), pictures=pictures_of(site))


def adopt(slug: str, *articles: ArticlePage) -> None:
    """Give articles the site of this slug where it is theirs; see :meth:`SiteFrame.adopt`. Nothing for an odd slug."""
    with suppress(SitePage.DoesNotExist):
        site_frame(slug).adopt(*articles)


def newest_headlines(slug: str) -> list[ArticlePage]:
    """Return the newest headlines of a site, :data:`HEADLINES` of them; raises SitePage.DoesNotExist."""
    return _newest.value(slug, [pieces.of_site(slug), pieces.news_of_site(slug)], lambda: _read_newest(slug))


def _read_newest(slug: str) -> list[ArticlePage]:
    known = site_frame(slug)
    found = list(portal.readable_headlines(known.site.pk)[:HEADLINES])
    known.adopt(*found)
    return found


def most_read(slug: str, most: int) -> list[ArticlePage]:
    """Return what was read most on a site, as of a minute ago at most; raises SitePage.DoesNotExist."""
    key = f"{slug} {most} {int(time.time()) // _READ_SECONDS}"
    return _read_most.value(key, [pieces.of_site(slug), pieces.news_of_site(slug)], lambda: _add_up(slug, most))


def _add_up(slug: str, most: int) -> list[ArticlePage]:
    known = site_frame(slug)
    found = read_most(known.site, most)
    known.adopt(*found)
    return found


def forget() -> None:
    """Let all go; for tests and restores."""
    _frames.forget()
    _newest.forget()
    _read_most.forget()
