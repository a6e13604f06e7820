"""Organisations: three trees over one unit, through time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id, range_below
from caunoi.directory.enums import OrganisationKind, SuccessionKind, System
from caunoi.directory.models.unit import Unit


class Organisation(models.Model):
    """An office, committee, union, school or group that serves a unit.

    ``path`` is the chain of keys from the root, six letters each: everything below an organisation lies in the range
    [path, path + "Z").
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    folded_name = models.CharField(max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    system = models.CharField(_("system"), max_length=10, choices=System)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name=_("serves")
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("under")
    )
    path = models.CharField(max_length=200, unique=True, editable=False)
    email = models.EmailField(_("e-mail of the office"), blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    superior_line = models.CharField(_("line above the name on papers"), max_length=200, blank=True)
    paper_suffix = models.CharField(_("letters after a paper's number"), max_length=40, blank=True)
    paper_place = models.CharField(_("place in the date line"), max_length=80, blank=True)
    paper_authority = models.CharField(_("authority line of the signature"), max_length=120, blank=True)
    paper_signer_title = models.CharField(_("title of the signer"), max_length=120, blank=True)
    paper_signer_name = models.CharField(_("name of the signer"), max_length=120, blank=True)
    paper_recipients = models.TextField(_("recipients of its reports"), blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["folded_name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="organisation_period_in_order",
            ),
        ]
        indexes = [models.Index(fields=["folded_name"], name="organisation_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def range(self) -> tuple[str, str]:
        """The half-open range of paths that holds this organisation and all below it."""
        return range_below(self.path)


class OrganisationSuccession(models.Model):
    """One organisation took over what another held; its staff see what that one held."""

    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successor_links")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="predecessor_links")
    on = models.DateField(_("on"))
    kind = models.CharField(_("kind"), max_length=10, choices=SuccessionKind)

    class Meta:
        verbose_name = _("succession of organisations")
        verbose_name_plural = _("successions of organisations")
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="organisation_succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="organisation_succeeds_another"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
