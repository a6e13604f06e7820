"""Secret addresses of calendars: whose they are, and what they show at the time of asking."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from caunoi.core.models import AuditEntry
from caunoi.directory.models import Person, User
from caunoi.directory.queries.entries import current_entry
from caunoi.directory.queries.scope import scope_of, visible_persons
from caunoi.training.enums import HostRole
from caunoi.training.models import (
    CalendarFeed,
    ClassOrganisation,
    Room,
    Sitting,
    Speaker,
    TrainingClass,
    VenuePoint,
)
from caunoi.training.queries.classes import visible_classes
from caunoi.training.queries.rooms import visible_rooms
from caunoi.training.queries.trail import PLACED

# What lies farther back or ahead is not sent: a calendar program fetches everything each time.
BACK, AHEAD = timedelta(days=60), timedelta(days=400)


@dataclass(frozen=True)
class Version:
    """How often what a calendar shows of a class was changed, and when last: which of two copies is the later one."""

    number: int
    at: datetime


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_feeds(user: User) -> QuerySet[CalendarFeed]:
    """Return the addresses that a user made and did not take back, newest first."""
    mine = CalendarFeed.objects.filter(user=user, revoked_at__isnull=True)
    return mine.select_related("room", "person").order_by("-created_at", "-id")


def feed_of_token(token: str) -> CalendarFeed | None:
    """Return the feed of a token; None for a wrong or revoked one, and where its user may no more see what it shows."""
    feed = (
        CalendarFeed.objects.filter(token_hash=token_hash(token), revoked_at__isnull=True)
        .select_related("user", "room", "person")
        .first()
    )
    if feed is None or not scope_of(feed.user).ranges:
        return None
    if feed.room_id and not visible_rooms(feed.user).filter(pk=feed.room_id).exists():
        return None
    if feed.person_id and not visible_persons(feed.user).filter(pk=current_entry(feed.person_id)).exists():
        return None
    return feed


def choosable_feed_objects(user: User) -> tuple[QuerySet[Room], QuerySet[Person]]:
    """Return the rooms and the speakers for which a user may make an address."""
    talks = Speaker.objects.filter(training_class__in=visible_classes(user)).order_by()
    return visible_rooms(user), visible_persons(user).filter(pk__in=talks.values("person")).order_by("sort_name", "id")


def classes_of_feed(feed: CalendarFeed) -> QuerySet[TrainingClass]:
    """Return the classes that the feed shows today, cancelled ones among them: a calendar has to learn of that."""
    today = timezone.localdate()
    sits = Sitting.objects.filter(training_class=OuterRef("pk"), date__range=(today - BACK, today + AHEAD))
    found = (
        visible_classes(feed.user)
        .annotate(until=Coalesce("ends_on", "starts_on"))
        .filter(Exists(sits) | Q(starts_on__lte=today + AHEAD, until__gte=today - BACK))
    )
    if feed.room_id:
        found = found.filter(Exists(VenuePoint.objects.filter(training_class=OuterRef("pk"), room=feed.room_id)))
    if feed.person_id:
        found = found.filter(Exists(_talks(feed).filter(training_class=OuterRef("pk"))))
    hosts = ClassOrganisation.objects.filter(role=HostRole.HOST).order_by("position", "id")
    points = VenuePoint.objects.select_related("room").order_by("position", "id")
    return found.prefetch_related(
        Prefetch("organisations", hosts, to_attr="hosts"), Prefetch("venue_points", points, to_attr="points")
    ).order_by("starts_on", "id")


def sittings_of_feed(feed: CalendarFeed, classes: Collection[UUID]) -> QuerySet[Sitting]:
    """Return the sittings of these classes, by time; of a speaker's feed those at which the person speaks."""
    found = Sitting.objects.filter(training_class__in=classes)
    if feed.person_id:
        found = found.filter(Exists(_talks(feed).filter(agenda_item__sitting=OuterRef("pk"))))
    return found.order_by("date", "order", "id")


def _talks(feed: CalendarFeed) -> QuerySet[Speaker]:
    root = current_entry(feed.person_id) if feed.person_id else None
    return Speaker.objects.filter(Q(person=root) | Q(person__merge__root=root)).order_by()


def versions_of(classes: Collection[UUID]) -> dict[UUID, Version]:
    """Return the version of each class that was ever changed; one query."""
    rows = (
        AuditEntry.objects.filter(
            object_type=TrainingClass._meta.label_lower,
            object_id__in=[str(pk) for pk in classes],
            action__in=PLACED,
        )
        .order_by()
        .values("object_id")
        .annotate(number=Count("pk"), last=Max("at"))
    )
    return {UUID(row["object_id"]): Version(row["number"], row["last"]) for row in rows}
