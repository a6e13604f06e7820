"""Numbered documents on which classes rest."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.core.models import StoredFile
from caunoi.directory.models.organisation import Organisation


class Directive(models.Model):
    """A plan, decision, guide … with its number ("68-KH/BDVTU"), as one office keeps it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="directives", verbose_name=_("kept by")
    )
    number = models.CharField(_("number"), max_length=60)
    folded_number = models.CharField(max_length=60)
    kind = models.CharField(_("kind of document"), max_length=60, blank=True)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    issued_on = models.DateField(_("dated"), null=True, blank=True)
    title = models.CharField(_("subject of the document"), max_length=500, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("directive")
        verbose_name_plural = _("directives")
        ordering = ["-issued_on", "number"]
        indexes = [models.Index(fields=["owner", "folded_number"], name="directive_by_number")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}".strip()
