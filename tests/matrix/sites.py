"""The table of roles: sites, their look and what stands on them beside news."""

from __future__ import annotations

from caunoi.directory.enums import RoleKind
from caunoi.publishing.models import SiteHost, SiteLink
from caunoi.publishing.services import opening, site_hosts, site_look, site_parts, sites
from tests.matrix.world import Action

ADMIN = (RoleKind.ADMINISTRATOR,)
EDIT = (RoleKind.ADMINISTRATOR, RoleKind.EDITOR)


def host_of(w):
    """A host name of the site."""
    return SiteHost.objects.get_or_create(host="cu.example.vn", defaults={"site": w.site})[0]


def link_of(w):
    """A link of the site."""
    return SiteLink.objects.get_or_create(site=w.site, label="Cũ", defaults={"url": "https://cu.example.vn"})[0]


LINK = {"label": "Mới", "url": "https://moi.example.vn"}

SITES = (
    Action("opening.open_sites", lambda w, u: opening.open_sites(actor=u, top=w.office, kind="school"), ADMIN),
    Action("site_look.change_look", lambda w, u: site_look.change_look(
        actor=u, site=w.site, motto="Mới", accent="red", hours=""), EDIT),
    Action("site_look.put_picture", lambda w, u: site_look.put_picture(
        actor=u, site=w.site, kind="crest", content=b"", alternative="Huy hiệu"), EDIT),
    Action("site_look.remove_picture", lambda w, u: site_look.remove_picture(
        actor=u, site=w.site, kind="crest"), EDIT),
    Action("site_parts.add_part", lambda w, u: site_parts.add_part(
        actor=u, site=w.site, kind="lien-ket", words=LINK), EDIT),
    Action("site_parts.change_part", lambda w, u: site_parts.change_part(
        actor=u, part=link_of(w), edition=None, words=LINK), EDIT),
    Action("site_parts.order_parts", lambda w, u: site_parts.order_parts(
        actor=u, site=w.site, kind="lien-ket", order=[]), EDIT),
    Action("site_parts.remove_part", lambda w, u: site_parts.remove_part(actor=u, part=link_of(w)), EDIT),
    Action("site_parts.put_back_part", lambda w, u: site_parts.put_back_part(
        actor=u, site=w.site, kind="lien-ket", values=LINK), EDIT),
    Action("site_parts.take_up_question", lambda w, u: site_parts.take_up_question(
        actor=u, site=w.site, question=w.question), EDIT),
    Action("sites.open_site", lambda w, u: sites.open_site(actor=u, organisation=w.office), ADMIN),
    Action("sites.change_site", lambda w, u: sites.change_site(
        actor=u, site=w.site, name="Tên", about="", contact=""), ADMIN),
    Action("sites.add_section", lambda w, u: sites.add_section(actor=u, site=w.site, title="Thông báo"), ADMIN),
    Action("site_hosts.add_host", lambda w, u: site_hosts.add_host(actor=u, site=w.site, host="moi.example.vn"), ADMIN),
    Action("site_hosts.make_main_host", lambda w, u: site_hosts.make_main_host(actor=u, host=host_of(w)), ADMIN),
    Action("site_hosts.remove_host", lambda w, u: site_hosts.remove_host(actor=u, host=host_of(w)), ADMIN),
)  # fmt: skip
