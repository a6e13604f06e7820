"""The check of an article: somebody other than the author reads it before it is approved."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.core.text import clean_lines
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import User
from caunoi.directory.policies import EDITORS, require
from caunoi.publishing import pieces
from caunoi.publishing.enums import Action, ArticleState
from caunoi.publishing.models import ArticlePage, SitePage
from caunoi.publishing.policies import is_author, may_check, may_write, opens_site
from caunoi.publishing.services import articles, editing


@transaction.atomic
def check_article(
    *, actor: User, article: ArticlePage, passed: bool, note: str = "", edition: int | None = None
) -> ArticlePage:
    """Say that an article was read and is right, or give it back to its author with what to change.

    Raises PermissionDenied unless the actor may write there, NotNow for the author and for what doesn't wait for a
    check, StaleChange, ValidationError when a word that readers need is missing, or the note of what to change.
    """
    article = editing.lock(article, edition)
    require(may_write(actor, article))
    if not may_check(actor, article):
        raise NotNow(_("You wrote this article or sent it on. Somebody else checks it."))
    if article.state != ArticleState.SUBMITTED:
        raise NotNow(_("Only an article that was sent on and not checked yet can be checked."))
    if not passed:
        articles.back_to_author(actor=actor, article=article, note=note)
        return article
    editing.check_complete(article)
    article.state = ArticleState.CHECKED
    article.checked_at, article.checked_by = timezone.now(), actor
    article.check_note = clean_lines(note)[:1_000]
    editing.keep(actor=actor, article=article)
    audit.record(
        actor=actor,
        action=Action.ARTICLE_CHECKED,
        subject=article,
        organisation_id=article.organisation_id,
        reason=article.check_note,
    )
    return article


@transaction.atomic
def set_check_rule(*, actor: User, site: SitePage, by_another: bool) -> SitePage:
    """Say whether a site wants a second person for every article. Raises PermissionDenied unless he administers it."""
    require(opens_site(actor, site.organisation))
    site = SitePage.objects.select_for_update().select_related("organisation").get(pk=site.pk)
    if site.checked_by_another == by_another:
        return site
    site.checked_by_another = by_another
    site.save(update_fields=["checked_by_another"])
    audit.record(
        actor=actor,
        action=Action.RULE_CHANGED,
        subject=site,
        organisation_id=site.organisation_id,
        details={"checked_by_another": [not by_another, by_another]},
    )
    pieces.touch_site(site)
    return site


def told_check(*, actor: User, article: ArticlePage) -> str:
    """Return what the trail says of the check as ``actor`` approves the article.

    ``done``, ``approver`` where the approver is the second person, ``nobody_else`` where the office has no other
    person who could check, ``not_asked`` where the site asks for none. Raises NotNow where another one must check.
    """
    if article.state == ArticleState.CHECKED:
        return "done"
    if not is_author(actor, article):
        return "approver"
    if not article.site.checked_by_another:
        return "not_asked"
    if others_who_check(article).exclude(pk=actor.pk).exists():
        raise NotNow(_("This site wants a second person: let somebody else check your article first."))
    return "nobody_else"


def others_who_check(article: ArticlePage) -> QuerySet[User]:
    """Return the accounts of the article's office and of its site's office that could check it, without its author."""
    day = timezone.localdate()
    kinds = [*EDITORS, RoleKind.ORGANISER]
    return (
        User.objects.filter(
            Q(roles__valid_from__isnull=True) | Q(roles__valid_from__lte=day),
            Q(roles__valid_to__isnull=True) | Q(roles__valid_to__gt=day),
            roles__organisation__in=[article.organisation_id, article.site.organisation_id],
            roles__kind__in=kinds,
            is_active=True,
        )
        .exclude(pk__in=[pk for pk in (article.owner_id, article.submitted_by_id) if pk])
        .order_by("username")
        .distinct()
    )
