"""When, where and what: venue points, sittings, programme items, speakers and guests."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.directory.models import Person
from caunoi.training.enums import AgendaKind, GuestRole, Part
from caunoi.training.models.room import Room
from caunoi.training.models.topic import Topic
from caunoi.training.models.training_class import TrainingClass


class VenuePoint(models.Model):
    """One place where a class is held (điểm cầu), with the person in charge there."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="venue_points")
    room = models.ForeignKey(
        Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="venue_points", verbose_name=_("room")
    )
    name = models.CharField(_("name"), max_length=200)
    address = models.CharField(_("address"), max_length=300, blank=True)
    # People who take part from elsewhere by a link sit at a point of their own, counted like any other.
    is_online = models.BooleanField(_("online"), default=False)
    link = models.URLField(_("link to join"), max_length=500, blank=True)
    in_charge = models.CharField(_("person in charge"), max_length=200, blank=True)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("venue point")
        verbose_name_plural = _("venue points")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Sitting(models.Model):
    """A half-day (or evening) of a class."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="sittings")
    date = models.DateField(_("day"))
    part = models.CharField(_("part of the day"), max_length=10, choices=Part)
    # "afternoon" sorts before "morning" as a word, so the order of the day stands beside it.
    order = models.PositiveSmallIntegerField(editable=False)
    # Unknown, they are the office's hours (``queries.hours``).
    starts_at = models.TimeField(_("begins"), null=True, blank=True)
    ends_at = models.TimeField(_("ends"), null=True, blank=True)

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["date", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "date", "part"], name="sitting_once_a_part"),
        ]
        indexes = [models.Index(fields=["date"], name="sitting_by_day")]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.date:%d/%m/%Y}"


class AgendaItem(models.Model):
    """An item of the programme. A past class may have topics of which the sitting is unknown."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="agenda")
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, null=True, blank=True, related_name="agenda")
    kind = models.CharField(_("kind"), max_length=12, choices=AgendaKind, default=AgendaKind.TOPIC)
    title = models.CharField(_("title"), max_length=500)
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items", verbose_name=_("topic")
    )
    starts_at = models.TimeField(_("begins"), null=True, blank=True)
    periods = models.PositiveSmallIntegerField(_("periods of 45 minutes"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("programme item")
        verbose_name_plural = _("programme items")
        ordering = ["sitting__date", "sitting__order", "position", "id"]

    def __str__(self) -> str:
        return self.title


class Speaker(models.Model):
    """Somebody who presents an item, with the post held then; the item may be unknown in an old report."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="speakers")
    agenda_item = models.ForeignKey(
        AgendaItem, on_delete=models.CASCADE, null=True, blank=True, related_name="speakers"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="talks")
    post = models.CharField(_("post held then"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda_item", "person"], condition=Q(agenda_item__isnull=False), name="speaker_once_an_item"
            )
        ]

    def __str__(self) -> str:
        return self.person.full_name


class Guest(models.Model):
    """Somebody who opens, attends or closes a class, with the post held then; outside every count of participants."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guest_appearances")
    post = models.CharField(_("post held then"), max_length=300, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=GuestRole, default=GuestRole.ATTENDS)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["training_class", "person"], name="guest_once_a_class")]

    def __str__(self) -> str:
        return self.person.full_name
