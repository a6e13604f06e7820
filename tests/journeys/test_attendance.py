"""The sheet in a real browser: by keyboard, by touch, without a connection, undone."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from caunoi.directory.enums import RoleKind
from caunoi.training.models import Attendance, Scan
from tests.factories import (
    EnrolmentFactory,
    OrganisationFactory,
    PersonFactory,
    SittingFactory,
    TrainingClassFactory,
    UserFactory,
)
from tests.journeys.conftest import NARROW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def held():
    office = OrganisationFactory(name="Đảng ủy phường Hòa Khánh")
    held = TrainingClassFactory(keeper=office, state="held", starts_on=dt.date(2026, 11, 12))
    for part in ("morning", "afternoon"):
        SittingFactory(training_class=held, part=part)
    for name, unit in (("Lê Văn Ánh", "Tổ 1"), ("Đỗ Thị Bưởi", "Tổ 1"), ("Trần Thị Yến", "Tổ 2")):
        EnrolmentFactory(training_class=held, person=PersonFactory(full_name=name), unit_text=unit, folded_unit=unit)
    return held


@pytest.fixture
def clerk(held):
    return UserFactory.with_role(held.keeper, RoleKind.ORGANISER)


def stored():
    rows = Attendance.objects.order_by("enrolment__folded_unit", "enrolment__sort_name", "sitting__order")
    return [(row.enrolment.person.full_name.split()[-1], row.sitting.part, row.mark) for row in rows]


def saved(page):
    expect(page.locator("[data-status]")).to_have_attribute("data-state", "saved", timeout=15_000)


def opened(page, held, query=""):
    page.goto(f"/viec/lop/{held.code}/tham-du/{query}")
    page.wait_for_selector("[data-ready]")
    return page


def test_sheet_by_keyboard_is_saved_by_itself_and_undone(held, clerk, sign_in):
    page = opened(sign_in(clerk), held)
    page.locator("td[tabindex='0']").focus()
    page.keyboard.press("x")
    page.keyboard.press("M")
    page.keyboard.press("k")
    saved(page)
    assert stored() == [("Ánh", "morning", "present"), ("Bưởi", "morning", "late"), ("Yến", "morning", "absent")]
    expect(page.locator("thead [data-sum='0']")).to_have_text("2")
    page.keyboard.press("Control+z")
    page.keyboard.press("Backspace")
    saved(page)
    assert [mark for _, _, mark in stored()] == ["present", "late", "none"]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("c")
    saved(page)
    assert [mark for _, part, mark in stored() if part == "afternoon"] == ["present"] * 3
    page.keyboard.press("Control+z")
    saved(page)
    assert [mark for _, part, mark in stored() if part == "afternoon"] == ["none"] * 3
    assert Scan.objects.count() == 10


def test_head_of_a_column_fills_what_is_empty_with_the_mouse(held, clerk, sign_in):
    page = opened(sign_in(clerk), held)
    page.locator("tbody tr[data-id] td[data-m]").first.click()
    page.keyboard.press("p")
    page.locator("[data-col-all='0']").click()
    page.locator("[data-all-dialog] button[value=present]").click()
    saved(page)
    assert stored() == [
        ("Ánh", "morning", "excused"),
        ("Bưởi", "morning", "present"),
        ("Yến", "morning", "present"),
    ]


def test_rows_are_found_without_marks(held, clerk, sign_in):
    page = opened(sign_in(clerk), held)
    page.fill("[data-find]", "do thi buoi")
    expect(page.locator("tr[data-id]:visible th")).to_have_text(["Đỗ Thị Bưởi"])
    expect(page.locator("tr[data-unit]:visible")).to_have_count(1)
    page.fill("[data-find]", "không ai")
    expect(page.locator("[data-none]")).to_be_visible()


def test_marks_made_without_a_connection_stay_and_go_out_later(held, clerk, sign_in, open_page):
    page = opened(sign_in(clerk), held)
    page.context.set_offline(True)
    page.locator("td[tabindex='0']").focus()
    page.keyboard.press("x")
    expect(page.locator("[data-status]")).to_have_attribute("data-state", "offline")
    expect(page.locator("[data-save]")).to_be_visible()
    assert stored() == []
    page.context.set_offline(False)
    saved(page)
    assert stored() == [("Ánh", "morning", "present")]
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('cn-sheet:')).length") == 0
    open_page.faults[:] = [fault for fault in open_page.faults if "ERR_INTERNET_DISCONNECTED" not in fault]


def test_marks_survive_closing_the_page_before_they_were_sent(held, clerk, sign_in, open_page):
    page = opened(sign_in(clerk), held)
    address = f"**/viec/lop/{held.code}/tham-du/"
    page.route(address, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator("td[tabindex='0']").focus()
    page.keyboard.press("m")
    expect(page.locator("[data-status]")).to_have_attribute("data-state", "offline")
    page.unroute(address)
    opened(page, held)
    saved(page)
    assert stored() == [("Ánh", "morning", "late")]
    open_page.faults[:] = [fault for fault in open_page.faults if "ERR_FAILED" not in fault]


def test_second_clerk_s_marks_appear_with_the_next_save(held, clerk, sign_in):
    first = opened(sign_in(clerk), held)
    second = opened(sign_in(UserFactory.with_role(held.keeper, RoleKind.ORGANISER)), held)
    second.locator("td[tabindex='0']").focus()
    second.keyboard.press("ArrowDown")
    second.keyboard.press("s")
    saved(second)
    first.locator("td[tabindex='0']").focus()
    first.keyboard.press("x")
    expect(first.locator("tbody td[data-m='left_early']")).to_have_count(1)
    saved(first)
    assert [mark for _, _, mark in stored()] == ["present", "left_early"]


def test_half_day_by_touch_on_a_phone(held, clerk, sign_in):
    page = sign_in(clerk, size=NARROW, has_touch=True)
    page.goto(f"/viec/lop/{held.code}/tham-du/")
    page.locator(".sheet-sittings a").first.tap()
    page.wait_for_selector("[data-ready]")
    page.locator(".sitting-person").nth(1).locator("[data-m=excused] input").tap()
    page.locator("[data-rest]").tap()
    saved(page)
    assert [mark for _, _, mark in stored()] == ["present", "excused", "present"]
    page.locator("[data-undo]").tap()
    saved(page)
    assert [mark for _, _, mark in stored()] == ["none", "excused", "none"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_half_day_without_a_script(held, clerk, sign_in):
    page = sign_in(clerk, javascript=False)
    page.goto(f"/viec/lop/{held.code}/tham-du/")
    page.locator(".sheet-sittings a").first.click()
    page.locator(".sitting-person").first.locator("[data-m=late] input").click()
    page.locator(".sitting-end button").click()
    assert stored() == [("Ánh", "morning", "late")]


def test_question_is_written_with_enter_and_the_next_can_follow(held, clerk, sign_in):
    page = sign_in(clerk)
    page.goto(f"/viec/lop/{held.code}/cau-hoi/")
    for text in ("Ai chi trả thù lao?", "Khi nào có hướng dẫn?"):
        page.locator("textarea").first.fill(text)
        page.locator("textarea").first.press("Enter")
        page.get_by_text(text).wait_for()
        expect(page.locator("textarea").first).to_be_focused()
    assert list(held.questions.values_list("text", flat=True)) == ["Ai chi trả thù lao?", "Khi nào có hướng dẫn?"]


def test_person_is_added_with_enter_and_the_next_can_follow(held, clerk, sign_in):
    page = sign_in(clerk)
    page.goto(f"/viec/lop/{held.code}/hoc-vien/")
    for name in ("Nguyễn Văn Mẫu", "Trần Thị Thử"):
        page.fill("[name=full_name]", name)
        page.fill("[name=unit_text]", "Tổ 9")
        page.press("[name=unit_text]", "Enter")
        page.get_by_role("rowheader", name=name).wait_for()
        expect(page.locator("[name=full_name]")).to_be_focused()
    assert held.enrolments.count() == 5
