"""Reads of the programme: sittings with their items, topics of the catalogue, the post somebody held on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from caunoi.directory.models import Person, Post
from caunoi.directory.queries.matching import likely_persons
from caunoi.directory.queries.scope import AnyUser, scope_of, visible_persons
from caunoi.training.models import AgendaItem, Guest, Scan, Sitting, Speaker, Topic, TrainingClass


@dataclass(frozen=True, kw_only=True)
class Programme:
    """The programme of a class: sittings in order with their items, and the items whose sitting is not known."""

    sittings: Sequence[Sitting]
    loose: list[AgendaItem]


def programme(training_class: TrainingClass) -> Programme:
    """Return the whole programme in four queries, whatever its length.

    Each sitting carries ``items`` and ``has_scans``; each item ``people``, its speakers with their persons.
    """
    speakers: Any = Speaker.objects.select_related("person").order_by("position", "id")
    items = (
        AgendaItem.objects.filter(training_class=training_class)
        .select_related("topic", "evaluation")
        .order_by("position", "id")
        .prefetch_related(Prefetch("speakers", speakers, to_attr="people"))
    )
    sittings = list(
        training_class.sittings.annotate(has_scans=Exists(Scan.objects.filter(sitting=OuterRef("pk")))).order_by(
            "date", "order", "id"
        )
    )
    by_sitting: dict[int | None, list[AgendaItem]] = {}
    for item in items:
        by_sitting.setdefault(item.sitting_id, []).append(item)
    for sitting in sittings:
        sitting.__dict__["items"] = by_sitting.get(sitting.pk, [])
    return Programme(sittings=sittings, loose=by_sitting.get(None, []))


def guests_of(training_class: TrainingClass) -> QuerySet[Guest]:
    """Return the guests with their persons, in order."""
    return training_class.guests.select_related("person").order_by("position", "id")


def visible_topics(user: AnyUser) -> QuerySet[Topic]:
    """Return the topics kept by organisations in scope, by title."""
    return Topic.objects.filter(scope_of(user).q("owner__path")).order_by("folded_title", "id")


def offered_topics(user: AnyUser, *, standing: Topic | None = None) -> QuerySet[Topic]:
    """Return the visible topics that a programme can take: in use, not merged; ``standing`` wherever it is."""
    current = Q(retired_on__isnull=True, merged_into__isnull=True)
    return visible_topics(user).filter(current | Q(pk=standing.pk) if standing else current)


def maybe_persons(user: AnyUser, full_name: str, *, most: int = 5) -> list[Person]:
    """Return visible persons who may be the one typed, best first, each with its ``known_posts`` and ``match``.

    Namesakes, and whose name is written almost the same. Nothing is told across scopes: there is no phone to know by.
    """
    matches = likely_persons(user, {"full_name": full_name}, most=most)
    posts: Any = Post.objects.select_related("organisation").order_by(F("valid_from").desc(nulls_last=True), "-id")
    found = visible_persons(user).filter(pk__in=[match.person_id for match in matches])
    by_key = {person.pk: person for person in found.prefetch_related(Prefetch("posts", posts, to_attr="known_posts"))}
    for match in matches:
        if match.person_id in by_key:
            by_key[match.person_id].__dict__["match"] = match
    return [by_key[match.person_id] for match in matches if match.person_id in by_key]


def appearing_persons(training_class: TrainingClass) -> QuerySet[Person]:
    """Return the persons who speak at the class or are its guests."""
    talks = Speaker.objects.filter(training_class=training_class, person=OuterRef("pk"))
    visits = Guest.objects.filter(training_class=training_class, person=OuterRef("pk"))
    return Person.objects.filter(Exists(talks) | Exists(visits)).order_by("sort_name", "id")
