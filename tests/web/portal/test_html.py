"""Every kind of public page is HTML without a fault, in both languages, empty and full."""

from __future__ import annotations

import html5lib
import pytest

from caunoi.publishing.services import approve, correct, draft_from_report, withdraw
from tests.publishing.makers import office_with_site, photo_in, published_in


def assert_valid(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(response.content.decode())
    assert [(place, fault) for place, fault, _told in parser.errors] == [], address


@pytest.mark.django_db
def test_pages_without_anything_are_valid(client, site):
    for address in ("/hoa-khanh/", "/hoa-khanh/tin-tuc/", "/hoa-khanh/tim/", "/tim/", "/chung-nhan/"):
        assert_valid(client, address)
        assert_valid(client, f"/en{address}")
    assert_valid(client, "/khong-co/", 404)


def test_full_pages_are_valid(client, site, report, editor):
    office_with_site(name='UBND xã "Bà Nà" <thử> & bạn', slug="ba-na")
    article = draft_from_report(actor=editor, report=report)
    for caption in ("Toàn cảnh", '<b>"In đậm"</b>', ""):
        photo_in(article, editor, caption=caption, credit="Lê Văn Ví")
    article = approve(actor=editor, article=article)
    correct(actor=editor, article=article, note="Sửa <số>.", title='Tựa "mới" & <lạ>', source="báo Thử")
    for number in range(22):
        published_in(site, editor, title=f"{'Tin rất dài ' * 20}{number}")
    gone = published_in(site, editor)
    withdraw(actor=editor, article=gone, note="Sai ngày.")

    pages = [
        "/", "/?q=ba", "/hoa-khanh/", "/hoa-khanh/tin-tuc/", "/hoa-khanh/tin-tuc/?trang=2", "/hoa-khanh/tim/?q=tin",
        article.address, f"{article.address}/in", f"{article.address}/toan-trang",
    ]  # fmt: skip
    for address in pages:
        assert_valid(client, address)
        assert_valid(client, f"/en{address}")
    assert_valid(client, gone.address, 410)
