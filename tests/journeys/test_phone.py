"""On a cheap phone: 360 px, fingers instead of a mouse."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from playwright.sync_api import Page, expect

from caunoi.directory.services.directives import add_directive
from caunoi.publishing.services import draft_from_report, submit
from caunoi.training.enums import Mark
from caunoi.training.models import Attendance
from caunoi.web.demo import classes
from tests.journeys.axe import assert_fits
from tests.journeys.conftest import NARROW
from tests.journeys.office import Office, found_office
from tests.journeys.steps import expect_message, field, word

PHONE = {"size": NARROW, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


def test_main_steps_are_taken_with_a_thumb(transactional_db, sign_in):
    office = found_office()
    today = timezone.localdate()
    held = classes.class_of_today(actor=office.clerk.user, keeper=office.organisation, day=today)
    phone = sign_in(office.clerk.user, office.clerk.password, **PHONE)
    marks_half_day(phone, held.code)
    adds_participant(phone)
    types_question(phone)
    opens_class(phone, today + dt.timedelta(days=30))


def test_article_is_approved_with_a_thumb(transactional_db, sign_in):
    office = found_office()
    article = submit(actor=office.clerk.user, article=draft_from_report(actor=office.clerk.user, report=closed(office)))
    phone = sign_in(office.editor.user, office.editor.password, **PHONE)
    entry(phone, word("News"))
    tap(phone, article.title)
    tap(phone, word("Save, then approve…"))
    tap(phone, word("Approve and publish"))
    expect_message(phone, word("The article is published. Everybody can read it now."))
    tap(phone, word("Read it on the portal"))
    expect(phone.locator("article h1")).to_have_text(article.title)
    assert_fits(phone)


def closed(office: Office):
    """A class that was held and closed three weeks ago."""
    directive = add_directive(
        actor=office.clerk.user,
        owner=office.organisation,
        number="12-KH/ĐU",
        kind="Kế hoạch",
        issuer=office.organisation.name,
        issued_on=dt.date(2026, 2, 10),
        title="tập huấn cho cán bộ cơ sở",
    )
    return classes.closed_class(
        actor=office.clerk.user,
        keeper=office.organisation,
        partners=[],
        directive=directive,
        day=timezone.localdate() - dt.timedelta(days=21),
        seed=3,
    )


def marks_half_day(phone: Page, code: str) -> None:
    """From the first page to today's class; one half-day at a time, each touch saved by itself."""
    phone.locator(f"main a[href='/viec/lop/{code}/']").first.tap()
    tab(phone, word("Attendance"))
    phone.locator(".sheet-sittings a").last.tap()
    expect(phone.locator("[data-cn-sitting][data-ready]")).to_be_visible()
    assert_fits(phone)
    row = phone.locator(".sitting-person").first
    name = row.locator("legend").inner_text()
    row.locator("label[data-m=late]").tap()
    expect(phone.locator("[data-sum]")).to_have_text("1")
    tap(phone, word("The rest: present"))
    expect(phone.locator("[data-sum]")).to_have_text("36")
    expect(phone.locator("[data-status]")).to_have_text(word("Everything is saved"))
    sitting = int(phone.locator("[data-cn-sitting]").get_attribute("data-cn-sitting"))
    marks = Attendance.objects.filter(sitting_id=sitting)
    assert marks.count() == 36
    late = marks.exclude(mark=Mark.PRESENT).get()
    assert late.mark == Mark.LATE
    assert name.startswith(late.enrolment.person.full_name)


def adds_participant(phone: Page) -> None:
    """Somebody who came without being on the list."""
    tab(phone, word("Participants"))
    field(phone, word("Full name")).tap()
    phone.keyboard.type("Trương Thị Vãng Lai")
    field(phone, word("Unit")).fill("Tổ dân phố số 9")
    tap(phone, word("Add"))
    expect(phone.locator(".cn-messages")).to_contain_text("Trương Thị Vãng Lai")
    assert_fits(phone)


def types_question(phone: Page) -> None:
    """A question from the floor."""
    tab(phone, word("Questions"))
    field(phone, word("Question")).fill("Phản ánh qua điện thoại thì ghi vào sổ nào?")
    tap(phone, word("Write down"))
    expect(phone.locator("#list")).to_contain_text("Phản ánh qua điện thoại thì ghi vào sổ nào?")
    assert_fits(phone)


def opens_class(phone: Page, day: dt.date) -> None:
    """A new class with its days."""
    entry(phone, word("Classes"))
    tap(phone, word("New class"))
    field(phone, word("Title of the class")).fill("Tập huấn kỹ năng số cho tổ công nghệ số cộng đồng")
    field(phone, word("First day")).fill(f"{day:%d/%m/%Y}")
    assert_fits(phone)
    tap(phone, word("Create the class"))
    expect(phone.locator("h1")).to_have_text("Tập huấn kỹ năng số cho tổ công nghệ số cộng đồng")
    assert_fits(phone)


def tap(phone: Page, text: str) -> None:
    """Tap what says ``text`` in the page."""
    main = phone.locator("main")
    main.get_by_role("button", name=text, exact=True).or_(main.get_by_role("link", name=text, exact=True)).first.tap()


def tab(phone: Page, text: str) -> None:
    """Tap a tab of the class."""
    phone.locator(".cn-tabs a", has_text=text).first.tap()


def entry(phone: Page, text: str) -> None:
    """Tap an entry of the bar at the bottom, or one of those under "More"."""
    bar = phone.locator(".cn-rail")
    if not bar.get_by_role("link", name=text, exact=True).first.is_visible():
        bar.locator("summary").tap()
    bar.get_by_role("link", name=text, exact=True).locator("visible=true").first.tap()
