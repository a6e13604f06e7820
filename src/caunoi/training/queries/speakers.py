"""Speakers in scope: who teaches what, who can come when, and what each was asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from caunoi.core.text import fold_words
from caunoi.directory.models import Person
from caunoi.directory.queries.entries import root_of, whole
from caunoi.directory.queries.scope import AnyUser, in_ranges, scope_of
from caunoi.training.enums import ClassState
from caunoi.training.models import Sitting, Speaker, SpeakerAway, SpeakerProfile, SpeakerTopic, Topic
from caunoi.training.queries.classes import visible_classes
from caunoi.training.queries.evaluations import Rating, alone, rating_of_sums, seen_tallies, sums

STATES = ("active", "resting")


def visible_speakers(user: AnyUser) -> QuerySet[SpeakerProfile]:
    """Return the profiles that offices in scope keep, by given name; whose person was erased is left out.

    As with persons, a role at the door alone opens none.
    """
    kept = SpeakerProfile.objects.filter(in_ranges("owner__path", scope_of(user).register))
    return (
        kept.filter(person__erased_at__isnull=True)
        .select_related("owner", "person__merge__root")
        .order_by("person__sort_name", "id")
    )


def standing_person(profile: SpeakerProfile) -> Person:
    """Return the person of a profile as the register knows him now: the entry into which his own was merged."""
    merge = getattr(profile.person, "merge", None)
    root: Person = merge.root if merge else profile.person
    return root


@dataclass(frozen=True, kw_only=True)
class SpeakerFilter:
    """What a list of speakers is narrowed to; ``first`` to ``last``: free on each of these days."""

    text: str = ""
    topic: UUID | None = None
    state: str = ""
    first: date | None = None
    last: date | None = None


def filtered_speakers(user: AnyUser, wanted: SpeakerFilter) -> QuerySet[SpeakerProfile]:
    """Return the visible speakers that match every part of ``wanted``."""
    found = visible_speakers(user)
    for word in fold_words(wanted.text):
        found = found.filter(person__sort_name__contains=word)
    if wanted.topic:
        found = found.filter(Exists(_teaching(wanted.topic).filter(profile=OuterRef("pk"))))
    if wanted.state in STATES:
        found = found.filter(active=wanted.state == "active")
    first, last = wanted.first or wanted.last, wanted.last or wanted.first
    if first and last:
        away = SpeakerAway.objects.filter(profile=OuterRef("pk"), first_day__lte=last, last_day__gte=first)
        busy = _talks().filter(agenda_item__sitting__date__range=(first, last)).annotate(root=root_of())
        found = found.exclude(Exists(away)).annotate(root=root_of()).exclude(root__in=busy.values("root"))
    return found


def _talks() -> QuerySet[Speaker]:
    """Return talks of classes that are not cancelled, in no order."""
    return Speaker.objects.exclude(training_class__state=ClassState.CANCELLED).order_by()


def _teaching(topic: UUID) -> QuerySet[SpeakerTopic]:
    return SpeakerTopic.objects.filter(Q(topic=topic) | Q(topic__merged_into=topic)).order_by()


def with_topics(speakers: QuerySet[SpeakerProfile]) -> QuerySet[SpeakerProfile]:
    """Load with each speaker the topics he teaches, as ``taught``, and the days away still to come, as ``next_away``.

    Two queries more, however long the list.
    """
    links = SpeakerTopic.objects.select_related("topic__merged_into").order_by("topic__folded_title", "id")
    away = SpeakerAway.objects.filter(last_day__gte=timezone.localdate()).order_by("first_day", "id")
    taught: Any = Prefetch("topic_links", links, to_attr="taught")
    coming: Any = Prefetch("away", away, to_attr="next_away")
    return speakers.prefetch_related(taught, coming)


@dataclass(frozen=True, kw_only=True)
class TaughtTopic:
    """A topic that a speaker teaches: how often he did in visible classes, and when last."""

    topic: Topic
    times: int
    last: date | None


def taught_topics(user: AnyUser, profile: SpeakerProfile) -> list[TaughtTopic]:
    """Return the topics of a profile by title, in two queries."""
    links = SpeakerTopic.objects.filter(profile=profile).select_related("topic__merged_into").order_by("id")
    topics: dict[UUID, Topic] = {}
    for link in links:
        topic = link.topic.merged_into or link.topic
        topics[topic.pk] = topic
    counted = {
        row["root"]: row
        for row in _seen_talks(user, standing_person(profile))
        .annotate(root=Coalesce("agenda_item__topic__merged_into", "agenda_item__topic"))
        .filter(root__in=topics)
        .values("root")
        .annotate(times=Count("agenda_item", distinct=True), last=Max(_day()))
    }
    return [
        TaughtTopic(topic=topic, times=row["times"] if row else 0, last=row["last"] if row else None)
        for topic in sorted(topics.values(), key=lambda each: each.folded_title)
        for row in [counted.get(topic.pk)]
    ]


def _seen_talks(user: AnyUser, person: Person) -> QuerySet[Speaker]:
    return _talks().filter(whole(person), training_class__in=visible_classes(user))


def _day() -> Coalesce:
    return Coalesce("agenda_item__sitting__date", "training_class__starts_on")


@dataclass(frozen=True, kw_only=True)
class TopicSpeaker:
    """Somebody who teaches a topic: how often in visible classes, when last, and what sheets say of the talks."""

    profile: SpeakerProfile
    times: int
    last: date | None
    rating: Rating | None = None

    @property
    def person(self) -> Person:
        """The person as the register knows him now."""
        return standing_person(self.profile)


def speakers_of_topic(user: AnyUser, topic: Topic) -> list[TopicSpeaker]:
    """Return who teaches a topic, most often first, in two queries."""
    profiles = list(visible_speakers(user).filter(Exists(_teaching(topic.pk).filter(profile=OuterRef("pk")))))
    roots = {profile.pk: standing_person(profile).pk for profile in profiles}
    rows = (
        _talks()
        .filter(
            Q(agenda_item__topic=topic) | Q(agenda_item__topic__merged_into=topic),
            training_class__in=visible_classes(user),
        )
        .annotate(root=root_of())
        .filter(root__in=list(roots.values()))
        .annotate(alone=alone())
        .values("root")
        .annotate(
            times=Count("agenda_item", distinct=True),
            last=Max(_day()),
            **sums("agenda_item__evaluation__", filter=Q(alone=True)),
        )
    )
    counted = {row["root"]: row for row in rows}
    found = [
        TopicSpeaker(
            profile=profile,
            times=row["times"] if row else 0,
            last=row["last"] if row else None,
            rating=rating_of_sums(row) if row else None,
        )
        for profile in profiles
        for row in [counted.get(roots[profile.pk])]
    ]
    return sorted(found, key=lambda one: (not one.profile.active, -one.times))


def rating_of_speaker(user: AnyUser, profile: SpeakerProfile) -> Rating | None:
    """Return how the talks that the speaker gave alone were evaluated in visible classes; None for too few sheets."""
    talks = Speaker.objects.filter(whole(standing_person(profile)), alone()).order_by()
    return rating_of_sums(seen_tallies(user).filter(agenda_item__in=talks.values("agenda_item")).aggregate(**sums()))


@dataclass(frozen=True, kw_only=True)
class MonthLoad:
    """How many sittings a speaker has in a month, and whether that is more than he takes on."""

    month: int
    sittings: int
    too_many: bool


def load_of_year(user: AnyUser, profile: SpeakerProfile, year: int) -> list[MonthLoad]:
    """Return the sittings of each month of ``year`` at which the speaker presents in visible classes; one query."""
    days = (
        _seen_talks(user, standing_person(profile))
        .filter(agenda_item__sitting__date__year=year)
        .values_list("agenda_item__sitting", "agenda_item__sitting__date")
        .distinct()
    )
    counts: dict[int, int] = defaultdict(int)
    for _sitting, day in days:
        counts[day.month] += 1
    most = profile.most_sittings
    return [
        MonthLoad(month=month, sittings=counts[month], too_many=most is not None and counts[month] > most)
        for month in range(1, 13)
    ]


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A speaker as the form of a programme item offers him."""

    profile: SpeakerProfile
    person: Person
    teaches: bool
    away: bool
    speaks_elsewhere: bool
    full_month: bool

    @property
    def free(self) -> bool:
        """Whether nothing is known that keeps him from coming."""
        return not (self.away or self.speaks_elsewhere)


def suggested_speakers(
    user: AnyUser, *, topic: Topic | None, sitting: Sitting | None, most: int = 12
) -> list[Suggestion]:
    """Return speakers who are asked for classes: first who teaches ``topic`` and is free at ``sitting``.

    That somebody speaks elsewhere is told across all classes; where, only the calendar says, to whom may see it. Five
    queries, however many speakers there are.
    """
    profiles = list(visible_speakers(user).filter(active=True)[:500])
    people = {profile.pk: standing_person(profile) for profile in profiles}
    teaching = set(_teaching(topic.pk).values_list("profile_id", flat=True)) if topic else set()
    away: set[UUID] = set()
    busy: set[UUID] = set()
    month: dict[UUID, int] = {}
    if sitting:
        day = sitting.date
        away = set(
            SpeakerAway.objects.filter(profile__in=profiles, first_day__lte=day, last_day__gte=day)
            .order_by()
            .values_list("profile_id", flat=True)
        )
        busy = speaking_at(people.values(), sitting)
        month = _sittings_in_month(people.values(), day)
    found = [
        Suggestion(
            profile=profile,
            person=people[profile.pk],
            teaches=profile.pk in teaching,
            away=profile.pk in away,
            speaks_elsewhere=people[profile.pk].pk in busy,
            full_month=profile.most_sittings is not None
            and month.get(people[profile.pk].pk, 0) >= profile.most_sittings,
        )
        for profile in profiles
    ]
    found.sort(key=lambda one: (not one.teaches, not one.free, one.full_month, one.person.sort_name))
    return found[:most]


def speaking_at(people: Iterable[Person], sitting: Sitting) -> set[UUID]:
    """Return who of ``people`` speaks in another class at the same part of the same day."""
    elsewhere = _of(people).filter(agenda_item__sitting__date=sitting.date, agenda_item__sitting__part=sitting.part)
    elsewhere = elsewhere.exclude(training_class=sitting.training_class_id)
    return set(elsewhere.values_list("root", flat=True))


def _sittings_in_month(people: Iterable[Person], day: date) -> dict[UUID, int]:
    rows = _of(people).filter(agenda_item__sitting__date__year=day.year, agenda_item__sitting__date__month=day.month)
    counted = rows.values("root").annotate(sittings=Count("agenda_item__sitting", distinct=True))
    return {row["root"]: row["sittings"] for row in counted}


def _of(people: Iterable[Person]) -> QuerySet[Any]:
    keys: Sequence[UUID] = [person.pk for person in people]
    return _talks().filter(Q(person__in=keys) | Q(person__merge__root__in=keys)).annotate(root=root_of())
