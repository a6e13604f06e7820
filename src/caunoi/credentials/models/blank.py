"""Printed blanks that nobody got."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.credentials.models.award import Award
from caunoi.directory.models import Organisation, User


class SpoiledBlank(models.Model):
    """A numbered blank that was spoiled, with the reason; ``award`` is the certificate that was to stand on it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="spoiled_blanks")
    serial = models.CharField(_("number of the blank"), max_length=40)
    reason = models.CharField(_("reason"), max_length=300)
    source = models.CharField(max_length=60, blank=True)
    award = models.ForeignKey(Award, on_delete=models.SET_NULL, null=True, related_name="spoiled_blanks")
    noted_on = models.DateField(_("noted on"))
    noted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("spoiled blank")
        verbose_name_plural = _("spoiled blanks")
        ordering = ["serial", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "serial"], name="spoiled_blank_once"),
            models.CheckConstraint(condition=~Q(serial="") & ~Q(reason=""), name="spoiled_blank_told"),
        ]

    def __str__(self) -> str:
        return self.serial
