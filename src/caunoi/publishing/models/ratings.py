"""What readers gave an article: how many votes for each number of stars, and nothing of who voted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.publishing.models.article import ArticlePage


class Rating(models.Model):
    """The votes of one number of stars for one article."""

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="ratings")
    stars = models.PositiveSmallIntegerField(_("stars"))
    votes = models.PositiveIntegerField(_("votes"))

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ["article", "stars"]
        constraints = [
            models.UniqueConstraint(fields=["article", "stars"], name="rating_once"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="rating_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.stars}: {self.votes}"
