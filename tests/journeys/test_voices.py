"""A reader writes and rates, with scripts and without; an editor lets it stand."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from caunoi.core.models import SentForm
from caunoi.publishing.models import Comment
from caunoi.publishing.services.moderation import show_comments
from tests.journeys.axe import assert_fits, faults
from tests.publishing.makers import office_with_site, published_in


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_a_reader_comments_and_rates(transactional_db, open_page, scripts, width, scheme):
    _office, boss, site = office_with_site(slug="hoa-khanh")
    article = published_in(site, boss)
    page = open_page(size={"width": width, "height": 800}, javascript=scripts, color_scheme=scheme)

    def looked_at():
        if scripts:
            # The frame has a journey of its own.
            assert [fault for fault in faults(page) if "data-pt-" not in fault] == []
        assert_fits(page)

    page.goto(article.address)
    looked_at()
    with page.expect_navigation():
        page.get_by_role("link", name="Gửi ý kiến").click()
    opened = time.monotonic()
    looked_at()
    page.get_by_label("Ý kiến của quý vị").fill("Bài rất hữu ích. Gọi 0905 123 456.")
    page.get_by_label("Tên hiển thị").fill("Bà Thử")
    # A person takes longer than the form allows a machine.
    page.wait_for_timeout(max(0, 3_200 - 1_000 * (time.monotonic() - opened)))
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_role("heading", name="Ý kiến có thông tin riêng tư")).to_be_visible(timeout=60_000)
    looked_at()
    page.get_by_role("button", name="Gửi và che các chỗ này").click()
    expect(page.get_by_text("Đã nhận ý kiến của quý vị")).to_be_visible()
    looked_at()
    comment = Comment.objects.get()
    assert comment.text == "Bài rất hữu ích. Gọi [đã che: số điện thoại]."
    # One key for the form, one more for the work that the browser did.
    assert SentForm.objects.count() == (2 if scripts else 1)
    show_comments(actor=boss, comments=[comment.pk])
    assert page.context.cookies() == []

    page.goto(f"/danh-gia/{article.pk}/")
    looked_at()
    page.get_by_label("4 sao: hữu ích").check()
    page.get_by_role("button", name="Gửi đánh giá").click()
    expect(page.get_by_text("Đã ghi nhận đánh giá của quý vị.")).to_be_visible()
    page.goto(article.address)
    expect(page.locator(".voices-comment")).to_contain_text("Bài rất hữu ích. Gọi [đã che: số điện thoại].")
    looked_at()
