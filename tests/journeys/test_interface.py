"""The interface's parts in a real browser: every size and colour, the keyboard, and no scripts."""

import pytest
from playwright.sync_api import expect

from caunoi.core import search
from tests.journeys.axe import assert_accessible, assert_fits

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


@pytest.fixture
def gallery(settings, transactional_db):
    settings.ROOT_URLCONF = "tests.web.gallery.urls"


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_part_is_accessible_and_fits(gallery, sign_in, organiser, size, colours):
    page = sign_in(organiser, size=size, color_scheme=colours)
    for address in ("/thu/", "/viec/", "/viec/tim/?q=khong-co", "/tai-khoan/2fa/"):
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_entrance_is_accessible_and_fits(transactional_db, open_page, size):
    page = open_page(size=size)
    for address in ("/tai-khoan/login/", "/tai-khoan/password/reset/"):
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)


def test_search_opens_by_key_finds_while_typing_and_is_walked_by_arrows(transactional_db, sign_in, organiser, office):
    search.index(kind="class", object_id="ABC346", title="Tập huấn hòa giải", paths=[office.path])
    page = sign_in(organiser)
    page.keyboard.press("/")
    page.keyboard.type("hoa gi")
    # What was found for the first letters may stand there for a moment.
    expect(page.locator("#cn-quick mark")).to_have_text(["hòa", "gi"])
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/viec/lop/ABC346/"
    page.keyboard.press("Escape")
    expect(page.locator("#cn-quick a")).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url("**/viec/tim/?q=hoa+gi")


def test_search_works_without_scripts(transactional_db, sign_in, organiser, office):
    search.index(kind="class", object_id="ABC346", title="Tập huấn hòa giải", paths=[office.path])
    page = sign_in(organiser, javascript=False)
    page.fill("input[name=q]", "hoa giai")
    page.press("input[name=q]", "Enter")
    page.wait_for_url("**/viec/tim/**")
    expect(page.locator("main a", has_text="Tập huấn hòa giải")).to_have_count(1)


def test_confirmation_names_what_happens_and_can_be_left(gallery, sign_in, organiser):
    page = sign_in(organiser)
    page.goto("/thu/")
    page.get_by_role("button", name="Chốt danh sách").click()
    dialog = page.locator("#cn-confirm")
    expect(dialog.get_by_role("heading")).to_have_text("Chốt danh sách 286 học viên?")
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Chốt danh sách").click()
    # The page that comes after it is awaited: the browser may never end a page that is closed on its way.
    with page.expect_navigation() as coming:
        dialog.get_by_role("button", name="Chốt danh sách").click()
    assert coming.value.request.method == "POST"


def test_faults_of_a_form_take_the_focus_and_lead_to_their_fields(gallery, sign_in, organiser):
    page = sign_in(organiser)
    page.goto("/thu/")
    page.fill("#id_starts_on", "31021970")
    page.locator("main form[data-cn-guard] button.btn-primary").click()
    page.locator("[data-cn-summary]").wait_for()
    assert page.evaluate("document.activeElement.hasAttribute('data-cn-summary')")
    assert page.input_value("#id_starts_on") == "31/02/1970"
    page.locator("[data-cn-summary] a[href='#id_starts_on']").click()
    assert page.evaluate("document.activeElement.id") == "id_starts_on"
    assert_accessible(page)
