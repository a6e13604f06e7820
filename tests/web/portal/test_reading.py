"""What every public page has in common: one stylesheet, two languages, nothing from elsewhere."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from caunoi.publishing.services import correct, withdraw
from caunoi.web.portal.hosts import base_address
from scripts import styles
from tests.publishing.makers import photo_in, published_in


def text_of(response):
    return response.content.decode()


def test_stylesheet_is_what_its_parts_make():
    """``python scripts/styles.py`` writes it anew."""
    assert styles.BUILT.read_text(encoding="utf-8") == styles.built()


def test_english_is_kept_apart_by_its_path(client, site, editor):
    article = published_in(site, editor)
    seen = {}
    for _round in range(2):
        for address in ("/hoa-khanh/", "/en/hoa-khanh/", article.address, f"/en{article.address}"):
            response = client.get(address, headers={"accept-language": "en" if "/en" not in address else "vi"})
            assert response.status_code == 200
            assert seen.setdefault(address, response.content) == response.content
            english = address.startswith("/en/")
            assert response["Content-Language"] == ("en" if english else "vi")
            assert f'<html lang="{"en" if english else "vi"}">' in text_of(response)

    english = seen[f"/en{article.address}"].decode()
    assert "Other news" not in seen[article.address].decode()
    assert "To the content" in english
    # What the office wrote stays in its language, and is marked so.
    assert f'<h1 lang="vi">{article.title}</h1>' in english
    assert f'<link rel="canonical" href="{base_address()}/en{article.address}">' in english
    assert f'<link rel="alternate" hreflang="vi" href="{base_address()}{article.address}">' in english
    assert f'hreflang="vi" href="{article.address}"' in english
    # Reading on stays English; where nobody speaks it, the way leads to the one page there is.
    assert 'href="/en/hoa-khanh/"' in english
    assert 'action="/en/hoa-khanh/tim/"' in english
    assert 'href="/tai-khoan/login/"' in english
    assert 'href="/en/static' not in english


def test_english_redirects_stay_english(client, site, editor):
    article = published_in(site, editor)

    response = client.get(f"/en/hoa-khanh/tin-tuc/1999/x-{article.pk}")

    assert (response.status_code, response["Location"]) == (301, f"/en{article.address}")
    assert client.get("/en/khong-co/").status_code == 404
    assert client.get("/en/viec/").status_code == 404


def test_print_view_and_full_page_show_the_article_alone(client, site, editor):
    article = published_in(site, editor, byline="Lê Văn Ví")
    photo_in(article, editor, caption="Toàn cảnh")

    for way in ("in", "toan-trang"):
        page = text_of(client.get(f"{article.address}/{way}"))
        for told in (article.title, article.lead, "Lê Văn Ví", "Toàn cảnh", article.address, "noindex"):
            assert told in page, way
        assert 'class="pt-nav"' not in page
        assert 'id="cn-other"' not in page
        old = client.get(f"/hoa-khanh/tin-tuc/1999/x-{article.pk}/{way}")
        assert (old.status_code, old["Location"]) == (301, f"{article.address}/{way}")

    correct(actor=editor, article=article, note="Sửa tựa.", title="Tựa mới hẳn")
    assert "Tựa mới hẳn" in text_of(client.get(f"{article.address}/in"))
    article.refresh_from_db()
    withdraw(actor=editor, article=article, note="Sai.")
    gone = client.get(f"{article.address}/in")
    assert (gone.status_code, gone["Location"]) == (302, article.address)
    assert client.get(f"/hoa-khanh/tin-tuc/{article.year}/x-999/in").status_code == 404


@pytest.mark.parametrize("way", ["", "/in", "/toan-trang"])
def test_first_visit_is_small_and_asks_no_other_host(client, site, editor, way):
    """The whole visit is measured in a browser by ``make bench ONLY=portal_pages``; this counts files."""
    article = published_in(site, editor, body=f"<p>{'Học viên nghe hai chuyên đề về hòa giải ở cơ sở. ' * 100}</p>")
    photo_in(article, editor)
    page = text_of(client.get(f"{article.address}{way}", headers={"accept-encoding": "identity"}))

    addresses = set(re.findall(r'(?:src|href)="([^"#]+)', page)) - {article.address}
    static = {each.removeprefix("/static/") for each in addresses if each.startswith("/static/")}
    fonts = {name for name in static if name.endswith(".woff2")}
    fonts |= {f"portal/{name}" for name in re.findall(r'url\("?([^")]+\.woff2)', styles.built())}
    octets = len(gzip.compress(page.encode()))
    octets += sum(len(gzip.compress(read(name))) for name in static - fonts)

    assert octets <= 60_000
    assert sum(len(read(name)) for name in fonts) <= 70_000
    assert [each for each in loaded(page) if not each.startswith(("/", "http://testserver/"))] == []


def read(name):
    return Path(finders.find(name)).read_bytes()


def loaded(page):
    """Return the addresses that a browser asks for by itself."""
    found = re.findall(r'<(?:script|img|source|iframe|video|audio|use|object|embed)\b[^>]*?(?:src|href)="([^"]+)', page)
    found += re.findall(r'<link\b(?=[^>]*rel="(?:stylesheet|preload|icon|modulepreload)")[^>]*href="([^"]+)', page)
    for each in re.findall(r'srcset="([^"]+)', page):
        found += [part.split()[0] for part in each.split(",")]
    return found


def test_policy_of_every_kept_page_takes_nothing_inline(site, editor):
    article = published_in(site, editor)
    for address in ("/hoa-khanh/", article.address, f"{article.address}/in", f"/en{article.address}"):
        for _round in range(2):
            policy = Client().get(address)["Content-Security-Policy"]
            assert "unsafe" not in policy
            assert "nonce" not in policy
