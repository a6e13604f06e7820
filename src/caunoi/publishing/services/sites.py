"""Sites of offices and their sections: the page tree grows here and nowhere else."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.models.i18n import Locale
from wagtail.models.pages import Page
from wagtail.models.sites import Site

from caunoi.core import audit
from caunoi.core.text import clean, clean_lines, fold
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import require
from caunoi.publishing import pieces
from caunoi.publishing.addresses import RESERVED, slugify
from caunoi.publishing.enums import Action, MenuKind
from caunoi.publishing.models import MenuItem, PortalRoot, SectionPage, SitePage
from caunoi.publishing.policies import opens_site

NEWS = ("Tin tức", "tin-tuc")


def portal_root() -> PortalRoot:
    """Return the root of the page tree; plants it where an installation has lost it."""
    root = PortalRoot.objects.order_by("path").first()
    if root:
        return root
    Locale.objects.get_or_create(language_code=settings.WAGTAIL_CONTENT_LANGUAGES[0][0])
    top = Page.get_first_root_node()
    if top is None:
        top = Page.add_root(instance=Page(title="Root", slug="root"))
    root = top.add_child(instance=PortalRoot(title="Cổng thông tin", slug="cong-thong-tin"))
    Site.objects.filter(is_default_site=True).delete()
    Site.objects.create(hostname="localhost", site_name=root.title, root_page=root, is_default_site=True)
    return root


@transaction.atomic
def open_site(
    *, actor: User, organisation: Organisation, name: str = "", slug: str = "", about: str = "", contact: str = ""
) -> SitePage:
    """Open the public site of an office, with the section "Tin tức".

    ``name`` is the office's own without any; ``slug``, the first segment of every address, comes from the unit it
    serves or the name, and is never changed again. Raises PermissionDenied unless the actor administers the office,
    ValidationError for a second site or an address that is taken.
    """
    require(opens_site(actor, organisation))
    if SitePage.objects.filter(organisation=organisation).exists():
        raise ValidationError({"organisation": _("This office has a news site already.")})
    name = clean(name) or organisation.name
    given = clean(slug)
    slug = slugify(given) if given else _free_slug(organisation, name)
    _check_slug(slug)
    root = portal_root()
    site = SitePage(
        title=name[:255],
        slug=slug,
        folded_name=fold(name)[:255],
        organisation=organisation,
        about=clean_lines(about),
        contact=clean_lines(contact),
    )
    # Two clerks at once: the second waits for the row of the root and then finds the slug taken.
    root = PortalRoot.objects.select_for_update().get(pk=root.pk)
    if SitePage.objects.filter(slug=slug).exists():
        raise ValidationError({"slug": _("This address is taken by another site. Choose another one.")})
    site = root.add_child(instance=site)
    _plant_menu(site, _plant_section(site, *NEWS))
    audit.record(
        actor=actor,
        action=Action.SITE_OPENED,
        subject=site,
        organisation_id=organisation.pk,
        details={"name": site.title, "address": site.address},
    )
    pieces.touch_site(site)
    return site


def _check_slug(slug: str) -> None:
    if not slug or slug.isdigit():
        raise ValidationError({"slug": _("Type an address of letters, for example hoa-khanh.")})
    if slug in RESERVED:
        raise ValidationError({"slug": _("This address is used by the system itself. Choose another one.")})


def _free_slug(organisation: Organisation, name: str) -> str:
    """Return the unit's name as an address; where that is taken the office's own, with its province, with a number.

    Communes of one name lie in many provinces, and have offices of one name.
    """
    unit = organisation.unit
    above = slugify(unit.parent.name, most=30) if unit and unit.parent else ""
    wishes = [slugify(unit.name, most=60)] if unit else []
    wishes.append(slugify(name, most=60))
    if above:
        wishes += [f"{wish[:50].rstrip('-')}-{above}" for wish in wishes if wish]
    wishes += [f"{wishes[-1]}-{number}" for number in range(2, 10)]
    taken = set(SitePage.objects.filter(slug__in=wishes).values_list("slug", flat=True)) | RESERVED
    free = [wish for wish in wishes if wish and wish not in taken and wish[0] != "-" and not wish.isdigit()]
    return free[0] if free else wishes[0]


@transaction.atomic
def change_site(*, actor: User, site: SitePage, name: str, about: str, contact: str) -> SitePage:
    """Change what a site says of its office; the address stays. Raises as :func:`open_site`."""
    require(opens_site(actor, site.organisation))
    site = SitePage.objects.select_for_update().select_related("organisation").get(pk=site.pk)
    name = clean(name)
    if not name:
        raise ValidationError({"name": _("Type the name of the site.")})
    before = {"name": site.title, "about": site.about, "contact": site.contact}
    after = {"name": name[:255], "about": clean_lines(about), "contact": clean_lines(contact)}
    details = audit.changes(before, after)
    if not details:
        return site
    site.title = site.draft_title = after["name"]
    site.folded_name = fold(name)[:255]
    site.about, site.contact = after["about"], after["contact"]
    site.save()
    audit.record(
        actor=actor,
        action=Action.SITE_CHANGED,
        subject=site,
        organisation_id=site.organisation_id,
        details=details,
    )
    pieces.touch_site(site)
    return site


@transaction.atomic
def add_section(*, actor: User, site: SitePage, title: str) -> SectionPage:
    """Add a section at the end of a site's menu. Raises as :func:`open_site`."""
    require(opens_site(actor, site.organisation))
    title = clean(title)
    slug = slugify(title, most=60)
    if not slug or slug.isdigit():
        raise ValidationError({"title": _("Type the name of the section.")})
    site = SitePage.objects.select_for_update().select_related("organisation").get(pk=site.pk)
    if slug in RESERVED or SectionPage.objects.filter(site=site, slug=slug).exists():
        raise ValidationError({"title": _("The site has a section of this name already. Choose another one.")})
    section = _plant_section(site, title[:255], slug)
    if site.menuitems.exists():
        last = site.menuitems.aggregate(last=Max("position"))["last"]
        MenuItem.objects.create(site=site, position=last + 1, kind=MenuKind.SECTION, section=section)
    audit.record(
        actor=actor,
        action=Action.SITE_CHANGED,
        subject=site,
        organisation_id=site.organisation_id,
        details={"section": section.title},
    )
    pieces.touch_site(site)
    return section


def _plant_menu(site: SitePage, news: SectionPage) -> None:
    """Give a new site the menu with which most do: it is changed at the desk."""
    kinds = (MenuKind.SECTION, MenuKind.CALENDAR, MenuKind.LIBRARY, MenuKind.FAQ, MenuKind.CONTACT)
    MenuItem.objects.bulk_create(
        MenuItem(site=site, position=place, kind=kind, section=news if kind == MenuKind.SECTION else None)
        for place, kind in enumerate(kinds)
    )


def _plant_section(site: SitePage, title: str, slug: str) -> SectionPage:
    section: SectionPage = site.add_child(instance=SectionPage(title=title, slug=slug, site=site))
    return section
