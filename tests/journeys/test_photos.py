"""Photos of an article over the whole screen: walked by keys, by the rail, by a finger; and with nothing but links."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from caunoi.directory.enums import RoleKind
from caunoi.publishing.enums import ArticleKind
from caunoi.publishing.services import approve, arrange, open_site
from tests.factories import OrganisationFactory, UserFactory
from tests.journeys.axe import assert_accessible, assert_fits
from tests.journeys.conftest import NARROW, WIDE
from tests.publishing.makers import article_in, jpeg, photo_in

PHOTOS = 9


@pytest.fixture
def site(transactional_db):
    office = OrganisationFactory(name="Đảng ủy phường Hòa Khánh")
    opened = open_site(
        actor=UserFactory.with_role(office, RoleKind.ADMINISTRATOR), organisation=office, slug="hoa-khanh"
    )
    opened.editor = UserFactory.with_role(office, RoleKind.ADMINISTRATOR)
    return opened


def told_by(site, count, kind=ArticleKind.TEXT):
    """An article with photos; the caption of the second one is long."""
    article = article_in(site, site.editor, title="Ngày hội khu dân cư")
    for number in range(1, count + 1):
        photo_in(
            article, site.editor, content=jpeg(900, 600), alternative=f"Cảnh {number}",
            caption=f"Tấm thứ {number} " + "rất dài " * (40 * (number == 2)),
        )  # fmt: skip
    arrange(actor=site.editor, article=article, section=article.section, kind=kind)
    return approve(actor=site.editor, article=type(article).objects.get(pk=article.pk))


@pytest.fixture
def story(site):
    return told_by(site, PHOTOS, ArticleKind.PHOTOS)


def test_story_is_walked_over_the_whole_screen(story, open_page):
    for size in (NARROW, WIDE):
        page = open_page(size=size)
        page.goto(story.address)
        third = page.locator("a[data-cn-photo]").nth(2)
        third.press("Enter")
        viewer = page.locator("dialog.cn-viewer")
        words, rail = viewer.locator("p"), viewer.locator("ol button")
        expect(words).to_have_text("3/9 Tấm thứ 3")
        expect(rail).to_have_count(PHOTOS)
        expect(rail.nth(2)).to_have_attribute("aria-current", "true")
        assert_accessible(page)
        assert_fits(page)

        page.keyboard.press("ArrowLeft")
        expect(words).to_contain_text("2/9")
        assert_accessible(page)
        # A long caption takes none of the way: every button stays on the screen.
        for each in viewer.locator("div button").all():
            expect(each).to_be_in_viewport(ratio=1)
        page.keyboard.press("Home")
        page.keyboard.press("ArrowLeft")
        expect(words).to_contain_text("9/9")
        expect(rail.nth(8)).to_be_in_viewport(ratio=1)
        rail.nth(7).click()
        expect(viewer.locator("> img")).to_have_attribute("alt", "Cảnh 8")
        swipe(page, -120)
        expect(words).to_contain_text("9/9")
        swipe(page, 120)
        expect(words).to_contain_text("8/9")
        # So little is a touch.
        swipe(page, 20)
        expect(words).to_contain_text("8/9")

        page.keyboard.press("Escape")
        expect(viewer).to_be_hidden()
        expect(page.locator("a[data-cn-photo]").nth(7)).to_be_focused()
        page.keyboard.press("Enter")
        viewer.get_by_role("button", name="Đóng").click()
        expect(viewer).to_be_hidden()


def swipe(page, far: int) -> None:
    """Draw a finger sideways over the photo."""
    box = page.locator("dialog.cn-viewer > img").bounding_box()
    middle, height = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(middle - far / 2, height)
    page.mouse.down()
    page.mouse.move(middle + far / 2, height, steps=4)
    page.mouse.up()


def test_story_without_scripts_leads_to_its_photos(story, open_page):
    page = open_page(javascript=False)
    page.goto(story.address)
    for link in page.locator("a[data-cn-photo]").all():
        # Not opened here: the browser's own page for a picture wants a style that the picture's rules refuse it.
        answer = page.request.get(link.get_attribute("href"))
        assert answer.headers["content-type"] == "image/jpeg"


def test_photos_of_any_article_open_as_large_on_its_other_pages_too(site, open_page):
    article = told_by(site, 1)
    page = open_page(size=NARROW)
    for address in (article.address, f"{article.address}/toan-trang"):
        page.goto(address)
        assert_accessible(page)
        page.locator("a[data-cn-photo]").click()
        viewer = page.locator("dialog.cn-viewer")
        expect(viewer.locator("p")).to_have_text("Tấm thứ 1")
        expect(viewer.get_by_role("button")).to_have_count(1)
        assert_accessible(page)
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Escape")
        expect(page.locator("a[data-cn-photo]")).to_be_focused()
    # Printed, a photo stays what it is.
    page.goto(f"{article.address}/in")
    expect(page.locator(".cn-photo img")).to_be_visible()
