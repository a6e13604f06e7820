"""The main path works in a browser that runs no scripts."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from playwright.sync_api import expect

from caunoi.training.enums import ClassState
from caunoi.training.models import ClassReport, TrainingClass
from tests.journeys.office import found_office
from tests.journeys.steps import field, go_to, press, press_tab, word


def test_class_is_opened_marked_and_closed_without_scripts(transactional_db, sign_in):
    office = found_office()
    page = sign_in(office.clerk.user, office.clerk.password, javascript=False)
    day = f"{timezone.localdate() - dt.timedelta(days=3):%d/%m/%Y}"

    go_to(page, word("Classes"))
    press(page, word("New class"))
    field(page, word("Title of the class")).fill("Bồi dưỡng kỹ năng ghi biên bản")
    field(page, word("First day")).fill(day)
    press(page, word("Create the class"))
    press(page, word("Make the programme"))
    field(page, word("To day")).fill(day)
    page.get_by_label(word("afternoon", "part of the day")).uncheck()
    press(page, word("Add the sittings"))
    expect(page.locator("section[id^=sitting-]")).to_have_count(1)

    press(page, word("Start gathering the list"))
    press(page, word("Add the participants"))
    for name in ("Nguyễn Văn Mẫu", "Trần Thị Thử", "Lê Thị Ví Dụ"):
        field(page, word("Full name")).fill(name)
        field(page, word("Unit")).fill("Tổ dân phố số 1")
        press(page, word("Add"))
        expect(page.locator(".cn-messages")).to_contain_text(name)
    press(page, word("Settle the list"))

    press_tab(page, word("Attendance"))
    page.locator(".sheet-sittings a").click()
    for name, mark in (("Mẫu", "present"), ("Thử", "late"), ("Ví Dụ", "excused")):
        page.get_by_role("group", name=name).get_by_label(word(mark_words(mark)), exact=True).check()
    press(page, word("Save"))
    expect(page.locator(".sitting-sum")).to_contain_text("2/3")

    press_tab(page, word("Questions"))
    field(page, word("Question")).fill("Biên bản viết tay có được không?")
    press(page, word("Write down"))
    expect(page.locator("#list .cn-lines > li")).to_have_count(1)

    press_tab(page, word("Results"))
    press(page, word("Close the class"))
    expect(page.locator(".cn-head")).to_contain_text(word("closed"))
    assert TrainingClass.objects.get().state == ClassState.CLOSED
    facts = ClassReport.objects.get().facts
    assert [facts[name]["value"] for name in ("nominated", "present", "absent_with_leave")] == [3, 2, 1]


def mark_words(mark: str) -> str:
    """Return the words of a mark in the sources."""
    return {"present": "present", "late": "late", "excused": "absent with leave"}[mark]
