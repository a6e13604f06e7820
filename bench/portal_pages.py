"""The first visit of a reader on a poor line and a poor phone: octets, requests, when the page stands, what moves.

Chromium with 1.6 Mbit/s, 150 ms and a processor slowed down four times; medians of several first visits.
"""

from __future__ import annotations

import io
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from bench._door import ROOT, Server
from bench._portal_build import text
from bench.measure import Row, row

DATABASES = ("sqlite",)
RUNS = 5
CHROMIUM = os.environ.get("CAUNOI_CHROMIUM") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
_WATCH = """
window.seen = { lcp: 0, cls: 0, what: "" };
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) {
    window.seen.lcp = each.startTime;
    window.seen.what = each.element?.tagName ?? "";
  }
}).observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.seen.cls += each.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def rows() -> Iterator[Row]:
    """Measure an article with photos, a long one without, and the first page of a site."""
    from scripts.postgres import free_port  # noqa: PLC0415 - found once the root is on the path

    pages = _build()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "bench._pages_settings", "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"],
        cwd=ROOT, env=environment, check=True,
    )  # fmt: skip
    server = Server(environment, free_port())
    server.start()
    try:
        seen = _visits(f"http://127.0.0.1:{server.port}", pages)
    finally:
        server.kill()
    for name, visits in seen.items():
        for figure, unit in (
            ("page", "kB"), ("fonts", "kB"), ("pictures", "kB"), ("requests", "requests"),
            ("lcp", "s"), ("cls", "shift"), ("elsewhere", "requests to other hosts"),
        ):  # fmt: skip
            middle = statistics.median(visit[figure] for visit in visits)
            yield row(f"first visit of {name}: {figure}", f"{RUNS} visits, 1.6 Mbit/s, 4x slower", middle, unit)


def _build() -> dict[str, str]:
    from caunoi.directory.enums import OrganisationKind, System  # noqa: PLC0415 - Django is set up by now
    from caunoi.directory.services.accounts import open_first_account  # noqa: PLC0415 - as above
    from caunoi.directory.services.organisations import found_organisation  # noqa: PLC0415 - as above
    from caunoi.publishing.services import add_photo, approve, create_article, open_site  # noqa: PLC0415 - as above
    from caunoi.publishing.services.lighter import make_lighter  # noqa: PLC0415 - as above

    rng = random.Random(20261126)  # noqa: S311 - words of a test
    office = found_organisation(
        name="Đảng ủy phường Hòa Khánh", kind=OrganisationKind.PARTY_COMMITTEE, system=System.PARTY
    )
    user, _password = open_first_account(organisation=office, name="Nguyễn Thị Thử")
    site = open_site(actor=user, organisation=office, slug="hoa-khanh")
    addresses = []
    for number in range(12):
        draft = create_article(
            actor=user, organisation=office, title=f"Tập huấn hòa giải ở cơ sở lần {number}",
            lead="Sáng 12/11/2026, phường tổ chức lớp tập huấn cho hòa giải viên các tổ dân phố.", body=text(rng, 8),
        )  # fmt: skip
        for place in range(0 if number == 0 else 3):
            add_photo(
                actor=user, article=draft, content=_photo(rng), name="anh.jpg", alternative=f"Lớp học, góc {place}"
            )
        draft.refresh_from_db()
        addresses.append(approve(actor=user, article=draft).address)
    make_lighter()
    return {"an article with photos": addresses[-1], "an article of words": addresses[0], "a site": site.address}


def _photo(rng: random.Random) -> bytes:
    """Return a picture that is about as hard to compress as a photo of a hall."""
    from PIL import Image, ImageFilter  # noqa: PLC0415 - costs each measurement, and one draws

    base = Image.effect_noise((1600, 1067), 70).filter(ImageFilter.GaussianBlur(2)).convert("RGB")
    slope = Image.linear_gradient("L").resize(base.size)
    colours = Image.merge("RGB", (slope, slope.rotate(90 * rng.randrange(4)).resize(base.size), slope.rotate(180)))
    out = io.BytesIO()
    Image.blend(base, colours, 0.6).save(out, "JPEG", quality=90)
    return out.getvalue()


def _visits(base: str, pages: dict[str, str]) -> dict[str, list[dict[str, float]]]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - part of the tests' group

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            # Pages that nobody has seen yet are made and kept first: a reader is seldom the first.
            _visit(browser, base, pages["a site"])
            return {
                name: [_visit(browser, base, address) for _run in range(RUNS + 1)][1:]
                for name, address in pages.items()
            }
        finally:
            browser.close()


def _visit(browser: Any, base: str, address: str) -> dict[str, float]:
    """Return what one first visit takes, in kB and seconds."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, device_scale_factor=2, locale="vi-VN")
    page = context.new_page()
    page.add_init_script(_WATCH)
    wire = context.new_cdp_session(page)
    kinds: dict[str, tuple[str, str]] = {}
    sizes: dict[str, float] = {}
    wire.on("Network.requestWillBeSent", lambda e: kinds.update({e["requestId"]: (e["type"], e["request"]["url"])}))
    wire.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", _LINE)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(f"{base}{address}", wait_until="networkidle")
    page.wait_for_timeout(300)
    seen = page.evaluate("window.seen")
    context.close()
    told = {"Font": 0.0, "Image": 0.0, "Other": 0.0}
    for request, octets in sizes.items():
        kind, url = kinds[request]
        drawn = kind == "Image" and "/anh/" in url
        told["Font" if kind == "Font" else "Image" if drawn else "Other"] += octets / 1000
    asked = [url for _kind, url in kinds.values() if not url.startswith("data:")]
    return {
        "page": told["Other"],
        "fonts": told["Font"],
        "pictures": told["Image"],
        "requests": len(asked),
        "lcp": seen["lcp"] / 1000,
        "cls": seen["cls"],
        "elsewhere": sum(not url.startswith(base) for url in asked),
    }
