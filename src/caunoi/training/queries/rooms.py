"""Rooms in a user's scope."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from caunoi.core.text import fold_words
from caunoi.directory.queries.scope import AnyUser, scope_of
from caunoi.training.models import Room, TrainingClass


def visible_rooms(user: AnyUser) -> QuerySet[Room]:
    """Return the rooms that organisations in scope keep, by name; those out of use among them."""
    return Room.objects.filter(scope_of(user).q("owner__path")).order_by("folded_name", "id")


def choosable_rooms(user: AnyUser, standing: Room | None = None) -> QuerySet[Room]:
    """Return the rooms that a class can be put into, and ``standing``, where it is already."""
    own = Q(pk__in=visible_rooms(user).filter(in_use=True).order_by().values("pk"))
    return Room.objects.filter(own | Q(pk=standing.pk if standing else None)).order_by("folded_name", "id")


def filtered_rooms(user: AnyUser, text: str) -> QuerySet[Room]:
    """Return visible rooms whose name holds every word of ``text``, each with ``class_count``, what was put there."""
    found = visible_rooms(user).select_related("owner", "unit")
    for word in fold_words(text):
        found = found.filter(folded_name__contains=word)
    return found.annotate(class_count=Count("venue_points__training_class", distinct=True))


def rooms_left_behind(user: AnyUser, source: TrainingClass, copy: TrainingClass) -> list[tuple[Room, bool]]:
    """Return the rooms of a class that its copy did not get, by name; each with whether it is one to choose, so taken.

    Three queries.
    """
    rooms = Room.objects.filter(venue_points__training_class=source).exclude(venue_points__training_class=copy)
    left = list(rooms.distinct().order_by("folded_name", "id"))
    usable = set(
        choosable_rooms(user).filter(pk__in=[room.pk for room in left]).order_by().values_list("pk", flat=True)
    )
    return [(room, room.pk in usable) for room in left]
