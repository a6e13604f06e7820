"""How an office's certificates look."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.models import StoredFile
from caunoi.directory.models import Organisation


class CertificateLayout(models.Model):
    """Texts, signer and pictures of an office's certificates; blank ones follow what its papers say.

    A change holds for what is issued afterwards: each issue freezes the design of its day.
    """

    owner = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="certificate_layout"
    )
    title = models.CharField(_("title"), max_length=60, blank=True)
    opening = models.CharField(_("line above the name"), max_length=120, blank=True)
    body = models.TextField(_("text below the name"), max_length=600, blank=True)
    show_unit = models.BooleanField(_("the holder's unit is shown"), default=True)
    suffix = models.CharField(_("letters after the number"), max_length=30, blank=True)
    authority = models.CharField(_("authority line of the signature"), max_length=120, blank=True)
    signer_title = models.CharField(_("title of the signer"), max_length=120, blank=True)
    signer_name = models.CharField(_("name of the signer"), max_length=120, blank=True)
    signature = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    seal = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    valid_years = models.PositiveSmallIntegerField(_("holds so many years"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("layout of certificates")
        verbose_name_plural = _("layouts of certificates")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_years__isnull=True) | Q(valid_years__range=(1, 50)), name="layout_years_in_reason"
            )
        ]

    def __str__(self) -> str:
        return str(self.owner)
