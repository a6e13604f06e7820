"""Articles offered to the office above: who may, what becomes of them, and what the taker learns."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from caunoi.core.errors import NotNow
from caunoi.core.models import OutboxMessage, StoredFile
from caunoi.directory.enums import RoleKind
from caunoi.publishing.enums import NoteKind, OfferState
from caunoi.publishing.models import Offer
from caunoi.publishing.queries.offers import offers_in, sites_above, visible_offers
from caunoi.publishing.services import (
    approve,
    correct,
    decline_offer,
    make_offer,
    open_site,
    revoke_offer,
    see_news,
    take_over,
    withdraw,
)
from tests.factories import OrganisationFactory, UserFactory
from tests.publishing.makers import article_in, office_with_site, photo_in, recording_in

pytestmark = pytest.mark.data


@pytest.fixture
def above(db):
    """The office above, its editor and its site."""
    office, administrator, site = office_with_site(name="Ủy ban MTTQ tỉnh", slug="tinh")
    return office, UserFactory.with_role(office, RoleKind.EDITOR, email="tren@example.vn"), site, administrator


@pytest.fixture
def below(above):
    """A commune's office below, its editor and a published article with a photo and a recording."""
    office = OrganisationFactory(name="MTTQ phường Hòa Khánh", parent=above[0])
    editor = UserFactory.with_role(office, RoleKind.ADMINISTRATOR)
    site = open_site(actor=editor, organisation=office, slug="hoa-khanh")
    article = article_in(site, editor, byline="Văn Mẫu")
    photo_in(article, editor, caption="Hội trường")
    recording_in(article, editor)
    return office, editor, site, approve(actor=editor, article=article)


def test_an_offer_is_taken_over_with_source_link_and_files(above, below, client):
    _office, upper, site, _boss = above
    _below, editor, lower, article = below
    assert list(sites_above(article)) == [site]
    offer = make_offer(actor=editor, article=article, site=site, note="Mời đăng lại")
    assert list(offers_in(upper)) == [offer]
    told = [mail.recipient for mail in OutboxMessage.objects.filter(template="article_offered")]
    assert upper.email in told
    with pytest.raises(ValidationError):
        make_offer(actor=editor, article=article, site=site)
    copy = take_over(actor=upper, offer=offer)
    assert (copy.site, copy.source, copy.byline, copy.taken_from) == (site, lower.title, "Văn Mẫu", article)
    assert client.get(copy.address).status_code == 404
    assert [photo.caption for photo in copy.photos.all()] == ["Hội trường"]
    assert copy.media.get().file_id != article.media.get().file_id
    shown = approve(actor=upper, article=copy)
    page = client.get(shown.address).content.decode()
    assert f'<a href="{article.address}">(theo {lower.title})</a>' in page
    offer.refresh_from_db()
    assert (offer.state, offer.copy) == (OfferState.TAKEN, copy)
    with pytest.raises(NotNow):
        decline_offer(actor=upper, offer=offer)
    assert StoredFile.objects.filter(organisation_id=site.organisation_id).count() >= 2


def test_the_taker_is_told_of_correction_and_withdrawal(above, below, client):
    _office, upper, site, _boss = above
    _below, editor, lower, article = below
    offer = make_offer(actor=editor, article=article, site=site)
    copy = approve(actor=upper, article=take_over(actor=upper, offer=offer))
    before = client.get(copy.address).content.decode()
    correct(actor=editor, article=article, note="Sửa số học viên", title="Tên đã sửa")
    assert list(offers_in(upper)) == [offer]
    assert copy.notes.get().kind == NoteKind.ORIGINAL
    page = client.get(copy.address).content.decode()
    assert "Sửa số học viên" not in before
    assert "Sửa số học viên" in page
    assert lower.title in page
    offer.refresh_from_db()
    see_news(actor=upper, offer=offer)
    assert not offers_in(upper).exists()
    withdraw(actor=editor, article=article, note="Đăng nhầm")
    offer.refresh_from_db()
    assert "Đăng nhầm" in offer.news
    page = client.get(copy.address).content.decode()
    assert "Đăng nhầm" in page
    assert article.address not in page
    mails = OutboxMessage.objects.filter(template="article_original")
    assert {mail.recipient for mail in mails} >= {upper.email}


def test_only_editors_of_the_two_sites_decide(above, below):
    _office, upper, site, _boss = above
    _below, editor, _lower, article = below
    _other, stranger, elsewhere = office_with_site(name="Cơ quan khác", slug="khac")
    for refused in (
        lambda: make_offer(actor=stranger, article=article, site=site),
        lambda: make_offer(actor=stranger, article=article, site=elsewhere),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    with pytest.raises(ValidationError):
        make_offer(actor=editor, article=article, site=elsewhere)
    offer = make_offer(actor=editor, article=article, site=site)
    for refused in (
        lambda: take_over(actor=editor, offer=offer),
        lambda: decline_offer(actor=editor, offer=offer),
        lambda: see_news(actor=editor, offer=offer),
        lambda: take_over(actor=stranger, offer=offer),
        lambda: revoke_offer(actor=stranger, offer=offer),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    assert not visible_offers(stranger).exists()
    assert not offers_in(stranger).exists()
    outside = Client()
    outside.force_login(stranger)
    assert outside.get(f"/viec/tin-bai/gioi-thieu/{offer.pk}/").status_code == 404
    assert outside.post(f"/viec/tin-bai/gioi-thieu/{offer.pk}/", {"then": "take"}).status_code == 404
    assert revoke_offer(actor=editor, offer=offer).state == OfferState.REVOKED
    again = make_offer(actor=editor, article=article, site=site)
    assert decline_offer(actor=upper, offer=again).state == OfferState.DECLINED
    assert Offer.objects.count() == 2


def test_what_was_withdrawn_meanwhile_is_not_taken_over(above, below):
    _office, upper, site, _boss = above
    _below, editor, _lower, article = below
    offer = make_offer(actor=editor, article=article, site=site)
    withdraw(actor=editor, article=article, note="Nhầm")
    assert not offers_in(upper).exists()
    with pytest.raises(NotNow):
        take_over(actor=upper, offer=offer)
    with pytest.raises(NotNow):
        make_offer(actor=editor, article=article, site=site)


def test_the_desk_takes_over_and_leaves(above, below):
    _office, upper, site, _boss = above
    _below, editor, _lower, article = below
    at_desk = Client()
    at_desk.force_login(editor)
    page = f"/viec/tin-bai/{article.pk}/gioi-thieu/"
    assert at_desk.get(page).status_code == 200
    assert at_desk.post(page, {"site": site.pk, "note": "Mời"}).status_code == 302
    offer = Offer.objects.get()
    taking = Client()
    taking.force_login(upper)
    assert "Mời" in taking.get("/viec/tin-bai/gioi-thieu/").content.decode()
    assert article.title in taking.get(f"/viec/tin-bai/gioi-thieu/{offer.pk}/").content.decode()
    answer = taking.post(f"/viec/tin-bai/gioi-thieu/{offer.pk}/", {"then": "take"})
    offer.refresh_from_db()
    assert answer["Location"] == f"/viec/tin-bai/{offer.copy_id}/"
    assert taking.get(answer["Location"]).status_code == 200
    assert at_desk.get(f"/viec/tin-bai/{article.pk}/").status_code == 200
