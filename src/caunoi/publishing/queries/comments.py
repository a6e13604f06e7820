"""Comments: what readers see of them, whether more are taken, and what waits at the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from wagtail.users.models import UserProfile

from caunoi.core.text import fold_words
from caunoi.directory.policies import EDITORS
from caunoi.directory.queries.scope import AnyUser, in_ranges, scope_of
from caunoi.publishing.enums import READABLE, CommentState
from caunoi.publishing.models import ArticlePage, ArticleVoices, Comment, SitePage

# So many sites are named one by one; more are found by their place in the tree.
_FEW_SITES = 50


def shown_comments(article: ArticlePage, *, oldest_first: bool = False) -> QuerySet[Comment]:
    """Return the comments that readers see under an article, the newest first."""
    order = ("created_at", "id") if oldest_first else ("-created_at", "-id")
    return Comment.objects.filter(article=article, state=CommentState.SHOWN).order_by(*order)


def newest_comments(article: ArticlePage, most: int) -> tuple[list[Comment], int]:
    """Return the newest comments that readers see, ``most`` of them, and how many there are.

    One query, and a second one where there are more than ``most``.
    """
    shown = shown_comments(article)
    found = list(shown[: most + 1])
    return found[:most], len(found) if len(found) <= most else shown.count()


def get_open_article(number: int) -> ArticlePage:
    """Return an article that can be read, with its site; raises ArticlePage.DoesNotExist."""
    joined = _open_articles().select_related("site", "site__organisation", "section", "section__site")
    return joined.get(pk=number)


def get_open_headline(number: int) -> ArticlePage:
    """Return an article that can be read without its words, site and section; raises ArticlePage.DoesNotExist."""
    return _open_articles().defer("body", "lead", "folded_text").get(pk=number)


def _open_articles() -> QuerySet[ArticlePage]:
    return with_rules(ArticlePage.objects.filter(state__in=READABLE))


def get_shown_comment(number: int) -> Comment:
    """Return a comment that readers see, with its article; raises Comment.DoesNotExist."""
    return Comment.objects.select_related(
        "article__site", "article__section__site", "site__organisation"
    ).get(pk=number, state=CommentState.SHOWN, article__state__in=READABLE)  # fmt: skip


def with_rules(articles: QuerySet[ArticlePage]) -> QuerySet[ArticlePage]:
    """Read along what the article and its site say about comments, for :func:`takes_comments`; no further query."""
    return articles.annotate(
        own_takes=F("voices__takes_comments"),
        own_last_day=F("voices__closes_on"),
        site_takes=F("site__voices__takes_comments"),
        site_days=F("site__voices__days"),
    )


def last_day_for_comments(article: ArticlePage) -> tuple[bool, dt.date | None]:
    """Return whether readers may send comments on an article at all, and until which day; None for no end."""
    told: Any = article if hasattr(article, "own_takes") else with_rules(ArticlePage.objects.all()).get(pk=article.pk)
    takes = told.own_takes is not False and told.site_takes is not False
    day: dt.date | None = told.own_last_day
    if day is None and told.site_days is not None and article.published_at:
        day = timezone.localdate(article.published_at) + dt.timedelta(days=told.site_days)
    return takes, day


def own_rules(article: ArticlePage) -> tuple[bool, dt.date | None]:
    """Return what the article itself says: whether comments may be sent, and its own last day for them."""
    own = ArticleVoices.objects.filter(article=article).first()
    return (own.takes_comments, own.closes_on) if own else (True, None)


def takes_comments(article: ArticlePage) -> bool:
    """Say whether readers may send comments on an article today."""
    takes, day = last_day_for_comments(article)
    return article.is_readable and takes and (day is None or timezone.localdate() <= day)


def moderated_sites(user: AnyUser) -> QuerySet[SitePage]:
    """Return the sites whose comments ``user`` looks at: those of offices in which he edits or administers."""
    scope = scope_of(user)
    ranges = [each for kind in EDITORS for each in scope.by_kind.get(kind, ())]
    return SitePage.objects.filter(in_ranges("organisation__path", ranges)).order_by("folded_name", "pk")


def visible_comments(user: AnyUser) -> QuerySet[Comment]:
    """Return the comments on the sites that ``user`` looks after, whatever their state."""
    few = list(moderated_sites(user).values_list("pk", flat=True)[: _FEW_SITES + 1])
    mine = Q(site__in=few if len(few) <= _FEW_SITES else moderated_sites(user).order_by().values("pk"))
    return Comment.objects.filter(mine)


def get_visible_comment(user: AnyUser, number: int) -> Comment:
    """Return one comment in scope; raises Comment.DoesNotExist."""
    return (
        visible_comments(user)
        .select_related("site__organisation", "article__site", "article__section__site", "decided_by", "replied_by")
        .get(pk=number)
    )


def listed_comments(
    user: AnyUser, *, state: str = CommentState.HELD, site: int | None = None, query: str = ""
) -> QuerySet[Comment]:
    """Return the comments of a state for the desk: those that wait the oldest first, others the newest first.

    "reported" asks for those that readers reported and nobody looked at since.
    """
    found = visible_comments(user)
    found = found.filter(open_reports__gt=0) if state == "reported" else found.filter(state=state)
    if site is not None:
        found = found.filter(site=site)
    for word in fold_words(query):
        found = found.filter(folded_text__contains=word)
    oldest_first = state in {CommentState.HELD, "reported"}
    return found.select_related("site", "article__site", "article__section__site").order_by(
        "id" if oldest_first else "-id"
    )


def count_waiting(user: AnyUser) -> tuple[int, int]:
    """Return how many comments wait to be looked at, and how many that are shown were reported."""
    mine = visible_comments(user).order_by()
    held = mine.filter(state=CommentState.HELD).count()
    return held, mine.filter(open_reports__gt=0).count()


def wants_comment_mail(user: AnyUser) -> bool:
    """Say whether somebody wants to be told by mail that comments wait; without a choice he does."""
    refused = UserProfile.objects.filter(user=user.pk, updated_comments_notifications=False)
    return not refused.exists()
