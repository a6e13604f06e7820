"""Search documents: one folded text an object, with the organisations in whose scope it lies."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchDocument(models.Model):
    """What the desk's search knows of one object. Written by ``core.search`` alone, in the change's own transaction.

    ``terms`` is what is looked up (see ``core.search_terms``): an FTS5 table that triggers keep in step on SQLite, a
    generated tsvector column on PostgreSQL. ``newness`` rises with the day; it is the FTS5 row's number.
    """

    kind = models.CharField(_("kind"), max_length=30)
    object_id = models.CharField(max_length=40)
    title = models.CharField(_("title"), max_length=300)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    date = models.DateField(_("date"), null=True)
    newness = models.BigIntegerField(unique=True)
    folded_title = models.TextField()
    folded_text = models.TextField(blank=True)
    terms = models.TextField(default="")

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        ordering = ["-newness"]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_document_once")]
        indexes = [
            models.Index(fields=["kind", "-newness"], name="search_newest_of_kind"),
            models.Index(fields=["object_id"], name="search_by_object"),
        ]

    def __str__(self) -> str:
        return self.title


class SearchScope(models.Model):
    """One organisation, by its path, in whose scope a document lies."""

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="scopes")
    path = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("search scope")
        verbose_name_plural = _("search scopes")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["document", "path"], name="search_scope_once")]
        indexes = [models.Index(fields=["path", "document"], name="search_scope_path")]

    def __str__(self) -> str:
        return self.path
