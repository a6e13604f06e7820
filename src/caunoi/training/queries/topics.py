"""The catalogue of topics in scope, what offices above share, and which class was taught by which version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from caunoi.core.text import fold_words
from caunoi.directory.enums import RoleKind
from caunoi.directory.queries.scope import AnyUser, scope_of
from caunoi.training.models import AgendaItem, Topic, TopicFile, TopicVersion, TrainingClass
from caunoi.training.queries.classes import visible_classes
from caunoi.training.queries.programme import visible_topics

# Keys of a path are six letters each.
_KEY = 6


def shared_topics(user: AnyUser) -> QuerySet[Topic]:
    """Return the topics that offices above the user's own share with those below; a role at the door opens none.

    Whose topics a user sees anyhow are not among them. Trees are apart: the Party's are not shared with the State's.
    """
    scope = scope_of(user)
    above = {
        low[:end]
        for kind, ranges in scope.by_kind.items()
        if kind != RoleKind.DOOR
        for low, _high in ranges
        for end in range(_KEY, len(low), _KEY)
    }
    return (
        Topic.objects.filter(owner__path__in=above, shared=True, retired_on__isnull=True, merged_into__isnull=True)
        .exclude(scope.q("owner__path"))
        .order_by("folded_title", "id")
    )


def readable_topics(user: AnyUser) -> QuerySet[Topic]:
    """Return what the user keeps or is shared: to read and to copy, not to change."""
    return Topic.objects.filter(
        Q(pk__in=visible_topics(user).order_by().values("pk")) | Q(pk__in=shared_topics(user).order_by().values("pk"))
    )


@dataclass(frozen=True, kw_only=True)
class TopicFilter:
    """What the catalogue is narrowed to; ``state`` is "current", "retired" or "shared"."""

    text: str = ""
    state: str = ""


def filtered_topics(user: AnyUser, wanted: TopicFilter) -> QuerySet[Topic]:
    """Return topics whose title holds every word, each with ``use_count`` and ``last_taught``; merged ones left out."""
    found = shared_topics(user) if wanted.state == "shared" else visible_topics(user).filter(merged_into__isnull=True)
    if wanted.state in {"current", "retired"}:
        found = found.filter(retired_on__isnull=wanted.state == "current")
    for word in fold_words(wanted.text):
        found = found.filter(folded_title__contains=word)
    return found.select_related("owner")


def with_use(user: AnyUser, topics: Iterable[Topic]) -> list[Topic]:
    """Load how often each topic stands in programmes that the user sees, and when last; one query more."""
    rows = list(topics)
    counted = {
        row["root"]: row
        for row in AgendaItem.objects.filter(
            Q(topic__in=rows) | Q(topic__merged_into__in=rows), training_class__in=visible_classes(user)
        )
        .order_by()
        .annotate(root=Coalesce("topic__merged_into", "topic"))
        .values("root")
        .annotate(times=Count("pk"), last=Max(Coalesce("sitting__date", "training_class__starts_on")))
    }
    for topic in rows:
        row = counted.get(topic.pk)
        topic.__dict__["use_count"] = row["times"] if row else 0
        topic.__dict__["last_taught"] = row["last"] if row else None
    return rows


@dataclass(frozen=True, kw_only=True)
class Taught:
    """A class that was taught a topic: on which day, and by which version of its words."""

    training_class: TrainingClass
    day: date | None
    version: int


def taught_in(user: AnyUser, topic: Topic, *, most: int = 100) -> list[Taught]:
    """Return the visible classes with the topic in their programme, newest first, in two queries."""
    items = (
        AgendaItem.objects.filter(
            Q(topic=topic) | Q(topic__merged_into=topic), training_class__in=visible_classes(user)
        )
        .select_related("training_class", "sitting")
        .annotate(day=Coalesce("sitting__date", "training_class__starts_on"))
        .order_by(F("day").desc(nulls_last=True), "-id")[:most]
    )
    versions = list(topic.versions.order_by("number"))
    seen: dict[Any, Taught] = {}
    for item in items:
        day: date | None = item.__dict__["day"]
        seen.setdefault(
            item.training_class_id,
            Taught(training_class=item.training_class, day=day, version=_version_on(versions, day, topic.version)),
        )
    return list(seen.values())


def _version_on(versions: Sequence[TopicVersion], day: date | None, current: int) -> int:
    """Return the version that held on ``day``: the last made by the end of it, else the first there is."""
    if day is None:
        return versions[0].number if versions else current
    held = [each.number for each in versions if each.made_at is None or timezone.localdate(each.made_at) <= day]
    return held[-1] if held else versions[0].number if versions else current


def classes_using(file: TopicFile, *, today: date | None = None) -> list[TrainingClass]:
    """Return the classes that were taught with a file: the topic was theirs on a day on which it was current.

    Across all scopes: for a service that must know; a page shows those that its user sees.
    """
    today = today or timezone.localdate()
    items = (
        AgendaItem.objects.filter(Q(topic=file.topic_id) | Q(topic__merged_into=file.topic_id))
        .annotate(day=Coalesce("sitting__date", "training_class__starts_on"))
        .filter(day__lte=today)
        .select_related("training_class")
        .order_by("day", "id")
    )
    if file.added_at:
        items = items.filter(day__gte=timezone.localdate(file.added_at))
    if file.ended_at:
        items = items.filter(day__lt=timezone.localdate(file.ended_at))
    return list({item.training_class_id: item.training_class for item in items}.values())


def files_of(topic: Topic) -> tuple[list[TopicFile], list[TopicFile]]:
    """Return the current files of a topic, and the earlier ones, newest first; one query."""
    rows = list(topic.files.select_related("file").order_by("id"))
    current = [each for each in rows if each.ended_at is None]
    earlier = [each for each in rows if each.ended_at is not None]
    return current, sorted(earlier, key=lambda each: each.pk, reverse=True)
