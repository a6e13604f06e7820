"""Host names of sites. A name leads to one site; the settings' own hosts are nobody's."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.publishing import pieces
from caunoi.publishing.enums import Action
from caunoi.publishing.hostnames import OddHost, ascii_host, shown_host
from caunoi.publishing.models import SiteHost, SitePage
from caunoi.publishing.policies import opens_site

MOST_HOSTS = 10


@transaction.atomic
def add_host(*, actor: User, site: SitePage, host: str) -> SiteHost:
    """Let a site answer at a host name too; the first one becomes its main one.

    Whether the name leads to this machine is not asked. Raises PermissionDenied unless the actor administers the
    office, ValidationError for what is no name, belongs to the installation or is another site's.
    """
    require(opens_site(actor, site.organisation))
    site = SitePage.objects.select_for_update().select_related("organisation").get(pk=site.pk)
    try:
        name = ascii_host(host)
    except OddHost:
        raise ValidationError({"host": _("Type a host name, for example hoakhanh.danang.gov.vn.")}) from None
    own = {each.lower() for each in settings.ALLOWED_HOSTS} | {urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}
    if name in own:
        raise ValidationError({"host": _("This host name belongs to the installation itself.")})
    if SiteHost.objects.filter(host=name).exists():
        raise ValidationError({"host": _("This host name leads to a site already.")})
    if site.hosts.count() >= MOST_HOSTS:
        raise ValidationError({"host": _("A site takes at most %(most)s host names.") % {"most": MOST_HOSTS}})
    is_main = not site.hosts.filter(is_main=True).exists()
    row = SiteHost.objects.create(site=site, host=name, is_main=is_main)
    _tell(actor, Action.SITE_HOST_ADDED, site, name)
    return row


@transaction.atomic
def make_main_host(*, actor: User, host: SiteHost) -> None:
    """Make a host name the one that readers and search engines are led to. Raises PermissionDenied."""
    site = host.site
    require(opens_site(actor, site.organisation))
    SitePage.objects.select_for_update().get(pk=site.pk)
    if not SiteHost.objects.filter(pk=host.pk, is_main=False).exists():
        return
    site.hosts.filter(is_main=True).update(is_main=False)
    site.hosts.filter(pk=host.pk).update(is_main=True)
    audit.record(
        actor=actor,
        action=Action.SITE_CHANGED,
        subject=site,
        organisation_id=site.organisation_id,
        details={"main_host": shown_host(host.host)},
    )
    pieces.touch_hosts(site)


@transaction.atomic
def remove_host(*, actor: User, host: SiteHost) -> None:
    """Let a host name lead nowhere; another one of the site becomes its main one. Raises PermissionDenied."""
    site = host.site
    require(opens_site(actor, site.organisation))
    SitePage.objects.select_for_update().get(pk=site.pk)
    if not SiteHost.objects.filter(pk=host.pk).exists():
        return
    _tell(actor, Action.SITE_HOST_REMOVED, site, host.host)
    SiteHost.objects.filter(pk=host.pk).delete()
    left = site.hosts.order_by("-is_main", "host").first()
    if left and not left.is_main:
        site.hosts.filter(pk=left.pk).update(is_main=True)


def _tell(actor: User, action: Action, site: SitePage, host: str) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=site,
        organisation_id=site.organisation_id,
        details={"host": shown_host(host)},
    )
    pieces.touch_hosts(site)
