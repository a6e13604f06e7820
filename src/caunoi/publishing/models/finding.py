"""What readers can find: one row for each thing that is public now, and the words in use."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.publishing.models.site import SitePage


class PublicDocument(models.Model):
    """What the portal's search, feeds of addresses and sitemap know of one thing that everybody may read.

    Written by ``publishing.services.finding`` alone, in the change's own transaction: what is not public has no row.
    ``terms`` is what is looked up (see ``publishing.search_terms``): an FTS5 table that triggers keep in step on
    SQLite, a generated tsvector column on PostgreSQL. ``newness`` rises with the day; it is the FTS5 row's number.
    ``flat`` is ``text`` folded letter by letter, for the marks in excerpts.
    """

    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.CharField(max_length=40)
    site = models.ForeignKey(SitePage, on_delete=models.CASCADE, null=True, related_name="+")
    address = models.CharField(_("address"), max_length=500)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    flat = models.TextField(blank=True)
    day = models.DateField(_("day"))
    changed_at = models.DateTimeField(_("last change seen by readers"))
    newness = models.BigIntegerField(unique=True)
    terms = models.TextField(default="")

    class Meta:
        verbose_name = _("public search document")
        verbose_name_plural = _("public search documents")
        ordering = ["-newness"]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="public_document_once")]

    def __str__(self) -> str:
        return self.title


class PublicWord(models.Model):
    """A folded word that something public holds; what is typed wrongly is compared with these."""

    word = models.CharField(primary_key=True, max_length=40)

    class Meta:
        verbose_name = _("word of public texts")
        verbose_name_plural = _("words of public texts")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word
