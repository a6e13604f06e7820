"""Where an article stands: its section, the topics of its site, the place it tells of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.text import clean
from caunoi.directory.models import Unit, User
from caunoi.directory.policies import require
from caunoi.publishing import pieces
from caunoi.publishing.addresses import slugify
from caunoi.publishing.enums import UNPUBLISHED, Action, ArticleKind
from caunoi.publishing.models import ArticlePage, ArticleTopic, SectionPage, SitePage, SiteTopic
from caunoi.publishing.policies import may_approve, may_edit_site, may_write
from caunoi.publishing.services import editing

_MOST_TOPICS = 8


@transaction.atomic
def arrange(
    *,
    actor: User,
    article: ArticlePage,
    section: SectionPage,
    topics: Iterable[SiteTopic] = (),
    place: Unit | None = None,
    kind: str = ArticleKind.TEXT,
    edition: int | None = None,
) -> ArticlePage:
    """Put an article into a section, under topics and to a place; its old address leads to the new one for good.

    Does nothing where nothing differs. Authors arrange drafts, editors also what is published. Raises PermissionDenied,
    NotNow while it waits for its time, StaleChange, ValidationError for a section or topic of another site, too many
    topics, or a published article that lacks what its new kind needs.
    """
    article = editing.lock(article, edition)
    require(may_write(actor, article) if article.state in UNPUBLISHED else may_approve(actor, article))
    editing.refuse_scheduled(article)
    chosen = sorted(set(topics), key=lambda topic: topic.pk)
    if section.site_id != article.site_id:
        raise ValidationError({"section": _("Choose a section of the site of this office.")})
    if any(topic.site_id != article.site_id for topic in chosen):
        raise ValidationError({"topics": _("Choose topics of the site of this office.")})
    if len(chosen) > _MOST_TOPICS:
        raise ValidationError({"topics": _("Choose at most %(most)s topics.") % {"most": _MOST_TOPICS}})
    if kind not in ArticleKind.values:
        raise ValidationError({"kind": _("Choose one of the kinds.")})
    before_section = article.section
    before = _standing(article, [each.topic for each in article.under.select_related("topic")])
    moved = section.pk != before_section.pk
    if moved:
        _move(article, section)
        article = editing.lock(article, None)
    article.section, article.place, article.kind = section, place, kind
    details = audit.changes(before, _standing(article, chosen))
    if not details:
        return article
    if article.is_readable:
        editing.check_complete(article)
    article.under.exclude(topic__in=chosen).delete()
    ArticleTopic.objects.bulk_create(
        [ArticleTopic(article=article, topic=topic) for topic in chosen], ignore_conflicts=True
    )
    editing.uncheck(actor=actor, article=article)
    if article.is_readable:
        editing.publish(actor=actor, article=article)
    else:
        editing.keep(actor=actor, article=article)
    audit.record(
        actor=actor,
        action=Action.ARTICLE_ARRANGED,
        subject=article,
        organisation_id=article.organisation_id,
        details=details,
    )
    if article.is_public:
        pieces.touch_article(article, left=before_section)
    return article


def _move(article: ArticlePage, section: SectionPage) -> None:
    """Hang the page below another section of the tree; what moves it elsewhere takes the same locks in this order."""
    target = SectionPage.objects.select_for_update().get(pk=section.pk)
    article.move(target, pos="last-child")


def _standing(article: ArticlePage, topics: Iterable[SiteTopic]) -> dict[str, Any]:
    return {
        "in_section": article.section.title,
        "topics": ", ".join(sorted(topic.title for topic in topics)),
        "place": str(article.place or ""),
        "shape": article.kind,
    }


@transaction.atomic
def add_topic(*, actor: User, site: SitePage, title: str) -> SiteTopic:
    """Add a topic to a site. Raises PermissionDenied unless the actor edits it, ValidationError for a name in use."""
    require(may_edit_site(actor, site))
    title = _topic_title(title)
    slug = slugify(title)
    site = SitePage.objects.select_for_update().select_related("organisation").get(pk=site.pk)
    if SiteTopic.objects.filter(site=site, slug=slug).exists():
        raise ValidationError({"title": _("The site has a topic of this name already.")})
    topic = SiteTopic.objects.create(site=site, title=title, slug=slug)
    audit.record(
        actor=actor,
        action=Action.TOPIC_ADDED,
        subject=site,
        organisation_id=site.organisation_id,
        details={"heading": title},
    )
    pieces.touch_news(site)
    return topic


@transaction.atomic
def rename_topic(*, actor: User, topic: SiteTopic, title: str) -> SiteTopic:
    """Give a topic another title; its address stays. Raises as :func:`add_topic`."""
    require(may_edit_site(actor, topic.site))
    title = _topic_title(title)
    topic = SiteTopic.objects.select_for_update(of=("self",)).select_related("site__organisation").get(pk=topic.pk)
    if topic.title == title:
        return topic
    before, topic.title = topic.title, title
    topic.save(update_fields=["title"])
    audit.record(
        actor=actor,
        action=Action.TOPIC_CHANGED,
        subject=topic.site,
        organisation_id=topic.site.organisation_id,
        details={"heading": [before, title]},
    )
    pieces.touch_news(topic.site)
    pieces.touch_article(*ArticlePage.objects.filter(under__topic=topic).select_related("site", "section"))
    return topic


def _topic_title(title: str) -> str:
    title = clean(title)
    if not slugify(title) or len(title) > 120:
        raise ValidationError({"title": _("Type the name of the topic, at most 120 letters.")})
    return title
