"""Where articles stood on a site that was taken over."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.publishing.models.article import ArticlePage
from caunoi.publishing.models.site import SitePage


class OldAddress(models.Model):
    """An address of an old site in its one form (``addresses.old_form``); it leads to the article for good."""

    site = models.ForeignKey(SitePage, on_delete=models.CASCADE, related_name="old_addresses")
    path = models.CharField(_("old address"), max_length=600)
    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="old_addresses")

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [models.UniqueConstraint(fields=["path", "site"], name="old_address_once")]

    def __str__(self) -> str:
        return self.path
