"""Articles that an office offers to the office above it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.models import User
from caunoi.publishing.enums import OfferState
from caunoi.publishing.models.article import ArticlePage
from caunoi.publishing.models.site import SitePage


class Offer(models.Model):
    """A published article, offered to a site above; ``copy`` is the article that was made of it there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="offers")
    site = models.ForeignKey(SitePage, on_delete=models.CASCADE, related_name="offers")
    state = models.CharField(_("state"), max_length=8, choices=OfferState, default=OfferState.OPEN)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    # What happened to the original since it was taken over, until somebody has seen it.
    news = models.TextField(_("news of the original"), blank=True)
    news_at = models.DateTimeField(null=True)
    copy = models.OneToOneField(ArticlePage, on_delete=models.SET_NULL, null=True, related_name="taken_by_offer")

    class Meta:
        verbose_name = _("offer of an article")
        verbose_name_plural = _("offers of articles")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "site"], condition=Q(state__in=["open", "taken"]), name="offer_once"
            ),
        ]
        indexes = [models.Index(fields=["site", "state", "-at"], name="offer_by_site")]

    def __str__(self) -> str:
        return str(self.article)
