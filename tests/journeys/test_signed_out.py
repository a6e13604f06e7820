"""The session ends or the network goes while a page stands open: what was typed is not lost."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from caunoi.training.enums import Mark
from caunoi.training.models import Attendance, TrainingClass
from caunoi.training.services.classes import create_class
from tests.factories import EnrolmentFactory, SittingFactory
from tests.journeys.office import Office, Someone, found_office
from tests.journeys.steps import expect_message, field, press, refusing, word


def sign_in_here(page: Page, someone: Someone) -> None:
    """Sign in on the page that stands there, and wait for what comes."""
    page.fill("input[name=login]", someone.user.username)
    page.fill("input[name=password]", someone.password)
    page.locator("main form button.btn-primary").click()
    # The page that asks names in its own address where it will lead.
    page.wait_for_url(lambda address: urlsplit(address).path.startswith("/viec/"))


def end_session(page: Page) -> None:
    """Take the session away, as time or an administrator does."""
    page.context.clear_cookies(name="sessionid")


def typed_class(page: Page) -> None:
    """Type a class, lose the session and send the form."""
    page.goto("/viec/lop/moi/")
    field(page, word("Title of the class")).fill("Tập huấn khi phiên đã hết")
    field(page, word("For whom")).fill("tổ viên tổ hòa giải")
    end_session(page)
    press(page, word("Create the class"))
    page.wait_for_url("**/login/**")


def test_typed_form_stands_there_again_after_signing_in(transactional_db, sign_in):
    office = found_office()
    page = sign_in(office.clerk.user, office.clerk.password)
    typed_class(page)

    sign_in_here(page, office.clerk)

    assert not TrainingClass.objects.exists()
    expect(field(page, word("For whom"))).to_have_value("tổ viên tổ hòa giải")
    expect(page.locator("#cn-toasts")).to_contain_text("chưa lưu")
    press(page, word("Create the class"))
    expect_message(page, word("The class is created. Next: its programme."))
    assert TrainingClass.objects.get().audience == "tổ viên tổ hòa giải"
    page.goto("/viec/lop/moi/")
    expect(field(page, word("For whom"))).to_have_value("")


def test_typed_form_is_not_shown_to_somebody_else(transactional_db, sign_in):
    office = found_office()
    page = sign_in(office.clerk.user, office.clerk.password)
    typed_class(page)

    sign_in_here(page, office.colleague)

    expect(field(page, word("Title of the class"))).to_have_value("")


def test_button_leads_back_to_its_page(transactional_db, sign_in):
    office = found_office()
    made = create_class(actor=office.clerk.user, keeper=office.organisation, title="Lớp thử")
    page = sign_in(office.clerk.user, office.clerk.password)
    page.goto(f"/viec/lop/{made.code}/")
    page.locator(".cn-head summary").click()
    end_session(page)
    press(page, word("Start gathering the list"))
    page.wait_for_url("**/login/**")

    sign_in_here(page, office.clerk)

    expect(page).to_have_url(re.compile(rf"/viec/lop/{made.code}/$"))
    expect(page.locator("h1")).to_have_text("Lớp thử")


def sheet(office: Office) -> TrainingClass:
    """Return a class with one person and one sitting to mark."""
    made = create_class(actor=office.clerk.user, keeper=office.organisation, title="Lớp thử")
    TrainingClass.objects.filter(pk=made.pk).update(state="held")
    SittingFactory(training_class=made, date=dt.date(2026, 3, 2))
    EnrolmentFactory(training_class=made)
    return made


def test_sheet_is_saved_after_signing_in_in_another_tab(transactional_db, sign_in, open_page):
    office = found_office()
    page = sign_in(office.clerk.user, office.clerk.password)
    page.goto(f"/viec/lop/{sheet(office).code}/tham-du/")
    end_session(page)
    page.locator("td[role=gridcell]").first.click()
    page.keyboard.press("m")
    status = page.locator("[data-status]")
    expect(status).to_have_attribute("data-state", "signed-out")

    other = page.context.new_page()
    other.goto("/tai-khoan/login/")
    sign_in_here(other, office.clerk)
    page.locator("[data-save]").click()

    expect(status).to_have_attribute("data-state", "saved")
    assert [one.mark for one in Attendance.objects.all()] == [Mark.LATE]


def test_search_box_says_that_one_is_signed_out(transactional_db, sign_in, open_page):
    office = found_office()
    page = sign_in(office.clerk.user, office.clerk.password)
    end_session(page)
    with refusing(open_page.faults, "status of 401", "Error Code 401"):
        page.locator("#cn-search").fill("tap huan")
        expect(page.locator("#cn-toasts")).to_contain_text(
            word("You are signed out, so nothing came of this. Load the page anew and sign in.")
        )
    expect(page.locator("#cn-quick")).to_be_empty()


def test_form_stays_where_it_is_without_a_network(transactional_db, sign_in):
    office = found_office()
    page = sign_in(office.clerk.user, office.clerk.password)
    page.goto("/viec/lop/moi/")
    field(page, word("Title of the class")).fill("Tập huấn khi mất mạng")
    page.context.set_offline(True)
    press(page, word("Create the class"))
    expect(page.locator("#cn-toasts")).to_contain_text("kiểm tra mạng")
    page.context.set_offline(False)

    press(page, word("Create the class"))

    expect_message(page, word("The class is created. Next: its programme."))
    assert TrainingClass.objects.get().title == "Tập huấn khi mất mạng"
