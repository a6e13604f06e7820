"""A reader on a phone and at a desk: an article, its other views, own settings; with and without scripts."""

from __future__ import annotations

from playwright.sync_api import expect

from caunoi.directory.enums import RoleKind
from caunoi.publishing.services import approve, open_site
from tests.factories import OrganisationFactory, UserFactory
from tests.journeys.axe import assert_accessible, assert_fits
from tests.journeys.conftest import NARROW, WIDE
from tests.publishing.makers import article_in, jpeg, photo_in

_VOICE = """
  const spoken = [];
  window.spoken = spoken;
  const voice = { lang: "vi-VN", localService: true, name: "Giọng thử" };
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  Object.defineProperty(window, "speechSynthesis", { value: {
    paused: false, getVoices: () => [voice], addEventListener() {},
    speak(words) { spoken.push(words); }, cancel() {},
    pause() { this.paused = true; }, resume() { this.paused = false; },
  } });
"""


def _article():
    office = OrganisationFactory(name="Đảng ủy phường Hòa Khánh")
    administrator = UserFactory.with_role(office, RoleKind.ADMINISTRATOR)
    site = open_site(actor=administrator, organisation=office, slug="hoa-khanh")
    for number in range(3):
        other = article_in(site, administrator, title=f"Tin trước đó số {number}")
        photo_in(other, administrator)
        approve(actor=administrator, article=_fresh(other))
    article = article_in(site, administrator, title="Tập huấn hòa giải ở cơ sở " * 9, body="<p>Một đoạn.</p>" * 9)
    photo_in(article, administrator, content=jpeg(1200, 800), caption="Toàn cảnh lớp học")
    photo_in(article, administrator, caption="Phần hỏi đáp")
    return approve(actor=administrator, article=_fresh(article))


def _fresh(article):
    """The article as it stands in the database."""
    return type(article).objects.get(pk=article.pk)


def test_reading_on_every_screen(open_page):
    article = _article()
    pages = ["/hoa-khanh/", "/hoa-khanh/tin-tuc/", article.address, f"{article.address}/in",
             f"{article.address}/toan-trang", f"/en{article.address}"]  # fmt: skip
    for size in (NARROW, WIDE):
        for scheme in ("light", "dark"):
            page = open_page(size=size, color_scheme=scheme)
            for address in pages:
                page.goto(address)
                assert_fits(page)
                assert_accessible(page)
    # Letters twice as large on a phone: nothing is cut off, nothing has to be pushed sideways.
    page = open_page(size=NARROW)
    for address in pages:
        page.goto(address)
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert_fits(page)


def test_settings_are_kept_and_the_article_is_read_aloud(open_page):
    article = _article()
    page = open_page(size=WIDE, color_scheme="light")
    page.add_init_script(_VOICE)
    page.goto(article.address)

    page.get_by_role("button", name="Nền tối").click()
    page.get_by_role("button", name="Cỡ chữ lớn hơn").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-size", "2")
    assert page.context.cookies() == []

    page.get_by_role("button", name="Nghe đọc bài").click()
    expect(page.locator("h1.pt-spoken")).to_be_visible()
    page.evaluate(
        "() => { const said = window.spoken; for (let at = 0; at < said.length && at < 4; at++) said[at].onend(); }"
    )
    expect(page.locator("h1.pt-spoken")).to_have_count(0)
    page.get_by_role("button", name="Tạm dừng").click()
    page.get_by_role("button", name="Đọc tiếp").click()
    page.get_by_role("button", name="Thôi đọc").click()
    expect(page.locator(".pt-spoken")).to_have_count(0)

    page.get_by_role("link", name="Xem toàn trang").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("link", name="Quay lại bài viết").click()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("link", name="Tiếng Việt")).to_be_visible()


def test_reading_without_scripts(open_page):
    article = _article()
    page = open_page(size=NARROW, javascript=False)
    page.goto("/hoa-khanh/")
    page.locator("summary").first.click()
    page.locator(".pt-fold a", has_text="Tin tức").click()
    page.locator("main article a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(article.title[:20])
    assert page.locator(".pt-tools").is_hidden()
    page.get_by_role("link", name="Bản in").click()
    expect(page.locator("article")).to_be_visible()
    page.goto("/hoa-khanh/")
    page.get_by_role("searchbox").fill("hoa giai")
    page.get_by_role("button", name="Tìm").click()
    expect(page.locator("main")).to_contain_text("Tập huấn")
