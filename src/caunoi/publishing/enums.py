"""The closed lists of publishing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArticleState(models.TextChoices):
    """Where an article stands."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waiting for approval")
    PUBLISHED = "published", _("published")
    CORRECTED = "corrected", _("published, corrected")
    WITHDRAWN = "withdrawn", _("withdrawn")


# Readable in full by everybody.
READABLE = (ArticleState.PUBLISHED, ArticleState.CORRECTED)
# Has an address that answers, if only with a note.
PUBLIC = (*READABLE, ArticleState.WITHDRAWN)
# Can still be edited freely.
UNPUBLISHED = (ArticleState.DRAFT, ArticleState.SUBMITTED)


class NoteKind(models.TextChoices):
    """What a visible note under an article tells of."""

    CORRECTION = "correction", _("correction")
    WITHDRAWAL = "withdrawal", _("withdrawal")


class CommentState(models.TextChoices):
    """Where a reader's comment stands."""

    HELD = "held", _("waits to be looked at")
    SHOWN = "shown", _("shown")
    REFUSED = "refused", _("not shown")
    REMOVED = "removed", _("taken down")


class Action(models.TextChoices):
    """What the trail says of publishing."""

    SITE_OPENED = "publishing.site_opened", _("opened the news site")
    SITE_CHANGED = "publishing.site_changed", _("changed the news site")
    ARTICLE_DRAFTED = "publishing.article_drafted", _("drafted the article")
    ARTICLE_CHANGED = "publishing.article_changed", _("changed the article")
    ARTICLE_SUBMITTED = "publishing.article_submitted", _("sent the article for approval")
    ARTICLE_SENT_BACK = "publishing.article_sent_back", _("sent the article back")
    ARTICLE_APPROVED = "publishing.article_approved", _("approved and published the article")
    ARTICLE_CORRECTED = "publishing.article_corrected", _("corrected the published article")
    ARTICLE_WITHDRAWN = "publishing.article_withdrawn", _("withdrew the article")
    ARTICLE_DISCARDED = "publishing.article_discarded", _("threw the draft away")
    PHOTO_ADDED = "publishing.photo_added", _("added the photo")
    PHOTO_CHANGED = "publishing.photo_changed", _("changed the photo")
    PHOTO_REMOVED = "publishing.photo_removed", _("removed the photo")
    COMMENTS_SHOWN = "publishing.comments_shown", _("showed comments of readers")
    COMMENTS_REFUSED = "publishing.comments_refused", _("did not show comments of readers")
    COMMENTS_REMOVED = "publishing.comments_removed", _("took down comments of readers")
    COMMENTS_HELD = "publishing.comments_held", _("put comments of readers back")
    COMMENT_REPORTS_SETTLED = "publishing.comment_reports_settled", _("left reported comments as they are")
    COMMENT_ANSWERED = "publishing.comment_answered", _("answered a comment of a reader")
    COMMENT_RULES_SET = "publishing.comment_rules_set", _("set the rules for comments")
