"""What stands on a site beside its news, as everybody reads it. Nothing here knows a user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.functional import Promise

from caunoi.publishing.enums import MenuKind, PageState
from caunoi.publishing.models import (
    FaqEntry,
    MenuItem,
    SectionPage,
    SiteContact,
    SiteHost,
    SiteLink,
    SitePage,
    SitePicture,
    StaticPage,
)

# The addresses of a site's own parts, below its slug.
PARTS: Mapping[str, str] = {
    MenuKind.LIBRARY: "tai-lieu",
    MenuKind.CALENDAR: "lich",
    MenuKind.MEDIA: "nghe-xem",
    MenuKind.FAQ: "hoi-dap",
    MenuKind.CONTACT: "lien-he",
    MenuKind.LINKS: "lien-ket",
}


@dataclass
class MenuEntry:
    """An item as a page draws it; ``address`` is "" for a heading, ``away`` says that another host answers.

    ``hidden`` is what readers do not see yet: a page in draft, a heading with nothing below it.
    """

    pk: int | None
    # Lazy where it is not the office's own: a menu is remembered, and read in two languages.
    label: str | Promise
    address: str
    kind: str = ""
    section: str = ""
    # Whether its words are the office's own, and so in its language.
    written: bool = True
    away: bool = False
    hidden: bool = False
    children: list[MenuEntry] = field(default_factory=list)

    @property
    def seen(self) -> list[MenuEntry]:
        """Those below that readers see."""
        return [child for child in self.children if not child.hidden]


def menu_of(site: SitePage, sections: list[SectionPage]) -> list[MenuEntry]:
    """Return the menu as readers see it: of the items that were made, or the sections where none were."""
    items = _items(site, sections)
    if not items:
        return [MenuEntry(pk=None, label=each.title, address=each.address, section=each.slug) for each in sections]
    return [entry for entry in items if not entry.hidden]


def whole_menu(site: SitePage) -> list[MenuEntry]:
    """Return the menu as its editors see it, with what readers do not see yet."""
    return _items(site, [])


def _items(site: SitePage, sections: list[SectionPage]) -> list[MenuEntry]:
    rows = list(MenuItem.objects.filter(site=site).prefetch_related("page").order_by("position", "pk"))
    known = {section.pk: section for section in sections}
    for row in rows:
        if row.section_id in known:
            row.section = known[row.section_id]
    prefetch_related_objects([row for row in rows if row.section_id not in known], "section")
    made = {row.pk: _entry(row, site) for row in rows}
    top = []
    for row in rows:
        entry = made[row.pk]
        if row.parent_id is None:
            top.append(entry)
        elif row.parent_id in made:
            made[row.parent_id].children.append(entry)
    for entry in top:
        entry.hidden = entry.hidden or not (entry.address or entry.seen)
    return top


def _entry(row: MenuItem, site: SitePage) -> MenuEntry:
    away = hidden = False
    section = ""
    label: str | Promise
    if row.kind == MenuKind.SECTION and row.section:
        row.section.site = site
        label, address, hidden = row.section.title, row.section.address, not row.section.live
        section = row.section.slug
    elif row.kind == MenuKind.PAGE and row.page:
        row.page.site = site
        label, address, hidden = row.page.title, row.page.address, row.page.state != PageState.PUBLISHED
    elif row.kind == MenuKind.AWAY:
        label, address, away = "", row.url, True
    elif row.kind == MenuKind.HEADING:
        label, address = "", ""
    else:
        label, address = MenuKind(row.kind).label, f"/{site.slug}/{PARTS[row.kind]}/"
    return MenuEntry(
        pk=row.pk,
        label=row.label or label,
        address=address,
        kind=row.kind,
        section=section,
        written=bool(row.label) or row.kind not in PARTS,
        away=away,
        hidden=hidden,
    )


def pictures_of(site: SitePage) -> dict[str, SitePicture]:
    """Return the pictures of a site by kind."""
    return {picture.kind: picture for picture in SitePicture.objects.filter(site=site)}


def get_public_site_picture(picture: UUID) -> SitePicture:
    """Return a picture of an open site; raises SitePicture.DoesNotExist."""
    return SitePicture.objects.select_related("file").get(pk=picture, site__live=True)


def published_pages(site: SitePage) -> QuerySet[StaticPage]:
    """Return the pages of a site that can be read, in its order."""
    return StaticPage.objects.filter(site=site, state=PageState.PUBLISHED).order_by("position", "pk")


def get_published_page(site: SitePage, slug: str) -> StaticPage:
    """Return a page that can be read; raises StaticPage.DoesNotExist."""
    page = published_pages(site).get(slug=slug)
    page.site = site
    return page


def links_of(site: SitePage) -> QuerySet[SiteLink]:
    """Return the links of a site, in its order."""
    return SiteLink.objects.filter(site=site).order_by("position", "pk")


def contacts_of(site: SitePage) -> QuerySet[SiteContact]:
    """Return the contacts of a site, in its order."""
    return SiteContact.objects.filter(site=site).order_by("position", "pk")


def published_answers(site: SitePage) -> QuerySet[FaqEntry]:
    """Return the questions whose answers can be read, in the site's order."""
    return FaqEntry.objects.filter(site=site, state=PageState.PUBLISHED).order_by("position", "pk")


def by_topic(entries: QuerySet[FaqEntry] | list[FaqEntry]) -> list[tuple[str, list[FaqEntry]]]:
    """Return entries by topic, topics in the order in which they come first; those without one last."""
    found: dict[str, list[FaqEntry]] = {}
    for entry in entries:
        found.setdefault(entry.topic, []).append(entry)
    bare = found.pop("", None)
    return [*found.items(), *([("", bare)] if bare else [])]


@dataclass(frozen=True)
class HostTable:
    """Which host leads to which site's slug, and the main host of each site that has one."""

    sites: Mapping[str, str]
    mains: Mapping[str, str]


def host_table() -> HostTable:
    """Return all host names of open sites; one question."""
    rows = list(SiteHost.objects.filter(site__live=True).order_by("host").values_list("host", "site__slug", "is_main"))
    return HostTable(
        sites={host: slug for host, slug, _main in rows}, mains={slug: host for host, slug, main in rows if main}
    )
