"""The months before a class: a plan is approved and scheduled, units fill the seats, papers are printed."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.utils import timezone, translation
from docx import Document
from playwright.sync_api import Page, expect

from caunoi.training.enums import PaperKind, PlanState
from caunoi.training.models import Nomination, TrainingClass
from tests.journeys.axe import assert_accessible, assert_fits
from tests.journeys.conftest import NARROW
from tests.journeys.office import Office, found_office
from tests.journeys.steps import confirm, expect_message, field, go_to, press, press_tab, upload, word

ITEM = "Kỹ năng hòa giải ở cơ sở"
ROOM = "Hội trường A phường Hòa Khánh"
SPEAKER = "Nguyễn Thị Báo Cáo Mẫu"
BY_LINK, BY_SHEET = "Tổ dân phố số 1", "Tổ dân phố số 2"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def office(transactional_db) -> Office:
    return found_office()


def test_plan_becomes_a_full_hall(office, sign_in, open_page, run_jobs):
    clerk = sign_in(office.clerk.user, office.clerk.password)
    adds_what_a_schedule_needs(clerk)
    plan = writes_a_plan(clerk)
    approves(sign_in(office.administrator.user, office.administrator.password), plan)
    code = schedules(clerk, plan, run_jobs)
    gives_seats(clerk, code)
    link, form = writes_to_the_units(clerk)
    names_by_link(open_page(size=NARROW, javascript=False), link)
    names_by_spreadsheet(clerk, code, form)
    replaces_by_link(open_page(size=NARROW), link)
    waiting_list_moves_up(clerk, code)
    prints(clerk, code)
    stands_in_the_calendar(clerk, code)


def adds_what_a_schedule_needs(page: Page) -> None:
    """A room, a topic, and a speaker who teaches it."""
    go_to(page, word("Classes"))
    page.goto("/viec/phong/moi/")
    field(page, word("Name of the room")).fill(ROOM)
    field(page, word("Seats")).fill("60")
    press(page, word("Save the room"))
    expect(page.locator("main")).to_contain_text(ROOM)
    page.goto("/viec/lop/chuyen-de/moi/")
    field(page, word("Title")).fill(ITEM)
    press(page, word("Save the topic"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(ITEM)
    page.goto("/viec/bao-cao-vien/moi/")
    field(page, word("Full name")).fill(SPEAKER)
    field(page, word("Post and office")).fill("Phó Trưởng phòng Tư pháp")
    press(page, word("Add the speaker"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(SPEAKER)
    press(page, word("Choose the topics"))
    page.get_by_label(re.compile(ITEM)).check()
    press(page, word("Save"))
    expect(page.locator("main")).to_contain_text(ITEM)


def writes_a_plan(page: Page) -> str:
    """Write the plan of next year with one item, and submit it; returns its address."""
    go_to(page, word("Plans"))
    press(page, word("New plan"))
    field(page, word("Year")).fill(str(timezone.localdate().year + 1))
    press(page, word("Make the plan"))
    address = page.url
    press(page, word("Add an item"))
    field(page, word("What is taught")).fill(ITEM)
    field(page, word("For whom")).fill("tổ viên tổ hòa giải")
    field(page, word("Seats a class")).fill("4")
    field(page, word("Quarter")).select_option("1")
    field(page, word("Topic of the catalogue")).select_option(label=ITEM)
    press(page, word("Add to the plan"))
    page.goto(address)
    expect(page.locator("tr[id^=item-]")).to_contain_text(ITEM)
    press(page, word("Submit for approval"), within="body")
    confirm(page)
    expect(page.locator(".cn-head")).to_contain_text(said(PlanState.SUBMITTED))
    return address


def said(state: PlanState | PaperKind) -> str:
    with translation.override("vi"):
        return str(state.label)


def approves(page: Page, plan: str) -> None:
    """The head of the office approves; the number follows when the registry gave it."""
    page.goto(plan)
    press(page, word("Approve"), within="body")
    press(page, word("Approve the plan"))
    expect(page.locator(".cn-head")).to_contain_text(said(PlanState.APPROVED))


def schedules(page: Page, plan: str, run_jobs) -> str:
    """A schedule is proposed and taken over; returns the code of its class."""
    page.goto(plan)
    press_tab(page, word("Schedule", "tab of a plan"))
    press(page, word("Propose a schedule"))
    expect(page.get_by_role("heading", name=word("The schedule is being worked out"))).to_be_visible()
    run_jobs()
    expect(page.get_by_text(word("There is no better schedule for this plan."))).to_be_visible()
    row = page.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(ROOM)
    expect(row).to_contain_text(SPEAKER)
    assert_accessible(page)
    press(page, word("Make the classes"))
    confirm(page)
    page.locator("tbody tr th a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(ITEM)
    made = TrainingClass.objects.get()
    assert (made.starts_on.year, made.starts_on.month <= 3) == (timezone.localdate().year + 1, True)
    return made.code


def gives_seats(page: Page, code: str) -> None:
    """Two units get two seats each."""
    press_tab(page, word("Quotas"))
    page.locator("textarea[name=lines]").fill(f"{BY_LINK} 2\n{BY_SHEET} 2")
    press(page, word("Save the quotas"))
    expect(page.locator("tbody tr", has_text=BY_LINK)).to_contain_text(word("has not answered"))
    expect(page.locator("tbody tr", has_text=BY_SHEET)).to_contain_text(word("has not answered"))
    assert TrainingClass.objects.get(code=code).quotas.count() == 2


def writes_to_the_units(page: Page) -> tuple[str, bytes]:
    """Each unit gets a link; one of them is sent the form as a workbook instead."""
    press(page, word("Write to the units"))
    page.locator(".cn-card button.btn-primary, main form button.btn-primary").first.click()
    expect(page.locator("tbody tr", has_text=BY_LINK)).to_contain_text("/")
    page.locator("tbody tr", has_text=BY_LINK).get_by_role("link").first.click()
    text = page.locator("#unit-text").input_value()
    link = re.search(r"/cu-nguoi/\S+", text)
    assert link, text
    press(page, word("All units"))
    page.locator("tbody tr", has_text=BY_SHEET).get_by_role("link").first.click()
    with page.expect_download() as sent:
        press(page, word("Form: Excel"))
    return link[0], sent.value.path().read_bytes()


def names_by_link(page: Page, link: str) -> None:
    """A unit without account and without scripts, on a small phone: it sees its own list and names two."""
    page.goto(link)
    for name in ("Trần Thị Thử", "Lê Văn Ví Dụ"):
        press(page, word("Name a person"))
        field(page, word("Full name")).fill(name)
        field(page, word("Post")).fill("Tổ viên tổ hòa giải")
        press(page, word("Name this person"))
        expect(page.locator("main")).to_contain_text(name)
    expect(page.locator("main")).not_to_contain_text(BY_SHEET)
    assert_fits(page)


def names_by_spreadsheet(page: Page, code: str, form: bytes) -> None:
    """The form that was sent out comes back with three names for two seats: the third waits."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    sheet = book.active
    head = next(row for row in sheet.iter_rows() if any(cell.value == "Họ và tên" for cell in row))
    column = next(cell.column for cell in head if cell.value == "Họ và tên")
    for number, name in enumerate(("Phạm Hữu Giả Định", "Huỳnh Minh Họa", "Võ Văn Nêu Tên"), start=1):
        sheet.cell(head[0].row + number, column, name)
    filled = io.BytesIO()
    book.save(filled)
    page.goto(f"/viec/lop/{code}/chi-tieu/")
    press(page, word("Take over a list"))
    upload(page, "input[type=file]", "to-2.xlsx", filled.getvalue(), XLSX)
    press(page, word("Check the list"))
    expect(page.locator("main")).to_contain_text("Võ Văn Nêu Tên")
    assert Nomination.objects.filter(quota__name=BY_SHEET).count() == 0
    page.locator("button[name=do][value=accept]").click()
    expect(page.locator("main tbody tr", has_text=BY_SHEET).first).to_contain_text(word("complete"))
    assert states(BY_SHEET) == ["confirmed", "confirmed", "waiting"]


def states(unit: str) -> list[str]:
    rows = Nomination.objects.filter(quota__name=unit).order_by("state").values_list("state", flat=True)
    return [str(state) for state in rows]


def replaces_by_link(page: Page, link: str) -> None:
    """One who can't come is replaced by the unit itself; the seat stays."""
    page.goto(link)
    page.get_by_role("link", name=re.compile("Lê Văn Ví Dụ")).first.click()
    field(page, word("Full name")).fill("Đặng Thị Tạm Gọi")
    press(page, word("Replace"))
    expect(page.locator("main")).to_contain_text("Đặng Thị Tạm Gọi")
    assert_accessible(page)
    assert states(BY_LINK) == ["confirmed", "confirmed", "replaced"]


def waiting_list_moves_up(page: Page, code: str) -> None:
    """Somebody of the second unit withdraws: its own person in line gets the seat, and the hall is full."""
    page.goto(f"/viec/lop/{code}/chi-tieu/")
    page.locator("tbody tr", has_text=BY_SHEET).get_by_role("link").first.click()
    page.locator("tbody tr", has_text="Huỳnh Minh Họa").get_by_role("link").click()
    page.get_by_role("button", name=word("Withdraw"), exact=True).click()
    confirm(page)
    expect_message(page, "Huỳnh Minh Họa")
    assert states(BY_SHEET) == ["confirmed", "confirmed", "withdrawn"]
    page.goto(f"/viec/lop/{code}/chi-tieu/")
    for unit in (BY_LINK, BY_SHEET):
        expect(page.locator("tbody tr", has_text=unit)).to_contain_text(word("complete"))
    assert_accessible(page)
    names = {"Trần Thị Thử", "Đặng Thị Tạm Gọi", "Phạm Hữu Giả Định", "Võ Văn Nêu Tên"}
    assert set(seated(code)) == names


def seated(code: str) -> list[str]:
    rows = Nomination.objects.filter(training_class__code=code, state="confirmed")
    return list(rows.values_list("person__full_name", flat=True))


def prints(page: Page, code: str) -> None:
    """Invitation, programme and sign-in sheet are Word files that hold what stands in the class."""
    press_tab(page, word("Papers"))
    texts = {}
    for kind in (PaperKind.INVITATION, PaperKind.PROGRAMME, PaperKind.SIGN_IN_SHEET):
        with page.expect_download() as sent:
            paper(page, kind)
        texts[kind] = words_of(sent.value.path().read_bytes())
    day = TrainingClass.objects.get(code=code).starts_on
    assert f"{day:%d/%m/%Y}" in texts[PaperKind.INVITATION] or f"{day.day}" in texts[PaperKind.INVITATION]
    assert SPEAKER in texts[PaperKind.PROGRAMME]
    for name in seated(code):
        assert name in texts[PaperKind.SIGN_IN_SHEET]
    assert "Huỳnh Minh Họa" not in texts[PaperKind.SIGN_IN_SHEET]


def paper(page: Page, kind: PaperKind) -> None:
    named = page.get_by_role("rowheader", name=re.compile(f"^{said(kind)}$", re.IGNORECASE))
    row = page.locator("tbody tr").filter(has=named)
    row.get_by_role("link", name=re.compile("^Word")).first.click()


def words_of(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def stands_in_the_calendar(page: Page, code: str) -> None:
    """The class stands on its days, in the month and in the week."""
    day = TrainingClass.objects.get(code=code).starts_on
    page.goto(f"/viec/lich/?day={day:%Y-%m-%d}")
    expect(page.locator(f'[data-cn-day="{day:%Y-%m-%d}"]')).to_contain_text(ITEM)
    page.set_viewport_size(NARROW)
    expect(page.get_by_text(ITEM).first).to_be_visible()
    assert_fits(page)
