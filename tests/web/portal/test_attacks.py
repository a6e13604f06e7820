"""What a visitor of the portal, or somebody who may write there, tries: each attack against every public address."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from caunoi.core.errors import NotNow
from caunoi.publishing.models import ArticlePage, ArticlePhoto, Comment, MediaFile
from caunoi.publishing.queries.ratings import ratings_of
from caunoi.publishing.services import (
    add_material,
    add_part,
    add_photo,
    add_topic,
    approve,
    arrange,
    change_look,
    import_article,
    put_picture,
)
from caunoi.publishing.services import comments as sending
from caunoi.publishing.services.comments import send_comment
from caunoi.publishing.services.lighter import make_lighter
from caunoi.publishing.services.moderation import answer_comment, show_comments
from caunoi.web.portal.cache import middleware
from caunoi.web.portal.urls import urlpatterns
from caunoi.web.portal.voices import marks
from tests.publishing.makers import article_in, office_with_site, photo_in, published_in, recording_in
from tests.publishing.shelf_makers import announced_in, day, event_in, material_in, offered_in, pdf
from tests.publishing.test_site_parts import png
from tests.web.portal.test_cache import kept

__all__ = ["kept"]

pytestmark = pytest.mark.data
EVIL = "\"><svg onload=alert(7)><script>alert(7)</script>'--><img src=x onerror=alert(7)>"
EVIL_VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\n<script>alert(7)</script><img src=x onerror=alert(7)>\n"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
# A word that stands in nothing but what nobody may see yet.
SECRET = "Xyloquen"


@pytest.fixture
def patient(monkeypatch):
    """Somebody who takes his time over a form."""
    monkeypatch.setattr(marks, "QUICKEST", 0)


@pytest.fixture
def world(site, editor, administrator):
    """A site on which every word that somebody typed tries to be markup; by name what its addresses are made of."""
    office_with_site(name="UBND phường Thử", slug="thu")
    change_look(actor=editor, site=site, motto=EVIL[:90], accent="red", hours=EVIL[:90])
    put_picture(actor=editor, site=site, kind="crest", content=png(), alternative=EVIL)
    draft = article_in(site, editor, title=f"Tin {EVIL}", lead=EVIL, body=f"<p>{EVIL}</p>", byline=EVIL[:60])
    photo = photo_in(draft, editor, alternative=EVIL, caption=EVIL, credit=EVIL[:90], name=f"{EVIL}.jpg")
    media = recording_in(
        draft, editor, title=EVIL, credit=EVIL[:90], transcript=EVIL, captions=EVIL_VTT, name=f"{EVIL}.mp3"
    )
    topic = add_topic(actor=editor, site=site, title=f"Chuyên đề {EVIL}"[:80])
    arrange(actor=editor, article=draft, section=draft.section, topics=[topic])
    article = approve(actor=editor, article=ArticlePage.objects.get(pk=draft.pk))
    make_lighter(everywhere=True)
    comment = send_comment(article=article, name=EVIL[:60], text=EVIL, proved=True)
    show_comments(actor=editor, comments=[comment.pk])
    answer_comment(actor=editor, comment=comment, reply=EVIL)
    material = offered_in(site, editor, title=f"Tài liệu {EVIL}", about=EVIL, subject=EVIL[:90], name=f"{EVIL}.pdf")
    event = announced_in(site, editor, title=f"Sự kiện {EVIL}", place=EVIL, audience=EVIL, description=EVIL)
    words = {"state": "published"}
    page = add_part(
        actor=editor, site=site, kind="trang", words={"title": f"Trang {EVIL}", "body": f"<p>{EVIL}</p>", **words}
    )
    add_part(actor=editor, site=site, kind="hoi-dap", words={"question": EVIL, "answer": f"<p>{EVIL}</p>", **words})
    add_part(actor=editor, site=site, kind="lien-ket", words={"label": EVIL[:90], "url": "x.vn"})
    add_part(actor=editor, site=site, kind="lien-he", words={"post": EVIL[:90]})
    tail = article.address.rpartition("/")[2]
    return {
        "site": site.slug, "section": article.section.slug, "year": timezone.localtime(article.published_at).year,
        "tail": tail, "photo": photo.pk, "width": photo.sizes.first().width, "media": media.pk, "form": "atom",
        "article": article.pk, "comment": comment.pk, "topic": topic.slug, "place": "khong-co-1", "page": page.slug,
        "picture": site.pictures.get().pk, "number": material.pk, "version": 1, "name": "x.pdf", "month": 1, "day": 1,
        "code": "x", "material": material, "event": event, "story": article,
    }  # fmt: skip


# Names in addresses that mean another thing there than elsewhere.
OTHERWISE = {
    "material": lambda w: {"tail": w["material"].address.rpartition("/")[2]},
    "event": lambda w: {"tail": w["event"].address.rpartition("/")[2], "year": timezone.localdate().year},
    "event_file": lambda w: {"number": w["event"].pk},
    "sitemap_part": lambda _w: {"number": 0},
    "month": lambda _w: {"month": timezone.localdate().month},
    "day": lambda _w: {"month": timezone.localdate().month, "day": timezone.localdate().day},
    "calendar_month": lambda _w: {"year": day(7).year, "month": day(7).month},
    "calendars_month": lambda _w: {"year": day(7).year, "month": day(7).month},
}
# Nothing of an office's own can be seen there without more: a place that news tell of, a code that is no other's.
NOTHING_THERE = {"place", "certificate", "material_picture"}


def every_address(world):
    """Each address of the portal by its name, filled with what the world has."""
    from django.urls import reverse

    for pattern in urlpatterns:
        if not (name := getattr(pattern, "name", None)):
            continue
        fixed = pattern.default_args or {}
        names = [each for each in pattern.pattern.regex.groupindex if each not in fixed]
        values = {each: world[each] for each in names} | OTHERWISE.get(name, lambda _w: {})(world)
        yield name, reverse(f"portal:{name}", kwargs=values)


def assert_no_markup(response, address):
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy, address
    assert "default-src 'self'" in policy or "default-src 'none'" in policy, address
    if not response.headers["Content-Type"].startswith("text/html"):
        assert response.headers["X-Content-Type-Options"] == "nosniff", address
        return
    page = BeautifulSoup(response.content.decode(), "html.parser")
    inline = [each for each in page.find_all("script") if not each.get("src")]
    assert {each.get("type") for each in inline} <= {"application/ld+json"}, address
    assert page.find_all("style") == [], address
    names = {name for tag in page.find_all(True) for name in tag.attrs}
    assert [name for name in names if name.startswith("on") or name == "style"] == [], address
    links = [tag.get(name, "") for tag in page.find_all(True) for name in ("href", "src", "action", "formaction")]
    assert [link for link in links if re.match(r"\s*(?:javascript|data|vbscript):", link, re.IGNORECASE)] == [], address
    assert page.select("svg[onload], img[src=x]") == [], address


def test_nothing_that_was_typed_is_markup_at_any_address_and_no_policy_allows_it(world):
    client = Client(headers={"User-Agent": BROWSER})
    seen, english = {}, 0
    for name, address in every_address(world):
        for before in ("", "/en"):
            response = client.get(f"{before}{address}")
            if before and response.status_code != 200:
                continue
            english += bool(before)
            assert response.status_code == (404 if name in NOTHING_THERE else 200), (name, address)
            seen[name] = response
            if not response.streaming:
                assert_no_markup(response, f"{before}{address}")
    assert len(seen) == len([each for each in urlpatterns if getattr(each, "name", None)])
    assert english > 25
    track = seen["captions"].content.decode()
    assert "<" not in track
    assert EVIL in BeautifulSoup(seen["article"].content.decode(), "html.parser").get_text()
    # What a reader typed comes back as words, too.
    for address in (
        f"/y-kien/{world['article']}/",
        f"/y-kien/bao/{world['comment']}/",
        f"/danh-gia/{world['article']}/",
    ):
        typed = {"text": EVIL, "name": EVIL, "reason": EVIL, "stars": EVIL, "mark": EVIL}
        assert_no_markup(client.post(address, typed), address)
    for query in (f"?q={EVIL}", f"?noi={EVIL}", f"?chu-de={EVIL}", f"?trang={EVIL}", f"?loai={EVIL}"):
        for name in ("home", "site", "search", "site_search", "suggest", "library", "calendars", "site_faq"):
            assert_no_markup(client.get(dict(every_address(world))[name] + query), name + query)


def test_a_drawing_that_runs_is_taken_by_no_upload(site, editor):
    drawing = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(7)</script></svg>'
    draft = article_in(site, editor)
    for name in ("a.svg", "a.jpg", "a.png"):
        with pytest.raises(ValidationError):
            add_photo(actor=editor, article=draft, content=drawing, name=name, alternative="x")
        with pytest.raises(ValidationError):
            recording_in(draft, editor, content=drawing, name=name)
        with pytest.raises(ValidationError):
            put_picture(actor=editor, site=site, kind="crest", content=drawing, alternative="x")
        try:
            material = add_material(actor=editor, site=site, title=f"Vẽ {name}", content=drawing, name=name)
        except ValidationError:
            continue
        material = offered_in(site, editor, title=f"Vẽ {name}", content=drawing, name=name)
        sent = Client().get(f"/tep/{material.pk}/{name}")
        assert sent.headers["Content-Type"].startswith("text/plain")
        assert sent.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in sent.headers["Content-Security-Policy"]


AWAY = ("//xau.example", "/\\xau.example", "https://xau.example", "/%5Cxau.example", "/%2F%2Fxau.example")


def test_no_address_leads_away(site, editor, patient):
    article = published_in(site, editor)
    old = import_article(
        actor=editor, site=site, title="Tin cũ", lead="x", body="<p>x</p>", byline="", source="",
        published_at=timezone.now() - dt.timedelta(days=99), old_addresses=["/tin.aspx?id=7"],
    )  # fmt: skip
    client = Client(headers={"User-Agent": BROWSER})
    asked = ["/tin.aspx?id=7", f"{article.address}x", f"/en{article.address}x", f"{article.address}/in/"]
    for away in AWAY:
        asked += [
            f"{away}/",
            f"/en{away}/",
            f"/hoa-khanh{away}",
            f"/en/hoa-khanh{away}/",
            f"/tin.aspx?id=7&next={away}",
        ]
        for name in ("next", "url", "back", "redirect", "return", "trang", "q"):
            asked += [f"{address}?{name}={away}" for address in ("/", "/hoa-khanh/", article.address, "/tim/")]
    for address in asked:
        response = client.get(address)
        target = response.headers.get("Location", "")
        assert not urlsplit(target).netloc, (address, target)
        assert not target.startswith(("//", "/\\")), (address, target)
        if response.status_code == 200:
            page = BeautifulSoup(response.content.decode(), "html.parser")
            links = [tag.get(name, "") for tag in page.find_all(True) for name in ("href", "action")]
            assert [link for link in links if re.match(r"(?:https?:)?[\\/]{2}xau", link)] == [], address
    assert client.get("/tin.aspx?id=7").headers["Location"] == old.address

    for away in AWAY:
        for page in (f"/y-kien/{article.pk}/", f"/danh-gia/{article.pk}/"):
            client = Client(headers={"User-Agent": f"{BROWSER} {away}"})
            mark = re.search(r'name="mark" value="([^"]*)"', client.get(page).content.decode())[1]
            typed = {"text": f"Ý {away}", "stars": "5", "mark": mark, "then": "cover"}
            typed |= dict.fromkeys(("next", "back", "url", "return"), away)
            answer = client.post(f"{page}?next={away}", typed)
            target = answer.headers.get("Location", "")
            assert target.startswith(page) or not target, target


def test_no_header_and_no_query_changes_or_fills_what_is_kept(site, editor, kept):
    article = published_in(site, editor)
    client = Client()
    plain = {
        address: client.get(address, headers={"Host": "testserver"}).content
        for address in (article.address, "/hoa-khanh/tin-tuc/")
    }
    held = len(middleware.memory._pages)
    headers = (
        {"Cookie": "django_language=en; sessionid=x; danh-gia=1"},
        {"Accept": "application/json"},
        {"Accept-Language": "en", "Save-Data": "on", "DNT": "1"},
        {"Accept-Encoding": "identity;q=1, gzip;q=0"},
        {"Range": "bytes=0-9"},
        {"Host": "testserver:81"},
        {"Host": "TESTSERVER."},
        {"X-Forwarded-Prefix": "/xau", "X-Original-URL": "/xau", "X-Forwarded-Scheme": "https", "X-HTTP-Method": "PUT"},
        {"HX-Request": "true", "X-Requested-With": "XMLHttpRequest", "Purpose": "prefetch"},
    )
    for told in headers:
        for address in plain:
            Client().head(address, headers={"Host": "testserver", **told})
            Client().get(address, headers={"Host": "testserver", **told})
    queries = [f"trang={number}" for number in (2, 7, 9998)] + ["trang=1&x=1", "x" * 6_000, "trang=", "trang=1%00", "&"]
    for query in queries:
        for address in plain:
            client.get(f"{address}?{query}")
    assert len(middleware.memory._pages) == held
    client.get("/hoa-khanh/tin-tuc/?trang=1")
    assert len(middleware.memory._pages) == held + 1
    middleware.forget()
    for address in plain:
        for told in headers:
            Client().get(address, headers={"Host": "testserver", **told})
    assert len(middleware.memory._pages) == held == len(plain)
    assert {address: client.get(address).content for address in plain} == plain
    for _twice in range(2):
        refused = client.get(article.address, headers={"Host": "xau.example"})
        assert (refused.status_code, "xau" in refused.content.decode()) == (400, False)


@pytest.fixture
def secret(site, editor, training_class):
    """What nobody may see yet, all of it with one word in it; and the addresses at which it would stand."""
    planned = article_in(site, editor, title=f"Bài hẹn giờ {SECRET}", body=f"<p>{SECRET}</p>")
    drafted = article_in(site, editor, title=f"Bài nháp {SECRET}", lead=SECRET)
    for each in (planned, drafted):
        photo_in(each, editor, alternative=SECRET, caption=SECRET)
        recording_in(
            each, editor, title=SECRET, transcript=SECRET, captions=f"WEBVTT\n\n00:00.000 --> 00:01.000\n{SECRET}\n"
        )
    topic = add_topic(actor=editor, site=site, title="Chuyên đề chưa có tin")
    arrange(actor=editor, article=drafted, section=drafted.section, topics=[topic])
    make_lighter(everywhere=True)
    planned = approve(
        actor=editor, article=ArticlePage.objects.get(pk=planned.pk), at=timezone.now() + dt.timedelta(days=1)
    )
    materials = [
        material_in(site, editor, title=f"Tài liệu nháp {SECRET}"),
        offered_in(site, editor, title=f"Tài liệu sau {SECRET}", content=pdf(2), listed_on=day(3)),
        offered_in(
            site, editor, title=f"Cho lớp {SECRET}", content=pdf(3), listed_on=day(3), training_class=training_class
        ),
    ]
    event = event_in(site, editor, title=f"Sự kiện {SECRET}")
    page = add_part(
        actor=editor, site=site, kind="trang", words={"title": f"Trang {SECRET}", "body": f"<p>{SECRET}</p>"}
    )
    add_part(actor=editor, site=site, kind="hoi-dap", words={"question": f"{SECRET}?", "answer": f"<p>{SECRET}</p>"})
    photos, media = list(ArticlePhoto.objects.all()), list(MediaFile.objects.all())
    assert all(photo.sizes.exists() for photo in photos)
    found = [event.address, f"/hoa-khanh/lich/{event.pk}.ics", page.address]
    for each in (ArticlePage.objects.get(pk=planned.pk), ArticlePage.objects.get(pk=drafted.pk)):
        year = timezone.localdate().year
        stands = f"/hoa-khanh/{each.section.slug}/{year}/{each.slug}-{each.pk}"
        found += [f"{stands}{way}" for way in ("", "/in", "/toan-trang", "/chia-se", "/qr.svg", "/y-kien/")]
        found += [f"/hoa-khanh/{each.section.slug}/{year}/{each.pk}", f"/y-kien/{each.pk}/", f"/danh-gia/{each.pk}/"]
    for each in materials:
        found += [each.address, f"/tep/{each.pk}/x.pdf", f"/tep/{each.pk}/1/x.pdf", f"/tep/xem/{each.pk}/1.jpg"]
    for photo in photos:
        widths = {320, 640, 1280, *photo.sizes.values_list("width", flat=True)}
        found += [f"/anh/{photo.pk}/{width}.{kind}" for width in widths for kind in ("jpg", "webp", "avif")]
    for each in media:
        found += [f"/phat/{each.pk}", f"/phat/{each.pk}.vtt"]
    return found


def test_nothing_is_found_out_of_what_nobody_may_see_yet(site, editor, secret):
    public = published_in(site, editor, title="Tin ai cũng đọc")
    client = Client(headers={"User-Agent": BROWSER})
    for address in secret:
        for before in ("", "/en"):
            # Below /en/ there are no files: what is led on to a slash at the end ends there, too.
            answers = [client.get(f"{before}{address}", follow=True)]
            answers.append(client.get(f"{before}{address}", headers={"Range": "bytes=0-9"}, follow=True))
            answers.append(client.get(f"{before}{address}?tai=1&preview=1&trang=1", follow=True))
            assert {each.status_code for each in answers} == {404}, address
            assert client.head(f"{before}{address}", follow=True).status_code == 404, address
            for each in answers:
                assert SECRET.lower() not in each.content.decode().lower().replace(address.lower(), ""), address

    today, then = timezone.localdate(), day(7)
    lists = [
        "/", "/hoa-khanh/", "/hoa-khanh/tin-tuc/", f"/hoa-khanh/tin-tuc/{today.year}/", "/hoa-khanh/chuyen-de/",
        "/hoa-khanh/chuyen-de/chuyen-de-chua-co-tin/", "/hoa-khanh/noi/", f"/hoa-khanh/ngay/{today:%Y/%-m}/",
        f"/hoa-khanh/ngay/{today:%Y/%-m/%-d}/", "/hoa-khanh/tai-lieu/", "/hoa-khanh/lich/", "/hoa-khanh/lich.ics",
        f"/hoa-khanh/lich/{then:%Y/%-m}/", "/lich/", f"/lich/{then:%Y/%-m}/", "/hoa-khanh/gioi-thieu/",
        "/hoa-khanh/hoi-dap/", "/hoa-khanh/hoi-dap/?q=x", "/tin.atom", "/tin.rss", "/hoa-khanh/tin.atom",
        "/hoa-khanh/tin.rss", "/hoa-khanh/tin-tuc/tin.atom", "/sitemap.xml", "/sitemap/0.xml", "/sitemap/1.xml",
        "/sitemap/noi.xml",
        "/robots.txt", public.address, "/tim/goi-y?q=xylo", "/hoa-khanh/tim/goi-y?q=xylo", "/tim/?q=ylo",
        "/hoa-khanh/tim/?q=xylo", f"/hoa-khanh/tai-lieu/?chu-de={SECRET.lower()}",
    ]  # fmt: skip
    for address in lists:
        told = client.get(address).content.decode()
        assert SECRET.lower() not in told.lower(), address
    for query in (SECRET, SECRET.lower(), f'"{SECRET}"', SECRET[:-1]):
        told = client.get("/tim/", {"q": query})
        assert BeautifulSoup(told.content.decode(), "html.parser").select(".cn-hit") == []
    # What is not there at all is answered in the same words: a number tells nothing.
    hidden = ArticlePage.objects.exclude(pk=public.pk).first()
    for page in ("/y-kien/{}/", "/danh-gia/{}/", "/hoa-khanh/tin-tuc/2026/x-{}", "/tep/{}/x.pdf"):
        with_it, without = (client.get(page.format(number)) for number in (hidden.pk, 999_999))
        assert (with_it.status_code, without.status_code) == (404, 404)
        there, nowhere = (re.sub(r"[0-9a-f]{24,}|\d+", "", each.content.decode()) for each in (with_it, without))
        assert there == nowhere, page


def test_votes_and_comments_of_made_up_addresses_count_as_one_network(site, editor, patient, monkeypatch):
    article, other = published_in(site, editor), published_in(site, editor, title="Tin khác")

    def form(client, page):
        return re.search(r'name="mark" value="([^"]*)"', client.get(page).content.decode())[1]

    for number in range(14):
        made_up = {"X-Forwarded-For": f"198.51.100.{number}", "X-Real-IP": f"198.51.100.{number}"}
        client = Client(headers={"User-Agent": f"{BROWSER} {number}", **made_up})
        page = f"/danh-gia/{article.pk}/"
        client.post(page, {"stars": "1", "mark": form(client, page)})
        page = f"/y-kien/{article.pk}/"
        client.post(page, {"text": f"Ý kiến {number}", "mark": form(client, page)})
    assert ratings_of([str(article.pk)])[str(article.pk)].votes == 10
    assert Comment.objects.count() == 6

    # The form of one article votes for no other, and a cookie that was written by hand is none.
    client = Client(headers={"User-Agent": BROWSER}, REMOTE_ADDR="203.0.113.9")
    client.cookies["danh-gia"] = "0:made:up"
    client.post(f"/danh-gia/{other.pk}/", {"stars": "5", "mark": form(client, f"/danh-gia/{article.pk}/")})
    client.get(f"/danh-gia/{other.pk}/?stars=5")
    assert ratings_of([str(other.pk)]) == {}
    client.post(f"/danh-gia/{other.pk}/", {"stars": "9", "mark": form(client, f"/danh-gia/{other.pk}/")})
    assert ratings_of([str(other.pk)]) == {}

    # From however many networks: a queue that nobody can read any more takes no more.
    monkeypatch.setattr(sending, "MOST_WAITING", 7)
    send_comment(article=other, name="", text="Ý của ai đó", proved=True)
    with pytest.raises(NotNow):
        send_comment(article=other, name="", text="Thêm một ý", proved=True)
