"""Kept pages follow the newsroom: topics, places, moves, planned publication, recordings, offers, old sites."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Unit
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.services import (
    add_section,
    add_topic,
    approve,
    arrange,
    change_media,
    correct,
    import_article,
    make_offer,
    open_site,
    rename_topic,
    take_over,
    undo_import,
    withdraw,
)
from caunoi.publishing.services.scheduling import publish_due
from caunoi.web.portal.cache.middleware import forget
from tests.factories import OrganisationFactory, UserFactory
from tests.publishing.makers import article_in, office_with_site, published_in, recording_in
from tests.web.portal.test_cache import kept

__all__ = ["kept"]


def pages(*sites):
    """What readers get at every address that the newsroom changes."""
    today = timezone.localdate()
    addresses = ["/"]
    for site in sites:
        addresses += [site.address, f"{site.address}chuyen-de/", f"{site.address}noi/"]
        addresses += [f"{site.address}ngay/{today.year}/{today.month}/", f"{site.address}ngay/2019/3/12/"]
        addresses += [section.address for section in site.sections.all()]
        addresses += [topic.address for topic in site.topics.all()]
        addresses += [article.address for article in ArticlePage.objects.filter(site=site).select_related("section")]
        addresses += [f"{site.address}noi/{number}/" for number in (1, 2)]
    found = {}
    for address in addresses:
        answer = Client().get(address)
        found[address] = (answer.status_code, answer.get("Location"), answer.content)
    return found


def test_after_each_change_of_the_newsroom_every_page_is_fresh(kept, db):
    office, boss, upper = office_with_site(name="MTTQ tỉnh", slug="tinh")
    below = OrganisationFactory(name="MTTQ phường", parent=office)
    editor = UserFactory.with_role(below, RoleKind.ADMINISTRATOR)
    site = open_site(actor=editor, organisation=below, slug="hoa-khanh")
    place = Unit.objects.create(
        code="20197", level="commune", prefix="Phường", name="Hòa Khánh", folded_name="hoa khanh",
        folded_full_name="phuong hoa khanh",
    )  # fmt: skip
    article, planned = published_in(site, editor), article_in(site, editor, title="Tin hẹn giờ")
    made = {}

    def recorded():
        made["media"] = recording_in(article, editor)

    def taken():
        offer = make_offer(actor=editor, article=article, site=upper)
        made["copy"] = approve(actor=boss, article=take_over(actor=boss, offer=offer))

    def imported():
        made["old"] = import_article(
            actor=editor, site=site, title="Tin cũ", lead="Mở bài", body="<p>Chữ của tin cũ.</p>", byline="", source="",
            published_at=dt.datetime(2019, 3, 12, 1, tzinfo=dt.UTC),
        )  # fmt: skip

    def come():
        approve(actor=editor, article=planned, at=timezone.now() + dt.timedelta(hours=1))
        ArticlePage.objects.filter(pk=planned.pk).update(scheduled_for=timezone.now())
        assert publish_due() == 1

    def topic():
        made["topic"] = add_topic(actor=editor, site=site, title="Hòa giải")

    def section():
        made["section"] = add_section(actor=editor, site=site, title="Thông báo")

    changes = [
        topic,
        section,
        lambda: arrange(actor=editor, article=article, section=article.section, topics=[made["topic"]], place=place),
        lambda: rename_topic(actor=editor, topic=made["topic"], title="Hòa giải ở cơ sở"),
        lambda: arrange(actor=editor, article=article, section=made["section"], topics=[made["topic"]]),
        recorded,
        lambda: change_media(actor=editor, media=made["media"], title="Tên khác", transcript="Lời khác"),
        come,
        taken,
        lambda: correct(actor=editor, article=article, note="Sửa tên", title="Tên đúng"),
        imported,
        lambda: undo_import(actor=editor, article=made["old"]),
        lambda: withdraw(actor=editor, article=article, note="Nhầm"),
    ]
    pages(site, upper)
    for number, change in enumerate(changes):
        change()
        after = pages(site, upper)
        forget()
        kept.clear()
        assert after == pages(site, upper), number


@pytest.mark.usefixtures("kept")
def test_a_list_under_a_topic_costs_the_same_for_many(db, django_assert_max_num_queries):
    _office, editor, site = office_with_site(slug="nhieu")
    topic = add_topic(actor=editor, site=site, title="Hòa giải")
    for number in range(3):
        article = published_in(site, editor, title=f"Tin {number}")
        arrange(actor=editor, article=article, section=article.section, topics=[topic])
    forget()
    with django_assert_max_num_queries(14):
        assert Client().get(topic.address).status_code == 200
