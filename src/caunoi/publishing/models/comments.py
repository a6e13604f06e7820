"""Comments of readers: held until the office looked at them, answered by it, reported by others."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.directory.models import User
from caunoi.publishing.enums import CommentState
from caunoi.publishing.models.article import ArticlePage
from caunoi.publishing.models.site import SitePage


class Comment(models.Model):
    """What a reader wrote under an article. Its words are never changed; of who wrote it only the name given is kept.

    ``site`` repeats what the article says, so that the queue of a site comes from one index; articles are never moved.
    """

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="comments")
    site = models.ForeignKey(SitePage, on_delete=models.CASCADE, related_name="comments")
    name = models.CharField(_("name given"), max_length=60, blank=True)
    text = models.TextField(_("comment"))
    folded_text = models.TextField(editable=False, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=CommentState, default=CommentState.HELD)
    # To the minute: more could be laid beside a log of requests.
    created_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    refused_because = models.CharField(_("why it is not shown"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("decided by")
    )
    reply = models.TextField(_("reply of the office"), blank=True)
    replied_at = models.DateTimeField(_("replied"), null=True, editable=False)
    replied_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("replied by")
    )
    # Reports that nobody looked at yet.
    open_reports = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-id"]
        indexes = [
            # Ordered by the number alone, PostgreSQL walks back through all comments until it met enough of an article.
            models.Index(fields=["article", "state", "created_at", "id"], name="comment_by_time"),
            models.Index(fields=["state", "site", "id"], name="comment_of_site"),
            models.Index(fields=["state", "id"], name="comment_by_state"),
            models.Index(fields=["open_reports", "site"], name="comment_reported", condition=Q(open_reports__gt=0)),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class CommentReport(models.Model):
    """What a reader found wrong with a comment that is shown; nothing is kept of who told."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(_("what is wrong with it"), max_length=300)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("report of a comment")
        verbose_name_plural = _("reports of comments")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.reason[:80]


class SiteVoices(models.Model):
    """Whether a site takes comments, and for how many days after publication; without a row it takes them always."""

    site = models.OneToOneField(SitePage, on_delete=models.CASCADE, related_name="voices")
    takes_comments = models.BooleanField(_("readers may send comments"), default=True)
    days = models.PositiveIntegerField(_("days after publication"), null=True, blank=True)

    class Meta:
        verbose_name = _("rules for comments of a site")
        verbose_name_plural = _("rules for comments of sites")

    def __str__(self) -> str:
        return str(self.takes_comments)


class ArticleVoices(models.Model):
    """What one article says otherwise than its site: no comments, or until another day."""

    article = models.OneToOneField(ArticlePage, on_delete=models.CASCADE, related_name="voices")
    takes_comments = models.BooleanField(_("readers may send comments"), default=True)
    closes_on = models.DateField(_("last day for comments"), null=True, blank=True)

    class Meta:
        verbose_name = _("rules for comments of an article")
        verbose_name_plural = _("rules for comments of articles")

    def __str__(self) -> str:
        return str(self.closes_on or self.takes_comments)
