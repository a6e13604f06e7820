"""How often pages were viewed and rated, and what tells for one day that a visitor was counted already."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.publishing.models.article import ArticlePage


class ViewCount(models.Model):
    """A number that readers make: ``name`` says of what.

    "article:12" are the views of an article and "site:hoa-khanh" the visits of a site, each visitor once a day;
    "rating:12:5" are the votes that gave the article five stars.
    """

    name = models.CharField(primary_key=True, max_length=300)
    total = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("count of views")
        verbose_name_plural = _("counts of views")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}: {self.total}"


class DayReads(models.Model):
    """How many visitors read an article on a day, so that a site can tell what is read most of late. Numbers alone.

    ``site`` is the slug, which never changes. What is older than the list looks back is deleted.
    """

    site = models.CharField(max_length=255)
    day = models.DateField()
    # Counted by the number in an address: a count that comes in late must not fail on what was deleted meanwhile.
    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, db_constraint=False, related_name="day_reads")
    total = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("readers of a day")
        verbose_name_plural = _("readers of days")
        ordering = ["site", "day", "article"]
        constraints = [models.UniqueConstraint(fields=["site", "day", "article"], name="day_reads_once")]
        indexes = [models.Index(fields=["day"], name="day_reads_age")]

    def __str__(self) -> str:
        return f"{self.site} {self.day}: {self.total}"


class VisitorMark(models.Model):
    """A keyed hash of what was viewed and from where; without the salt of the day it tells nothing. Kept for the day.

    It is another one for each thing viewed: what one visitor viewed can't be put together from it. In no backup.
    """

    mark = models.CharField(primary_key=True, max_length=43)
    # What online now is counted by; "" where that is not asked.
    name = models.CharField(max_length=300, blank=True)
    # Seconds since 1970 of the last view, so that one statement counts on both databases.
    at = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("mark of a visitor")
        verbose_name_plural = _("marks of visitors")
        ordering = ["mark"]
        indexes = [
            models.Index(fields=["name", "at"], name="visitor_mark_online"),
            models.Index(fields=["at"], name="visitor_mark_age"),
        ]

    def __str__(self) -> str:
        return self.mark


class DaySalt(models.Model):
    """What the marks of one day are made with, beside a key outside the database. Destroyed when the day is over."""

    day = models.DateField(primary_key=True)
    salt = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("salt of a day")
        verbose_name_plural = _("salts of days")
        ordering = ["day"]

    def __str__(self) -> str:
        return str(self.day)
