"""The register of stored files; the bytes lie in the content-addressed store."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id


class StoredFile(models.Model):
    """One name for some bytes; equal bytes are stored once. Private unless published."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = models.UUIDField(_("organisation"), null=True)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("content type"), max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size"))
    public = models.BooleanField(_("public"), default=False)
    created_at = models.DateTimeField(_("stored at"), auto_now_add=True)
    created_by_id = models.UUIDField(_("stored by"), null=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class LooseBytes(models.Model):
    """Bytes in the store to which no row refers, and since when that is known: they are swept after a while."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("bytes without a file")
        verbose_name_plural = _("bytes without a file")
        ordering = ["since", "sha256"]

    def __str__(self) -> str:
        return self.sha256
