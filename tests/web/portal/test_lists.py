"""Lists and frames of the portal: read in few questions, remembered, and yet always what stands."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.paginator import Paginator
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caunoi.publishing.models import ArticlePage, Comment, SectionPage, SitePage
from caunoi.publishing.queries import comments, portal, reading
from caunoi.publishing.services import add_section, change_site, correct, withdraw
from caunoi.publishing.services.comments import send_comment
from caunoi.web.portal.pages import page_of
from tests.publishing.makers import article_in, photo_in, published_in

pytestmark = [pytest.mark.data, pytest.mark.django_db]
_HERE = re.compile(r'<a href="([^"]*)"[^>]* aria-current="(page|true)"')


def text_of(client, address):
    return client.get(address).content.decode()


def menu_marks(page):
    """What the menu of a page marks as open: its address and how it is marked, once for each of its two drawings."""
    menus = page.split('<ul class="pt-menu">')[1:]
    assert len(menus) == 2
    return [_HERE.findall(each.split("</nav>")[0]) for each in menus]


def test_menu_tells_where_one_is_on_every_page(client, site, editor, administrator):
    notices = add_section(actor=administrator, site=site, title="Thông báo")
    article = published_in(site, editor)
    wanted = {
        site.address: [(site.address, "page")],
        "/hoa-khanh/tin-tuc/": [("/hoa-khanh/tin-tuc/", "true")],
        article.address: [("/hoa-khanh/tin-tuc/", "true")],
        notices.address: [(notices.address, "true")],
        "/hoa-khanh/lien-he/": [("/hoa-khanh/lien-he/", "page")],
        "/hoa-khanh/tim/": [],
    }
    for _again in range(2):
        for address, marks in wanted.items():
            assert menu_marks(text_of(client, f"{address}?x=1")) == [marks, marks], address


def test_frame_speaks_the_language_of_each_page(client, site):
    for _again in range(2):
        assert "Trang đầu" in text_of(client, "/hoa-khanh/?x=1")
        assert "Trang đầu" not in text_of(client, "/en/hoa-khanh/?x=1")


def test_frame_changes_with_the_site(client, site, administrator):
    assert "0236 1111" not in text_of(client, site.address)
    change_site(actor=administrator, site=site, name=site.title, about="", contact="Điện thoại 0236 1111")
    assert "0236 1111" in text_of(client, site.address)


def test_other_news_follow_what_happens(client, site, editor):
    shown = published_in(site, editor, title="Bài đang đọc")
    others = [published_in(site, editor, title=f"Tin bên cạnh {number}") for number in range(8)]

    def beside():
        page = text_of(client, f"{shown.address}?x=1").partition('id="cn-other"')[2].partition("</nav>")[0]
        return re.findall(r"<a href=[^>]*>([^<]*)</a>", page)

    assert beside() == [f"Tin bên cạnh {number}" for number in (7, 6, 5, 4, 3, 2)]
    withdraw(actor=editor, article=others[7], note="Đăng nhầm.")
    assert beside()[0] == "Tin bên cạnh 6"
    correct(actor=editor, article=others[6], title="Tin đã sửa", lead="Ai làm gì.", body="<p>Mới</p>", note="Sửa tên.")
    assert beside()[0] == "Tin đã sửa"
    published_in(site, editor, title="Tin mới nhất")
    assert beside()[0] == "Tin mới nhất"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    days=st.lists(st.dates(dt.date(1998, 1, 1), dt.date(2027, 12, 31)), max_size=6),
    turns=st.lists(st.tuples(st.integers(1999, 2026), st.sampled_from([-1, 0, 1])), max_size=3),
)
def test_years_of_a_section_are_those_of_its_articles_in_local_time(site, editor, many, days, turns):
    zone = timezone.get_default_timezone()
    moments = [dt.datetime.combine(day, dt.time(12), tzinfo=zone) for day in days]
    # Just before, at and after midnight of a new year.
    moments += [dt.datetime(year, 1, 1, tzinfo=zone) + dt.timedelta(microseconds=step) for year, step in turns]
    ArticlePage.objects.filter(pk__in=many).update(state="draft", published_at=None)
    for pk, moment in zip(many, moments, strict=False):
        ArticlePage.objects.filter(pk=pk).update(state="published", published_at=moment)
    section = SectionPage.objects.get(site=site, slug="tin-tuc")
    assert portal.years_of(section) == sorted({timezone.localtime(each).year for each in moments}, reverse=True)


@pytest.fixture
def many(site, editor):
    return [article_in(site, editor, title=f"Bài {number}").pk for number in range(9)]


@pytest.mark.parametrize("asked", ["1", "2", "3", "4", "0", "x", "", "999"])
def test_pages_by_key_hold_what_slices_of_the_whole_hold(rf, site, editor, asked):
    for number in range(7):
        published_in(site, editor, title=f"Tin {number}")
    rows = portal.readable_articles(site=site)
    page = page_of(rf.get("/", {"trang": asked} if asked else {}), rows, 3)
    wanted = Paginator(rows, 3).get_page(asked or None)
    assert (page.number, [each.pk for each in page]) == (wanted.number, [each.pk for each in wanted])


def test_sites_know_how_many_articles_can_be_read_and_when_the_last_one_came(site, editor):
    article_in(site, editor, title="Bản thảo")
    first, last = (published_in(site, editor, title=f"Tin {number}") for number in range(2))
    found = portal.with_counts(SitePage.objects.all()).get(pk=site.pk)
    assert (found.article_count, found.latest) == (2, last.published_at)
    withdraw(actor=editor, article=last, note="Đăng nhầm.")
    found = portal.with_counts(SitePage.objects.all()).get(pk=site.pk)
    assert (found.article_count, found.latest) == (1, first.published_at)


@pytest.mark.parametrize(("count", "queries"), [(0, 1), (3, 1), (4, 2)])
def test_comments_are_counted_only_where_there_are_more_than_shown(
    site, editor, django_assert_num_queries, count, queries
):
    article = published_in(site, editor)
    for number in range(count):
        sent = send_comment(article=article, name="", text=f"Ý kiến {number}", proved=True)
        Comment.objects.filter(pk=sent.pk).update(state="shown")
    send_comment(article=article, name="", text="Còn chờ", proved=True)
    with django_assert_num_queries(queries):
        shown, counted = comments.newest_comments(article, 3)
    assert [each.text for each in shown] == [f"Ý kiến {number}" for number in reversed(range(count))][:3]
    assert counted == count


def test_what_an_article_has_beside_its_words_is_asked_for_only_where_there_is_any(
    site, editor, django_assert_num_queries
):
    article = published_in(site, editor)
    with django_assert_num_queries(2):
        bare = reading.get_public_article(article.pk)
        assert [*bare.photos.all(), *bare.media.all(), *bare.notes.all(), *bare.under.all()] == []
    photo = photo_in(article, editor)
    withdraw(actor=editor, article=article, note="Đăng nhầm.")
    full = reading.get_public_article(article.pk)
    assert [each.pk for each in full.photos.all()] == [photo.pk]
    assert [each.text for each in full.notes.all()] == ["Đăng nhầm."]
    with django_assert_num_queries(0):
        reading.read_beside(full)
