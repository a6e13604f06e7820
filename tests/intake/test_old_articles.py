"""Articles of an old site: read, taken over with their day and pictures, found at their old addresses, taken back."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import StoredFile
from caunoi.intake.models import OldArticle
from caunoi.intake.queries.old_articles import visible_old_articles
from caunoi.intake.services.old_articles import (
    accept_old_article,
    bring_old_article_back,
    send_old_articles,
    set_old_article_aside,
    take_back_old_article,
)
from caunoi.publishing.addresses import old_form
from caunoi.publishing.models import ArticlePage, OldAddress
from caunoi.publishing.services import correct
from tests.publishing.conftest import editor, site
from tests.publishing.makers import jpeg, office_with_site

__all__ = ["editor", "site"]

PAGE = """<!doctype html><html><head><title>Trang cũ</title>
<meta property="og:title" content="Khai mạc lớp hòa giải &lt;b&gt;cơ sở&lt;/b&gt;">
<meta property="og:description" content="Sáng 12/3, phường khai mạc lớp.">
<meta property="article:published_time" content="2019-03-12T08:00:00+07:00">
<link rel="canonical" href="https://cu.example.vn/Tin-Tức/khai-mac.html?id=7&utm_source=zalo">
<meta name="author" content="Văn Mẫu"></head>
<body><nav>Trang chủ</nav><h1>Khai mạc</h1><article><script>alert(1)</script>
<p onclick="x()">Sáng 12/3/2019, lớp hòa giải ở cơ sở được khai mạc tại hội trường.</p>
<figure><img src="anh/1.jpg" alt="Học viên trong hội trường"><figcaption>Trần Thị Thử phát biểu</figcaption></figure>
<img src="anh/2.jpg"><img src="https://ngoai.example/x.jpg" alt="Không lấy"><img src="../../etc/passwd">
<p>Lớp có hai chuyên đề, kéo dài một ngày.</p><p>(Theo Báo Mẫu)</p></article></body></html>"""
OLD = "/tin-tức/khai-mac.html?id=7"
SPELLED = (OLD, "/TIN-T%E1%BB%A8C/Khai-mac.html?utm_source=x&id=7", "/tin-tu%CC%9B%CC%81c//khai-mac.html/?id=7")


def archive(**more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("luu/khai-mac.html", PAGE)
        packed.writestr("luu/anh/1.jpg", jpeg())
        packed.writestr("luu/anh/2.jpg", jpeg(colour="red"))
        for name, content in more.items():
            packed.writestr(name, content)
    return out.getvalue()


def sent(site, actor):
    send_old_articles(actor=actor, site=site, content=archive(), name="trang-cu.zip")
    return OldArticle.objects.get(site=site)


def taken(old, actor, **changes):
    words = {name: getattr(old, name) for name in ("title", "lead", "byline", "source", "published_on", "revision")}
    return accept_old_article(actor=actor, old_article=old, **{**words, **changes})


@pytest.mark.data
def test_a_saved_page_is_read_with_day_author_source_pictures_and_address(site, editor):
    old = sent(site, editor)
    assert (old.title, old.lead) == ("Khai mạc lớp hòa giải <b>cơ sở</b>", "Sáng 12/3, phường khai mạc lớp.")
    assert (old.published_on, old.byline, old.source) == (dt.date(2019, 3, 12), "Văn Mẫu", "Báo Mẫu")
    assert old.old_address == old_form(OLD)
    assert "<script" not in old.body
    assert "onclick" not in old.body
    assert "Lớp có hai chuyên đề" in old.body
    assert [(each.alternative, each.caption) for each in old.pictures.all()] == [
        ("Học viên trong hội trường", "Trần Thị Thử phát biểu"),
        ("", ""),
    ]
    assert send_old_articles(actor=editor, site=site, content=archive(), name="lan-hai.zip") == 0


@pytest.mark.data
def test_what_is_taken_over_is_public_with_its_day_and_found_at_the_old_address(site, editor, client):
    old = sent(site, editor)
    for spelled in (
        OLD,
        "/TIN-T%E1%BB%A8C/Khai-mac.html?utm_source=x&id=7",
        "/tin-tu%CC%9B%CC%81c//khai-mac.html/?id=7",
    ):
        assert client.get(spelled).status_code == 404
    article = taken(old, editor)
    assert timezone.localdate(article.published_at) == dt.date(2019, 3, 12)
    assert article.address.startswith("/hoa-khanh/tin-tuc/2019/khai-mac-lop-hoa-giai")
    photo = article.photos.get()
    assert (photo.alternative, photo.caption) == ("Học viên trong hội trường", "")
    for spelled in (
        OLD,
        "/TIN-T%E1%BB%A8C/Khai-mac.html?utm_source=x&id=7",
        "/tin-tu%CC%9B%CC%81c//khai-mac.html/?id=7",
    ):
        answer = client.get(spelled)
        assert (answer.status_code, answer["Location"]) == (301, article.address), spelled
    assert client.post(OLD).status_code in {403, 404, 405}
    assert client.get("/tin-tức/khai-mac.html?id=8").status_code == 404
    page = client.get(article.address).content.decode()
    assert "&lt;b&gt;cơ sở&lt;/b&gt;" in page
    assert "(theo Báo Mẫu)" in page


@pytest.mark.parametrize(
    "odd", ["//ngoai.example/x", "https://ngoai.example/x", "\\\\ngoai.example\\x", "/x?y=//ngoai.example"]
)
def test_no_old_address_leads_to_another_host(site, editor, client, odd):
    old = sent(site, editor)
    OldArticle.objects.filter(pk=old.pk).update(old_address=odd)
    old.refresh_from_db()
    article = taken(old, editor)
    assert OldAddress.objects.get().path in {"/x", "/x?y=%2F%2Fngoai.example"}
    assert client.get(OldAddress.objects.get().path)["Location"] == article.address


@pytest.mark.data
def test_a_taking_over_is_undone_as_if_it_had_never_come(site, editor, client):
    old = sent(site, editor)
    article = taken(old, editor, consent=True)
    assert article.photos.get().caption == "Trần Thị Thử phát biểu"
    address, kept = article.address, StoredFile.objects.count()
    old.refresh_from_db()
    take_back_old_article(actor=editor, old_article=old)
    old.refresh_from_db()
    assert (old.state, old.article) == ("waiting", None)
    assert not ArticlePage.objects.exists()
    assert not OldAddress.objects.exists()
    assert StoredFile.objects.count() < kept
    assert client.get(address).status_code == 404
    assert client.get(OLD).status_code == 404
    again = taken(old, editor)
    correct(actor=editor, article=again, note="Sửa tên", title="Tên đúng")
    old.refresh_from_db()
    with pytest.raises(NotNow):
        take_back_old_article(actor=editor, old_article=old)


def test_a_day_is_needed_and_none_to_come_or_that_was_never_set(site, editor):
    old = sent(site, editor)
    for day in (None, timezone.localdate() + dt.timedelta(days=2), dt.date(1, 1, 1), dt.date(1970, 1, 1)):
        with pytest.raises(ValidationError) as caught:
            taken(old, editor, published_on=day)
        assert list(caught.value.error_dict) == ["published_on"]
    with pytest.raises(StaleChange):
        taken(old, editor, revision=old.revision + 1)


def test_articles_are_set_aside_and_brought_back(site, editor, organiser):
    old = sent(site, editor)
    with pytest.raises(PermissionDenied):
        set_old_article_aside(actor=organiser, old_article=old)
    set_old_article_aside(actor=editor, old_article=old)
    with pytest.raises(NotNow):
        taken(old, editor)
    bring_old_article_back(actor=editor, old_article=old)
    old.refresh_from_db()
    assert old.state == "waiting"


def test_another_office_sees_no_old_article(site, editor):
    old = sent(site, editor)
    _office, other, _theirs = office_with_site(name="Phường khác", slug="khac")
    assert not visible_old_articles(other).exists()
    with pytest.raises(PermissionDenied):
        taken(old, other)
    with pytest.raises(PermissionDenied):
        send_old_articles(actor=other, site=site, content=archive(), name="a.zip")


def test_exports_of_wordpress_and_rss_are_read(site, editor):
    text = "Lớp bồi dưỡng có tám mươi học viên dự trong hai ngày liền."
    export = f"""<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
    <item><title>Bế mạc lớp</title><link>https://cu.example.vn/?p=12</link><dc:creator>Thanh Mẫu</dc:creator>
    <content:encoded><![CDATA[{text}\n\n<img src=x onerror=alert(1)>Hết.]]></content:encoded>
    <wp:post_date>2018-05-20 09:00:00</wp:post_date><wp:status>publish</wp:status>
    <wp:post_type>post</wp:post_type></item>
    <item><title>Nháp</title><content:encoded>{text}</content:encoded><wp:status>draft</wp:status></item>
    <item><title>Tin RSS</title><link>https://cu.example.vn/tin/2</link><description>{text}</description>
    <pubDate>Sun, 20 May 2018 23:30:00 GMT</pubDate></item></channel></rss>""".encode()
    assert send_old_articles(actor=editor, site=site, content=export, name="export.xml") == 2
    first, second = OldArticle.objects.order_by("title")
    assert (first.byline, first.published_on, first.old_address) == ("Thanh Mẫu", dt.date(2018, 5, 20), "/?p=12")
    assert "onerror" not in first.body
    assert (second.title, second.published_on) == ("Tin RSS", dt.date(2018, 5, 21))


def test_an_old_address_may_be_what_was_asked_of_the_first_page(site, editor, client):
    old = sent(site, editor)
    OldArticle.objects.filter(pk=old.pk).update(old_address="/?p=12")
    old.refresh_from_db()
    article = taken(old, editor)
    assert client.get("/?p=12")["Location"] == article.address
    assert client.get("/?p=13").get("Location") != article.address


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 broken",
        b"<html><body>Ngan</body></html>",
        b"<?xml version='1.0'?><rss",
        (
            b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><rss><channel>"
            b"<item><title>&a;</title><description>&a;</description></item></channel></rss>"
        ),
        b"\x00\x01\x02",
    ],
)
def test_what_holds_no_article_is_refused(site, editor, content):
    with pytest.raises(ValidationError) as caught:
        send_old_articles(actor=editor, site=site, content=content, name="a.html")
    assert list(caught.value.error_dict) == ["file"]
    assert not OldArticle.objects.exists()


def test_an_archive_that_unpacks_without_measure_is_refused(site, editor):
    many = archive(**{f"trang-{number}.html": b"a" for number in range(2_000)})
    with pytest.raises(ValidationError):
        send_old_articles(actor=editor, site=site, content=many, name="a.zip")
    with zipfile.ZipFile(out := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(21):
            packed.writestr(f"{number}.html", bytes(10_000_000))
    assert len(out.getvalue()) < 1_000_000
    with pytest.raises(ValidationError):
        send_old_articles(actor=editor, site=site, content=out.getvalue(), name="a.zip")
