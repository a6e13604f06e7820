"""What few articles of a site have is found without going through all; nothing is asked for that is not there."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caunoi.publishing.models import ArticlePage, DayReads
from caunoi.publishing.queries import portal
from caunoi.publishing.queries.counts import read_most
from caunoi.publishing.queries.events import next_events
from caunoi.publishing.queries.recordings import recordings_of
from caunoi.publishing.queries.standing import on_front
from caunoi.publishing.services import add_part, approve, make_offer, remove_media, take_over, withdraw
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
from tests.publishing.shelf_makers import announced_in, day, offered_in

pytestmark = [pytest.mark.data, pytest.mark.django_db]


def has_media(article) -> bool:
    return ArticlePage.objects.get(pk=article.pk).has_media


def test_an_article_knows_whether_it_has_a_recording(site, editor):
    article = published_in(site, editor)
    assert not has_media(article)
    first, second = recording_in(article, editor), recording_in(article, editor, title="Bài thứ hai")
    assert [each.title for each in recordings_of(site)] == [first.title, second.title]
    remove_media(actor=editor, media=first)
    assert has_media(article)
    remove_media(actor=editor, media=second)
    assert not has_media(article)
    assert list(recordings_of(site)) == []


def test_what_is_taken_over_knows_it_too():
    office, upper, above = office_with_site(name="Ủy ban MTTQ tỉnh", slug="tinh")
    _lower, editor, below = office_with_site(name="MTTQ phường", slug="phuong", parent=office)
    copies = []
    for recorded in (True, False):
        article = article_in(below, editor)
        if recorded:
            recording_in(article, editor)
        offer = make_offer(actor=editor, article=approve(actor=editor, article=article), site=above)
        copies.append(take_over(actor=upper, offer=offer))
    assert [has_media(copy) for copy in copies] == [True, False]
    approve(actor=upper, article=copies[0])
    assert recordings_of(above).count() == 1


@pytest.mark.parametrize("ask", [portal.told_of_classes, recordings_of], ids=["told_of_classes", "heard_and_seen"])
def test_each_is_found_by_an_index_of_its_own(ask, request):
    """The last ones of a site with 33,000 articles took 60 and 90 ms where they stood far back."""
    (site,) = many_articles(60)
    oldest = ArticlePage.objects.order_by("pk").first()
    recording_in(oldest, oldest.approved_by)
    ArticlePage.objects.exclude(pk=oldest.pk).update(class_report=None)
    assert [getattr(each, "article", each).pk for each in ask(site)] == [oldest.pk]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # A table this small is quickest read whole.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("ANALYZE publishing_articlepage")
        plan = ask(site)[:5].explain()
        assert request.node.callspec.id in plan, plan


def test_what_comes_next_is_found_behind_events_of_many_days(site, editor):
    """One of sixty days fills all that is read at first."""
    long = announced_in(site, editor, title="Triển lãm", starts_on=day(-20), ends_on=day(39))
    late = [
        announced_in(site, editor, title=f"Lớp {n}", starts_on=day(41 + n), starts_at=dt.time(8), ends_at=None)
        for n in range(6)
    ]
    found = next_events(site, 5)
    assert found == [long, *late[:4]]
    assert [event.next_on for event in found] == [day(0), *(day(41 + n) for n in range(4))]
    assert [event.next_at for event in found[1:]] == [dt.time(8)] * 4
    assert all(event.site is site for event in found)


def test_what_comes_next_goes_by_the_hour_within_a_day(site, editor):
    late, none, early = (
        announced_in(site, editor, title=title, starts_on=day(3), starts_at=hour, ends_at=None)
        for title, hour in (("Chiều", dt.time(14)), ("Cả ngày", None), ("Sáng", dt.time(7, 30)))
    )
    assert next_events(site, 5) == [none, early, late]
    assert next_events(site, 2) == [none, early]


def test_a_site_is_asked_for_nothing_that_it_does_not_have(site, editor):
    assert on_front(site) == frozenset()
    add_part(
        actor=editor,
        site=site,
        kind="hoi-dap",
        words={"topic": "", "question": "Ai?", "answer": "<p>Mọi người.</p>", "state": "published"},
    )
    offered_in(site, editor)
    announced_in(site, editor)
    article = published_in(site, editor)
    DayReads.objects.create(site=site.slug, day=day(0), article=article, total=3)
    assert on_front(site) == {"faq", "library", "calendar", "read"}
    recording_in(article, editor)
    ArticlePage.objects.filter(pk=article.pk).update(class_report=report_of(TrainingClassFactory()))
    assert on_front(site) == {"faq", "library", "calendar", "read", "media", "classes"}
    withdraw(actor=editor, article=article, note="Nhầm.")
    assert on_front(site) == {"faq", "library", "calendar", "read"}
    _office, _boss, other = office_with_site(name="UBND xã Khác", slug="khac")
    assert on_front(other) == frozenset()


def test_a_bare_site_costs_a_few_questions(site):
    Client().get(site.address)
    with CaptureQueriesContext(connection) as asked:
        Client().get(f"{site.address}?x=1")
    assert len(asked) <= 5, [each["sql"][:90] for each in asked]


def test_a_list_reads_one_photo_of_each_article(site, editor):
    """A photo story has thirty, each in four sizes and three kinds."""
    articles = [published_in(site, editor, title=f"Tin {n}") for n in range(3)]
    for article in articles[:2]:
        for n in range(3):
            photo_in(article, editor, alternative=f"Ảnh {n}")
    article = articles[0]
    first, *_, last = article.photos.all()
    article.photos.filter(pk=first.pk).update(position=9)
    with CaptureQueriesContext(connection) as asked:
        teasers = list(portal.as_teasers(portal.readable_articles(site=site)))
        shown = {each.pk: [photo.alternative for photo in each.photos.all()] for each in teasers}
    assert shown == {articles[2].pk: [], articles[1].pk: ["Ảnh 0"], articles[0].pk: ["Ảnh 1"]}
    assert len(asked) == 3
    assert last.alternative == "Ảnh 2"
    unsized = list(portal.with_unsized_photos(portal.readable_articles(site=site)))
    with CaptureQueriesContext(connection) as asked:
        portal.read_sizes(unsized[:2])
        assert [len(photo.sizes.all()) > 1 for each in unsized for photo in each.photos.all()] == [True, True]
    # The photo of the third one was not asked for with the others.
    assert len(asked) == 2


def test_read_most_tells_the_most_read_of_those_that_can_be_read():
    (site,) = many_articles(4)
    articles = list(ArticlePage.objects.order_by("pk"))
    for article, total in zip(articles, (5, 9, 9, 2), strict=True):
        for ago in (0, 29):
            DayReads.objects.create(site=site.slug, day=day(-ago), article=article, total=total)
        DayReads.objects.create(site=site.slug, day=day(-30), article=article, total=1_000 - total)
    withdraw(actor=articles[2].approved_by, article=articles[2], note="Nhầm.")
    assert [(each.pk, each.readers) for each in read_most(site, 2)] == [(articles[1].pk, 18), (articles[0].pk, 10)]
