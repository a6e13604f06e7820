"""One class on its whole way: opened, held, closed, reported in Word, told on the portal, corrected, withdrawn."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.utils import timezone
from docx import Document
from playwright.sync_api import Page, expect

from tests.journeys.office import Office, found_office, photo
from tests.journeys.steps import (
    confirm,
    expect_message,
    field,
    go_to,
    press,
    press_tab,
    refusing,
    upload,
    word,
)

TITLE = "Tập huấn công tác hòa giải ở cơ sở năm 2026"
TOPIC = "Kỹ năng nghe và hỏi trong một buổi hòa giải"
# A spreadsheet as offices send it, with a column that is nobody's business.
LIST = [
    ("Họ và tên", "Chức vụ", "Đơn vị", "Năm sinh", "Tôn giáo"),
    ("Nguyễn Văn Mẫu", "Tổ trưởng", "Tổ dân phố số 1", "1961", "Không"),
    ("Trần Thị Thử", "Tổ viên tổ hòa giải", "Tổ dân phố số 1", "1975", "Không"),
    ("Lê Thị Ví Dụ", "Tổ viên tổ hòa giải", "Tổ dân phố số 2", "1980", "Phật giáo"),
    ("Phạm Hữu Giả Định", "Trưởng ban công tác Mặt trận", "Tổ dân phố số 2", "1958", "Không"),
    ("Huỳnh Minh Họa", "Bí thư chi bộ", "Tổ dân phố số 3", "1966", "Không"),
    ("Đặng Thị Tạm Gọi", "Phó Phòng Tôn giáo", "Tổ dân phố số 3", "1984", "Không"),
    ("Võ Văn Nêu Tên", "Chi hội trưởng", "Tổ dân phố số 4", "1970", "Không"),
]
# Seven of the list and one typed by hand. Marked below: 6 at the first sitting, 7 at each of the other three.
NOMINATED, PRESENT, WITH_LEAVE, WITHOUT_LEAVE, ATTENDANCES = 8, 6, 1, 1, 23


@pytest.fixture
def office(transactional_db) -> Office:
    return found_office()


def test_class_becomes_report_and_news(office, sign_in, open_page, run_jobs):
    first = timezone.localdate() - dt.timedelta(days=20)
    page = sign_in(office.clerk.user, office.clerk.password)
    code = opens_class(page, first)
    makes_programme(page)
    gathers_list(page)
    marks_sheet(page)
    takes_questions(page)
    closes(page)
    reads_word_report(page)
    writes_article(page)
    run_jobs()

    with refusing(open_page.faults, "status of 404"):
        address = approves(sign_in(office.editor.user, office.editor.password), open_page)
    run_jobs()
    reader = open_page(javascript=False)
    reads_news(reader, address, first)
    finds_everything_by_search(page, reader, address, code)

    editor = sign_in(office.editor.user, office.editor.password)
    corrects(editor, reader, address)
    withdraws(editor, reader, address, open_page)


def opens_class(page: Page, first: dt.date) -> str:
    """Open the class with nothing but what the clerk knows; a fault keeps what was typed."""
    go_to(page, word("Classes"))
    press(page, word("New class"))
    field(page, word("Title of the class")).fill(TITLE)
    field(page, word("First day")).fill(f"{first:%d/%m/%Y}")
    field(page, word("Last day")).fill("31/02/2026")
    field(page, word("Place")).fill("Hội trường phường Hòa Khánh")
    field(page, word("For whom")).fill("tổ viên tổ hòa giải, trưởng ban công tác Mặt trận")
    field(page, word("Seats")).fill("10")
    press(page, word("Create the class"))
    expect(page.locator("[aria-invalid=true]")).to_have_value("31/02/2026")
    expect(field(page, word("Title of the class"))).to_have_value(TITLE)
    field(page, word("Last day")).fill(f"{first + dt.timedelta(days=1):%d/%m/%Y}")
    press(page, word("Create the class"))
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def makes_programme(page: Page) -> None:
    """Four half-days, a topic with its speaker, a guest who opens."""
    press(page, word("Make the programme"))
    press(page, word("Add the sittings"))
    expect(page.locator("section[id^=sitting-]")).to_have_count(4)
    page.locator("section[id^=sitting-] a.btn", has_text=word("Add an item")).first.click()
    field(page, word("Title")).fill(TOPIC)
    field(page, word("Begins at")).fill("8:00")
    field(page, word("Periods of 45 minutes")).fill("4")
    field(page, word("Full name")).first.fill("Nguyễn Thị Báo Cáo")
    field(page, word("Post held then")).first.fill("Phó Trưởng phòng Tư pháp")
    press(page, word("Save"))
    expect(page.locator("tr[id^=item-]")).to_contain_text("Nguyễn Thị Báo Cáo, Phó Trưởng phòng Tư pháp")
    press(page, word("Add a guest"))
    field(page, word("Full name")).fill("Phạm Quang Làm Mẫu")
    field(page, word("Post held then")).fill("Phó Bí thư Thường trực Đảng ủy phường")
    page.get_by_label(word("opens the class")).check()
    press(page, word("Save"))
    expect(page.locator("#guests")).to_contain_text("Phạm Quang Làm Mẫu")


def gathers_list(page: Page) -> None:
    """The list is pasted, checked and taken over; one more is typed; then the list is settled."""
    press(page, word("Start gathering the list"))
    press(page, word("Add the participants"))
    press(page, word("Take over a list"))
    field(page, word("Paste the list")).fill("\n".join("\t".join(row) for row in LIST))
    press(page, word("Check the list"))
    expect(page.locator("main")).to_contain_text("Tôn giáo")
    expect(page.locator("main")).not_to_contain_text("Phật giáo")
    expect(page.locator("table.roster-table tbody tr")).to_have_count(len(LIST) - 1)
    page.locator("button[name=do][value=accept]").click()
    expect(page.locator("main")).not_to_contain_text("Phật giáo")
    expect(page.locator("#list tbody tr")).to_have_count(len(LIST) - 1)
    expect(page.locator("#list")).to_contain_text("Phó Phòng Tôn giáo")
    field(page, word("Full name")).fill("Bùi Thị Bổ Sung")
    field(page, word("Post")).fill("Tổ viên tổ hòa giải")
    field(page, word("Unit")).fill("Tổ dân phố số 4")
    page.keyboard.press("Enter")
    expect(page.locator("#list tbody tr")).to_have_count(NOMINATED)
    expect(field(page, word("Full name"))).to_be_focused()
    press(page, word("Settle the list"))
    expect(page.locator(".cn-head")).to_contain_text(word("list settled, being held"))


def marks_sheet(page: Page) -> None:
    """Heads of columns first, then the exceptions, each with one key; one of them taken back."""
    press(page, word("Mark attendance"))
    expect(page.locator("[data-cn-sheet][data-ready]")).to_be_visible()
    # Row by row: Mẫu, Thử | Ví Dụ, Giả Định | Họa, Tạm Gọi | Bổ Sung, Nêu Tên. One with leave, one without.
    first_cell = page.locator("td[data-m]").first
    first_cell.focus()
    keys = ["ArrowUp", "x", "ArrowRight", "x", "ArrowRight", "x", "ArrowRight", "x"]
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator("[data-sum-all]")).to_have_text("32")
    set_row(page, "Trần Thị Thử", "pppp")
    set_row(page, "Phạm Hữu Giả Định", "kkkk")
    set_row(page, "Lê Thị Ví Dụ", "mxsx")
    set_row(page, "Huỳnh Minh Họa", "p")
    expect(page.locator("[data-sum-all]")).to_have_text("23")
    page.keyboard.press("k")
    expect(page.locator("[data-sum-all]")).not_to_have_text("23")
    page.keyboard.press("Control+z")
    expect(page.locator("[data-sum-all]")).to_have_text("23")
    expect(page.locator("[data-status]")).to_have_text(word("Everything is saved"))
    page.reload()
    for column, sum_of_column in enumerate(("5", "6", "6", "6")):
        expect(page.locator(f"[data-sum='{column}']")).to_have_text(sum_of_column)


def set_row(page: Page, name: str, keys: str) -> None:
    """Go to a person's row and press a key a half-day; each key goes a row down, so come back up and right."""
    page.locator("tr[data-id]", has_text=name).locator("td[data-m]").first.click()
    for place, key in enumerate(keys):
        if place:
            page.keyboard.press("ArrowUp")
            page.keyboard.press("ArrowRight")
        page.keyboard.press(key)


def takes_questions(page: Page) -> None:
    """Two questions typed one after the other, one of them answered."""
    press_tab(page, word("Questions"))
    asked = "Hai hộ không chịu ngồi cùng nhau thì tổ hòa giải bắt đầu từ đâu?"
    field(page, word("Question")).fill(asked)
    field(page, word("Topic")).select_option(label=TOPIC)
    press(page, word("Write down"))
    expect(page.locator("#list .cn-lines > li")).to_have_count(1)
    field(page, word("Question")).fill("Biên bản hòa giải không thành lưu ở đâu?")
    page.keyboard.press("Enter")
    expect(page.locator("#list .cn-lines > li")).to_have_count(2)
    press(page, asked)
    field(page, word("Answer")).fill("Gặp riêng từng hộ trước, rồi mới mời ngồi chung.")
    field(page, word("Answered by")).fill("Nguyễn Thị Báo Cáo")
    press(page, word("Save the answer"))
    expect(page.locator("#list")).to_contain_text("Gặp riêng từng hộ trước")


def closes(page: Page) -> None:
    """Write the assessment, look at what must hold, close; nothing can be changed afterwards."""
    press_tab(page, word("Overview"))
    press(page, word("Change"))
    field(page, word("Strong points")).fill("Học viên trao đổi sôi nổi trên tình huống của chính tổ mình.")
    field(page, word("Weak points and causes")).fill("Phần thực hành còn ít thời gian.")
    press(page, word("Save"))
    press(page, word("Close the class"))
    expect(page.locator("main")).to_contain_text(word("in order"))
    press(page, word("Close the class"))
    confirm(page)
    expect(page.locator(".cn-head")).to_contain_text(word("closed"))
    press_tab(page, word("Attendance"))
    expect(page.locator("[data-mark]")).to_have_count(0)


def reads_word_report(page: Page) -> None:
    """The Word file says what was entered, in the layout of the Party, number left blank."""
    press_tab(page, word("Papers"))
    with page.expect_download() as waiting:
        press(page, word("Word report"))
    assert waiting.value.suggested_filename.endswith(".docx")
    paper = Document(io.BytesIO(waiting.value.path().read_bytes()))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables]
    whole = text + "\n" + "\n".join(cell for table in tables for row in table for cell in row)
    for part in (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "ĐẢNG ỦY PHƯỜNG HÒA KHÁNH",
        "Chỉ tiêu: 10 người; số được cử: 8 người",
        f"- Có mặt: {PRESENT} người, bằng 75% số được cử.",
        f"- Tổng số lượt tham dự các buổi: {ATTENDANCES} lượt người.",
        f"- Vắng có phép: {WITH_LEAVE} người; vắng không phép: {WITHOUT_LEAVE} người",
        f"“{TOPIC}” (4 tiết). Báo cáo viên: ",
        "Nguyễn Thị Báo Cáo",
        "Học viên nêu 2 câu hỏi, vướng mắc; đã trả lời 1 câu, còn 1 câu sẽ trả lời sau",
        "Học viên trao đổi sôi nổi trên tình huống của chính tổ mình.",
    ):
        assert part in whole
    assert "Phật" not in whole


def writes_article(page: Page) -> None:
    """A draft from the frozen facts, a photo with its caption, sent for approval."""
    press_tab(page, word("Articles"))
    press(page, word("Write the draft"))
    press(page, word("Add a photo"))
    upload(page, "input[type=file]", "hoi-truong.jpg", photo(), "image/jpeg")
    field(page, word("What the picture shows")).fill("Hình vẽ hội trường nhìn từ cuối phòng")
    field(page, word("Caption")).fill("Quang cảnh lớp tập huấn tại phường Hòa Khánh")
    page.locator("main form[enctype] .btn-primary").click()
    expect(page.locator("#anh")).to_contain_text("Quang cảnh lớp tập huấn")
    field(page, word("Written by")).fill("Trần Thị Văn Phòng")
    press(page, word("Save and send for approval"))
    expect_message(page, word("The article is saved and sent for approval."))


def approves(page: Page, open_page) -> str:
    """The editor finds what waits, reads it, approves; before that nobody could read it."""
    go_to(page, word("News"))
    page.locator("main table a").first.click()
    press(page, word("Save, then approve…"))
    address = re.search(r"/hoa-khanh/[\w/-]+", page.locator("#dang").inner_text()).group()
    stranger = open_page(javascript=False)
    assert stranger.goto(address).status == 404
    press(page, word("Approve and publish"))
    expect_message(page, word("The article is published. Everybody can read it now."))
    return address


def reads_news(reader: Page, address: str, first: dt.date) -> None:
    """Home, list and article as anybody reads them, without scripts."""
    reader.goto("/hoa-khanh/")
    reader.locator("main .pt-lead a, main .cn-teaser a").first.click()
    expect(reader).to_have_url(re.compile(rf"{re.escape(address)}$"))
    article, facts = reader.locator("article"), reader.locator("section.cn-facts")
    expect(article.locator("h1")).to_contain_text(TITLE.removeprefix("Tập huấn"))
    expect(article.locator("time").first).to_contain_text(f"{timezone.localdate():%d/%m/%Y}")
    expect(article.locator(".cn-article__by")).to_contain_text("Trần Thị Văn Phòng")
    expect(article.locator("figcaption")).to_contain_text("Quang cảnh lớp tập huấn tại phường Hòa Khánh")
    picture = article.locator("figure img")
    expect(picture).to_have_attribute("alt", "Hình vẽ hội trường nhìn từ cuối phòng")
    assert reader.request.get(picture.get_attribute("src")).headers["content-type"] == "image/jpeg"
    for part in (TITLE, "Hội trường phường Hòa Khánh", "Đảng ủy phường Hòa Khánh", TOPIC, "Nguyễn Thị Báo Cáo"):
        expect(facts).to_contain_text(part)
    days = [first, first + dt.timedelta(days=1)]
    assert all(f"{day:%-d}" in facts.inner_text() for day in days)
    expect(facts).to_contain_text(re.compile(rf"\b{PRESENT}\b.*\b{NOMINATED}\b"))
    expect(facts).to_contain_text(re.compile(rf"\b{ATTENDANCES}\b"))
    # Who sat in the class is nobody's business outside.
    expect(reader.locator("body")).not_to_contain_text("Trần Thị Thử")


def finds_everything_by_search(page: Page, reader: Page, address: str, code: str) -> None:
    """Words without marks find the class at the desk and the article on the portal."""
    page.goto("/viec/")
    page.keyboard.press("/")
    page.keyboard.type("tap huan hoa giai")
    page.keyboard.press("Enter")
    expect(page.locator(f"main a[href$='/lop/{code}/']").first).to_be_visible()
    reader.goto("/hoa-khanh/tim/?q=hoi+truong+tap+huan")
    expect(reader.locator(f"main a[href='{address}']").first).to_be_visible()


def corrects(editor: Page, reader: Page, address: str) -> None:
    """A correction stands under the article with its day; title and address stay."""
    go_to(editor, word("News"))
    editor.locator("main table a").first.click()
    press(editor, word("Correct…"))
    field(editor, word("What is corrected")).fill("Sửa tên hội trường.")
    lead = field(editor, word("Lead"))
    lead.fill(f"{lead.input_value()} Lớp diễn ra tại nhà văn hóa.")
    press(editor, word("Publish the correction"))
    expect_message(editor, word("The correction is published, with its note under the article."))
    reader.goto(address)
    expect(reader.locator("article")).to_contain_text("Lớp diễn ra tại nhà văn hóa.")
    expect(reader.locator("article .cn-notice")).to_contain_text("Sửa tên hội trường.")
    expect(reader.locator("article .cn-notice")).to_contain_text(f"{timezone.localdate():%d/%m/%Y}")


def withdraws(editor: Page, reader: Page, address: str, open_page) -> None:
    """The address of a withdrawn article says why; its words, facts and picture are gone."""
    reader.goto(address)
    picture = reader.locator("article figure img").get_attribute("src")
    press(editor, word("Withdraw…"))
    field(editor, word("Why is the article withdrawn?")).fill("Đăng nhầm ảnh của lớp khác.")
    press(editor, word("Withdraw the article"))
    expect_message(editor, word("The article is withdrawn. Its address shows the title and your note."))
    with refusing(open_page.faults, "status of 410", "status of 404"):
        reader.goto(address)
        expect(reader.locator("article h1")).to_contain_text(TITLE.removeprefix("Tập huấn"))
        expect(reader.locator("article .cn-notice")).to_contain_text("Đăng nhầm ảnh của lớp khác.")
        expect(reader.locator("body")).not_to_contain_text("Nguyễn Thị Báo Cáo")
        assert reader.request.get(picture).status == 404
    reader.goto("/hoa-khanh/")
    expect(reader.locator(f"main a[href='{address}']")).to_have_count(0)
