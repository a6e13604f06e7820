"""What a person does on the screens: everything is found by the words that stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import translation
from playwright.sync_api import Locator, Page, expect


def word(text: str, context: str = "") -> str:
    """Return the Vietnamese of a text of the sources, as the screen shows it."""
    with translation.override("vi"):
        return translation.pgettext(context, text) if context else translation.gettext(text)


def press(page: Page, text: str, *, within: str = "main") -> None:
    """Press the button or follow the link that says ``text``, and wait for what comes."""
    target = page.locator(within)
    exactly = re.compile(rf"^\s*{re.escape(text)}\s*$")
    found = target.get_by_role("button", name=exactly).or_(target.get_by_role("link", name=exactly))
    found.first.click()


def press_tab(page: Page, text: str) -> None:
    """Open a tab of a class; its name may carry a number."""
    page.locator(".cn-tabs").get_by_role("link", name=re.compile(rf"^{re.escape(text)}( [\d.]+)?$")).click()


def go_to(page: Page, text: str) -> None:
    """Follow an entry of the rail."""
    page.locator(".cn-rail").get_by_role("link", name=text, exact=True).first.click()


def field(page: Page | Locator, label: str) -> Locator:
    """Return the field of a label, which may add that it can be left blank."""
    return page.get_by_label(re.compile(rf"^{re.escape(label)}(\s*\(.*\))?$"))


def confirm(page: Page) -> None:
    """Say yes in the dialog that asks."""
    page.locator("#cn-confirm[open] button[value=yes]").click()


def expect_message(page: Page, text: str) -> None:
    """Expect the page to say ``text`` on top."""
    expect(page.locator(".cn-messages")).to_contain_text(text)


def upload(page: Page, selector: str, name: str, content: bytes, kind: str) -> None:
    """Choose a file that is not on the disk."""
    page.locator(selector).set_input_files({"name": name, "mimeType": kind, "buffer": content})


def stays_within(page: Page) -> list[str]:
    """Return what sticks out of the window at its right edge; nothing where the page fits."""
    found: list[str] = page.evaluate(
        """() => {
            const wide = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= wide) return [];
            const out = [...document.querySelectorAll("body *")].filter((one) => {
                const box = one.getBoundingClientRect();
                return box.width && box.right > wide + 1 && ![...one.children].some(
                    (inner) => inner.getBoundingClientRect().right > wide + 1);
            });
            return [`${document.documentElement.scrollWidth} of ${wide}: ` +
                out.slice(0, 3).map((one) => one.outerHTML.slice(0, 160)).join(" | ")];
        }"""
    )
    return found


@contextmanager
def refusing(faults: list[str], *words: str) -> Iterator[None]:
    """Take out of the page's faults those that the step is meant to cause (a refused request, a withdrawn page)."""
    before = list(faults)
    yield
    faults[:] = before + [fault for fault in faults[len(before) :] if not any(each in fault for each in words)]
