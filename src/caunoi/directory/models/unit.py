"""Administrative units through time."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caunoi.directory.enums import SuccessionKind, UnitLevel


class UnitQuerySet(models.QuerySet["Unit"]):
    """Reads that belong to units everywhere."""

    def at(self, day: date) -> Self:
        """Return the units that existed on ``day``. An unknown beginning counts as always."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )


class Unit(models.Model):
    """A province, former district or commune in the period [valid_from, valid_to).

    Official codes were given anew to some units in 2025, so a code is unique only with its level and beginning.
    """

    code = models.CharField(_("official code"), max_length=5)
    level = models.CharField(_("level"), max_length=10, choices=UnitLevel)
    prefix = models.CharField(_("kind"), max_length=40, help_text=_("Phường, Xã, Quận, Tỉnh …"))
    name = models.CharField(_("name"), max_length=100)
    folded_name = models.CharField(max_length=100)
    folded_full_name = models.CharField(max_length=140)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField(_("from"), null=True)
    valid_to = models.DateField(_("until"), null=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        ordering = ["folded_name", "id"]
        constraints = [
            # Two, because SQLite takes one unknown beginning for different from another.
            models.UniqueConstraint(fields=["level", "code", "valid_from"], name="unit_code_once_a_period"),
            models.UniqueConstraint(
                fields=["level", "code"], condition=Q(valid_from__isnull=True), name="unit_code_once_from_ever"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="unit_period_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["folded_name", "level"], name="unit_by_name"),
            models.Index(fields=["folded_full_name"], name="unit_by_full_name"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name with its kind: "Phường Hòa Khánh"."""
        return f"{self.prefix} {self.name}"

    @property
    def address(self) -> str:
        """The full name with those above it: "Phường Hòa Khánh Nam, Quận Liên Chiểu, Thành phố Đà Nẵng"."""
        names: list[str] = []
        unit: Unit | None = self
        while unit is not None:
            names.append(unit.full_name)
            unit = unit.parent
        return ", ".join(names)

    def exists_on(self, day: date) -> bool:
        """Say whether the unit existed on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)

    def successors(self) -> UnitQuerySet:
        """Return the units that took over the whole or a part of this one; several where it was divided."""
        return Unit.objects.filter(predecessor_links__predecessor=self)

    def predecessors(self) -> UnitQuerySet:
        """Return the units of which this one took over the whole or a part."""
        return Unit.objects.filter(successor_links__successor=self)


class Succession(models.Model):
    """One predecessor and one successor on a day; a divided unit has several rows."""

    predecessor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="successor_links")
    successor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="predecessor_links")
    on = models.DateField(_("on"))
    kind = models.CharField(_("kind"), max_length=10, choices=SuccessionKind)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = ["on", "id"]
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once")]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor} ({self.on:%d/%m/%Y})"
