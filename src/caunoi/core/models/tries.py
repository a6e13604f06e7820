"""How often something was tried of late, counted where every process of the installation sees it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TryCount(models.Model):
    """The tries of one address or account within one stretch of time. ``key`` is a hash: nobody can be read from it."""

    key = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField()
    # Seconds since 1970, so that one statement counts on both databases.
    ends_at = models.PositiveBigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("count of tries")
        verbose_name_plural = _("counts of tries")
        ordering = ["ends_at"]

    def __str__(self) -> str:
        return str(self.count)
