"""Five real reports: sent in, gone through by keyboard, taken over, found, told on the portal; vague stays vague."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from caunoi.core.text import fold
from caunoi.training.queries.reports import class_totals
from tests.journeys.office import found_office
from tests.journeys.steps import expect_message, go_to, press, press_tab, word

REPORTS = Path(__file__).resolve().parents[3] / "shared" / "reports"
UNTITLED = "Tập huấn công tác Mặt trận (báo cáo không nêu tên lớp)"

pytestmark = pytest.mark.skipif(
    not REPORTS.is_dir(), reason="the folder ../shared with the five real reports is not here"
)


def test_five_reports_become_past_classes_and_news(transactional_db, sign_in, open_page, run_jobs):
    office = found_office()
    page = sign_in(office.administrator.user, office.administrator.password)
    sends_in(page, run_jobs)
    reviews(page)
    run_jobs()
    titles = titles_of_classes(page, 5)
    finds_by_words_without_marks(page, titles)
    reader = open_page(javascript=False)
    for title in titles:
        publishes(page, title)
    run_jobs()
    reads_on_portal(reader, titles)
    vague_number_stays_vague(page, reader, office.administrator.user)


def sends_in(page: Page, run_jobs) -> None:
    """Choose the five files at once; the page shows them when they are read."""
    go_to(page, word("Take in old reports"))
    page.set_input_files("[data-cn-files]", sorted(REPORTS.glob("*.txt")))
    press(page, word("Read the reports"))
    expect(page.locator("#cn-uploads li")).to_have_count(5)
    run_jobs()
    page.reload()
    expect(page.locator("#cn-reports tbody tr")).to_have_count(5)


def reviews(page: Page) -> None:
    """Go through each report by keys, type what it does not say, take it over; the next one opens by itself."""
    page.locator("#cn-reports tbody a").first.click()
    for left in range(4, -1, -1):
        goes_through(page)
        if page.locator("[data-cn-entry^=host_place]", has_text="Hòa Khánh Nam").count():
            completes_place(page)
        here, then = page.url, "/viec/nhap/" if left else "/viec/lop/"
        page.locator("[data-cn-accept] button").press("Enter")
        page.wait_for_url(lambda url, here=here, then=then: url != here and then in url)
        expect(page.locator(".cn-messages")).to_contain_text(word("The report is now the past class"))


def goes_through(page: Page) -> None:
    """Take what was read surely with ``a``, then each that is left with Enter; type a title where there is none."""
    rows = page.locator("[data-cn-entry][data-cn-open]")
    page.keyboard.press("j")
    page.keyboard.press("k")
    sure = page.locator("[data-cn-confident]")
    if sure.count():
        page.keyboard.press("a")
        expect(sure).to_have_count(0)
    for left in range(rows.count() - 1, -1, -1):
        page.keyboard.press("Enter")
        expect(rows).to_have_count(left)
    if page.locator("[data-cn-entry^=title]").count() == 0:
        press(page, word("title", "report").capitalize(), within="#them")
        page.locator("#them textarea[name=text]").fill(UNTITLED)
        page.locator("#them button[value=add]").click()
        expect(page.locator("[data-cn-entry^=title]")).to_have_count(1)


def completes_place(page: Page) -> None:
    """The report takes for granted in which city the ward lies; who looks a class up later does not."""
    place = page.locator("[data-cn-entry^=host_place]")
    place.locator("[data-cn-edit]").click()
    words = place.locator("textarea[name=text]")
    words.fill(f"{words.input_value()}, Đà Nẵng")
    place.locator("button[value=correct]").click()
    expect(place.locator(".cn-entry__value")).to_contain_text("Đà Nẵng")


def titles_of_classes(page: Page, count: int) -> list[str]:
    """Return the titles in the list of classes, which are ``count``."""
    go_to(page, word("Classes"))
    titles = page.locator("main tbody th a")
    expect(titles).to_have_count(count)
    return titles.all_inner_texts()


def finds_by_words_without_marks(page: Page, titles: list[str]) -> None:
    """The search of the desk finds words of titles and places typed without marks."""
    for typed, fewest in (("tap huan", 3), ("da nang", 1), ("boi duong nghiep vu", 1)):
        page.keyboard.press("/")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        # The page of the words before has the same path: only the words themselves tell that the answer is there.
        page.wait_for_url(lambda url, typed=typed: parse_qs(urlsplit(url).query).get("q") == [typed])
        found = page.locator("main a[href*='/viec/lop/']")
        expect(found.first).to_be_visible()
        named = {text for text in found.all_inner_texts() if text in titles}
        assert len(named) >= fewest, (typed, named)
    assert any("tap huan" in fold(title) for title in titles)


def publishes(page: Page, title: str) -> None:
    """Open a past class, write the draft from its facts, approve it."""
    go_to(page, word("Classes"))
    press(page, title)
    press_tab(page, word("Articles"))
    press(page, word("Write the draft"))
    press(page, word("Save, then approve…"))
    press(page, word("Approve and publish"))
    expect_message(page, word("The article is published. Everybody can read it now."))


def reads_on_portal(reader: Page, titles: list[str]) -> None:
    """Five articles stand on the site, each with the facts of its class and where they come from."""
    reader.goto("/hoa-khanh/tin-tuc/")
    links = [link.get_attribute("href") for link in reader.locator("main .cn-teaser h2 a").all()]
    assert len(links) == 5
    told_by = word("The facts are taken from an earlier report: %(source)s. What it does not tell is left out here.")
    told_by_nobody = word("The facts are taken from an earlier report. What it does not tell is left out here.")
    origin = re.compile("|".join(re.escape(each) for each in (told_by.partition("%(source)s")[0], told_by_nobody)))
    told = []
    for link in links:
        reader.goto(link)
        facts = reader.locator("section.cn-facts")
        expect(facts.locator(".cn-facts__origin")).to_contain_text(origin)
        told.append(facts.locator(".cn-facts__title").inner_text())
        assert_vague(reader)
    assert sorted(told) == sorted(titles)


def vague_number_stays_vague(page: Page, reader: Page, user) -> None:
    """ "hơn 270" is "hơn 270" on every page of the class, on paper, in the export, on the portal, in the statistics."""
    go_to(page, word("Classes"))
    row = page.locator("main tbody tr", has_text="270")
    expect(row).to_have_count(1)
    assert_vague(page)
    with page.expect_download() as waiting:
        page.locator("main summary", has_text=word("Download")).click()
        press(page, word("Workbook (Excel)"))
    book = load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    cells = [str(cell.value) for line in book.active.iter_rows() for cell in line if "270" in str(cell.value)]
    assert cells == ["hơn 270"]
    row.locator("th a").click()
    for tab in ("Overview", "Results", "Trail"):
        press_tab(page, word(tab))
        assert_vague(page)
    press_tab(page, word("Papers"))
    with page.expect_download() as waiting:
        page.locator("form[action$='/class_report/'] button").click()
    paper = Document(io.BytesIO(waiting.value.path().read_bytes()))
    whole = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "- Có mặt: hơn 270 người." in whole
    assert vague_faults(whole) == []
    for address in ("/hoa-khanh/", "/", "/viec/"):
        (page if address == "/viec/" else reader).goto(address)
        assert_vague(page if address == "/viec/" else reader)
    totals = class_totals(user)
    assert (totals.exact, dict(totals.vague), totals.is_exact) == (0, {"over": 270}, False)


def vague_faults(text: str) -> list[str]:
    """Return where a text says 270 without the word that the report put before it."""
    return [
        text[max(0, found.start() - 30) : found.end() + 10]
        for found in re.finditer(r"(?<![\d.,])270(?![\d.,]*\d)", text)
        if not text[: found.start()].rstrip().casefold().endswith("hơn")
    ]


def assert_vague(page: Page) -> None:
    """Expect the page, whole, to say "hơn 270" wherever it says 270."""
    page.wait_for_load_state()
    assert vague_faults(page.locator("body").inner_text()) == [], page.url
