from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from django.test import Client
from django.utils import timezone

from caunoi.directory.models import Unit
from caunoi.publishing.models import ArticlePage, Comment
from caunoi.publishing.services import (
    add_section,
    add_topic,
    approve,
    arrange,
    change_site,
    correct,
    draft_from_report,
    submit,
    withdraw,
)
from caunoi.web.portal.hosts import base_address
from tests.factories import TrainingClassFactory
from tests.publishing.makers import (
    article_in,
    many_articles,
    office_with_site,
    photo_in,
    published_in,
    recording_in,
    report_of,
)

SCRIPT = "<script>alert(1)</script>"
LITERAL = "&lt;script&gt;alert(1)&lt;/script&gt;"


def text_of(response):
    return response.content.decode()


def published_on(article, day):
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    ArticlePage.objects.filter(pk=article.pk).update(published_at=moment)
    return ArticlePage.objects.get(pk=article.pk)


@pytest.mark.django_db
def test_home_without_any_site_says_what_will_stand_here(client):
    response = client.get("/")

    assert response.status_code == 200
    assert "⟦" not in text_of(response)


def test_home_of_one_site_leads_there(client, site):
    response = client.get("/")

    assert (response.status_code, response["Location"]) == (302, "/hoa-khanh/")


def test_home_lists_sites_by_name_and_finds_them_without_marks(client, site):
    office_with_site(name="UBND xã Bà Nà", slug="ba-na")

    everything, found, none = (text_of(client.get("/", {"q": q})) for q in ("", "ba na", "khong co"))

    assert "/hoa-khanh/" in everything
    assert "/ba-na/" in everything
    assert "/ba-na/" in found
    assert "/hoa-khanh/" not in found
    assert "/ba-na/" not in none
    assert "⟦" not in everything + found + none


def test_site_shows_news_office_and_classes_told(client, site, administrator, report, editor):
    change_site(actor=administrator, site=site, name=site.title, about="Phường mới thành lập.", contact="12 Đường Thử")
    approve(actor=editor, article=draft_from_report(actor=editor, report=report))

    page = text_of(client.get("/hoa-khanh/"))

    for told in (
        "Đảng ủy phường Hòa Khánh tập huấn nghiệp vụ hòa giải ở cơ sở năm 2026",
        "Phường mới thành lập.",
        "12 Đường Thử",
        "Ngày 12/11/2026, hội trường UBND phường Hòa Khánh",
        "hơn 270",
    ):
        assert told in page
    assert "⟦" not in page


def test_site_without_articles_is_no_error(client, site):
    for address in ("/hoa-khanh/", "/hoa-khanh/tin-tuc/", "/hoa-khanh/tim/"):
        response = client.get(address)
        assert response.status_code == 200
        assert "⟦" not in text_of(response)


def test_article_page_tells_everything(client, site, report, editor):
    article = draft_from_report(actor=editor, report=report)
    photo_in(
        article, editor, caption="Toàn cảnh lớp học", credit="Lê Văn Ví", alternative="Học viên ngồi kín hội trường"
    )
    article = approve(actor=editor, article=article)

    response = client.get(article.address)

    page = text_of(response)
    assert response.status_code == 200
    for told in (
        article.title,
        article.lead,
        "<li>“Kỹ năng hòa giải” (Trần Thị Thử, Phó Trưởng phòng Tư pháp)</li>",
        "Toàn cảnh lớp học",
        'alt="Học viên ngồi kín hội trường"',
        "Lê Văn Ví",
        editor.name,
        "bài của Thanh Mẫu, đăng ngày 13/11/2026",
        "Kế hoạch số 68-KH/ĐU ngày 2/3/2026",
        f'<link rel="canonical" href="{base_address()}{article.address}">',
        f'<meta property="og:image" content="{base_address()}/anh/',
        '<html lang="vi"',
    ):
        assert told in page
    assert "⟦" not in page


def test_other_wordings_of_an_address_lead_to_the_right_one(client, site, editor):
    article = published_in(site, editor)
    year = article.year

    for wrong in (
        f"/hoa-khanh/tin-tuc/{year}/ten-khac-{article.pk}",
        f"/hoa-khanh/tin-tuc/{year}/{article.pk}",
        f"/hoa-khanh/tin-tuc/1999/ten-khac-{article.pk}",
        f"/noi-khac/muc-khac/{year}/x-{article.pk}",
    ):
        response = client.get(wrong)
        assert (response.status_code, response["Location"]) == (301, article.address)
        response = client.get(f"{wrong}/y-kien/")
        assert (response.status_code, response["Location"]) == (301, f"{article.address}/y-kien/")


def test_title_corrected_keeps_the_address(client, site, editor):
    article = published_in(site, editor)

    correct(actor=editor, article=article, note="Sửa tựa.", title="Tựa mới hẳn")

    page = text_of(client.get(article.address))
    assert "Tựa mới hẳn" in page
    assert "Sửa tựa." in page


@pytest.mark.parametrize("tail", ["x-{pk}", "{pk}", "x", "x-999999999999999999", "x-1"])
def test_what_is_not_published_is_not_found(client, site, draft, organiser, tail):
    submit(actor=organiser, article=draft)

    response = client.get(f"/hoa-khanh/tin-tuc/2026/{tail.format(pk=draft.pk)}")

    assert response.status_code == 404
    assert draft.title not in text_of(response)
    assert site.title in text_of(response)


def test_withdrawn_article_answers_with_its_note_alone(client, site, editor):
    article = published_in(site, editor, body="<p>Điều không đúng.</p>")
    photo = photo_in(article, editor)
    withdraw(actor=editor, article=article, note="Số liệu chưa được kiểm chứng.")

    response = client.get(article.address)

    page = text_of(response)
    assert response.status_code == 410
    assert article.title in page
    assert "Số liệu chưa được kiểm chứng." in page
    assert "Điều không đúng" not in page
    assert article.lead not in page
    assert client.get(f"/anh/{photo.pk}/480.jpg").status_code == 404
    assert article.title not in text_of(client.get("/hoa-khanh/"))
    assert article.title not in text_of(client.get("/hoa-khanh/tin-tuc/"))
    assert article.address not in text_of(client.get("/hoa-khanh/tim/", {"q": article.title}))


def test_pictures_are_public_only_while_the_article_is(client, site, editor):
    article = article_in(site, editor)
    photo = photo_in(article, editor)
    address = f"/anh/{photo.pk}/480.jpg"
    assert client.get(address).status_code == 404

    approve(actor=editor, article=article)

    response = client.get(address)
    content = response.content
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert content[:2] == b"\xff\xd8"
    assert "max-age" in response["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert client.get(f"/anh/{photo.pk}/481.jpg").status_code == 404


def test_section_pages_and_years(client, site, editor):
    for number in range(23):
        published_in(site, editor, title=f"Tin thứ {number:02d}")
    old = published_on(published_in(site, editor, title="Tin năm cũ"), dt.date(2024, 12, 31))

    first, second, year = (
        text_of(client.get(address))
        for address in ("/hoa-khanh/tin-tuc/", "/hoa-khanh/tin-tuc/?trang=2", "/hoa-khanh/tin-tuc/2024/")
    )

    assert "Tin thứ 22" in first
    assert "Tin thứ 02" not in first
    assert "Tin thứ 02" in second
    assert old.title in second
    assert old.title in year
    assert "Tin thứ" not in year
    assert "/hoa-khanh/tin-tuc/2024/" in first
    assert client.get("/hoa-khanh/tin-tuc/2023/").status_code == 404
    assert client.get("/hoa-khanh/tin-tuc/?trang=abc").status_code == 200
    assert "⟦" not in first + second + year


@pytest.mark.parametrize(
    "query", ["da nang", "Da Nang", "Đà Nẵng", unicodedata.normalize("NFD", "Đà Nẵng"), "đà nẵng", "tap huan da nang"]
)
def test_search_finds_whatever_the_marks(client, site, editor, query):
    article = published_in(site, editor, title="Tập huấn tại Đà Nẵng")
    other = published_in(site, editor, title="Hội nghị tại Huế")

    for address in ("/tim/", "/hoa-khanh/tim/"):
        page = text_of(client.get(address, {"q": query}))
        assert article.address in page
        assert other.address not in page
        assert "⟦" not in page


def test_search_without_a_find_says_so_in_words(client, site):
    page = text_of(client.get("/tim/", {"q": "khong co"}))

    assert "Không có nội dung nào chứa “khong co”." in page


def test_search_of_one_site_stays_there(client, site, editor):
    _office, administrator, second = office_with_site(name="UBND xã Bà Nà", slug="ba-na")
    here, there = (
        published_in(site, editor, title="Tin dân vận"),
        published_in(second, administrator, title="Tin dân vận"),
    )

    inside = text_of(client.get("/hoa-khanh/tim/", {"q": "dan van"}))
    everywhere = text_of(client.get("/tim/", {"q": "dan van"}))

    assert here.address in inside
    assert there.address not in inside
    assert there.address in everywhere


@pytest.mark.django_db
@pytest.mark.parametrize("query", [SCRIPT, "'\"><img src=x>", "%", "_", "a" * 5000])
def test_search_shows_odd_words_literally(client, query):
    response = client.get("/tim/", {"q": query})

    assert response.status_code == 200
    assert SCRIPT not in text_of(response)
    assert "<img src=x>" not in text_of(response)


def test_stored_scripts_stay_literal_everywhere(client, site, administrator, editor):
    change_site(actor=administrator, site=site, name=f"Phường {SCRIPT}", about=SCRIPT, contact=SCRIPT)
    add_section(actor=administrator, site=site, title=f"Mục {SCRIPT}")
    editor.name = f"Tên {SCRIPT}"
    editor.save()
    article = article_in(
        site, editor, title=f"Tựa {SCRIPT}", lead=f"Mở {SCRIPT}", body=f"<p>Thân {SCRIPT}</p>", source=SCRIPT
    )
    ArticlePage.objects.filter(pk=article.pk).update(body=f"<p onload=x>Thân {SCRIPT}</p>")
    photo_in(article, editor, caption=f"Ảnh {SCRIPT}", alternative=f'Mô tả "{SCRIPT}"', credit=SCRIPT)
    article = ArticlePage.objects.get(pk=article.pk)
    article = approve(actor=editor, article=article)
    article = correct(actor=editor, article=article, note=SCRIPT, lead=f"Mở khác {SCRIPT}")

    pages = [
        text_of(client.get(address))
        for address in (article.address, "/hoa-khanh/", "/hoa-khanh/tin-tuc/", "/hoa-khanh/tim/?q=Tựa", "/?q=script")
    ]

    for page in pages:
        assert SCRIPT not in page
        assert "onload" not in page
        assert LITERAL in page


def test_reader_gets_no_cookie_and_no_page_of_his_own(client, site, editor):
    article = published_in(site, editor)

    for address in ("/hoa-khanh/", article.address, "/hoa-khanh/tim/?q=x", "/khong-co/"):
        response = client.get(address)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        policy = response["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        assert "nonce" not in policy


def test_portal_speaks_vietnamese_whatever_is_asked(client, site, editor):
    client.cookies["django_language"] = "en"

    page = text_of(client.get("/hoa-khanh/", headers={"Accept-Language": "en"}))

    assert '<html lang="vi"' in page


def test_page_that_did_not_change_is_not_sent_again(client, site, editor):
    first = client.get("/hoa-khanh/")

    again = client.get("/hoa-khanh/", headers={"If-None-Match": first["ETag"]})
    published_in(site, editor)
    changed = client.get("/hoa-khanh/", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, changed.status_code) == (304, 200)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/khong-co/", "/khong-co/tin-tuc/", "/khong-co/tin-tuc/2026/x-1"])
def test_unknown_site_is_a_page_of_its_own(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "⟦" not in text_of(response)


def test_nothing_can_be_posted_to_the_portal(site):
    client = Client(enforce_csrf_checks=False)

    assert {client.post(address).status_code for address in ("/", "/hoa-khanh/", "/tim/")} == {405}


@pytest.mark.parametrize(("count", "sites"), [(4, 2), (24, 4)])
def test_pages_cost_the_same_whatever_their_number(db, django_assert_max_num_queries, count, sites):
    opened = many_articles(count, sites=sites)
    article = ArticlePage.objects.latest("pk")
    client = Client()
    client.get("/")
    # What stands around a site's pages is read once a process and edition.
    for site in opened:
        client.get(f"{site.address}tim/?q=x")

    for address, most in (
        ("/", 8),
        (opened[0].address, 12),
        (opened[0].sections.get().address, 8),
        (article.address, 12),
        ("/tim/?q=tin", 4),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_the_fullest_article_costs_no_more_than_twelve_queries(site, editor, office, django_assert_max_num_queries):
    shown = published_in(site, editor, title="Bài có mọi thứ")
    report = report_of(TrainingClassFactory(keeper=office))
    for number in range(4):
        photo_in(shown, editor, caption=f"Ảnh {number}")
    for number in range(2):
        recording_in(shown, editor, title=f"Băng {number}")
    unit = Unit.objects.create(
        code="99999", level="commune", prefix="Xã", name="Thử", folded_name="thu", folded_full_name="xa thu"
    )
    topics = [add_topic(actor=editor, site=site, title=f"Chuyên đề {number}") for number in range(3)]
    shown = arrange(actor=editor, article=shown, section=shown.section, topics=topics, place=unit)
    others = [published_in(site, editor, title=f"Tin khác {number}").pk for number in range(8)]
    ArticlePage.objects.filter(pk__in=[shown.pk, *others[:3]]).update(class_report=report)
    Comment.objects.bulk_create(
        Comment(article=shown, site=site, name="Bạn đọc", text="Hay", folded_text="ban doc hay", state="shown")
        for _each in range(30)
    )
    client = Client()
    client.get(f"{site.address}tim/?q=x")

    with django_assert_max_num_queries(12):
        page = client.get(shown.address)

    told = page.content.decode()
    parts = ("Băng 1", "Chuyên đề 2", "Ảnh 3", "Tin khác 7", "30 ý kiến", "Xã Thử")
    assert [part for part in parts if part not in told] == []
