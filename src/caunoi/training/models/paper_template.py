"""Templates with which an office replaces the shipped ones."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.core.models import StoredFile
from caunoi.directory.enums import System
from caunoi.directory.models import Organisation, User
from caunoi.training.enums import paper_kinds


class PaperTemplate(models.Model):
    """An office's own Word template for one kind of paper in one layout; serves it and the offices below it."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="paper_templates", verbose_name=_("kept by")
    )
    kind = models.CharField(_("kind of paper"), max_length=30, choices=paper_kinds)
    layout = models.CharField(_("layout"), max_length=10, choices=System)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(_("replaced"), auto_now=True)
    replaced_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("template of a paper")
        verbose_name_plural = _("templates of papers")
        ordering = ["kind", "layout", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "layout"], name="paper_template_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_layout_display()})"
