"""What readers send: comments, which wait at the desk, and reports of comments that are shown."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.core.text import clean, clean_lines, fold
from caunoi.publishing.enums import CommentState
from caunoi.publishing.models import ArticlePage, Comment, CommentReport
from caunoi.publishing.private_words import covered
from caunoi.publishing.queries.comments import takes_comments

MOST_LETTERS = 2_000
MOST_LETTERS_OF_NAME = 60
MOST_LETTERS_OF_REASON = 300
# More than anybody can look at: then a machine is sending.
MOST_WAITING = 500
MOST_WAITING_UNPROVED = 100
# Reports of one comment that are kept; more tell nothing new.
_MOST_REPORTS = 20


@transaction.atomic
def send_comment(*, article: ArticlePage, name: str, text: str, proved: bool) -> Comment:
    """Take a reader's comment; it waits until the office looked at it, and is never changed.

    Phone numbers, numbers of papers, e-mail and street addresses are covered. ``proved`` says that the sender's
    browser worked for it: without, fewer may wait. No actor and no row of the trail: who sent it is not known. The
    same words that wait already are one comment. Raises NotNow where no more are taken, ValidationError.
    """
    if not takes_comments(article):
        raise NotNow(_("No more comments are taken on this article."))
    called, words = clean(name), clean_lines(text)
    faults = check_words(name=called, text=words)
    if faults:
        raise ValidationError(faults)
    called, words = covered(called)[:MOST_LETTERS_OF_NAME], covered(words)
    waiting = Comment.objects.filter(site=article.site_id, state=CommentState.HELD)
    twin = waiting.filter(article=article, name=called, text=words).first()
    if twin is not None:
        return twin
    most = MOST_WAITING if proved else MOST_WAITING_UNPROVED
    if waiting.count() >= most:
        raise NotNow(_("So many comments wait that no more are taken right now. Please try again later."))
    return Comment.objects.create(
        article=article,
        site_id=article.site_id,
        name=called,
        text=words,
        folded_text=folded(called, words),
        created_at=timezone.now().replace(second=0, microsecond=0),
    )


def check_words(*, name: str, text: str) -> dict[str, str]:
    """Return what is wrong with a comment, by field; nothing for one that can be sent."""
    faults: dict[str, str] = {}
    if len(name) > MOST_LETTERS_OF_NAME:
        faults["name"] = _("Type a shorter name, at most %(most)s letters.") % {"most": MOST_LETTERS_OF_NAME}
    if not text:
        faults["text"] = _("Type your comment.")
    elif len(text) > MOST_LETTERS:
        faults["text"] = _("This is longer than %(most)s letters. Shorten it, or make it two comments.") % {
            "most": MOST_LETTERS
        }
    return faults


def folded(name: str, text: str) -> str:
    """Return by what a comment is found at the desk."""
    return fold(f"{name} {text}")


@transaction.atomic
def report_comment(*, comment: Comment, reason: str) -> None:
    """Note what a reader finds wrong with a comment that is shown; it stays shown until the office decides.

    No actor and no row of the trail, as above. Raises NotNow for a comment that is not shown, ValidationError.
    """
    why = covered(clean(reason))[:MOST_LETTERS_OF_REASON]
    if not why:
        raise ValidationError({"reason": _("Write what is wrong with this comment.")})
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    if locked.state != CommentState.SHOWN:
        raise NotNow(_("This comment is not shown any more."))
    if locked.reports.count() >= _MOST_REPORTS or locked.reports.filter(reason=why).exists():
        return
    CommentReport.objects.create(comment=locked, reason=why)
    Comment.objects.filter(pk=locked.pk).update(open_reports=F("open_reports") + 1)
