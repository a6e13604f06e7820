"""What the desk reads: articles in scope, whatever their state."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from caunoi.core.text import fold_words
from caunoi.directory.models import Organisation
from caunoi.directory.policies import EDITORS
from caunoi.directory.queries.scope import AnyUser, in_ranges, scope_of
from caunoi.publishing.enums import WAITING
from caunoi.publishing.models import ArticlePage, ArticlePhoto, MediaFile, SitePage
from caunoi.training.models import ClassReport, TrainingClass


def visible_articles(user: AnyUser) -> QuerySet[ArticlePage]:
    """Return the articles that offices in scope wrote, or that stand on their sites."""
    scope = scope_of(user)
    return ArticlePage.objects.filter(
        scope.q("organisation__path") | scope.q("site__organisation__path")
    ).select_related("site", "site__organisation", "section", "section__site", "organisation")


def get_visible_article(user: AnyUser, number: int) -> ArticlePage:
    """Return one article in scope; raises ArticlePage.DoesNotExist."""
    return (
        visible_articles(user)
        .select_related("class_report__training_class", "approved_by", "submitted_by")
        .get(pk=number)
    )


def visible_photos(user: AnyUser) -> QuerySet[ArticlePhoto]:
    """Return the photos of the articles in scope."""
    return ArticlePhoto.objects.filter(article__in=visible_articles(user).values("pk"))


def visible_media(user: AnyUser) -> QuerySet[MediaFile]:
    """Return the recordings of the articles in scope."""
    return MediaFile.objects.filter(article__in=visible_articles(user).values("pk")).select_related(
        "file", "article__site__organisation", "article__section", "article__organisation"
    )


def articles_of_class(user: AnyUser, training_class: TrainingClass) -> QuerySet[ArticlePage]:
    """Return the articles in scope about a class, newest first."""
    return visible_articles(user).filter(class_report__training_class=training_class).order_by("-created_at", "-pk")


def listed_articles(
    user: AnyUser, *, state: str = "", site: int | None = None, query: str = ""
) -> QuerySet[ArticlePage]:
    """Return the articles in scope for the desk's list: what waits for this user first, then the newest.

    ``query`` narrows to articles that hold each of its words, whatever their marks.
    """
    found = visible_articles(user)
    if state:
        found = found.filter(state=state)
    if site is not None:
        found = found.filter(site=site)
    for word in fold_words(query):
        found = found.filter(folded_text__contains=word)
    waiting = Case(When(waiting_condition(user), then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.annotate(waits=waiting).order_by("waits", "-created_at", "-pk")


def waiting_condition(user: AnyUser) -> Q:
    """Return what an article must be to wait for ``user``: submitted or checked, on a site that he edits."""
    return Q(state__in=[state.value for state in WAITING]) & _edited_by(user)


def _edited_by(user: AnyUser) -> Q:
    scope = scope_of(user)
    ranges = [each for kind in EDITORS for each in scope.by_kind.get(kind, ())]
    return in_ranges("site__organisation__path", ranges)


def waiting_articles(user: AnyUser) -> QuerySet[ArticlePage]:
    """Return the articles that wait for the approval of ``user``, the oldest first."""
    return visible_articles(user).filter(waiting_condition(user)).order_by("submitted_at", "pk")


def visible_sites(user: AnyUser) -> QuerySet[SitePage]:
    """Return the sites of offices in scope, by name."""
    return SitePage.objects.filter(scope_of(user).q("organisation__path")).order_by("folded_name", "pk")


def site_for(organisation: Organisation) -> SitePage | None:
    """Return the site on which an office publishes: its own, or that of the nearest office above it; None without."""
    steps = [organisation.path[: end + 1] for end in range(len(organisation.path))]
    return (
        SitePage.objects.filter(organisation__path__in=steps)
        .select_related("organisation")
        .order_by("-organisation__path")
        .first()
    )


def newer_report(article: ArticlePage) -> ClassReport | None:
    """Return the newest frozen facts of the article's class where the article still rests on older ones."""
    if article.class_report is None:
        return None
    return (
        ClassReport.objects.filter(
            training_class=article.class_report.training_class_id, version__gt=article.class_report.version
        )
        .order_by("-version")
        .first()
    )
