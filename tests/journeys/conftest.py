"""A real browser against a real server."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = os.environ.get("CAUNOI_CHROMIUM") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 360, "height": 740}
# Two cores may be busy with the rest of the suite; a page that is wrong stays wrong however long one waits.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def playwright():
    """One for the whole run: a second one beside it can't be started."""
    with sync_playwright() as started:
        started.selectors.set_test_id_attribute("data-cn-door")
        yield started


@pytest.fixture(scope="session")
def browser(playwright):
    running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield running
    running.close()


@pytest.fixture
def open_page(browser: Browser, live_server) -> Callable[..., Page]:
    """Open a page of its own context: ``open_page(size=NARROW, javascript=False, locale="vi-VN")``.

    Everything that the page writes to the console as an error, and every failed request, fails the test.
    """
    contexts, faults = [], []

    def opener(*, size=WIDE, javascript=True, locale="vi-VN", **options) -> Page:
        context = browser.new_context(
            viewport=size, java_script_enabled=javascript, locale=locale, base_url=live_server.url, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda line: faults.append(f"{page.url}: {line.text}") if line.type == "error" else None)
        return page

    opener.faults = faults
    yield opener
    for context in contexts:
        # A context that is closed while a page is on its way somewhere may never end.
        for page in context.pages:
            page.wait_for_load_state()
        context.close()
    assert faults == []


@pytest.fixture
def sign_in(open_page) -> Callable[..., Page]:
    """Sign a user in through the form: ``page = sign_in(user)``; the factories' password unless told."""

    def signer(user, password="mat-khau-thu", **options) -> Page:
        page = open_page(**options)
        page.goto("/tai-khoan/login/")
        page.fill("input[name=login]", user.username)
        page.fill("input[name=password]", password)
        page.locator("main form button.btn-primary").click()
        page.wait_for_url("**/viec/**")
        return page

    return signer


@pytest.fixture
def run_jobs(transactional_db) -> Callable[[], None]:
    """Run every job that waits, as the worker would."""
    from django.core.management import call_command

    def runner() -> None:
        call_command("worker", batch=True, verbosity=0)

    return runner
