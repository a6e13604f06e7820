"""The catalogue of topics."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.core.models import StoredFile
from caunoi.directory.models import Organisation


class Topic(models.Model):
    """What can be taught: title, outline, objectives and files, as one office keeps it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="topics", verbose_name=_("kept by"))
    title = models.CharField(_("title"), max_length=500)
    folded_title = models.CharField(max_length=500)
    outline = models.TextField(_("outline"), blank=True)
    objectives = models.TextField(_("objectives"), blank=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["folded_title", "id"]
        indexes = [models.Index(fields=["owner", "folded_title"], name="topic_by_title")]

    def __str__(self) -> str:
        return self.title


class TopicFile(models.Model):
    """A file of a topic: slides, reading, exercise."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("topic file")
        verbose_name_plural = _("topic files")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title or self.file.name
