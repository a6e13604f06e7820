"""What stands around a site's pages: each change is on every page at once, on each host, and found by search."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

import pytest
from django.test import Client

import caunoi
from caunoi.publishing.enums import Accent
from caunoi.publishing.services import (
    add_host,
    add_part,
    add_section,
    change_look,
    change_part,
    make_main_host,
    order_parts,
    put_back_part,
    put_picture,
    remove_host,
    remove_part,
    remove_picture,
)
from caunoi.web.portal.cache import middleware
from caunoi.web.portal.cache.store import FileStore
from tests.publishing.makers import published_in
from tests.publishing.test_site_parts import png

HOST = "hoakhanh.danang.gov.vn"
BASE = Path(caunoi.__file__).parent / "web"


def test_after_each_change_every_page_is_what_a_fresh_one_would_be(site, editor, administrator, tmp_path, monkeypatch):
    store = FileStore(tmp_path / "pages")
    monkeypatch.setattr(middleware, "store", lambda: store)
    middleware.forget()
    article = published_in(site, editor)
    add_host(actor=administrator, site=site, host=HOST)
    page = add_part(
        actor=editor, site=site, kind="trang", words={"title": "Một", "body": "<p>a</p>", "state": "published"}
    )
    link = add_part(actor=editor, site=site, kind="lien-ket", words={"label": "x", "url": "x.vn"})
    item = add_part(actor=editor, site=site, kind="thuc-don", words={"kind": "page", "page": page.pk})
    answer = add_part(actor=editor, site=site, kind="hoi-dap", words={"question": "Hỏi?", "answer": "<p>Đáp</p>"})
    below = ("", "gioi-thieu/", "lien-he/", "lien-ket/", "hoi-dap/", "tin-tuc/")
    addresses = [*(f"/hoa-khanh/{each}" for each in below), page.address, article.address, "/tim/?q=mot", "/"]

    # Each time somebody else: one reader alone may not search so often in a minute.
    readers = count(1)

    def seen():
        reader = f"10.9.8.{next(readers)}"
        return {
            (host, address): Client(REMOTE_ADDR=reader).get(address, HTTP_HOST=host).content
            for host in ("testserver", HOST)
            for address in addresses
        }

    def assert_fresh():
        shown = seen()
        middleware.forget()
        assert {key: plain(content) for key, content in seen().items()} == {
            key: plain(content) for key, content in shown.items()
        }
        return shown

    taken: dict = {}
    assert_fresh()
    for change in (
        lambda: change_look(actor=editor, site=site, motto="Gần dân", accent="red", hours="7:30"),
        lambda: put_picture(actor=editor, site=site, kind="crest", content=png(), alternative="Huy hiệu"),
        lambda: put_picture(actor=editor, site=site, kind="banner", content=png(), alternative="Sân"),
        lambda: change_part(actor=editor, part=item, edition=None, words={"kind": "faq"}),
        lambda: change_part(
            actor=editor, part=page, edition=None, words={"title": "Hai", "body": "<p>b</p>", "state": "published"}
        ),
        lambda: change_part(
            actor=editor, part=answer, edition=None,
            words={"question": "Hỏi?", "answer": "<p>Đáp</p>", "state": "published"},
        ),
        lambda: order_parts(actor=editor, site=site, kind="thuc-don", order=[item.pk]),
        lambda: taken.update(remove_part(actor=editor, part=link)),
        lambda: put_back_part(actor=editor, site=site, kind="lien-ket", values=taken),
        lambda: remove_picture(actor=editor, site=site, kind="crest"),
        lambda: add_section(actor=administrator, site=site, title="Thông báo"),
        lambda: make_main_host(actor=administrator, host=add_host(actor=administrator, site=site, host="hai.vn")),
        lambda: remove_host(actor=administrator, host=site.hosts.get(host="hai.vn")),
    ):  # fmt: skip
        before = seen()
        change()
        after = assert_fresh()
        assert {key: plain(content) for key, content in after.items()} != {
            key: plain(content) for key, content in before.items()
        }


def plain(content):
    """Leave out what is another one in each answer."""
    return re.sub(rb'nonce="[^"]*"', b"", content)


def test_published_page_and_answer_are_found(site, editor, client):
    page = add_part(
        actor=editor,
        site=site,
        kind="trang",
        words={"title": "Lịch sử phường", "body": "<p>a</p>", "state": "published"},
    )
    add_part(
        actor=editor, site=site, kind="hoi-dap",
        words={"question": "Khai sinh ở đâu?", "answer": "<p>Ở phường.</p>", "state": "published"},
    )  # fmt: skip
    add_part(actor=editor, site=site, kind="trang", words={"title": "Lịch sử nháp", "body": "<p>a</p>"})

    found = client.get("/hoa-khanh/tim/?q=lich su").content.decode()
    assert page.address in found
    assert "nháp" not in found
    assert "hoi-dap/#hoi-" in client.get("/tim/?q=khai sinh").content.decode()
    remove_part(actor=editor, part=page)
    assert page.address not in client.get("/hoa-khanh/tim/?q=lich su").content.decode()


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("accent", [each.value for each in Accent if each != Accent.BRIDGE])
def test_each_colour_is_legible_in_light_and_dark(accent):
    sheet = (BASE / f"portal/static/portal/accents/{accent}.css").read_text(encoding="utf-8")
    blocks = [
        dict(re.findall(r"(--cn-[a-z-]+): (#[0-9a-f]{6});", block)) for block in sheet.split("{") if "--cn" in block
    ]
    light, media_dark, dark = blocks
    assert media_dark == dark
    for values, papers in ((light, ("#ffffff", "#f3f6f8")), (dark, ("#0f171d", "#172229"))):
        for ink in ("--cn-bridge", "--cn-bridge-strong"):
            for paper in (*papers, values["--cn-bridge-tint"]):
                assert contrast(values[ink], paper) >= 4.5, (accent, ink, paper)
            assert contrast(values["--cn-on-bridge"], values[ink]) >= 4.5, (accent, ink)


def test_the_menu_is_remembered_once_and_speaks_both_languages(site, client):
    def menu(address):
        page = client.get(address).content.decode().split('<ul class="pt-menu">')[1]
        return re.findall(r'<a href="/(?:en/)?hoa-khanh/[^"]*"[^>]*>([^<]+)</a>', page)[:4]

    english = menu("/en/hoa-khanh/")
    assert menu("/hoa-khanh/") == ["Trang đầu", "Tin tức", "Lịch", "Tài liệu"]
    assert menu("/en/hoa-khanh/") == english == ["First page", "Tin tức", "The calendar", "The library"]
