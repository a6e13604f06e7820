"""Rooms that an office can hold classes in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.models import Organisation, Unit


class Room(models.Model):
    """A hall or room, as one office keeps it; two classes can't use it at the same sitting."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rooms", verbose_name=_("kept by"))
    name = models.CharField(_("name"), max_length=200)
    folded_name = models.CharField(max_length=200)
    address = models.CharField(_("address"), max_length=300, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="rooms", verbose_name=_("lies in")
    )
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["folded_name", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "folded_name"], name="room_once_an_office")]

    def __str__(self) -> str:
        return self.name
