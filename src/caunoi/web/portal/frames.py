"""What stands on every page of a site, remembered by each process until it changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from caunoi.core import stamps
from caunoi.publishing import pieces
from caunoi.publishing.models import ArticlePage, SectionPage, SitePage, SitePicture
from caunoi.publishing.queries import portal
from caunoi.publishing.queries.site_parts import MenuEntry, menu_of, pictures_of

# Sites that a process remembers; those longest unused go first.
_MOST = 1000


@dataclass(frozen=True)
class SiteFrame:
    """A site, its sections in the tree's order, its menu and pictures. Shared by all requests: nobody changes them."""

    site: SitePage
    sections: list[SectionPage]
    menu: list[MenuEntry]
    pictures: dict[str, SitePicture]
    version: int

    def section(self, slug: str) -> SectionPage | None:
        """Return the section of this address."""
        return next((each for each in self.sections if each.slug == slug), None)

    def adopt(self, article: ArticlePage) -> None:
        """Give an article of this site the site and section at hand: neither is asked for once more."""
        if article.site_id == self.site.pk:
            article.site = self.site
            article.section = next(
                (each for each in self.sections if each.pk == article.section_id), None
            ) or SectionPage.objects.select_related("site").get(pk=article.section_id)


_known: OrderedDict[str, SiteFrame] = OrderedDict()
_lock = threading.Lock()


def site_frame(slug: str) -> SiteFrame:
    """Return what stands on every page of the site; raises SitePage.DoesNotExist."""
    piece = pieces.of_site(slug)
    stamps.board.look()
    version = stamps.board.versions([piece])[piece]
    with _lock:
        found = _known.get(slug)
        if found is not None and found.version == version:
            _known.move_to_end(slug)
            return found
    site = portal.get_site(slug)
    sections = portal.sections_of(site)
    found = SiteFrame(
        site=site, sections=sections, menu=menu_of(site, sections), pictures=pictures_of(site), version=version
    )
    with _lock:
        _known[slug] = found
        while len(_known) > _MOST:
            _known.popitem(last=False)
    return found


def forget() -> None:
    """Let all go; for tests and restores."""
    with _lock:
        _known.clear()
