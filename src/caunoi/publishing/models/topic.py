"""Topics of a site: the headings under which readers find articles of several sections and years."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.publishing.models.article import ArticlePage
from caunoi.publishing.models.site import SitePage


class SiteTopic(models.Model):
    """A topic of one site. The slug stands in a permanent address and survives a new title."""

    site = models.ForeignKey(SitePage, on_delete=models.CASCADE, related_name="topics")
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(max_length=80)

    class Meta:
        verbose_name = _("topic of a site")
        verbose_name_plural = _("topics of a site")
        ordering = ["title", "id"]
        constraints = [models.UniqueConstraint(fields=["site", "slug"], name="site_topic_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """The list of the topic's articles."""
        return f"/{self.site.slug}/chuyen-de/{self.slug}/"


class ArticleTopic(models.Model):
    """That an article stands under a topic of its site."""

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="under")
    topic = models.ForeignKey(SiteTopic, on_delete=models.CASCADE, related_name="of")

    class Meta:
        verbose_name = _("topic of an article")
        verbose_name_plural = _("topics of an article")
        constraints = [models.UniqueConstraint(fields=["article", "topic"], name="article_topic_once")]

    def __str__(self) -> str:
        return str(self.topic)
