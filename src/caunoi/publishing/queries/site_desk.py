"""What the desk reads of sites: their parts in scope, and what may be taken up."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from caunoi.directory.models import Organisation
from caunoi.directory.queries.scope import AnyUser
from caunoi.publishing.models import FaqEntry, SiteHost, SitePage, SitePart
from caunoi.publishing.queries.articles import visible_sites
from caunoi.training.enums import Moderation, QuestionState
from caunoi.training.models import Question
from caunoi.training.queries.classes import visible_classes


def visible_parts(user: AnyUser, model: type[SitePart]) -> QuerySet[SitePart]:
    """Return the parts of one kind on the sites in scope, in their order."""
    return model._base_manager.filter(site__in=visible_sites(user).order_by().values("pk")).order_by("position", "pk")


def visible_hosts(user: AnyUser) -> QuerySet[SiteHost]:
    """Return the host names of the sites in scope."""
    return SiteHost.objects.filter(site__in=visible_sites(user).order_by().values("pk")).select_related(
        "site__organisation"
    )


def questions_to_take_up(user: AnyUser, site: SitePage) -> QuerySet[Question]:
    """Return the answered questions of the office's classes in scope that stand on the site in no form, newest first.

    Hidden ones and those merged into another are not offered.
    """
    low, high = site.organisation.range
    taken = FaqEntry.objects.filter(site=site, floor_question=OuterRef("pk"))
    classes = visible_classes(user).filter(keeper__path__gte=low, keeper__path__lt=high)
    return (
        Question.objects.filter(
            training_class__in=classes.order_by().values("pk"),
            state=QuestionState.ANSWERED,
            moderation=Moderation.SHOWN,
            merge__isnull=True,
        )
        .exclude(answer="")
        .exclude(Exists(taken))
        .select_related("training_class", "agenda_item")
        .order_by("-answered_at", "-created_at", "pk")
    )


def offices_without_site(top: Organisation) -> QuerySet[Organisation]:
    """Return the office and those below it that have no site and still exist, from above to below."""
    low, high = top.range
    return Organisation.objects.filter(
        path__gte=low, path__lt=high, news_site__isnull=True, valid_to__isnull=True
    ).order_by("path")
