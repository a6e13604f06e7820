"""The table of roles: sites, their look and what stands on them beside news."""

from __future__ import annotations

from caunoi.directory.enums import RoleKind
from caunoi.publishing.models import SiteHost
from caunoi.publishing.services import site_hosts, sites
from tests.matrix.world import Action

ADMIN = (RoleKind.ADMINISTRATOR,)
EDIT = (RoleKind.ADMINISTRATOR, RoleKind.EDITOR)


def host_of(w):
    """A host name of the site."""
    return SiteHost.objects.get_or_create(host="cu.example.vn", defaults={"site": w.site})[0]


SITES = (
    Action("sites.open_site", lambda w, u: sites.open_site(actor=u, organisation=w.office), ADMIN),
    Action("sites.change_site", lambda w, u: sites.change_site(
        actor=u, site=w.site, name="Tên", about="", contact=""), ADMIN),
    Action("sites.add_section", lambda w, u: sites.add_section(actor=u, site=w.site, title="Thông báo"), ADMIN),
    Action("site_hosts.add_host", lambda w, u: site_hosts.add_host(actor=u, site=w.site, host="moi.example.vn"), ADMIN),
    Action("site_hosts.make_main_host", lambda w, u: site_hosts.make_main_host(actor=u, host=host_of(w)), ADMIN),
    Action("site_hosts.remove_host", lambda w, u: site_hosts.remove_host(actor=u, host=host_of(w)), ADMIN),
)  # fmt: skip
