"""Forms that were sent: the same form sent again leads to what it made the first time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SentForm(models.Model):
    """One form as it was shown to one account, and the page of what came of it. Kept for some days only."""

    actor_id = models.UUIDField()
    key = models.UUIDField()
    leads_to = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("form that was sent")
        verbose_name_plural = _("forms that were sent")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="sent_form_once")]

    def __str__(self) -> str:
        return self.leads_to
