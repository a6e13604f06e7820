from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import Page, Site

from caunoi.directory.enums import UnitLevel
from caunoi.directory.models import Unit
from caunoi.publishing.models import PortalRoot, SitePage
from caunoi.publishing.services import add_section, change_site, open_site
from caunoi.publishing.services.sites import portal_root
from tests.factories import OrganisationFactory
from tests.publishing.makers import office_with_site


def test_site_opens_with_its_section(site, office):
    assert (site.title, site.address, site.organisation) == (office.name, "/hoa-khanh/", office)
    assert [(section.title, section.address) for section in site.sections.all()] == [("Tin tức", "/hoa-khanh/tin-tuc/")]


def test_tree_has_one_root_and_wagtail_one_site(site):
    (wagtail_site,) = Site.objects.all()

    assert wagtail_site.root_page.specific == PortalRoot.objects.get()
    assert list(Page.objects.filter(depth=2).values_list("slug", flat=True)) == ["cong-thong-tin"]


def test_root_grows_again_where_it_was_lost(db):
    Site.objects.all().delete()
    Page.objects.all().delete()

    root = portal_root()

    assert Site.objects.get(is_default_site=True).root_page_id == root.pk
    assert portal_root() == root


def test_address_comes_from_the_unit_and_falls_back_to_the_name(administrator, office):
    office.unit = Unit.objects.create(
        code="20197", level=UnitLevel.COMMUNE, prefix="Phường", name="Hòa Khánh", folded_name="hoa khanh",
        folded_full_name="phuong hoa khanh",
    )  # fmt: skip
    office.save()
    second, second_administrator, _site = _same_unit(office)

    first_site = open_site(actor=administrator, organisation=office)
    second_site = open_site(actor=second_administrator, organisation=second)

    assert first_site.slug == "hoa-khanh"
    assert second_site.slug == "uy-ban-mttq-phuong-hoa-khanh"


def _same_unit(office):
    from caunoi.directory.enums import RoleKind
    from tests.factories import UserFactory

    other = OrganisationFactory(name="Ủy ban MTTQ phường Hòa Khánh", unit=office.unit)
    return other, UserFactory.with_role(other, RoleKind.ADMINISTRATOR), None


@pytest.mark.parametrize("slug", ["viec", "bien-tap", "tim", "2026", "!!", "hoa-khanh"])
def test_address_that_is_taken_or_odd_is_refused(site, slug):
    with pytest.raises(ValidationError) as caught:
        office_with_site(name="UBND phường Thử", slug=slug)

    assert list(caught.value.message_dict) == ["slug"]
    assert SitePage.objects.count() == 1


def test_second_site_of_an_office_is_refused(site, administrator, office):
    with pytest.raises(ValidationError):
        open_site(actor=administrator, organisation=office, slug="khac")


def test_only_an_administrator_opens_and_changes_a_site(office, organiser, editor, stranger, site):
    other = OrganisationFactory()
    for user in (organiser, editor, stranger):
        with pytest.raises(PermissionDenied):
            open_site(actor=user, organisation=other)
        with pytest.raises(PermissionDenied):
            change_site(actor=user, site=site, name="x", about="", contact="")
        with pytest.raises(PermissionDenied):
            add_section(actor=user, site=site, title="x")


def test_changed_site_keeps_its_address(site, administrator):
    changed = change_site(
        actor=administrator, site=site, name="Phường Hòa Khánh", about="Giới thiệu", contact="Địa chỉ"
    )

    stored = SitePage.objects.get()
    assert (stored.title, stored.about, stored.contact, stored.slug) == (
        "Phường Hòa Khánh", "Giới thiệu", "Địa chỉ", "hoa-khanh",
    )  # fmt: skip
    assert stored.folded_name == "phuong hoa khanh"
    assert changed == stored


def test_section_of_a_known_name_is_refused(site, administrator):
    add_section(actor=administrator, site=site, title="Thông báo")

    for title in ("thong bao", "", "Tìm"):
        with pytest.raises(ValidationError):
            add_section(actor=administrator, site=site, title=title)
    assert [section.slug for section in site.sections.order_by("path")] == ["tin-tuc", "thong-bao"]
