"""Who may do what in the newsroom: check, plan, arrange, offer, record."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from caunoi.core.models import StoredFile
from caunoi.directory.enums import RoleKind
from caunoi.intake.services import old_articles
from caunoi.publishing.models import MediaFile, SiteTopic
from caunoi.publishing.queries.articles import visible_articles, visible_sites
from caunoi.publishing.services import (
    arranging,
    articles,
    checking,
    importing,
    media,
    offers,
    photos,
    publication,
    scheduling,
)
from tests.factories import UserFactory
from tests.matrix.world import KINDS, Action

ADMIN = (RoleKind.ADMINISTRATOR,)
EDIT = (*ADMIN, RoleKind.EDITOR)
WRITE = (*EDIT, RoleKind.ORGANISER)


def article(world):
    return world.article


def published(world):
    return publication.approve(actor=world.boss, article=article(world))


def words(world):
    return {"title": "Tin", "lead": "Mở bài", "body": "<p>Chữ</p>", "byline": "", "source": ""}


def sent_on(world):
    article(world).owner = None
    article(world).save()
    articles.submit(actor=UserFactory.with_role(world.office, RoleKind.EDITOR), article=article(world))
    return article(world)


def planned(world):
    return publication.approve(actor=world.boss, article=article(world), at=timezone.now() + dt.timedelta(days=1))


def a_recording(world):
    file = StoredFile.objects.create(name="a.mp3", content_type="audio/mpeg", sha256="0" * 64, size=1)
    return MediaFile.objects.create(article=article(world), kind="audio", title="Cũ", file=file)


def an_offer(world):
    published(world)
    return world.offer


ARTICLES = (
    Action("see an article", lambda w, u: visible_articles(u).filter(pk=w.article.pk).exists(), KINDS),
    Action("see a site", lambda w, u: visible_sites(u).filter(pk=w.site.pk).exists(), KINDS),
    Action("articles.draft_from_report", lambda w, u: articles.draft_from_report(
        actor=u, report=w.report, organisation=w.office), WRITE),
    Action("articles.create_article", lambda w, u: articles.create_article(
        actor=u, organisation=w.office, title="Tin"), WRITE),
    Action("articles.save_draft", lambda w, u: articles.save_draft(
        actor=u, article=article(w), edition=article(w).edition, **words(w)), WRITE),
    Action("articles.submit", lambda w, u: articles.submit(actor=u, article=article(w)), WRITE),
    Action("articles.send_back", lambda w, u: articles.send_back(actor=u, article=article(w), note="Sửa"), EDIT),
    Action("articles.discard_draft", lambda w, u: articles.discard_draft(actor=u, article=article(w)), WRITE),
    Action("photos.add_photo", lambda w, u: photos.add_photo(
        actor=u, article=article(w), content=b"%PDF-1.4", name="a.jpg", alternative="Ảnh"), WRITE),
    Action("photos.change_photo", lambda w, u: photos.change_photo(actor=u, photo=w.photo, alternative="Ảnh"), WRITE),
    Action("photos.move_photo", lambda w, u: photos.move_photo(actor=u, photo=w.photo, up=True), WRITE),
    Action("photos.remove_photo", lambda w, u: photos.remove_photo(actor=u, photo=w.photo), WRITE),
    Action("publication.approve", lambda w, u: publication.approve(actor=u, article=article(w)), EDIT),
    Action("publication.correct", lambda w, u: publication.correct(
        actor=u, article=published(w), note="Sửa tên"), EDIT),
    Action("publication.withdraw", lambda w, u: publication.withdraw(
        actor=u, article=published(w), note="Đăng nhầm"), EDIT),
)  # fmt: skip


NEWSROOM = (
    Action("checking.check_article", lambda w, u: checking.check_article(
        actor=u, article=sent_on(w), passed=False, note="Sửa"), WRITE),
    Action("checking.set_check_rule", lambda w, u: checking.set_check_rule(
        actor=u, site=w.site, by_another=True), ADMIN),
    Action("scheduling.unschedule", lambda w, u: scheduling.unschedule(actor=u, article=planned(w)), EDIT),
    Action("arranging.arrange", lambda w, u: arranging.arrange(
        actor=u, article=article(w), section=article(w).section, kind="photos"), WRITE),
    Action("arranging.add_topic", lambda w, u: arranging.add_topic(actor=u, site=w.site, title="Chuyên đề"), EDIT),
    Action("arranging.rename_topic", lambda w, u: arranging.rename_topic(
        actor=u, topic=SiteTopic.objects.create(site=w.site, title="Cũ", slug="cu"), title="Khác"), EDIT),
    Action("offers.make_offer", lambda w, u: offers.make_offer(actor=u, article=published(w), site=w.site), EDIT),
    Action("offers.revoke_offer", lambda w, u: offers.revoke_offer(actor=u, offer=an_offer(w)), EDIT),
    Action("offers.decline_offer", lambda w, u: offers.decline_offer(actor=u, offer=an_offer(w)), EDIT),
    Action("offers.take_over", lambda w, u: offers.take_over(actor=u, offer=an_offer(w)), EDIT),
    Action("offers.see_news", lambda w, u: offers.see_news(actor=u, offer=an_offer(w)), EDIT),
    Action("importing.import_article", lambda w, u: importing.import_article(
        actor=u, site=w.site, title="Tin", lead="Mở bài", body="<p>Chữ</p>", byline="", source="",
        published_at=timezone.now()), EDIT),
    Action("importing.undo_import", lambda w, u: importing.undo_import(actor=u, article=published(w)), EDIT),
    Action("old_articles.send_old_articles", lambda w, u: old_articles.send_old_articles(
        actor=u, site=w.site, content=b"", name=""), EDIT),
    Action("old_articles.accept_old_article", lambda w, u: old_articles.accept_old_article(
        actor=u, old_article=w.old_article, revision=None, title="", lead="", byline="", source="",
        published_on=None), EDIT),
    Action("old_articles.take_back_old_article", lambda w, u: old_articles.take_back_old_article(
        actor=u, old_article=w.old_article), EDIT),
    Action("old_articles.set_old_article_aside", lambda w, u: old_articles.set_old_article_aside(
        actor=u, old_article=w.old_article), EDIT),
    Action("old_articles.bring_old_article_back", lambda w, u: old_articles.bring_old_article_back(
        actor=u, old_article=w.old_article), EDIT),
    Action("photos.order_photos", lambda w, u: photos.order_photos(
        actor=u, article=article(w), order=[w.photo.pk]), WRITE),
    Action("media.add_media", lambda w, u: media.add_media(
        actor=u, article=article(w), content=b"%PDF-1.4", name="a.mp3", title="Băng"), WRITE),
    Action("media.change_media", lambda w, u: media.change_media(actor=u, media=a_recording(w), title="Băng"), WRITE),
    Action("media.remove_media", lambda w, u: media.remove_media(actor=u, media=a_recording(w)), WRITE),
)  # fmt: skip

ELSEWHERE_NEWSROOM = {
    **dict.fromkeys(
        (
            *("editing.publish", "editing.uncheck", "editing.refuse_scheduled", "editing.check_complete"),
            *("articles.plant", "articles.back_to_author", "scheduling.plan", "offers.tell_takers"),
        ),
        "a step",
    ),
    "checking.told_check": "a question",
    "checking.others_who_check": "a question",
    "scheduling.publish_due": "the schedule",
    "scheduling.anything_due": "a question",
}
