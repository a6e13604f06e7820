"""The page tree: one root, a site for each office, its sections."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models.pages import Page

from caunoi.directory.models import Organisation
from caunoi.publishing.enums import Accent


class PortalPage(Page):
    """What all pages of the portal have in common: made by services, addressed by the portal's own paths."""

    # The portal searches its own folded column; Wagtail's index and its jobs at every save would serve nobody.
    search_auto_update = False
    wagtail_reference_index_ignore = True
    is_creatable = False
    content_panels = [FieldPanel("title")]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    preview_modes: list[Any] = []

    class Meta:
        abstract = True

    @property
    def address(self) -> str:
        """The path at which the portal answers for this page."""
        raise NotImplementedError

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Return the portal's own address wherever Wagtail asks for one."""
        sites = self._get_relevant_site_root_paths(request)
        if not sites:
            return None
        site_id, _root_path, root_url, _language = sites[0]
        return site_id, root_url, self.address


class PortalRoot(PortalPage):
    """The root of the one Wagtail Site: below it stands a site for each office."""

    max_count: Any = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["publishing.SitePage"]

    class Meta:
        verbose_name = _("portal")
        verbose_name_plural = _("portals")

    @property
    def address(self) -> str:
        """The first page of the installation."""
        return "/"


class SitePage(PortalPage):
    """The public site of one office; its slug is the first segment of every address below it."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="news_site", verbose_name=_("organisation")
    )
    about = models.TextField(_("about the office"), blank=True)
    contact = models.TextField(_("how to reach the office"), blank=True)
    folded_name = models.CharField(max_length=255)
    # Whoever wrote an article doesn't approve it unless somebody else has checked it.
    checked_by_another = models.BooleanField(
        _("an article is checked by somebody other than its author"), default=False, db_default=False
    )
    motto = models.CharField(_("motto"), max_length=160, blank=True, default="")
    accent = models.CharField(_("colour"), max_length=10, choices=Accent, default=Accent.BRIDGE)
    hours = models.TextField(_("office hours"), max_length=600, blank=True, default="")
    # Where the office stands, in degrees; both or none.
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)

    parent_page_types = ["publishing.PortalRoot"]
    subpage_types = ["publishing.SectionPage"]

    class Meta:
        verbose_name = _("news site")
        verbose_name_plural = _("news sites")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="site_stands_on_earth",
            ),
        ]

    @property
    def address(self) -> str:
        """The first page of the site."""
        return f"/{self.slug}/"


class SectionPage(PortalPage):
    """A section of a site: news, notices and the like."""

    site = models.ForeignKey(SitePage, on_delete=models.PROTECT, related_name="sections", verbose_name=_("news site"))

    parent_page_types = ["publishing.SitePage"]
    subpage_types = ["publishing.ArticlePage"]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    @property
    def address(self) -> str:
        """The list of the section's articles."""
        return f"/{self.site.slug}/{self.slug}/"
