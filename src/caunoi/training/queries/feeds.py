"""Secret addresses of calendars: whose they are, and what they show at the time of asking."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from caunoi.directory.models import Person, User
from caunoi.directory.queries.entries import current_entry
from caunoi.directory.queries.scope import scope_of, visible_persons
from caunoi.training.enums import FeedKind
from caunoi.training.models import CalendarFeed, Room, Sitting, Speaker, TrainingClass, VenuePoint
from caunoi.training.queries.classes import visible_classes
from caunoi.training.queries.rooms import visible_rooms

# What lies farther back or ahead is not sent: a calendar program fetches everything each time.
BACK, AHEAD = timedelta(days=60), timedelta(days=400)


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
    found = (
        visible_classes(feed.user)
        .annotate(until=Coalesce("ends_on", "starts_on"))
        .filter(starts_on__lte=today + AHEAD, until__gte=today - BACK)
    )
    if feed.kind == FeedKind.ROOM:
        found = found.filter(Exists(VenuePoint.objects.filter(training_class=OuterRef("pk"), room=feed.room_id)))
    return found.order_by("starts_on", "id")


def sittings_of_feed(feed: CalendarFeed) -> QuerySet[Sitting]:
    """Return the sittings of these classes; of a speaker's feed those at which the person speaks."""
    found = Sitting.objects.filter(training_class__in=classes_of_feed(feed)).select_related("training_class")
    if feed.person_id:
        root = current_entry(feed.person_id)
        talks = Speaker.objects.filter(
            Q(person=root) | Q(person__merge__root=root), agenda_item__sitting=OuterRef("pk")
        )
        found = found.filter(Exists(talks))
    return found.order_by("date", "order", "id")


def days_of(training_class: TrainingClass) -> tuple[date, date] | None:
    """Return first and last day of a class that has no sittings yet; None where they are not known."""
    first = training_class.starts_on
    return (first, training_class.ends_on or first) if first else None
