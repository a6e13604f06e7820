"""A clerk takes an old report over, by keyboard alone, by hand without scripts, and on a phone."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import expect

from caunoi.directory.enums import RoleKind
from caunoi.intake.facts import entries_of
from caunoi.training.models import TrainingClass
from tests.factories import OrganisationFactory, UserFactory
from tests.intake.factories import CandidateFactory
from tests.intake.texts import FULL
from tests.journeys.conftest import NARROW

pytestmark = pytest.mark.journey


@pytest.fixture
def desk(transactional_db, open_page, live_server):
    """An office, its report, and a way to open a page signed in as its organiser."""
    office = OrganisationFactory(name="Đảng ủy phường Thử Nghiệm")
    user = UserFactory.with_role(office, RoleKind.ORGANISER)
    candidate = CandidateFactory(organisation=office, text=f"🙂 {FULL}", reading=shifted())
    client = Client()
    client.force_login(user)

    def enter(**options):
        page = open_page(**options)
        value = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        page.goto(f"/viec/nhap/{candidate.pk}/")
        return page

    enter.candidate = candidate
    return enter


def shifted():
    """The reading of a text that an emoji and a space were put before: places are counted in code points."""
    from tests.intake.factories import full_reading

    reading = full_reading()
    for values in reading.values():
        for value in values:
            value["spans"] = [[start + 2, end + 2] for start, end in value["spans"]]
    return reading


def entry(candidate, key):
    candidate.refresh_from_db()
    return next(each for each in entries_of(candidate) if each.key == key)


def now(page):
    return page.locator(".cn-entry--now").get_attribute("data-cn-entry")


def test_report_is_gone_through_by_keyboard_alone(desk):
    page = desk()
    assert now(page) == "topics-2"
    # What is current at the right is lit at the left, in its own words.
    assert page.locator(".cn-span--now").inner_text() == "Quy trình hòa giải một vụ việc ở tổ dân phố"
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert now(page) == "held_on-1"
    page.keyboard.press("k")
    assert now(page) == "topics-2"

    page.keyboard.press("a")
    expect(page.locator("[data-cn-entry][data-cn-open]")).to_have_count(3)
    page.keyboard.press("x")
    expect(page.locator("[data-cn-entry][data-cn-open]")).to_have_count(2)
    assert entry(desk.candidate, "topics-2").decision == "cleared"

    page.keyboard.press("e")
    field = page.locator("[data-cn-value-form] input[name=days]")
    expect(field).to_be_focused()
    field.fill("31/02/2024")
    page.keyboard.press("Enter")
    expect(page.locator("[data-cn-value-form] [aria-invalid=true]")).to_have_value("31/02/2024")
    field.fill("14-16/5/2024")
    page.keyboard.press("Enter")
    expect(page.locator("[data-cn-entry][data-cn-open]")).to_have_count(1)
    assert entry(desk.candidate, "held_on-1").value == ["2024-05-14", "2024-05-15", "2024-05-16"]

    page.keyboard.press("Enter")
    expect(page.locator("[data-cn-entry][data-cn-open]")).to_have_count(0)
    page.locator("[data-cn-accept] button").press("Enter")
    page.wait_for_url("**/viec/lop/*/")
    made = TrainingClass.objects.get()
    assert (made.state, str(made.ends_on), made.reported_count) == ("closed", "2024-05-16", 120)


def test_keys_pressed_faster_than_the_answers_come_are_all_done(desk):
    page = desk()
    for _ in range(14):
        page.keyboard.press("Enter")
    # Fourteen answers, one after the other, are waited for here.
    expect(page.locator("[data-cn-entry][data-cn-open]")).to_have_count(0, timeout=60_000)
    desk.candidate.refresh_from_db()
    assert (desk.candidate.open_count, desk.candidate.revision) == (0, 15)


def test_text_that_is_marked_is_given_to_a_field(desk):
    page = desk()
    words = "hòa giải viên"
    page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.querySelector("[data-cn-text]"), NodeFilter.SHOW_TEXT);
            let node;
            while ((node = walker.nextNode())) {
                const at = node.data.indexOf(words);
                if (at >= 0) {
                    const range = document.createRange();
                    range.setStart(node, at);
                    range.setEnd(node, at + words.length);
                    const selection = window.getSelection();
                    selection.removeAllRanges();
                    selection.addRange(range);
                    return;
                }
            }
        }""",
        words,
    )
    page.locator("[data-cn-assign] button[value=audience]").click()
    added = page.locator('[data-cn-entry="audience-a1"]')
    expect(added).to_be_visible()
    kept = entry(desk.candidate, "audience-a1")
    text = desk.candidate.text
    assert [(text[start:end]) for start, end in kept.spans] == [words]
    assert page.locator('[data-cn-span~="audience-a1"]').inner_text() == words


def test_report_is_gone_through_without_scripts(desk):
    page = desk(javascript=False)
    page.locator("[data-cn-confident]").click()
    for left in (2, 1, 0):
        page.locator("[data-cn-right]").first.click()
        expect(page.locator("[data-cn-open]")).to_have_count(left)
    page.get_by_role("link", name="Sửa").or_(page.get_by_role("link", name="Correct")).first.click()
    page.locator("textarea[name=text]").fill("Lớp hòa giải cơ sở")
    page.locator("button[value=correct]").click()
    page.locator("[data-cn-accept] button").click()
    page.wait_for_url("**/viec/lop/*/")
    assert TrainingClass.objects.get().title == "Lớp hòa giải cơ sở"


def test_phone_shows_text_or_values_and_nothing_sticks_out(desk):
    page = desk(size=NARROW)
    text, fields = page.locator(".cn-review__text"), page.locator(".cn-review__fields")
    expect(fields).to_be_visible()
    expect(text).to_be_hidden()
    page.locator("[data-cn-pane=text]").click()
    expect(text).to_be_visible()
    expect(fields).to_be_hidden()
    page.locator('[data-cn-span~="held_on-1"]').click()
    expect(fields).to_be_visible()
    assert now(page) == "held_on-1"
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_files_are_dropped_and_named_before_they_are_sent(desk, tmp_path):
    page = desk()
    page.goto("/viec/nhap/")
    for name in ("mot.txt", "hai.txt"):
        (tmp_path / name).write_text(f"{FULL}\n{name}")
    page.set_input_files("[data-cn-files]", [tmp_path / "mot.txt", tmp_path / "hai.txt"])
    expect(page.locator("[data-cn-chosen]")).to_have_text("mot.txt · hai.txt")
    page.locator("[data-cn-drop] button.btn-primary").click()
    expect(page.locator("#cn-uploads li")).to_have_count(2)
    expect(page.locator("#cn-reports tbody tr")).to_have_count(3)
