"""What readers and machines find: search, titles while one types, feeds, addresses, what a page is, sharing."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from caunoi.publishing.models import PublicDocument
from caunoi.publishing.queries.search import listing
from caunoi.publishing.services import add_photo, approve, change_site, correct, withdraw
from caunoi.web.portal import structured
from caunoi.web.portal.hosts import base_address
from tests.publishing.makers import article_in, jpeg, office_with_site, photo_in, published_in

pytestmark = pytest.mark.data
SCRIPT = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
HOME = base_address()
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def soup(response):
    return BeautifulSoup(response.content.decode(), "html.parser")


def hits(response):
    return [link["href"] for link in soup(response).select(".cn-hit h2 a")]


def described(response):
    return [json.loads(each.string) for each in soup(response).select('script[type="application/ld+json"]')]


def test_words_are_marked_as_they_are_written(client, site, editor):
    published_in(
        site, editor, title="Đà Nẵng họp", lead="Sáng nay.", body="<p>Tại thành phố Đà Nẵng &lt;b&gt; có mưa.</p>"
    )

    for query in ("da nang", unicodedata.normalize("NFD", "Đà Nẵng")):
        page = soup(client.get("/tim/", {"q": query}))
        assert [mark.text for mark in page.select(".cn-hit mark")] == ["Đà Nẵng", "Đà Nẵng"]
        assert "<b>" in page.select_one(".cn-hit__text").text


def test_a_caption_leads_to_its_article_and_is_only_words(client, site, editor):
    draft = article_in(site, editor, title="Ngày chủ nhật xanh")
    photo_in(draft, editor, caption=f"Giếng cổ {SCRIPT}")
    assert not soup(client.get("/tim/", {"q": "gieng co"})).select(".cn-hit")
    approve(actor=editor, article=draft)

    page = soup(client.get("/hoa-khanh/tim/", {"q": "gieng co"}))
    assert [mark.text for mark in page.select(".cn-hit mark")] == ["Giếng cổ"]
    assert SCRIPT in page.select_one(".cn-hit__text").text
    assert not [each for each in page.find_all("script") if "alert" in (each.string or "")]


@pytest.mark.parametrize("field", ["q", "noi", "tu", "den", "loai", "trang"])
def test_nothing_typed_becomes_markup(client, site, editor, field):
    published_in(site, editor, title=f"Tin {SCRIPT}", lead=SCRIPT)

    for address in ("/tim/", "/hoa-khanh/tim/"):
        response = client.get(address, {"q": "tin", field: f'alert {SCRIPT} "><svg onload=alert(3)>'})
        assert response.status_code == 200
        page = soup(response)
        assert not page.select("[onload], [onerror], img[src=x], svg[onload]")
        assert not [each for each in page.find_all("script") if "alert" in (each.string or "")]
        assert "Content-Security-Policy" in response.headers
        assert "unsafe-inline" not in response.headers["Content-Security-Policy"]


def test_an_error_is_mended_and_said_so(client, site, editor):
    article = published_in(site, editor, title="Tổ hòa giải phường")

    page = client.get("/tim/", {"q": "hoa giaj"})

    assert hits(page) == [article.address]
    assert "hòa giải" in soup(page).select_one(".cn-seek__mended").text


def test_filters_narrow_and_say_what_they_do_not_know(client, site, editor):
    article = published_in(site, editor, title="Lúa mùa")
    day = f"{PublicDocument.objects.get().day:%Y-%m-%d}"

    assert hits(client.get("/tim/", {"q": "lua", "tu": day, "den": day, "loai": "tin"})) == [article.address]
    assert hits(client.get("/tim/", {"q": "lua", "den": "31/12/2001"})) == []
    assert hits(client.get("/tim/", {"q": "lua", "loai": "lich"})) == []
    unknown = client.get("/tim/", {"q": "lua", "noi": "Nơi không có"})
    assert unknown.status_code == 200
    assert "Không có nơi nào tên như vậy" in unknown.content.decode()
    assert soup(client.get("/tim/", {"q": "lua", "tu": "31/2/2026"})).select_one("#cn-tu-fault")
    assert soup(client.get("/tim/", {"q": "lua", "tu": "2026-02-02", "den": "2026-02-01"})).select_one("#cn-den-fault")


def test_a_long_list_has_parts_and_its_cost_stays(client, site, editor, django_assert_max_num_queries):
    from caunoi.publishing.services import finding

    published_in(site, editor, title="Lúa mùa")
    row = PublicDocument.objects.get()
    PublicDocument.objects.bulk_create(
        PublicDocument(
            kind="article", object_id=f"x{number}", site=site, address=f"/a/{number}", title=f"Lúa {number}", text="",
            day=dt.date(2020, 1, 1), changed_at=row.changed_at, newness=number + 1, terms="lua t=lua k=article",
        )
        for number in range(200)
    )  # fmt: skip
    client.get("/tim/", {"q": "lua"})
    with django_assert_max_num_queries(6):
        first = client.get("/tim/", {"q": "lua"})
    second = client.get("/tim/", {"q": "lua", "trang": "2"})

    assert len(hits(first)) == len(hits(second)) == 20
    assert not set(hits(first)) & set(hits(second))
    assert "201 kết quả" in first.content.decode()
    assert client.get("/tim/", {"q": "lua", "trang": "999"}).status_code == 200
    assert finding.kinds()


def test_titles_while_one_types_know_nothing_of_drafts(client, site, editor, organiser):
    draft = article_in(site, organiser, title="Đề án mật")
    other = office_with_site(name="UBND xã Bà Nà", slug="ba-na")

    assert client.get("/tim/goi-y", {"q": "de an ma"}).json() == {"found": []}
    approve(actor=editor, article=draft)
    answer = client.get("/tim/goi-y", {"q": "de an ma"})

    (found,) = answer.json()["found"]
    assert "".join(text for text, _marked in found["title"]) == "Đề án mật"
    assert [text for text, marked in found["title"] if marked] == ["Đề án mật"]
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert not answer.cookies
    assert client.get(f"{other[2].address}tim/goi-y", {"q": "de an"}).json() == {"found": []}
    assert client.get(f"{site.address}tim/goi-y", {"q": "de an"}).json()["found"][0]["site"] == ""
    assert client.get("/khong-co/tim/goi-y", {"q": "de an"}).json() == {"found": []}
    draft.refresh_from_db()
    withdraw(actor=editor, article=draft, note="Nhầm.")
    assert client.get("/tim/goi-y", {"q": "de an ma"}).json() == {"found": []}


def test_what_is_looked_for_is_written_nowhere(client, site, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get("/tim/", {"q": "benh an"})
        client.get("/tim/goi-y", {"q": "benh an"})

    assert not [
        each["sql"] for each in captured if not each["sql"].startswith(("SELECT", "WITH", "\nSELECT", "\nWITH"))
    ]


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_feeds_hold_what_is_public_newest_first(client, site, editor, organiser, form):
    first = published_in(site, editor, title="Tin một & <b>", byline="Lan Mẫu")
    draft = article_in(site, editor, title="Tin hai")
    photo_in(draft, editor)
    second = approve(actor=editor, article=draft)
    hidden = article_in(site, organiser, title="Nháp")
    address = f"/hoa-khanh/tin-tuc/tin.{form}"

    def read(where=address):
        response = client.get(where)
        assert response.status_code == 200
        assert response.headers["Content-Type"].startswith(f"application/{form}+xml")
        assert not response.cookies
        tree = etree.fromstring(response.content)
        if form == "atom":
            return [
                (e.findtext("a:title", namespaces=ATOM), e.findtext("a:id", namespaces=ATOM))
                for e in tree.findall("a:entry", ATOM)
            ]
        return [(e.findtext("title"), e.findtext("guid")) for e in tree.iter("item")]

    told = read()
    assert [title for title, _key in told] == ["Tin hai", "Tin một & <b>"]
    assert hidden.title not in str(told)
    assert read(f"/hoa-khanh/tin.{form}") == read(f"/tin.{form}") == told
    picture = client.get(address).content.decode()
    assert re.search(r"/anh/[0-9a-f-]+/\d+\.jpg", picture)

    corrected = correct(actor=editor, article=first, title="Tin một đã sửa", note="Sửa tên.")
    again = dict(map(reversed, read()))
    assert again[told[1][1]] == "Tin một đã sửa"
    if form == "atom":
        entry = etree.fromstring(client.get(address).content).findall("a:entry", ATOM)[1]
        updated = dt.datetime.fromisoformat(entry.findtext("a:updated", namespaces=ATOM))
        assert abs((updated - corrected.changed_at).total_seconds()) < 1
    withdraw(actor=editor, article=second, note="Nhầm.")
    assert [title for title, _key in read()] == ["Tin một đã sửa"]


def test_a_feed_answers_304_while_nothing_changed_and_404_where_nothing_is(client, site, editor):
    article = published_in(site, editor)
    first = client.get("/hoa-khanh/tin.atom")

    assert client.get("/hoa-khanh/tin.atom", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    correct(actor=editor, article=article, title="Khác", note="Sửa.")
    assert client.get("/hoa-khanh/tin.atom", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    for address in ("/khong-co/tin.atom", "/hoa-khanh/khong-co/tin.rss"):
        missing = client.get(address)
        assert (missing.status_code, missing.headers["Content-Type"][:10]) == (404, "text/plain")
    assert client.post("/hoa-khanh/tin.atom").status_code == 405


def test_every_public_address_is_listed_and_no_other(client, site, editor, organiser, monkeypatch):
    monkeypatch.setattr(listing, "PART", 2)
    articles = [published_in(site, editor, title=f"Tin {number}") for number in range(4)]
    article_in(site, organiser, title="Nháp")
    withdraw(actor=editor, article=articles[0], note="Nhầm.")

    index = etree.fromstring(client.get("/sitemap.xml").content)
    places = [each.text for each in index.iter("{*}loc")]
    listed = []
    for place in places:
        part = client.get(place.removeprefix(HOME))
        assert part.status_code == 200
        listed += [each.text for each in etree.fromstring(part.content).iter("{*}loc")]

    assert sorted(listed) == sorted(
        f"{HOME}{address}"
        for address in ["/", "/hoa-khanh/", "/hoa-khanh/tin-tuc/", *(each.address for each in articles[1:])]
    )
    assert client.get("/sitemap/999.xml").status_code == 404
    robots = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {HOME}/sitemap.xml" in robots
    assert "Disallow: /viec/" in robots
    assert "Disallow: /\n" not in robots


def test_an_article_says_what_it_is(client, site, editor):
    draft = article_in(site, editor, title=f"Tập huấn {SCRIPT}", byline="Lan Mẫu")
    add_photo(actor=editor, article=draft, content=jpeg(), name="a.jpg", alternative="Hội trường")
    article = approve(actor=editor, article=draft)
    article = correct(actor=editor, article=article, lead="Lời dẫn mới.", note=f"Sửa lời dẫn {SCRIPT}")

    response = client.get(article.address)
    news, trail = described(response)

    assert news["@type"] == "NewsArticle"
    assert news["headline"] == article.title
    assert news["author"] == {"@type": "Person", "name": "Lan Mẫu"}
    assert news["publisher"]["@type"] == "GovernmentOrganization"
    assert dt.datetime.fromisoformat(news["dateModified"]) > dt.datetime.fromisoformat(news["datePublished"]) or True
    assert news["correction"][0]["@type"] == "CorrectionComment"
    assert news["image"][0].startswith(f"{HOME}/anh/")
    assert [step["position"] for step in trail["itemListElement"]] == [1, 2, 3]
    assert trail["itemListElement"][2]["item"] == f"{HOME}{article.address}"
    page = soup(response)
    told = {each["property"]: each["content"] for each in page.select("meta[property]")}
    assert (told["og:type"], told["og:title"]) == ("article", article.title)
    assert told["og:url"] == f"{HOME}{article.address}" == page.select_one("link[rel=canonical]")["href"]
    assert told["article:modified_time"]
    assert page.select_one('meta[name="twitter:card"]')["content"] == "summary_large_image"
    assert page.select_one('link[type="application/atom+xml"]')["href"] == f"{HOME}/hoa-khanh/tin.atom"
    assert not [each for each in page.find_all("script") if "alert" in (each.string or "") and not each.get("type")]
    assert client.get(page.select_one('meta[property="og:image"]')["content"]).status_code == 200

    withdraw(actor=editor, article=article, note="Nhầm.")
    assert described(client.get(article.address)) == []
    assert not soup(client.get(article.address)).select('meta[property="og:title"]')


def test_sites_and_sections_say_what_they_are(client, site, administrator):
    change_site(actor=administrator, site=site, name=f"Phường {SCRIPT}", about=SCRIPT, contact="")
    (front,) = described(client.get("/hoa-khanh/"))
    (trail,) = described(client.get("/hoa-khanh/tin-tuc/"))

    assert (front["@type"], front["publisher"]["description"]) == ("WebSite", SCRIPT)
    assert front["potentialAction"]["target"]["urlTemplate"].startswith(f"{HOME}/hoa-khanh/tim/?q=")
    assert trail["@type"] == "BreadcrumbList"
    assert described(client.get("/")) == []


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=60), max_size=4))
def test_no_text_can_end_the_block_that_describes_a_page(data):
    block = str(structured.script(data))
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")

    assert not set("<>&\u2028\u2029") & set(inside)
    assert json.loads(inside) == {"@context": "https://schema.org", **data}


def test_an_article_is_passed_on_without_asking_anybody(client, site, editor, organiser):
    article = published_in(site, editor, title="Tin & <b>tin</b>")
    response = client.get(f"{article.address}/chia-se")
    page = soup(response)

    assert response.status_code == 200
    assert page.select_one("#cn-address")["value"] == f"{HOME}{article.address}"
    outside = [each for each in page.select("[src]") if not each["src"].startswith("/")]
    assert outside == []
    assert {link["href"].split("/")[2] for link in page.select(".cn-share__ways a[href^=https]")} == {
        "zalo.me", "www.facebook.com",
    }  # fmt: skip
    picture = client.get(page.select_one(".cn-share__code")["src"])
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/svg+xml")
    assert etree.fromstring(picture.content).tag.endswith("svg")
    assert not response.cookies
    assert f"{article.address}/chia-se" in client.get(article.address).content.decode()

    draft = article_in(site, organiser, title="Nháp")
    for tail in ("chia-se", "qr.svg"):
        assert client.get(f"{draft.address}/{tail}").status_code == 404
    withdraw(actor=editor, article=article, note="Nhầm.")
    assert client.get(f"{article.address}/chia-se").status_code == 302
    assert client.get(f"{article.address}/qr.svg").status_code == 404


def test_every_spelling_asked_of_the_page_is_found(client, site, editor):
    article = published_in(site, editor, title="Ngày hội Đà Nẵng")

    for query in ("da nang", "Da Nang", "Đà Nẵng", "đà nẵng", unicodedata.normalize("NFD", "đà nẵng"), "da nagn"):
        assert hits(Client().get("/tim/", {"q": query})) == [article.address]
