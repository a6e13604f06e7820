"""Photos of articles: the register of what lies in the one file store."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.core.models import StoredFile
from caunoi.publishing.models.article import ArticlePage


class ArticlePhoto(models.Model):
    """A picture of an article, re-encoded without place, time and camera; what was sent itself is not kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField(default=0)
    alternative = models.CharField(_("what the picture shows"), max_length=300)
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("photo by"), max_length=120, blank=True)
    names_people = models.BooleanField(_("the caption names people who can be recognised"), default=False)
    consent = models.BooleanField(_("the people named agreed"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("photo of an article")
        verbose_name_plural = _("photos of an article")
        ordering = ["position", "created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(alternative=""), name="photo_has_an_alternative"),
        ]

    def __str__(self) -> str:
        return self.caption or self.alternative


class PhotoSize(models.Model):
    """One width of a photo, in pixels, and its bytes."""

    photo = models.ForeignKey(ArticlePhoto, on_delete=models.CASCADE, related_name="sizes")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("size of a photo")
        verbose_name_plural = _("sizes of a photo")
        ordering = ["width"]
        constraints = [models.UniqueConstraint(fields=["photo", "width"], name="photo_size_once")]

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"


class LighterForms(models.Model):
    """A size of a photo in kinds that weigh less; null where a kind would save nothing. Made by a job, once."""

    size = models.OneToOneField(PhotoSize, on_delete=models.CASCADE, primary_key=True, related_name="lighter")
    webp = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    avif = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("lighter forms of a photo")
        verbose_name_plural = _("lighter forms of a photo")

    def __str__(self) -> str:
        return str(self.size_id)
