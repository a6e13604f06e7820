"""Publication at a time that was set: planned, taken back, done by a job at the minute, caught up with after a stop."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.publishing import pieces
from caunoi.publishing.enums import Action, ArticleState
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.policies import may_approve
from caunoi.publishing.services import editing, notices

_FARTHEST = dt.timedelta(days=366)


def plan(*, actor: User, article: ArticlePage, at: dt.datetime, check: str) -> ArticlePage:
    """Let a locked, approved article wait for ``at``. Raises ValidationError for a time past or beyond a year."""
    now = timezone.now()
    if at <= now:
        raise ValidationError({"at": _("This time is past. Choose a later one, or publish at once.")})
    if at > now + _FARTHEST:
        raise ValidationError({"at": _("Choose a time within a year.")})
    article.state = ArticleState.SCHEDULED
    article.scheduled_for = at
    editing.set_slug(article)
    editing.keep(actor=actor, article=article)
    audit.record(
        actor=actor,
        action=Action.ARTICLE_SCHEDULED,
        subject=article,
        organisation_id=article.organisation_id,
        details={"at": timezone.localtime(at).isoformat(timespec="minutes"), "check": check},
    )
    return article


@transaction.atomic
def unschedule(*, actor: User, article: ArticlePage, edition: int | None = None) -> ArticlePage:
    """Take a planned publication back: the article can be changed and approved anew.

    Raises PermissionDenied unless the actor edits the site, NotNow when it doesn't wait for a time, StaleChange.
    """
    article = editing.lock(article, edition)
    require(may_approve(actor, article))
    if article.state != ArticleState.SCHEDULED:
        raise NotNow(_("The article doesn't wait for a time of publication."))
    _back(article)
    editing.keep(actor=actor, article=article)
    audit.record(
        actor=actor,
        action=Action.ARTICLE_UNSCHEDULED,
        subject=article,
        organisation_id=article.organisation_id,
    )
    return article


def _back(article: ArticlePage) -> None:
    article.scheduled_for, article.approved_by = None, None
    if article.checked_at:
        article.state = ArticleState.CHECKED
    else:
        article.state = ArticleState.SUBMITTED if article.submitted_at else ArticleState.DRAFT


def anything_due() -> bool:
    """Say whether the time of some article has come."""
    return ArticlePage.objects.filter(state=ArticleState.SCHEDULED, scheduled_for__lte=timezone.now()).exists()


def publish_due() -> int:
    """Publish each article whose time has come, each in a transaction of its own; returns how many.

    Run twice at once it publishes once. An article that lacks something by now (a consent was withdrawn) is held back:
    it waits for approval again, with the reason, and whoever sent it on gets a mail.
    """
    due = ArticlePage.objects.filter(state=ArticleState.SCHEDULED, scheduled_for__lte=timezone.now())
    numbers = list(due.order_by("scheduled_for", "pk").values_list("pk", flat=True))
    return sum(_publish_one(number) for number in numbers)


@transaction.atomic
def _publish_one(number: int) -> bool:
    article = ArticlePage.objects.filter(pk=number).first()
    if article is None:
        return False
    article = editing.lock(article, None)
    now = timezone.now()
    if article.state != ArticleState.SCHEDULED or article.scheduled_for is None or article.scheduled_for > now:
        return False
    approver = article.approved_by
    try:
        editing.check_complete(article)
    except ValidationError as error:
        _back(article)
        article.sent_back_note = " ".join(error.messages)
        editing.keep(actor=None, article=article)
        audit.record(
            actor=None,
            action=Action.ARTICLE_HELD,
            subject=article,
            organisation_id=article.organisation_id,
            reason=article.sent_back_note,
        )
        if approver:
            notices.tell_held(article=article, recipient=approver)
        return False
    article.state = ArticleState.PUBLISHED
    # When it came before the readers, which after a stop of the server is later than planned.
    article.published_at = now
    editing.publish(actor=None, article=article)
    audit.record(
        actor=None,
        action=Action.ARTICLE_PUBLISHED,
        subject=article,
        organisation_id=article.organisation_id,
        details={"address": article.address},
    )
    pieces.touch_article(article)
    return True
