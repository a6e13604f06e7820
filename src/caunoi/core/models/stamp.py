"""In which edition a named piece of what the public sees is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stamp(models.Model):
    """The edition of one named piece, such as ``article:17`` or ``list:hoa-khanh``.

    ``version`` rises with every change and is never given twice, not even after an older backup was restored: it
    follows the clock, in microseconds since 1970. Without a row the piece never changed, which is edition 0.
    """

    name = models.CharField(primary_key=True, max_length=120)
    version = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("edition of a piece of the portal")
        verbose_name_plural = _("editions of pieces of the portal")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
