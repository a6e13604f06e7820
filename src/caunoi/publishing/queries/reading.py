"""One article with everything that belongs to it, as everybody reads it. Nothing here knows a user."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, Prefetch, QuerySet, prefetch_related_objects

from caunoi.publishing.enums import PUBLIC
from caunoi.publishing.models import ArticleNote, ArticlePage, ArticlePhoto, ArticleTopic, MediaFile
from caunoi.publishing.queries.comments import with_rules
from caunoi.publishing.queries.portal import PHOTOS, readable_headlines
from caunoi.publishing.queries.standing import Asked, standing

_ORIGINAL = (
    "title", "slug", "published_at", "created_at", "state",
    "site__slug", "site__title", "section__slug", "section__title",
)  # fmt: skip
TOPICS = Prefetch("under", queryset=ArticleTopic.objects.select_related("topic").order_by("topic__title"))
_RECORDINGS = Prefetch("media", queryset=MediaFile.objects.select_related("file"))
# What an article may have beside its words, by the name under which it is read.
_BESIDE: dict[str, tuple[type[Model], str | Prefetch[Any]]] = {
    "photos": (ArticlePhoto, PHOTOS),
    "media": (MediaFile, _RECORDINGS),
    "notes": (ArticleNote, "notes"),
    "under": (ArticleTopic, TOPICS),
}
_ASKED: tuple[Asked, ...] = tuple((name, model, "article_id = %(own)s") for name, (model, _) in _BESIDE.items())


def get_public_article(number: int) -> ArticlePage:
    """Return an article whose address answers, withdrawn ones included; raises ArticlePage.DoesNotExist.

    Its photos, recordings, notes and topics are read along.
    """
    article = (
        with_rules(ArticlePage.objects.filter(state__in=PUBLIC)).select_related("class_report", "place").get(pk=number)
    )
    read_beside(article)
    if article.taken_from_id:
        # Few are taken over from another site: fetched along with each, it would cost all others a third of their time.
        original = ArticlePage.objects.filter(pk=article.taken_from_id).select_related("site", "section")
        article.taken_from = original.only(*_ORIGINAL).first()
    return article


def read_beside(article: ArticlePage) -> None:
    """Read along the photos, recordings, notes and topics of an article, where that was not done.

    Most have little of it: one cheap question tells which, and only those are asked for. Django has no public way to
    say of a relation that it is known to be empty.
    """
    known: Any = article
    if getattr(known, "_prefetched_objects_cache", {}).keys() >= _BESIDE.keys():
        return
    has = standing(_ASKED, own=article.pk)
    empty = {name: _nothing(model) for name, (model, _) in _BESIDE.items() if name not in has}
    known._prefetched_objects_cache = empty  # noqa: SLF001 - see above
    prefetch_related_objects([article], *(wanted for name, (_, wanted) in _BESIDE.items() if name in has))


def _nothing(model: Any) -> QuerySet[Any]:
    empty: QuerySet[Any] = model.objects.none()
    empty._result_cache = []  # noqa: SLF001 - known to be empty, so nobody asks
    return empty


def related_articles(article: ArticlePage, most: int = 4) -> list[ArticlePage]:
    """Return readable articles of the same site about the same class, newest first; their site is not read along."""
    if article.class_report is None:
        return []
    same = readable_headlines(article.site_id).exclude(pk=article.pk)
    return list(same.filter(class_report__training_class=article.class_report.training_class_id)[:most])
