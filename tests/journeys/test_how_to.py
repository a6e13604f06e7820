"""The pages of ``docs/how-to`` are followed word for word, as somebody new would: nothing is known but the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import ElementHandle, Error, Page, expect

from caunoi.core.first_run import first_run_token
from caunoi.directory.models import Organisation, Person
from caunoi.directory.services.units import load_units
from caunoi.web.demo import office as demo

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ROOT / "docs" / "how-to"
# What stands on the command's screen: the test's own server runs already.
_COMMANDS = {"make run", "make office", "caunoi retention --dry-run"}
# What the steps are made of, in the order in which they stand on the page.
_PARTS = re.compile(
    r"^ *```\n(?P<block>.*?)^ *```|\*\*(?P<word>[^*]+)\*\*|`(?P<typed>[^`]+)`|<kbd>(?P<key>[^<]+)</kbd>|"
    r"(?<![\w/])_(?P<said>[^_\n]+)_(?![\w/])",
    re.DOTALL | re.MULTILINE,
)
_KEYS = {"↓": "ArrowDown", "↑": "ArrowUp", "Enter": "Enter"}
_SHOWN = """([words, places]) => {
    const clean = (text) => text.replace(/\\s+/g, " ").trim();
    const fits = (text) => text === words || text.replace(/ [\\d.]+$| Ctrl Z$| ?: .*$/, "") === words;
    for (const place of places) {
        for (const scope of document.querySelectorAll(place)) {
            for (const one of scope.querySelectorAll("button, a[href], summary, label")) {
                if (one.checkVisibility() && fits(clean(one.innerText))) return one;
            }
        }
    }
    return null;
}"""
# A person looks at the question that stands over the page, then at the page, then around it.
_PLACES = ["dialog[open]", "main", "body"]


@dataclass(frozen=True)
class Part:
    """One thing the page tells to do, or to see."""

    kind: str
    text: str


def parts_of(text: str) -> list[Part]:
    """Return the steps of the guide; those that name nothing of the screen are left out."""
    told = text.partition("<!-- bắt đầu -->")[2]
    told = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", told)
    found = [
        Part(kind, value)
        for match in _PARTS.finditer(told)
        for kind, value in match.groupdict().items()
        if value is not None
    ]
    return [part for part in found if part.kind != "typed" or part.text not in _COMMANDS]


def test_first_class_is_followed_word_for_word(transactional_db, tmp_path, open_page, run_jobs):
    accounts = demo.build(accounts_file=tmp_path / "accounts.txt")
    page = open_page()
    downloads: list[str] = []
    page.on("download", lambda download: downloads.append(download.suggested_filename))
    page.goto("/")

    done = walk(page, "first-class.md", {f"mật khẩu của {one.username}": one.password for one in accounts})

    assert done > 100
    assert [name.endswith(".docx") for name in downloads] == [True]


def test_first_day_is_followed_word_for_word(transactional_db, settings, tmp_path, open_page):
    settings.FIRST_RUN_TOKEN = tmp_path / "first-run.token"
    load_units()
    page = open_page()
    page.goto("/viec/bat-dau/")

    done = walk(page, "first-day.md", {"mã khởi tạo": first_run_token()})

    assert done > 40
    assert {office.name for office in Organisation.objects.all()} == {
        "Ủy ban nhân dân phường Hòa Khánh",
        "Tổ dân phố số 1 phường Hòa Khánh",
    }
    assert page.request.get("/hoa-khanh/").ok


def test_a_persons_rights_are_served_word_for_word(transactional_db, tmp_path, open_page, run_jobs):
    accounts = demo.build(accounts_file=tmp_path / "accounts.txt")
    page = open_page()
    downloads: list[str] = []
    page.on("download", lambda download: downloads.append(download.suggested_filename))
    page.goto("/")

    done = walk(page, "persons.md", {f"mật khẩu của {one.username}": one.password for one in accounts})

    assert done > 50
    assert [name.endswith(".zip") for name in downloads] == [True]
    assert Person.objects.filter(erased_at__isnull=False).count() == 1
    assert Person.objects.filter(full_name="Phạm Thị Hai Lần").count() == 1


def walk(page: Page, guide: str, told: dict[str, str]) -> int:
    """Follow a page step by step; ``told`` is what stands on the command's screen. Returns the number of steps."""
    parts = parts_of((GUIDES / guide).read_text(encoding="utf-8"))
    for place, part in enumerate(parts):
        following = parts[place + 1] if place + 1 < len(parts) else Part("", "")
        try:
            follows(page, part, following, told)
        except (AssertionError, Error) as fault:
            seen = page.locator("body").inner_text()[:3000]
            raise AssertionError(f"step {place}, {part}, at {page.url}: {fault}\n{seen}") from fault
    return len(parts)


def follows(page: Page, part: Part, following: Part, told: dict[str, str]) -> None:
    """Do what one part of the page tells; what stands behind a field's name is its value."""
    if part.kind == "said":
        expect(page.locator("body")).to_contain_text(part.text, use_inner_text=True)
    elif part.kind == "key":
        page.keyboard.press(_KEYS.get(part.text, part.text.lower()))
    elif part.kind == "word" and following.kind in {"typed", "block"}:
        fills(page, part.text, following.text, told)
    elif part.kind == "word":
        presses(page, part.text)


def fills(page: Page, label: str, value: str, told: dict[str, str]) -> None:
    """Type a value into the field of a label, choose it there, or choose the file."""
    field = page.locator("main").get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(\(.*\)\s*)?$")).first
    value = told.get(value, value)
    kind = field.evaluate("one => one.type")
    if kind == "file":
        field.set_input_files(ROOT / value)
    elif kind == "select-one":
        field.select_option(label=value)
    else:
        field.fill("\n".join(line.strip() for line in value.splitlines()))


def presses(page: Page, words: str) -> None:
    """Press what says the words; a choice beside which they stand is chosen."""
    for last in (False, False, True):
        element = page.wait_for_function(_SHOWN, arg=[words, _PLACES]).as_element()
        assert isinstance(element, ElementHandle)
        try:
            element.click()
        except Error as gone:
            # The list was put anew under the finger, as its filter answered: a person presses again.
            if last or "not attached" not in str(gone):
                raise
        else:
            break
    page.wait_for_load_state()
