"""The editor with buttons: reached from the article, written in, saved, sent on; two clerks; a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from caunoi.core.models import AuditEntry
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.services import create_article, save_draft
from tests.journeys.axe import assert_accessible, assert_fits
from tests.journeys.conftest import NARROW
from tests.journeys.office import Office, found_office
from tests.journeys.steps import expect_message, press, word

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

BODY = "<h2>Mở đầu</h2><p>Có <b>270</b> người.</p><ul><li>Một</li><li>Hai</li></ul>"
# What stands on the screen, is told to a screen reader, or comes up beside the pointer.
TEXTS = """() => [...document.querySelectorAll("body, body *")].flatMap((one) => [
    one.getAttribute("title"), one.getAttribute("aria-label"), one.getAttribute("placeholder"),
    ...[...one.childNodes].filter((node) => node.nodeType === 3
        && !["SCRIPT", "STYLE", "TEMPLATE"].includes(one.tagName)).map((node) => node.textContent),
]).filter((text) => text && text.trim())"""
# Words of English that no Vietnamese text has.
ENGLISH = re.compile(
    r"\b(the|page|to|toolbar|list|section|bold|block|save|insert|heading|break|comment)\b", re.IGNORECASE
)


@pytest.fixture
def office(transactional_db) -> Office:
    return found_office()


@pytest.fixture
def article(office) -> ArticlePage:
    return create_article(
        actor=office.clerk.user,
        organisation=office.organisation,
        title="Tập huấn hòa giải ở cơ sở",
        lead="Ngày 12/11, phường tập huấn.",
        body=BODY,
    )


def text(page: Page):
    return page.locator(".public-DraftEditor-content")


def opens_editor(page: Page, article: ArticlePage) -> None:
    page.goto(f"/viec/tin-bai/{article.pk}/")
    press(page, word("Write with formatting buttons"))
    expect(text(page)).to_contain_text("270")


def test_article_is_written_with_buttons_and_sent_for_approval(office, article, sign_in):
    page = sign_in(office.clerk.user, office.clerk.password)
    opens_editor(page, article)
    text(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Hội nghị ")
    page.locator(".Draftail-ToolbarButton[name=BOLD]").click()
    page.keyboard.type("kết thúc")

    page.get_by_role("button", name=word("Save"), exact=True).click()
    expect(page.locator(".cn-editor__told")).to_contain_text(word("The article is saved."))
    page.get_by_role("button", name=word("Save and send for approval")).click()

    expect_message(page, word("The article is saved and sent for approval."))
    stored = ArticlePage.objects.get(pk=article.pk)
    assert stored.body == f"{BODY}<p>Hội nghị <b>kết thúc</b></p>"
    assert (stored.state, stored.edition) == ("submitted", article.edition + 2)
    entries = AuditEntry.objects.filter(object_id=str(article.pk)).order_by("pk")
    assert [entry.action for entry in entries][-2:] == ["publishing.article_changed", "publishing.article_submitted"]


def test_opening_and_saving_unchanged_is_no_change(office, article, sign_in):
    page = sign_in(office.clerk.user, office.clerk.password)
    opens_editor(page, article)
    page.get_by_role("button", name=word("Save"), exact=True).click()
    expect(page.locator(".cn-editor__told")).to_contain_text(word("The article is saved."))

    assert ArticlePage.objects.get(pk=article.pk).edition == article.edition


def test_two_clerks_lose_nothing(office, article, sign_in):
    page = sign_in(office.clerk.user, office.clerk.password)
    opens_editor(page, article)
    page.locator("[name=title]").fill("Tựa đề của người thứ hai")
    save_draft(
        actor=office.colleague.user,
        article=article,
        edition=article.edition,
        title="Tựa đề của người thứ nhất",
        lead=article.lead,
        body=article.body,
        byline="",
        source="",
    )
    save = page.get_by_role("button", name=word("Save"), exact=True)
    save.click()

    expect(page.get_by_role("alert").first).to_contain_text(word("Somebody else saved this article meanwhile"))
    expect(page.get_by_role("alert").first).to_contain_text("Tựa đề của người thứ nhất")
    assert ArticlePage.objects.get(pk=article.pk).title == "Tựa đề của người thứ nhất"
    expect(page.locator("[name=title]")).to_have_value("Tựa đề của người thứ hai")
    save.click()
    expect(page.locator(".cn-editor__told")).to_contain_text(word("The article is saved."))
    assert ArticlePage.objects.get(pk=article.pk).title == "Tựa đề của người thứ hai"


def test_faults_are_told_and_what_was_typed_stays(office, article, sign_in):
    page = sign_in(office.editor.user, office.editor.password)
    opens_editor(page, article)
    page.locator("[name=title]").fill("")
    page.locator("[name=lead]").fill("Mở bài mới.")
    page.get_by_role("button", name=word("Save, then approve…")).click()

    expect(page.get_by_role("alert").first).to_contain_text(word("Headline"))
    expect(page.locator("[name=lead]")).to_have_value("Mở bài mới.")
    assert ArticlePage.objects.get(pk=article.pk).lead == article.lead


def test_editor_speaks_vietnamese_fits_a_phone_and_is_accessible(office, article, sign_in):
    page = sign_in(office.editor.user, office.editor.password, size=NARROW)
    opens_editor(page, article)
    text(page).click()

    assert_fits(page)
    assert_accessible(page)
    assert [each for each in page.evaluate(TEXTS) if ENGLISH.search(each)] == []
