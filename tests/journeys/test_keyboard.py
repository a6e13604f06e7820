"""A clerk without a mouse: everything is reached with Tab, Enter, Space and the keys of the sheet."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from caunoi.training.enums import Mark
from caunoi.training.models import Attendance
from tests.journeys.office import found_office
from tests.journeys.steps import field, word


def test_class_is_opened_and_its_sheet_marked_by_keyboard_alone(transactional_db, open_page):
    office = found_office()
    page = open_page()
    page.goto("/tai-khoan/login/")
    tab_to(page, page.locator("input[name=login]"))
    page.keyboard.type(office.clerk.user.username)
    tab_to(page, page.locator("input[name=password]"))
    page.keyboard.type(office.clerk.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/viec/**")

    # The first stop of every page leads past the menu.
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.goto("/viec/")
    enter(page, page.locator(".cn-rail").get_by_role("link", name=word("Classes"), exact=True))
    page.wait_for_url("**/viec/lop/")
    enter(page, page.locator("main").get_by_role("link", name=word("New class")).first)
    tab_to(page, field(page, word("Title of the class")))
    page.keyboard.type("Tập huấn chuyển đổi số cho tổ công nghệ cộng đồng")
    tab_to(page, field(page, word("First day")))
    page.keyboard.type(f"{timezone.localdate() - dt.timedelta(days=2):%d/%m/%Y}")
    enter(page, page.get_by_role("button", name=word("Create the class")))

    enter(page, page.get_by_role("link", name=word("Make the programme")))
    afternoon = page.get_by_label(word("afternoon", "part of the day"))
    tab_to(page, afternoon)
    page.keyboard.press("Space")
    enter(page, page.get_by_role("button", name=word("Add the sittings")))
    expect(page.locator("section[id^=sitting-]")).to_have_count(1)

    enter(page, page.get_by_role("button", name=word("Start gathering the list")))
    enter(page, page.get_by_role("link", name=word("Add the participants")))
    tab_to(page, field(page, word("Full name")))
    for name in ("Nguyễn Văn Mẫu", "Trần Thị Thử", "Lê Thị Ví Dụ"):
        # Enter adds, and the cursor waits in the name of the next one.
        expect(field(page, word("Full name"))).to_be_focused()
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        expect(page.locator("#list")).to_contain_text(name)
    enter(page, page.get_by_role("button", name=word("Settle the list")))
    enter(page, page.get_by_role("link", name=word("Mark attendance")))
    expect(page.locator("[data-cn-sheet][data-ready]")).to_be_visible()
    tab_to(page, page.locator("td[data-m]").first)
    for key in ("m", "p", "c", "ArrowUp", "k", "Control+z"):
        page.keyboard.press(key)
    expect(page.locator("[data-sum-all]")).to_have_text("2")
    expect(page.locator("[data-status]")).to_have_text(word("Everything is saved"))
    marks = Attendance.objects.order_by("enrolment__sort_name").values_list("mark", flat=True)
    assert list(marks) == [Mark.LATE, Mark.EXCUSED, Mark.PRESENT]


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until ``target`` has the focus; at most once around the page."""
    expect(target).to_be_visible()
    for _ in range(80):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {target}")


def enter(page: Page, target: Locator) -> None:
    """Go to a button or link with Tab and press Enter."""
    tab_to(page, target)
    page.keyboard.press("Enter")
