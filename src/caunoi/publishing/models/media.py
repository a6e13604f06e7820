"""Audio and video of articles: files of the office's own, with captions and the words that are spoken."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.core.models import StoredFile
from caunoi.publishing.enums import MediaKind
from caunoi.publishing.models.article import ArticlePage


class MediaFile(models.Model):
    """A recording of an article as it was sent. ``captions`` is WebVTT that was parsed and written anew.

    ``seconds``, ``width`` and ``height`` (pixels) come from the file itself; None where it does not tell.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="media")
    kind = models.CharField(_("kind"), max_length=5, choices=MediaKind)
    title = models.CharField(_("title"), max_length=200)
    credit = models.CharField(_("recorded by"), max_length=120, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    seconds = models.PositiveIntegerField(_("length in seconds"), null=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    captions = models.TextField(_("captions"), blank=True)
    transcript = models.TextField(_("transcript"), blank=True)
    names_people = models.BooleanField(_("people who are named can be recognised"), default=False)
    consent = models.BooleanField(_("the people named agreed"), default=False)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("recording of an article")
        verbose_name_plural = _("recordings of an article")
        ordering = ["position", "created_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="media_has_a_title")]

    def __str__(self) -> str:
        return self.title
