"""The desk's side of comments: shown, not shown, taken down, put back, answered; and the rules for sending them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.core.text import clean, clean_lines
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.publishing import pieces
from caunoi.publishing.enums import Action, CommentState
from caunoi.publishing.models import ArticlePage, ArticleVoices, Comment, CommentReport, SitePage, SiteVoices
from caunoi.publishing.policies import may_approve, moderates, opens_site

MOST_LETTERS_OF_REPLY = 3_000
MOST_AT_ONCE = 200


@transaction.atomic
def show_comments(*, actor: User, comments: Sequence[int]) -> list[int]:
    """Show comments that waited, or that were not shown; returns those that changed.

    Raises PermissionDenied where one is on a site that the actor does not edit: then nothing is changed.
    """
    found = _locked(actor, comments, but={CommentState.SHOWN})
    return _decide(actor, found, CommentState.SHOWN, Action.COMMENTS_SHOWN)


@transaction.atomic
def refuse_comments(*, actor: User, comments: Sequence[int], reason: str) -> list[int]:
    """Do not show comments, or take down those that are shown; ``reason`` stays at the desk. Returns those changed.

    Raises as :func:`show_comments`, ValidationError without a reason.
    """
    why = clean(reason)[:300]
    if not why:
        raise ValidationError({"reason": _("Write why the comments are not shown.")})
    found = _locked(actor, comments, but={CommentState.REFUSED, CommentState.REMOVED})
    shown = [one for one in found if one.state == CommentState.SHOWN]
    waited = [one for one in found if one.state != CommentState.SHOWN]
    done = _decide(actor, waited, CommentState.REFUSED, Action.COMMENTS_REFUSED, reason=why)
    return done + _decide(actor, shown, CommentState.REMOVED, Action.COMMENTS_REMOVED, reason=why)


@transaction.atomic
def hold_comments(*, actor: User, comments: Sequence[int]) -> list[int]:
    """Put comments back among those that wait: the undoing of each decision. Raises as :func:`show_comments`."""
    found = _locked(actor, comments, but={CommentState.HELD})
    return _decide(actor, found, CommentState.HELD, Action.COMMENTS_HELD)


@transaction.atomic
def settle_reports(*, actor: User, comments: Sequence[int]) -> list[int]:
    """Leave reported comments as they are: the reports are done with. Raises as :func:`show_comments`."""
    found = [one for one in _locked(actor, comments, but=set()) if one.open_reports]
    _forget_reports(found)
    _record(actor, found, Action.COMMENT_REPORTS_SETTLED)
    return [one.pk for one in found]


@transaction.atomic
def answer_comment(*, actor: User, comment: Comment, reply: str, show: bool = False) -> Comment:
    """Write, change or take away the office's reply; readers see it below the comment. ``show`` shows it as well.

    Raises as :func:`show_comments`, NotNow for a comment that is not shown and stays so, ValidationError.
    """
    locked = _locked(actor, [comment.pk], but=set())[0]
    words = clean_lines(reply)
    if len(words) > MOST_LETTERS_OF_REPLY:
        raise ValidationError(
            {"reply": _("This is longer than %(most)s letters. Shorten it.") % {"most": MOST_LETTERS_OF_REPLY}}
        )
    if not words and not locked.reply:
        raise ValidationError({"reply": _("Write the reply.")})
    if locked.state not in {CommentState.SHOWN, CommentState.HELD}:
        raise NotNow(_("This comment is not shown; put it back first."))
    if words != locked.reply:
        locked.reply, locked.replied_by = words, actor if words else None
        locked.replied_at = timezone.now() if words else None
        locked.save(update_fields=["reply", "replied_by", "replied_at"])
        _record(actor, [locked], Action.COMMENT_ANSWERED)
    if show and locked.state == CommentState.HELD:
        _decide(actor, [locked], CommentState.SHOWN, Action.COMMENTS_SHOWN)
    else:
        pieces.touch_comments(locked.article_id)
    return locked


@transaction.atomic
def set_site_voices(*, actor: User, site: SitePage, takes_comments: bool, days: int | None = None) -> SiteVoices:
    """Say whether a site takes comments, and for how many days after publication; an article may say otherwise.

    That comments wait until somebody looked at them can't be switched off. Raises PermissionDenied unless the actor
    administers the office of the site, ValidationError.
    """
    require(opens_site(actor, site.organisation))
    if days is not None and not 1 <= days <= 3650:
        raise ValidationError({"days": _("Type a number of days from 1 to 3650, or nothing.")})
    rules, _made = SiteVoices.objects.select_for_update().get_or_create(site=site)
    before = {"takes_comments": rules.takes_comments, "days": rules.days}
    details = audit.changes(before, {"takes_comments": takes_comments, "days": days})
    if not details:
        return rules
    rules.takes_comments, rules.days = takes_comments, days
    rules.save(update_fields=["takes_comments", "days"])
    audit.record(
        actor=actor,
        action=Action.COMMENT_RULES_SET,
        subject=site,
        organisation_id=site.organisation_id,
        details=details,
    )
    pieces.touch_site(site)
    return rules


@transaction.atomic
def set_article_voices(
    *, actor: User, article: ArticlePage, takes_comments: bool, closes_on: dt.date | None = None
) -> ArticleVoices:
    """Say whether one article takes comments, and until which day; None leaves the day to the site's rule.

    Raises PermissionDenied unless the actor edits the site.
    """
    require(may_approve(actor, article))
    rules, _made = ArticleVoices.objects.select_for_update().get_or_create(article=article)
    before = {"takes_comments": rules.takes_comments, "closes_on": rules.closes_on}
    details = audit.changes(before, {"takes_comments": takes_comments, "closes_on": closes_on})
    if not details:
        return rules
    rules.takes_comments, rules.closes_on = takes_comments, closes_on
    rules.save(update_fields=["takes_comments", "closes_on"])
    audit.record(
        actor=actor,
        action=Action.COMMENT_RULES_SET,
        subject=article,
        organisation_id=article.organisation_id,
        details=details,
    )
    pieces.touch_comments(article.pk)
    return rules


def _locked(actor: User, numbers: Sequence[int], *, but: Collection[str]) -> list[Comment]:
    """Lock comments, those in a state of ``but`` left out; each must be on a site that the actor edits."""
    rows = Comment.objects.select_for_update(of=("self",)).select_related("site__organisation", "article__site")
    found = list(rows.filter(pk__in=list(numbers)[:MOST_AT_ONCE]).order_by("pk"))
    require(bool(found) and all(moderates(actor, one.site) for one in found))
    return [one for one in found if one.state not in but]


def _decide(actor: User, found: list[Comment], state: CommentState, action: Action, *, reason: str = "") -> list[int]:
    if not found:
        return []
    seen = {one.article_id for one in found if CommentState.SHOWN in {state, one.state}}
    now = timezone.now()
    waits = state == CommentState.HELD
    for one in found:
        one.state, one.refused_because = state, reason
        one.decided_at, one.decided_by = (None, None) if waits else (now, actor)
    Comment.objects.bulk_update(found, ["state", "refused_because", "decided_at", "decided_by"])
    _forget_reports(found)
    _record(actor, found, action, reason=reason)
    pieces.touch_comments(*seen)
    return [one.pk for one in found]


def _forget_reports(found: list[Comment]) -> None:
    reported = [one.pk for one in found if one.open_reports]
    if reported:
        Comment.objects.filter(pk__in=reported).update(open_reports=0)
        CommentReport.objects.filter(comment__in=reported).delete()


def _record(actor: User, found: list[Comment], action: Action, *, reason: str = "") -> None:
    """Write a row of the trail for each article: which comments, by number; their words stay out of the trail."""
    by_article: dict[int, list[Comment]] = defaultdict(list)
    for one in found:
        by_article[one.article_id].append(one)
    for rows in by_article.values():
        audit.record(
            actor=actor,
            action=action,
            subject=rows[0].article,
            organisation_id=rows[0].site.organisation_id,
            details={"comment_numbers": [one.pk for one in rows], "count": len(rows)},
            reason=reason,
        )
