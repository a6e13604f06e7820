"""Articles of an old site, until a person has looked at them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.core.models import StoredFile
from caunoi.directory.models import User
from caunoi.intake.enums import CandidateState
from caunoi.publishing.models import ArticlePage, SitePage


class OldArticle(models.Model):
    """What was read from one page or entry of an old site. Only editors of ``site`` see it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(SitePage, on_delete=models.CASCADE, related_name="old_articles")
    file = models.CharField(_("file"), max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    title = models.CharField(_("headline"), max_length=250)
    lead = models.TextField(_("lead"), blank=True)
    body = models.TextField(_("text"), blank=True)
    byline = models.CharField(_("written by"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    published_on = models.DateField(_("published"), null=True, blank=True)
    old_address = models.CharField(_("old address"), max_length=600, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=CandidateState, default=CandidateState.WAITING)
    article = models.ForeignKey(ArticlePage, on_delete=models.SET_NULL, null=True, related_name="read_from")
    at = models.DateTimeField(_("sent in"), auto_now_add=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("article of an old site")
        verbose_name_plural = _("articles of an old site")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["site", "sha256"], name="old_article_once"),
            models.CheckConstraint(condition=~Q(title=""), name="old_article_has_a_title"),
        ]
        indexes = [models.Index(fields=["site", "state", "-at"], name="old_article_by_state")]

    def __str__(self) -> str:
        return self.title


class OldArticlePicture(models.Model):
    """A picture of an old article, re-encoded. Without an alternative it is left out."""

    old_article = models.ForeignKey(OldArticle, on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    alternative = models.CharField(_("what the picture shows"), max_length=300, blank=True)
    caption = models.CharField(_("caption"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("picture of an old article")
        verbose_name_plural = _("pictures of an old article")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.caption or self.alternative or str(self.file)
