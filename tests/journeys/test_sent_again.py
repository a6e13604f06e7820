"""Back, then send again: one thing is made. Two clerks mark one cell: the second is told whose mark was replaced."""

from __future__ import annotations

import os
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Page, expect

from caunoi.directory.models import Organisation
from caunoi.training.models import Attendance, TrainingClass
from caunoi.web.demo import classes
from tests.journeys.axe import assert_accessible, assert_fits
from tests.journeys.conftest import NARROW, WIDE
from tests.journeys.office import found_office
from tests.journeys.steps import expect_message, field, press, word


def looked_at(page: Page, name: str) -> None:
    """Check the page at both widths; keep pictures of it where CAUNOI_PICTURES names a folder."""
    assert_accessible(page)
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert_fits(page)
        if folder := os.environ.get("CAUNOI_PICTURES"):
            page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)
    page.set_viewport_size(WIDE)


def test_back_and_send_again_makes_one_class(transactional_db, sign_in):
    office = found_office()
    page = sign_in(office.clerk.user, office.clerk.password)
    page.goto("/viec/lop/moi/")
    field(page, word("Title of the class")).fill("Tập huấn hòa giải ở cơ sở")
    press(page, word("Create the class"))
    expect_message(page, word("The class is created. Next: its programme."))
    first = page.url

    page.go_back()
    field(page, word("Title of the class")).fill("Tập huấn hòa giải ở cơ sở")
    press(page, word("Create the class"))

    told = word("This form was sent before, so nothing was made twice. Here is what it made.")
    expect_message(page, told)
    assert page.url == first
    assert TrainingClass.objects.count() == 1
    looked_at(page, "sent-again")


def test_second_clerk_is_told_whose_mark_was_replaced(transactional_db, sign_in):
    office = found_office()
    held = classes.class_of_today(actor=office.clerk.user, keeper=office.organisation, day=timezone.localdate())
    first, second = (sign_in(one.user, one.password) for one in (office.clerk, office.colleague))
    for page in (first, second):
        page.goto(f"/viec/lop/{held.code}/tham-du/")
    blank = first.locator("td[role=gridcell][data-m=none]").first
    place = blank.evaluate("one => [one.parentElement.dataset.id, one.cellIndex]")
    cell = f"tr[data-id='{place[0]}'] > :nth-child({place[1] + 1})"
    for page, key in ((first, "m"), (second, "x")):
        page.locator(cell).click()
        page.keyboard.press(key)
        expect(page.locator("[data-status]")).to_have_attribute("data-state", "saved")

    toast = second.locator("#cn-toasts")
    expect(toast).to_contain_text(f"{office.clerk.user.name} đã đánh dấu “đến muộn”")
    expect(toast).to_contain_text("đã thay bằng “có mặt”")
    expect(first.locator("#cn-toasts .cn-message")).to_have_count(0)
    assert Attendance.objects.filter(enrolment_id=place[0], mark="present").exists()
    looked_at(second, "replaced")


def test_pages_that_were_mended_fit_and_are_accessible(transactional_db, sign_in):
    office = found_office()
    Organisation.objects.update(paper_recipients="Thành ủy Đà Nẵng (để báo cáo);\nLưu: Văn phòng Đảng ủy.")
    page = sign_in(office.administrator.user, office.administrator.password)
    key = office.organisation.pk
    for name, address in (
        ("organisation", f"/viec/danh-ba/co-quan/{key}/"),
        ("organisation-edit", f"/viec/danh-ba/co-quan/{key}/sua/"),
        ("accounts", "/viec/danh-ba/tai-khoan/"),
        ("directives", "/viec/danh-ba/van-ban/"),
        ("topics", "/viec/lop/chuyen-de/"),
        ("articles", "/viec/tin-bai/"),
    ):
        assert page.goto(address).ok, address
        looked_at(page, name)
    page.goto("/viec/danh-ba/nguoi/moi/")
    field(page, word("Full name")).fill("<b>Mẫu</b>")
    field(page, word("Year of birth")).fill("1820")
    field(page, word("Phone")).fill("12")
    press(page, word("Add the person"))
    expect(page.locator("[aria-invalid=true]")).to_have_count(3)
    looked_at(page, "person-faults")
