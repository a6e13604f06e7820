"""What all pages of one site at the desk share: who may, and the tabs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.directory.policies import require
from caunoi.publishing.models import SitePage
from caunoi.publishing.policies import edits_site, opens_site
from caunoi.publishing.queries.articles import visible_sites

# Kinds of parts as the desk names them: the tab, and the words of the button that adds one.
KINDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "thuc-don": (gettext_lazy("Menu"), gettext_lazy("Add an item")),
    "trang": (gettext_lazy("Pages"), gettext_lazy("Write a page")),
    "hoi-dap": (gettext_lazy("Questions and answers"), gettext_lazy("Write an answer")),
    "lien-he": (gettext_lazy("Contacts"), gettext_lazy("Add a contact")),
    "lien-ket": (gettext_lazy("Links"), gettext_lazy("Add a link")),
}


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A tab of a site."""

    label: str | Promise
    url: str
    current: bool
    count: int | None = None


def find_site(request: HttpRequest, number: int) -> SitePage:
    """Return a site in scope; raises Http404 for every other."""
    try:
        return visible_sites(request.user).select_related("organisation").get(pk=number)
    except SitePage.DoesNotExist:
        raise Http404(_("There is no such site here.")) from None


def edited_site(request: HttpRequest, number: int) -> SitePage:
    """Return a site that the user edits; raises Http404 out of scope, PermissionDenied without the role."""
    site = find_site(request, number)
    require(edits_site(request.user, site.organisation))
    return site


def site_context(request: HttpRequest, site: SitePage, open_tab: str) -> dict[str, Any]:
    """Return what the frame of a site's pages draws; ``open_tab`` is a kind of parts, "look", "hosts" or "words"."""
    administers = opens_site(request.user, site.organisation)
    tabs = []
    if administers:
        tabs.append(
            Tab(
                label=_("About the office"),
                url=reverse("desk:site_edit", args=[site.pk]),
                current=open_tab == "words",
            )
        )
    tabs.append(Tab(label=_("Look"), url=reverse("desk:site_look", args=[site.pk]), current=open_tab == "look"))
    tabs += [
        Tab(label=label, url=reverse("desk:site_parts", args=[site.pk, kind]), current=open_tab == kind)
        for kind, (label, _add) in KINDS.items()
    ]
    if administers:
        tabs.append(
            Tab(label=_("Host names"), url=reverse("desk:site_hosts", args=[site.pk]), current=open_tab == "hosts")
        )
    return {"site": site, "tabs": tabs, "administers": administers}
