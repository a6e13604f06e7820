"""What counts as a view, and that nothing is lost: at a clean stop not one, by a kill no more than some seconds."""

from __future__ import annotations

import pytest
from django.test import Client

from caunoi.publishing.models import VisitorMark
from caunoi.publishing.queries.counts import views_of, visits_of
from caunoi.web.portal.cache import live
from caunoi.web.portal.voices.counter import Counter, counter
from tests.publishing.makers import published_in
from tests.web.portal.test_voices import BROWSER


@pytest.fixture(autouse=True)
def nothing_waits():
    counter._begin_anew()
    yield
    counter._begin_anew()


def seen(article):
    counter.flush()
    return views_of([str(article.pk)])[str(article.pk)]


def test_people_count_and_robots_reloads_and_editors_do_not(site, editor):
    article = published_in(site, editor)
    for headers in (
        {},
        {"User-Agent": ""},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)"},
        {"User-Agent": BROWSER, "Sec-Purpose": "prefetch;prerender"},
        {"User-Agent": BROWSER, "Sec-Fetch-Dest": "image"},
        {"User-Agent": BROWSER, "Cookie": "sessionid=whatever"},
    ):
        assert Client().get(article.address, headers=headers).status_code == 200
    Client().head(article.address, headers={"User-Agent": BROWSER})
    Client().get("/khong-co/", headers={"User-Agent": BROWSER})
    assert seen(article) == 0

    reader = Client(headers={"User-Agent": BROWSER})
    for _reload in range(3):
        reader.get(article.address)
    assert seen(article) == 1
    reader.get(article.address)
    assert seen(article) == 1
    reader.get(site.address)
    Client(headers={"User-Agent": BROWSER.replace("140", "141")}).get(article.address)
    assert seen(article) == 2
    assert visits_of([site.slug]) == {site.slug: 2}
    live.board.clear()
    told = Client().get(article.address).content.decode()
    assert "Lượt xem: 2" in told
    assert "Lượt truy cập: 2 · Đang xem: dưới 5" in told


def test_an_address_that_a_client_makes_up_counts_for_nothing(site, editor):
    article = published_in(site, editor)
    for number in range(5):
        Client().get(article.address, headers={"User-Agent": BROWSER, "X-Forwarded-For": f"198.51.100.{number}"})
    # All of one IPv6 network are one.
    for number in range(5):
        Client(REMOTE_ADDR=f"2001:db8::{number:x}").get(article.address, headers={"User-Agent": BROWSER})
    assert seen(article) == 2


def test_what_could_not_be_written_waits_on(db, rf, monkeypatch):
    from django.db import OperationalError

    from caunoi.web.portal.voices import counter as module

    own = Counter(0)
    own(rf.get("/", headers={"User-Agent": BROWSER}), "a/1")

    def away(**_views):
        raise OperationalError("away")

    with monkeypatch.context() as patch:
        patch.setattr(module, "count_views", away)
        with pytest.raises(OperationalError):
            own.flush()
    own(rf.get("/", headers={"User-Agent": BROWSER}), "a/2")
    assert own.flush() == 3
    assert VisitorMark.objects.count() == 3
