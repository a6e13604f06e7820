"""Entries of the public calendar: events of an office, and classes that it shows there."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.models import User
from caunoi.publishing.enums import EventCourse, ShelfState
from caunoi.publishing.models.site import SitePage
from caunoi.training.models import TrainingClass


class Event(models.Model):
    """What takes place. That of a class repeats what the class says and follows each of its changes.

    ``told_on`` is the first day as readers knew it before the last move, ``told_days`` how many entries calendars of
    readers ever got of it, ``sequence`` how often when, where or whether was changed.
    """

    uid: models.UUIDField[UUID, UUID] = models.UUIDField(default=new_id, unique=True, editable=False)
    site = models.ForeignKey(SitePage, on_delete=models.PROTECT, related_name="events", verbose_name=_("news site"))
    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, null=True, related_name="events", verbose_name=_("class")
    )
    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(max_length=100)
    place = models.CharField(_("place"), max_length=500, blank=True)
    audience = models.CharField(_("for whom"), max_length=500, blank=True)
    hosts = models.CharField(_("held by"), max_length=600, blank=True)
    description = models.TextField(_("what it is about"), blank=True)
    contact = models.TextField(_("how to ask"), blank=True)
    folded_text = models.TextField(editable=False, blank=True)
    folded_place = models.CharField(max_length=1_200, editable=False, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    register_by = models.DateField(_("registration until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ShelfState, default=ShelfState.DRAFT)
    course = models.CharField(_("course"), max_length=10, choices=EventCourse, default=EventCourse.ON)
    note = models.TextField(_("what readers are told"), blank=True)
    told_on = models.DateField(null=True, editable=False)
    told_days = models.PositiveSmallIntegerField(default=0, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    edition = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    published_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="event_days_in_order"),
            models.CheckConstraint(
                condition=Q(state=ShelfState.DRAFT) | Q(published_at__isnull=False), name="event_public_has_a_day"
            ),
            models.UniqueConstraint(
                fields=["site", "training_class"],
                condition=Q(training_class__isnull=False),
                name="event_of_a_class_once",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "state", "ends_on", "id"], name="event_by_site"),
            models.Index(fields=["site", "state", "-starts_on", "-id"], name="event_by_site_back"),
            models.Index(fields=["state", "ends_on", "id"], name="event_by_day"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """The permanent address: its number finds it, and the year is that in which it was written here."""
        return f"/{self.site.slug}/lich/{timezone.localtime(self.created_at).year}/{self.slug}-{self.pk}"

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""
        return self.state == ShelfState.PUBLIC


class EventDay(models.Model):
    """One day of an event, with its hours where they are known; ``site`` repeats the event's for the month's page."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="days")
    site = models.ForeignKey(SitePage, on_delete=models.PROTECT, related_name="+")
    date = models.DateField(_("day"))
    starts_at = models.TimeField(_("begins at"), null=True)
    ends_at = models.TimeField(_("ends at"), null=True)

    class Meta:
        verbose_name = _("day of an event")
        verbose_name_plural = _("days of an event")
        ordering = ["date", "starts_at", "id"]
        constraints = [models.UniqueConstraint(fields=["event", "date"], name="event_day_once")]
        indexes = [
            models.Index(fields=["site", "date"], name="event_day_by_site"),
            models.Index(fields=["date"], name="event_day_by_date"),
        ]

    def __str__(self) -> str:
        return self.date.isoformat()
